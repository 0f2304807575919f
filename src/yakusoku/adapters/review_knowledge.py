"""The words by which clauses are known, read from the YAML beside a catalogue."""

import gzip
import json
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from yakusoku.adapters.catalogues import DEFAULT
from yakusoku.adapters.schemas import check
from yakusoku.adapters.yaml_files import Problem, UnreadableFile, parse_yaml, read_yaml
from yakusoku.domain.catalogue.strength import Strength
from yakusoku.domain.review.features import Ideas
from yakusoku.domain.review.knowledge import Example, Knowledge, Lore, Nature
from yakusoku.domain.review.signs import SignWrong, compile_sign
from yakusoku.domain.review.weights import Learned, Weights

WORDS, IDEAS = "words.yaml", "ideas.yaml"
MODEL, DOUBTS = "review-model.json.gz", "review-doubts.json.gz"
SIGNS = ("signs", "headings", "under_heading", "excludes", "weak", "firm")


@cache
def shipped_lore() -> Lore:
    """Return what ships with this release; read once."""
    return load_lore(DEFAULT / "review")


@cache
def shipped_words() -> dict[str, Sequence[str]]:
    """Return the lists of words that signs name, as they ship with this release; read once."""
    return _words(read_yaml(DEFAULT / "review" / WORDS))


@cache
def shipped_ideas() -> Ideas:
    """Return the ideas that ship with this release; read once."""
    return Ideas(_words(read_yaml(DEFAULT / "review" / IDEAS)))


@cache
def shipped_weights() -> Weights | None:
    """Return the linear model that ships with this release; None: it was taken away, and the signs work alone."""
    learned, doubts = _learned(DEFAULT / MODEL), _learned(DEFAULT / DOUBTS)
    return Weights(learned, shipped_ideas(), doubts) if learned else None


def _learned(file: Path) -> Learned | None:
    return read_model(file.read_bytes()) if file.is_file() else None


def read_model(raw: bytes) -> Learned:
    """Return what `make model` learned."""
    told = json.loads(gzip.decompress(raw))
    size = len(told["slugs"]) + 1
    rows = b64decode(told["rows"])
    return Learned(
        slugs=tuple(told["slugs"]),
        bias=tuple(told["bias"]),
        scale=told["scale"],
        features={name: rows[n * size : (n + 1) * size] for n, name in enumerate(told["names"])},
        heading=told["heading"],
        idea=told["idea"],
        bare=told["bare"],
        signed=told["signed"],
        crowd=told["crowd"],
    )


def model_file(learned: Learned, sources: Mapping[str, str]) -> bytes:
    """Return a model as a file, the same bytes for the same model. `sources`: what it was learned from."""
    told = {
        "sources": dict(sources),
        "slugs": learned.slugs,
        "bias": learned.bias,
        "scale": learned.scale,
        "heading": learned.heading,
        "idea": learned.idea,
        "bare": learned.bare,
        "signed": learned.signed,
        "crowd": learned.crowd,
        "names": list(learned.features),
        "rows": b64encode(b"".join(learned.features.values())).decode(),
    }
    plain = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    return gzip.compress(plain, compresslevel=9, mtime=0)


def load_lore(folder: Path) -> Lore:
    """Return what is known about every requirement. Raises UnreadableFile with every problem found."""
    words = _words(read_yaml(folder / WORDS))
    rows = []
    problems: list[Problem] = []
    for file in sorted(folder.glob("*.yaml")):
        if file.name in {WORDS, IDEAS}:
            continue
        raw = file.read_bytes()
        row = parse_yaml(raw, file.name)
        check(row, "review", file.name, raw)
        problems += _wrong_signs(row, words, file.name)
        rows.append(row)
    if problems:
        raise UnreadableFile(problems)
    return Lore(words, tuple(_knowledge(row) for row in rows))


def _words(told: Mapping[str, Any]) -> dict[str, Sequence[str]]:
    """Return the lists of words; a list may name other lists: <市>."""
    lists: dict[str, Sequence[str]] = {}
    for name, each in told.items():
        found: list[str] = []
        for word in each:
            inner = str(word)[1:-1] if str(word).startswith("<") else ""
            found += lists[inner] if inner in lists else [str(word)]
        lists[name] = tuple(dict.fromkeys(found))
    return lists


def _wrong_signs(row: Mapping[str, Any], words: Mapping[str, Sequence[str]], name: str) -> list[Problem]:
    problems = []
    for key in SIGNS:
        for text in row.get(key, ()):
            try:
                compile_sign(text, words)
            except SignWrong as wrong:
                problems.append(Problem(name, key, str(wrong)))
    return problems


def _knowledge(row: Mapping[str, Any]) -> Knowledge:
    examples = [
        Example(
            each["text"].strip(),
            Strength(each["strength"]),
            each.get("weak", False),
            tuple(each.get("also", ())),
        )
        for each in row["examples"]
    ]
    misses = [
        Example(each["text"].strip(), None, False, tuple(each.get("also", ()))) for each in row["near_misses"]
    ]
    signs = {key: tuple(row.get(key, ())) for key in SIGNS}
    return Knowledge(slug=row["slug"], nature=Nature(row["nature"]), examples=(*examples, *misses), **signs)

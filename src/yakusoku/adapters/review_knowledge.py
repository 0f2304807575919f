"""The words by which clauses are known, read from the YAML beside a catalogue."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from yakusoku.adapters.catalogues import DEFAULT
from yakusoku.adapters.schemas import check
from yakusoku.adapters.yaml_files import Problem, UnreadableFile, parse_yaml, read_yaml
from yakusoku.domain.catalogue.strength import Strength
from yakusoku.domain.review.knowledge import Example, Knowledge, Lore, Nature
from yakusoku.domain.review.signs import SignWrong, compile_sign

WORDS = "words.yaml"
SIGNS = ("signs", "headings", "under_heading", "excludes", "weak", "firm")


@cache
def shipped_lore() -> Lore:
    """Return what ships with this release; read once."""
    return load_lore(DEFAULT / "review")


def load_lore(folder: Path) -> Lore:
    """Return what is known about every requirement. Raises UnreadableFile with every problem found."""
    words = _words(read_yaml(folder / WORDS))
    rows = []
    problems: list[Problem] = []
    for file in sorted(folder.glob("*.yaml")):
        if file.name == WORDS:
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

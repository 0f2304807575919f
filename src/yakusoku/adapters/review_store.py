"""Reviews kept as files, one for each content: what was read once is not read again.

Kept is what a judgement needs and no more: the clauses' numbers, what they deal with and which old law they
show. The words of the contracts stay where they are.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from yakusoku.adapters.catalogues import DEFAULT
from yakusoku.adapters.contracts.printed import GARBLED
from yakusoku.adapters.contracts.reading import MOST_BYTES, TOO_LARGE
from yakusoku.adapters.contracts.reviewed import review_content
from yakusoku.adapters.contracts.scanned import NO_OCR
from yakusoku.adapters.contracts.unreadable import Scan, Unreadable
from yakusoku.domain.catalogue.strength import Strength
from yakusoku.domain.review.law import LawChange, Outdated
from yakusoku.domain.review.model import Clause, Document
from yakusoku.domain.review.party import Party
from yakusoku.domain.review.reviewing import Label, Reviewed, ReviewedDocument

# Raise it when the same file would be read differently.
FORMAT = 2
Kept = dict[str, Any]


class Store:
    """A folder of reviews by the digest of the file that was read."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, digest: str) -> Kept | None:
        """Return the review of a file with this content; None: there is none, or it was read in another way."""
        try:
            kept = json.loads((self._folder / f"{digest}.json").read_bytes())
        except (OSError, ValueError):
            return None
        return kept if isinstance(kept, dict) and kept.get("read_with") == read_with() else None

    def put(self, digest: str, kept: Kept) -> None:
        """Keep a review. It is there as a whole or not at all, whenever the work is broken off. Raises OSError."""
        self._folder.mkdir(parents=True, exist_ok=True)
        file = self._folder / f"{digest}.json"
        new = file.with_suffix(f".{os.getpid()}.new")
        new.write_text(json.dumps(kept | {"read_with": read_with()}, ensure_ascii=False), encoding="utf-8")
        new.replace(file)


@cache
def read_with() -> str:
    """Return what a review depends on besides the file: the program and everything it knows."""
    told = hashlib.sha256(f"{FORMAT} {version('yakusoku')}".encode())
    for file in sorted(DEFAULT.rglob("*")):
        if file.is_file():
            told.update(file.relative_to(DEFAULT).as_posix().encode() + b"\0" + file.read_bytes())
    return told.hexdigest()[:16]


def digest_of(content: bytes) -> str:
    """Return by what a content is known."""
    return hashlib.sha256(content).hexdigest()


def content_of(path: str) -> bytes:
    """Return the content of a file. Raises Unreadable if it cannot be opened or is too large."""
    try:
        if Path(path).stat().st_size > MOST_BYTES:
            raise Unreadable(TOO_LARGE)
        return Path(path).read_bytes()
    except OSError as error:
        raise Unreadable(f"ファイルを開けません（{error.strerror}）。") from error


def read_anew(path: str) -> tuple[str, Kept]:
    """Return the digest of a file and its review to keep; "scan": it has to be read from its pictures.

    Without a digest it is not to be kept: it could not be opened, or may be read another time.
    """
    return _read(path, scans=False)


def read_scan_anew(path: str) -> tuple[str, Kept]:
    """Return the same for a file that is read from the pictures of its pages."""
    return _read(path, scans=True)


def _read(path: str, *, scans: bool) -> tuple[str, Kept]:
    try:
        content = content_of(path)
    except Unreadable as error:
        return "", {"unreadable": error.reason}
    result = review_content(path, content, scans=scans)
    if isinstance(result, Scan):
        return digest_of(content), {"scan": result.pages}
    if isinstance(result, Unreadable):
        # It can be read once a program is installed, so that nothing is kept under its digest.
        digest = "" if result.reason in {NO_OCR, GARBLED} else digest_of(content)
        return digest, {"unreadable": result.reason}
    return digest_of(content), kept_of(result)


def kept_of(reviewed: ReviewedDocument) -> Kept:
    """Return a review as plain values, without the words of the contract."""
    return {
        "title": reviewed.document.title,
        "warnings": list(reviewed.document.warnings),
        "clauses": [
            {
                "no": each.clause.no,
                "labels": [
                    [told.slug, told.strength.value, told.weak, told.conditional, told.binds]
                    for told in each.labels
                ],
                "outdated": [[hit.change.id, hit.text] for hit in each.outdated],
            }
            for each in reviewed.clauses
        ],
    }


def reviewed_of(kept: Kept, path: str, changes: Mapping[str, LawChange]) -> ReviewedDocument:
    """Return what was kept as the review of the file at a path; its clauses have no words."""
    clauses = tuple(
        Reviewed(
            Clause(row["no"], "", "", None, None),
            tuple(
                Label(slug, Strength(strength), weak, conditional, (), binds=Party(binds) if binds else None)
                for slug, strength, weak, conditional, binds in row["labels"]
            ),
            (),
            tuple(Outdated(changes[rule], text, (0, 0)) for rule, text in row["outdated"]),
            (),
            survives=False,
        )
        for row in kept["clauses"]
    )
    document = Document(path, kept["title"], tuple(each.clause for each in clauses), tuple(kept["warnings"]))
    return ReviewedDocument(document, clauses)

"""A contract file, reviewed: the work of one process on one file."""

from functools import cache
from pathlib import Path

from yakusoku.adapters.contracts.reading import MOST_BYTES, TOO_LARGE, TOO_LONG, read_contract
from yakusoku.adapters.contracts.unreadable import Unreadable
from yakusoku.adapters.law_changes import shipped_changes
from yakusoku.adapters.review_knowledge import shipped_lore, shipped_weights
from yakusoku.domain.review.reviewing import ReviewedDocument, Reviewer
from yakusoku.domain.review.structure import document_of


@cache
def shipped_reviewer() -> Reviewer:
    """Return the reviewer with what ships with this release; made once."""
    return Reviewer(shipped_lore(), shipped_changes(), shipped_weights())


def review_file(path: str, name: str = "") -> ReviewedDocument | Unreadable:
    """Return the contract at a path, reviewed, or why it cannot be read; Scan: only from pictures of its pages.

    name   what it is called, where that is not its path
    """
    return _review(path, name or path, scans=False)


def review_scan(path: str, name: str = "") -> ReviewedDocument | Unreadable:
    """Return the same, read from the pictures of its pages where it has no words."""
    return _review(path, name or path, scans=True)


def _review(path: str, name: str, *, scans: bool) -> ReviewedDocument | Unreadable:
    try:
        if Path(path).stat().st_size > MOST_BYTES:
            return Unreadable(TOO_LARGE)
        return review_content(name, Path(path).read_bytes(), scans=scans)
    except OSError as error:
        return Unreadable(f"ファイルを開けません（{error.strerror}）。")


def review_content(name: str, content: bytes, *, scans: bool) -> ReviewedDocument | Unreadable:
    """Return what a file holds, reviewed, or why it cannot be read; Scan: only from pictures of its pages."""
    try:
        return shipped_reviewer().review(document_of(read_contract(name, content, scans=scans)))
    except Unreadable as error:
        return error
    except MemoryError:
        return Unreadable(TOO_LONG)

"""A contract file, reviewed: the work of one process on one file."""

from functools import cache
from pathlib import Path

from yakusoku.adapters.contracts.reading import MOST_BYTES, TOO_LARGE, read_contract
from yakusoku.adapters.contracts.unreadable import Unreadable
from yakusoku.adapters.law_changes import shipped_changes
from yakusoku.adapters.review_knowledge import shipped_lore, shipped_weights
from yakusoku.domain.review.reviewing import ReviewedDocument, Reviewer
from yakusoku.domain.review.structure import document_of


@cache
def shipped_reviewer() -> Reviewer:
    """Return the reviewer with what ships with this release; made once."""
    return Reviewer(shipped_lore(), shipped_changes(), shipped_weights())


def review_file(path: str, name: str) -> ReviewedDocument | Unreadable:
    """Return the contract at a path, reviewed under a name, or why it cannot be read."""
    try:
        if Path(path).stat().st_size > MOST_BYTES:
            return Unreadable(TOO_LARGE)
        return shipped_reviewer().review(document_of(read_contract(name, Path(path).read_bytes())))
    except OSError as error:
        return Unreadable(f"ファイルを開けません（{error.strerror}）。")
    except Unreadable as error:
        return error

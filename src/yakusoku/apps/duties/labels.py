"""What each kind of duty reads as."""

from yakusoku.apps.duties.words import (
    board,
    candidates,
    chain,
    consultations,
    engagements,
    erasure,
    findings,
    general,
    inspections,
    library,
    publicity,
    register,
    standards,
    surveys,
    training,
)
from yakusoku.apps.duties.words.wording import Wording

WORDS: dict[str, Wording] = {}
for _told in (
    engagements,
    chain,
    findings,
    general,
    inspections,
    consultations,
    candidates,
    board,
    library,
    standards,
    training,
    erasure,
    register,
    publicity,
    surveys,
):
    WORDS |= _told.WORDS


def wording_of(kind: str) -> Wording:
    """Return the words for a kind of duty; a kind without words reads as itself."""
    return WORDS.get(kind, Wording(kind, ""))

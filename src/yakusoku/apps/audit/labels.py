"""What each audit code reads as. Every capability has its own module in apps/audit/words."""

from typing import TYPE_CHECKING

from yakusoku.apps.audit.words import (
    accounts,
    board,
    candidates,
    chain,
    collecting,
    consultations,
    duties,
    engagements,
    erasure,
    exchange,
    files,
    findings,
    inspections,
    library,
    publicity,
    register,
    results,
    review,
    samples,
    standards,
    survey_reports,
    surveys,
    training,
)
from yakusoku.apps.audit.words.subjects import SUBJECTS

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LABELS: "dict[str, StrOrPromise]" = {}
for _told in (
    accounts,
    files,
    engagements,
    inspections,
    duties,
    chain,
    findings,
    candidates,
    board,
    consultations,
    review,
    samples,
    standards,
    collecting,
    results,
    survey_reports,
    surveys,
    training,
    erasure,
    library,
    register,
    publicity,
    exchange,
):
    LABELS |= _told.LABELS


def label_of(code: str) -> str:
    """Return the words for an audit code; a code without words reads as itself."""
    return str(LABELS.get(code, code))


def subject_words(subject: str) -> str:
    """Return the words for what an entry is about: 点検 38 for "inspection:38"; unknown kinds as they are."""
    kind, _colon, number = subject.partition(":")
    return f"{SUBJECTS[kind]} {number}" if kind in SUBJECTS else subject

"""Kept answers whose question is worded otherwise by now (docs/rules/reuse.md)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from yakusoku.domain.catalogue.model import Aspect, Catalogue
from yakusoku.domain.inspections.added import LETTERS, PREFIX
from yakusoku.domain.library.wording import words_digest
from yakusoku.domain.refusal import Refusal


class QuestionMoved(Refusal):
    """The question that was read is not the one that is asked now."""

    code: ClassVar[str] = "library.question-moved"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a catalogue. `words`: digest of its wording; empty `question`: it is asked no more."""

    question: str
    words: str


GONE = Asked("", "")


@dataclass(frozen=True, slots=True)
class Held:
    """What is kept under one id: enough to tell whether its question moved. `client` None: of no client."""

    id: int
    check: str
    words: str
    client: int | None


def questions_of(catalogue: Catalogue) -> Mapping[str, Asked]:
    """Return every question of a catalogue by check id."""
    found = {}
    for requirement in catalogue.requirements:
        for point in requirement.checks:
            for aspect, letter in LETTERS.items():
                text = (point.arrangement if aspect is Aspect.ARRANGEMENT else point.operation).text
                found[point.id + letter] = Asked(text, words_digest(text))
    return found


def moved_questions(
    kept: Iterable[Held], asked: Mapping[int | None, Mapping[str, Asked]]
) -> Mapping[int, Asked]:
    """Return by number the kept answers whose question moved, each with the question of today.

    asked    questions by client; None: those of the shipped catalogue
    An answer that is kept for today's wording too is not told: there is nothing to do. Questions that were
    agreed on after a finding are of no catalogue and never move.
    """
    rows = [row for row in kept if row.check and not row.check.startswith(PREFIX)]
    there = {(row.check, row.words) for row in rows}
    found = {}
    for row in rows:
        now = asked.get(row.client, asked[None]).get(row.check, GONE)
        if now.words != row.words and (row.check, now.words) not in there:
            found[row.id] = now
    return found

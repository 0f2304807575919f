"""In which stretch of its life an engagement is (docs/rules/phase.md)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final


class Phase(StrEnum):
    """The stretches in the order in which an engagement runs."""

    DECIDE = "decide"
    PROMISE = "promise"
    KEEP = "keep"
    END = "end"
    CLOSED = "closed"


PHASE_LABELS: Final[Mapping[Phase, str]] = {
    Phase.DECIDE: "決める",
    Phase.PROMISE: "交わす",
    Phase.KEEP: "守る",
    Phase.END: "終える",
    Phase.CLOSED: "終了",
}


@dataclass(frozen=True, slots=True)
class Course:
    """What the phase depends on.

    settled   the facts are complete and every requirement that fits has a verdict
    signed    the day of the contract is known
    started   the day on which work began is known
    ends_on   last day of the work; None: not known yet
    closed    nothing was open any more, and it was closed
    """

    settled: bool = False
    signed: bool = False
    started: bool = False
    ends_on: date | None = None
    closed: bool = False


def phase_of(course: Course, today: date) -> Phase:
    """Return the phase on a day: the first that applies, from the end backwards."""
    if course.closed:
        return Phase.CLOSED
    if course.ends_on is not None and course.ends_on < today:
        return Phase.END
    if course.started:
        return Phase.KEEP
    return Phase.PROMISE if course.signed or course.settled else Phase.DECIDE

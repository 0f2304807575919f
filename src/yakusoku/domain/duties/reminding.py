"""When something is late, and what a daily letter tells (docs/rules/reminding.md)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

AHEAD = timedelta(days=7)


class When(StrEnum):
    """How near a thing is; declared in the order in which a letter tells it."""

    LATE = "late"
    TODAY = "today"
    SOON = "soon"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Due:
    """What is due, as far as time is concerned. `since`: the day from which it waited."""

    id: int
    due_on: date | None
    since: date


def when(due: Due, today: date, last_told: date | None) -> When | None:
    """Return how a letter of `today` tells a thing; None: it has no place in it.

    last_told   day of the last letter; what came since is new. None: there was none
    """
    if due.due_on is not None and due.due_on <= today:
        return When.LATE if due.due_on < today else When.TODAY
    if last_told is None or due.since > last_told:
        return When.NEW
    return When.SOON if due.due_on is not None and due.due_on <= today + AHEAD else None


def told_today(
    dues: Iterable[Due], today: date, last_told: date | None
) -> tuple[tuple[When, tuple[Due, ...]], ...]:
    """Return what a letter tells, in its sections; empty: no letter is written.

    A letter is worth writing when something is late, due today or new; what is only near rides along.
    """
    sections: dict[When, list[Due]] = {}
    for due in dues:
        place = when(due, today, last_told)
        if place is not None:
            sections.setdefault(place, []).append(due)
    if set(sections) <= {When.SOON}:
        return ()
    return tuple((place, tuple(sections[place])) for place in When if place in sections)


def days_late(due_on: date, today: date) -> int:
    """Return by how many days something is late; 0 when it is not."""
    return max(0, (today - due_on).days)


def escalates(due_on: date | None, today: date, after_days: int) -> bool:
    """Return whether the superior is told: late by at least `after_days` (>= 1) days."""
    return due_on is not None and days_late(due_on, today) >= max(1, after_days)

"""Which planned inspection is to be opened now (docs/rules/opening.md)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from yakusoku.domain.dates.working_days import IsHoliday, on_or_after
from yakusoku.domain.inspections.schedule import InspectionKind, PlannedInspection


@dataclass(frozen=True, slots=True)
class Rounds:
    """What was opened so far for one company at one place of the chain.

    covered_until  the latest day of the plan that an earlier round stands for; None: there was none
    running        whether a round is not concluded yet
    closed_with    whether the closing check was opened already
    """

    covered_until: date | None = None
    running: bool = False
    closed_with: bool = False


NO_ROUNDS = Rounds()


@dataclass(frozen=True, slots=True)
class Holding:
    """The days on which someone holds data; None: from the beginning, or still."""

    since: date | None = None
    until: date | None = None

    def on(self, day: date) -> bool:
        """Return whether data is held on a day."""
        begun = self.since is None or self.since <= day
        return begun and (self.until is None or day <= self.until)


ALWAYS = Holding()


def covers_until(planned_on: date | None, opened_on: date, lead_days: int) -> date:
    """Return up to which day of the plan a round stands for.

    planned_on   the day of the plan for which it was opened; None: it was sent by hand. Then it stands for
                 what was near on the day of sending.
    """
    return planned_on or opened_on + timedelta(days=lead_days)


def due_round(
    planned: Iterable[PlannedInspection],
    rounds: Rounds,
    today: date,
    lead_days: int,
    holding: Holding = ALWAYS,
) -> PlannedInspection | None:
    """Return the planned inspection that is to be opened on a day; None: there is none.

    It is near when its day is at most `lead_days` away. Of several that were missed only the latest is
    opened: nobody answers the same sheet twice for what is past. While a round runs no other begins, but for
    the closing check: it is always opened, and once.
    """
    near = [
        each for each in planned if each.date - timedelta(days=lead_days) <= today and holding.on(each.date)
    ]
    closing = next((each for each in near if each.kind is InspectionKind.CLOSING), None)
    if closing is not None or rounds.closed_with:
        return None if rounds.closed_with else closing
    if rounds.running or not near:
        return None
    covered = rounds.covered_until
    latest = near[-1]
    return latest if covered is None or covered < latest.date else None


def upcoming(
    planned: Iterable[PlannedInspection], rounds: Rounds, holding: Holding = ALWAYS
) -> PlannedInspection | None:
    """Return the planned inspection that comes next, near or not; None after the closing check."""
    if rounds.closed_with:
        return None
    covered = rounds.covered_until
    left = (p for p in planned if holding.on(p.date) and (covered is None or covered < p.date))
    return next(left, None)


def due_on(planned: PlannedInspection, today: date, lead_days: int, is_holiday: IsHoliday) -> date:
    """Return by when it is to be answered: the day of the plan; past that, as long again from today."""
    if planned.date >= today:
        return planned.date
    return on_or_after(today + timedelta(days=lead_days), is_holiday)

"""By when something is to be put right: what is proposed, and what may be set (docs/rules/findings.md).

The numbers are our proposal; no law or guideline sets them. Who instructs may set another day.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from yakusoku.domain.dates.working_days import DAY, IsHoliday, is_working_day, on_or_after
from yakusoku.domain.findings.kinds import Severity
from yakusoku.domain.refusal import Refusal


@dataclass(frozen=True, slots=True)
class DeadlinePolicy:
    """How long each side has.

    high_working_days    a grave finding, in working days
    medium_days, low_days  others, in calendar days, moved to the next working day
    instruct_working_days  the department instructs within so many working days of the finding
    verify_working_days    … and looks at a reply within so many
    """

    high_working_days: int = 5
    medium_days: int = 14
    low_days: int = 30
    instruct_working_days: int = 5
    verify_working_days: int = 5


DEFAULT_DEADLINES = DeadlinePolicy()


class DeadlinePast(Refusal):
    """A deadline lies after the day on which it is set."""

    code: ClassVar[str] = "correction.deadline-past"


class NotLater(Refusal):
    """An extension ends after the present deadline."""

    code: ClassVar[str] = "correction.not-later"


def proposed_deadline(
    severities: Iterable[Severity],
    today: date,
    is_holiday: IsHoliday,
    policy: DeadlinePolicy = DEFAULT_DEADLINES,
) -> date:
    """Return the day proposed for findings that are instructed together: the earliest of theirs."""
    return min(_proposed(severity, today, is_holiday, policy) for severity in severities)


def _proposed(severity: Severity, today: date, is_holiday: IsHoliday, policy: DeadlinePolicy) -> date:
    if severity is Severity.HIGH:
        return working_days_after(today, policy.high_working_days, is_holiday)
    days = policy.medium_days if severity is Severity.MEDIUM else policy.low_days
    return on_or_after(today + timedelta(days=days), is_holiday)


def working_days_after(day: date, count: int, is_holiday: IsHoliday) -> date:
    """Return the working day that is `count` working days after `day`, `count` >= 1."""
    while count:
        day += DAY
        count -= is_working_day(day, is_holiday)
    return day


def check_deadline(due: date, today: date) -> None:
    """Raise DeadlinePast unless the day is still to come."""
    if due <= today:
        raise DeadlinePast(day=due)


def check_extension(until: date, due: date, today: date) -> None:
    """Raise NotLater or DeadlinePast unless `until` is later than the present deadline and than today."""
    if until <= due:
        raise NotLater(day=due)
    check_deadline(until, today)

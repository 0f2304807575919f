"""Dates of the inspections of one engagement (docs/rules/schedule.md)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from yakusoku.domain.dates.spans import last_day_of_span
from yakusoku.domain.dates.working_days import IsHoliday, on_or_after, on_or_before
from yakusoku.domain.engagements.profile import Period
from yakusoku.domain.inspections.policy import InspectionPolicy


class InspectionKind(StrEnum):
    """調査票 before the contract, 定期点検 while the work runs, 終了時点検 at its end."""

    PRE_ASSESSMENT = "pre-assessment"
    PERIODIC = "periodic"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True)
class PlannedInspection:
    """An inspection and the working day on which it is due."""

    date: date
    kind: InspectionKind


def plan_inspections(
    period: Period, policy: InspectionPolicy, is_holiday: IsHoliday
) -> tuple[PlannedInspection, ...]:
    """Return the inspections of a period in order of date; the last one is the closing check.

    Periodic checks move to the next working day, the closing check to the last one on or before the end.
    A periodic check that would be moved onto or past the closing check is covered by it and left out.
    """
    closing = PlannedInspection(on_or_before(period.end, is_holiday), InspectionKind.CLOSING)
    moved = (on_or_after(day, is_holiday) for day in _periodic_days(period, policy))
    periodic = tuple(PlannedInspection(day, InspectionKind.PERIODIC) for day in moved if day < closing.date)
    return (*periodic, closing)


def _periodic_days(period: Period, policy: InspectionPolicy) -> Iterator[date]:
    if period.days <= policy.closing_only_days:
        return
    if period.end < last_day_of_span(period.start, policy.short_months):
        yield period.start + timedelta(days=policy.short_check_days)
        return
    count = 1
    while True:
        day = last_day_of_span(period.start, policy.every_months * count)
        if (period.end - day).days <= policy.covered_by_closing_days:
            return
        yield day
        count += 1

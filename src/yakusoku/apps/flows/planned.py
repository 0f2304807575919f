"""The planned inspections of an engagement, and which of them is next."""

from datetime import date, timedelta
from functools import lru_cache

from yakusoku.adapters.holidays import is_national_holiday
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.engagements.queries import profile_of
from yakusoku.domain.engagements.profile import Period
from yakusoku.domain.inspections.policy import DEFAULT_POLICY
from yakusoku.domain.inspections.schedule import PlannedInspection, plan_inspections

# A check sheet is sent this long before the day of its inspection.
LEAD = timedelta(days=14)


def planned_for(engagement: Engagement) -> tuple[PlannedInspection, ...]:
    """Return the dates of the inspections; empty before the facts are complete."""
    return _planned(profile_of(engagement).period) if engagement.described else ()


@lru_cache(maxsize=4096)
def _planned(period: Period) -> tuple[PlannedInspection, ...]:
    return plan_inspections(period, DEFAULT_POLICY, is_national_holiday)


def next_planned(engagement: Engagement, opened: int) -> PlannedInspection | None:
    """Return the planned inspection that follows the `opened` ones; None after the last."""
    planned = planned_for(engagement)
    return planned[opened] if opened < len(planned) else None


def is_near(engagement: Engagement, opened: int, today: date) -> bool:
    """Return whether it is time to send the check sheet of the next inspection."""
    following = next_planned(engagement, opened)
    return following is not None and following.date - LEAD <= today

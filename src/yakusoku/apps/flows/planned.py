"""The planned inspections of an engagement, and which of them is next."""

from datetime import date, timedelta
from functools import lru_cache

from yakusoku.adapters.holidays import is_national_holiday
from yakusoku.apps.engagements.models import Engagement, HouseRules
from yakusoku.apps.engagements.queries import profile_of
from yakusoku.domain.engagements.profile import Period
from yakusoku.domain.inspections.policy import InspectionPolicy
from yakusoku.domain.inspections.schedule import PlannedInspection, plan_inspections


def policy_of(rules: HouseRules) -> InspectionPolicy:
    """Return the inspection policy that an organisation settled."""
    return InspectionPolicy(
        rules.closing_only_days,
        rules.short_months,
        rules.short_check_days,
        rules.every_months,
        rules.covered_by_closing_days,
    )


def planned_for(engagement: Engagement, rules: HouseRules) -> tuple[PlannedInspection, ...]:
    """Return the dates of the inspections; empty before the facts are complete."""
    return _planned(profile_of(engagement).period, policy_of(rules)) if engagement.described else ()


@lru_cache(maxsize=4096)
def _planned(period: Period, policy: InspectionPolicy) -> tuple[PlannedInspection, ...]:
    return plan_inspections(period, policy, is_national_holiday)


def next_planned(engagement: Engagement, rules: HouseRules, opened: int) -> PlannedInspection | None:
    """Return the planned inspection that follows the `opened` ones; None after the last."""
    planned = planned_for(engagement, rules)
    return planned[opened] if opened < len(planned) else None


def is_near(engagement: Engagement, rules: HouseRules, opened: int, today: date) -> bool:
    """Return whether it is time to send the check sheet of the next inspection."""
    following = next_planned(engagement, rules, opened)
    return following is not None and following.date - timedelta(days=rules.lead_days) <= today

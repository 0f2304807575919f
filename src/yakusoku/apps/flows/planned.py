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
    return planned_in(profile_of(engagement).period, policy_of(rules)) if engagement.described else ()


@lru_cache(maxsize=4096)
def planned_in(period: Period, policy: InspectionPolicy) -> tuple[PlannedInspection, ...]:
    """Return the dates of the inspections of a period."""
    return plan_inspections(period, policy, is_national_holiday)


def next_planned(
    engagement: Engagement, rules: HouseRules, opened: int, covered: date | None = None
) -> PlannedInspection | None:
    """Return the planned inspection that follows the `opened` ones; None after the last.

    covered   the latest day of the plan that a round was opened for: days before it were missed, not left
    """
    planned = planned_for(engagement, rules)
    passed = sum(1 for each in planned if covered is not None and each.date <= covered)
    after = max(opened, passed)
    return planned[after] if after < len(planned) else None


def is_near(
    engagement: Engagement, rules: HouseRules, opened: int, today: date, covered: date | None = None
) -> bool:
    """Return whether it is time to send the check sheet of the next inspection."""
    following = next_planned(engagement, rules, opened, covered)
    return following is not None and following.date - timedelta(days=rules.lead_days) <= today

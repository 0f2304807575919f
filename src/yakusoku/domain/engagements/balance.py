"""Cost against risk for the whole choice (docs/rules/balance.md)."""

from collections.abc import Iterable
from dataclasses import dataclass

from yakusoku.domain.catalogue.model import Effort, Range, Requirement
from yakusoku.domain.engagements.decisions import Adopted, Resolution

HIGHEST_RISK = 5


def risk_level(requirement: Requirement, facts: frozenset[str]) -> int:
    """Return the risk of leaving the requirement out: its level, one more when a fact raises it; 1 to 5."""
    raised = any(fact in facts for fact in requirement.risk_raised_by)
    return min(HIGHEST_RISK, requirement.risk_level + raised)


def effort_of(adopted: Adopted) -> Effort:
    """Return the yearly effort of a promise: the variant's own, else the requirement's."""
    return adopted.variant.effort or adopted.proposal.requirement.effort


def total(ranges: Iterable[Range]) -> Range:
    """Return the sum of estimates, low with low and high with high."""
    values = tuple(ranges)
    return Range(sum(r.low for r in values), sum(r.high for r in values))


@dataclass(frozen=True, slots=True)
class Balance:
    """What the choice costs a year and which risk it leaves.

    kept_risk        sum of the risk levels that the promises answer
    remaining_risk   sum of the levels of what was declined, weakened or cannot be kept
    """

    client_hours: Range
    client_yen: Range
    contractor_hours: Range
    contractor_yen: Range
    kept_risk: int
    remaining_risk: int
    hours_available: float

    @property
    def short_of_hours(self) -> bool:
        """Return whether even the low estimate exceeds the hours that the department has."""
        return self.client_hours.low > self.hours_available


def weigh(resolution: Resolution, facts: frozenset[str], hours_available: float) -> Balance:
    """Return cost and remaining risk of the whole choice."""
    efforts = [effort_of(adopted) for adopted in resolution.adopted]
    kept = remaining = 0
    for adopted in resolution.adopted:
        level = risk_level(adopted.proposal.requirement, facts)
        if adopted.weakened or adopted.conflicts:
            remaining += level
        else:
            kept += level
    remaining += sum(risk_level(d.proposal.requirement, facts) for d in resolution.declined)
    return Balance(
        client_hours=total(e.client_hours for e in efforts),
        client_yen=total(e.client_yen for e in efforts),
        contractor_hours=total(e.contractor_hours for e in efforts),
        contractor_yen=total(e.contractor_yen for e in efforts),
        kept_risk=kept,
        remaining_risk=remaining,
        hours_available=hours_available,
    )

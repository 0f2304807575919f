"""Demands above the baseline of an engagement, and recording what was settled about them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.db import transaction

from yakusoku.apps.accounts.models import User
from yakusoku.apps.audit.services import record
from yakusoku.apps.engagements.models import CostTalk, Engagement
from yakusoku.apps.engagements.queries import catalogue_for, decisions_of, profile_of
from yakusoku.domain.catalogue.strength import Strength
from yakusoku.domain.engagements.decisions import resolve
from yakusoku.domain.engagements.facts import facts_of
from yakusoku.domain.engagements.fairness import Demand, Talk, demands_above, unsettled
from yakusoku.domain.engagements.selection import select
from yakusoku.domain.refusal import Refusal


class NotAbove(Refusal):
    """The promise is not above the baseline, or changed since: there is nothing to talk about."""

    code: ClassVar[str] = "fairness.not-above"


@dataclass(frozen=True, slots=True)
class DemandRow:
    """A demand with everything that was settled about it, the latest last; `open`: a talk is missing."""

    demand: Demand
    talks: tuple[CostTalk, ...]
    open: bool


def demand_rows(engagement: Engagement) -> tuple[DemandRow, ...]:
    """Return the demands above the baseline of an engagement that is described, in order."""
    demands = _demands(engagement)
    talks = list(engagement.cost_talks.select_related("recorded_by")) if demands else []
    missing = set(unsettled(demands, [Talk(t.slug, Strength(t.strength)) for t in talks]))
    return tuple(
        DemandRow(demand, tuple(t for t in talks if t.slug == demand.slug), demand in missing)
        for demand in demands
    )


def open_demands(engagement: Engagement) -> tuple[Demand, ...]:
    """Return the demands about which nobody has talked yet: the contract waits for them."""
    return tuple(row.demand for row in demand_rows(engagement) if row.open)


@transaction.atomic
def settle_demand(
    engagement: Engagement, slug: str, told: Mapping[str, Any], *, by: User, at: datetime
) -> CostTalk:
    """Record the necessity of a demand and what was settled about its cost. Raises NotAbove.

    told   necessity, talked_on, counterpart, outcome, yen
    """
    present = Engagement.objects.select_for_update(no_key=True).get(pk=engagement.pk)
    demand = next((d for d in _demands(present) if d.slug == slug), None)
    if demand is None:
        raise NotAbove()
    talk = CostTalk.objects.create(
        engagement=present, slug=slug, strength=demand.strength, recorded_by=by, recorded_at=at, **told
    )
    facts = {"slug": slug, "strength": demand.strength.value, "yen": talk.yen}
    owner = present.organization_id
    record(
        "fairness.settled", engagement, by=by, at=at, organization=owner, reason=talk.necessity, facts=facts
    )
    return talk


def _demands(engagement: Engagement) -> tuple[Demand, ...]:
    if not engagement.described:
        return ()
    catalogue, facts = catalogue_for(engagement.organization_id), facts_of(profile_of(engagement))
    called_for = [p.requirement.slug for p in select(catalogue, facts)]
    return demands_above(resolve(catalogue, facts, decisions_of(engagement)), called_for)

"""Inspections that begin by themselves when their day is near (docs/rules/opening.md). Called by the tick."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from django.db.models import Exists, OuterRef, Q, QuerySet

from yakusoku.adapters.holidays import is_national_holiday
from yakusoku.apps.chain.models import Hop, Standing
from yakusoku.apps.engagements.models import Engagement, HouseRules
from yakusoku.apps.engagements.queries import rules_by_organization
from yakusoku.apps.flows.planned import planned_in, policy_of
from yakusoku.apps.inspections.opening import Asking, Place, open_many, rounds_so_far
from yakusoku.apps.specifications.models import Version
from yakusoku.domain.engagements.profile import Period
from yakusoku.domain.inspections.opening import ALWAYS, NO_ROUNDS, Holding, Rounds, due_on, due_round

# As many rounds are written in one transaction: others wait no longer than for these.
AT_ONCE = 100


def open_due_inspections(today: date, at: datetime, *, most: int | None = None) -> int:
    """Open every planned inspection whose day is near, at the contractor and below; return how many.

    most   no more than so many; the next call goes on. Called again, it opens nothing twice.
    """
    due = list(islice(_due(today), most))
    return sum(open_many(due[first : first + AT_ONCE], at=at) for first in range(0, len(due), AT_ONCE))


def running_works(today: date) -> "QuerySet[Engagement]":
    """Return the works that are inspected: promised, entrusted, begun and not closed."""
    entered = Q(contracted_on__isnull=False) | Q(started_on__isnull=False)
    begun = Q(starts_on__lte=today, shared_at__isnull=False)
    return Engagement.objects.filter(
        entered | begun,
        Exists(Version.objects.filter(engagement=OuterRef("pk"))),
        contractor__isnull=False,
        closed_at__isnull=True,
        starts_on__isnull=False,
        ends_on__isnull=False,
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """What is read once for all works."""

    rules: dict[int, HouseRules]
    rounds: dict[Place, Rounds]
    hops: dict[int, list[Hop]]


def _due(today: date) -> Iterator[Asking]:
    works = running_works(today).order_by("pk")
    read = works.values_list("pk", "organization", "starts_on", "ends_on")
    rows = [(pk, client, Period(start, end)) for pk, client, start, end in read if start and end]
    rules = rules_by_organization(client for _, client, _ in rows)
    lead = {pk: rules[client].lead_days for pk, client, _ in rows}
    keys = works.order_by().values("pk")
    hops: dict[int, list[Hop]] = {}
    for hop in Hop.objects.filter(engagement__in=keys, standing=Standing.CONSENTED, parent__isnull=False):
        hops.setdefault(hop.engagement_id, []).append(hop)
    known = _Known(rules, rounds_so_far(works.order_by(), lead), hops)
    for pk, client, period in rows:
        yield from _due_in(pk, known.rules[client], period, known, today)


def _due_in(work: int, rules: HouseRules, period: Period, known: _Known, today: date) -> Iterator[Asking]:
    planned, lead = planned_in(period, policy_of(rules)), rules.lead_days
    for hop in (None, *known.hops.get(work, ())):
        holding = Holding(hop.since, hop.until) if hop else ALWAYS
        rounds = known.rounds.get((work, hop.pk if hop else None), NO_ROUNDS)
        due = due_round(planned, rounds, today, lead, holding)
        if due is not None:
            yield Asking(work, hop, due, due_on(due, today, lead, is_national_holiday))

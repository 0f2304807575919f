"""The inspections of one engagement as either side sees them: planned, open, done, company by company."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, QuerySet

from yakusoku.apps.accounts.access import Acting
from yakusoku.apps.chain.models import Hop, Standing
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.engagements.queries import rules_of
from yakusoku.apps.flows.planned import planned_for
from yakusoku.apps.inspections.access import places_at_or_below, rows_with_parties, sees_work
from yakusoku.apps.inspections.models import Inspection
from yakusoku.apps.inspections.opening import Place, rounds_so_far
from yakusoku.domain.inspections.opening import ALWAYS, NO_ROUNDS, Holding, Rounds, upcoming
from yakusoku.domain.inspections.schedule import PlannedInspection


@dataclass(frozen=True, slots=True)
class Company:
    """Someone who is asked, and what comes next for them.

    hop        None: the contractor itself
    answers    who answers, where that is another: the contractor for a company that is not registered
    following  the next planned round; None: there is none left
    opens_on   the day on which it opens by itself
    """

    name: str
    hop: Hop | None
    answers: str
    running: bool
    following: PlannedInspection | None
    opens_on: date | None


def rounds_of(engagement: Engagement, who: Acting) -> "QuerySet[Inspection]":
    """Return the inspections of an engagement that the person may see, the newest first."""
    rows = rows_with_parties().filter(version__engagement=engagement)
    if not sees_work(who, engagement):
        rows = rows.filter(hop__in=places_at_or_below(who.organization.pk, engagement.pk))
    counted = rows.annotate(answered=Count("answers", distinct=True))
    return counted.defer("version__snapshot").select_related("visit")


def companies_of(engagement: Engagement, who: Acting, today: date) -> Sequence[Company]:
    """Return who is asked in an engagement and what comes next for each, the contractor first."""
    rules = rules_of(engagement.organization_id)
    planned = planned_for(engagement, rules)
    works = Engagement.objects.filter(pk=engagement.pk)
    so_far = rounds_so_far(works, {engagement.pk: rules.lead_days})
    hops = Hop.objects.filter(engagement=engagement, standing=Standing.CONSENTED, parent__isnull=False)
    seen: list[Hop | None] = [None, *hops.select_related("organization")]
    if not sees_work(who, engagement):
        own = set(places_at_or_below(who.organization.pk, engagement.pk))
        seen = [hop for hop in seen if hop is not None and hop.pk in own]
    contractor = engagement.contractor.name if engagement.contractor else ""
    asked = [hop for hop in seen if hop is None or holding_of(hop).on(max(today, hop.since or today))]
    return [_company(engagement.pk, hop, contractor, planned, so_far, rules.lead_days) for hop in asked]


def holding_of(hop: Hop | None) -> Holding:
    """Return the days on which someone holds data; the contractor does all along."""
    return Holding(hop.since, hop.until) if hop else ALWAYS


def _company(
    engagement: int,
    hop: Hop | None,
    contractor: str,
    planned: Sequence[PlannedInspection],
    so_far: Mapping[Place, Rounds],
    lead_days: int,
) -> Company:
    rounds = so_far.get((engagement, hop.pk if hop else None), NO_ROUNDS)
    following = upcoming(planned, rounds, holding_of(hop))
    return Company(
        name=hop.name if hop else contractor,
        hop=hop,
        answers=contractor if hop is not None and hop.organization_id is None else "",
        running=rounds.running,
        following=following,
        opens_on=following.date - timedelta(days=lead_days) if following else None,
    )

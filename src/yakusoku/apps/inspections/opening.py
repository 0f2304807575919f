"""Opening many rounds at once: what the plan of each work says is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, Max, Min, Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localdate

from yakusoku.apps.audit.services import Happened, name_of, record_all
from yakusoku.apps.chain.models import Hop
from yakusoku.apps.duties.models import Duty
from yakusoku.apps.duties.services import owe_many
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.engagements.services import share_all
from yakusoku.apps.findings.models import AddedCheck
from yakusoku.apps.findings.queries import added_checks_for
from yakusoku.apps.inspections.duties import ANSWER
from yakusoku.apps.inspections.models import Inspection, InspectionSet, State
from yakusoku.apps.inspections.services import ContractorMissing
from yakusoku.apps.specifications.models import Version
from yakusoku.apps.specifications.queries import questions_in
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.inspections.answers import AskedCheck
from yakusoku.domain.inspections.opening import Rounds, covers_until
from yakusoku.domain.inspections.schedule import InspectionKind, PlannedInspection

# Who is asked: an engagement, and the place in its chain (None: the contractor itself).
Place = tuple[int, int | None]


@dataclass(frozen=True, slots=True)
class Asking:
    """One round to be opened. `hop` None: the contractor itself is asked."""

    engagement: int
    hop: Hop | None
    planned: PlannedInspection
    due_on: date

    @property
    def place(self) -> Place:
        """Return who is asked."""
        return self.engagement, self.hop.pk if self.hop else None


def rounds_so_far(engagements: "QuerySet[Engagement]", lead_days: dict[int, int]) -> dict[Place, Rounds]:
    """Return what was opened so far at each place of each work, in one query.

    lead_days   by engagement: a round sent by hand stands for what was near when it was sent
    """
    rows = (
        InspectionSet(Inspection)
        .exclude(kind=InspectionKind.PRE_ASSESSMENT)
        .filter(version__engagement__in=engagements)
        .order_by()
        .values_list("version__engagement", "hop")
        .annotate(
            planned=Max("planned_on"),
            by_hand=Max("opened_at", filter=Q(planned_on__isnull=True)),
            running=Count("pk", filter=~Q(state=State.CONCLUDED)),
            closing=Min("pk", filter=Q(kind=InspectionKind.CLOSING)),
        )
    )
    return {
        (engagement, hop): Rounds(
            _covered(planned, by_hand, lead_days.get(engagement, 0)), bool(running), bool(closing)
        )
        for engagement, hop, planned, by_hand, running, closing in rows
    }


def _covered(planned: date | None, by_hand: datetime | None, lead_days: int) -> date | None:
    days = [planned] if planned else []
    if by_hand is not None:
        days.append(covers_until(None, localdate(by_hand), lead_days))
    return max(days, default=None)


@transaction.atomic
def open_many(askings: Sequence[Asking], *, at: datetime) -> int:
    """Open rounds by the plan, nobody having pressed a button; return how many.

    Of two at once, the second finds what the first opened: the works are locked, and the database holds a
    round of a place and day once.
    """
    keys = sorted({each.engagement for each in askings})
    locked = Engagement.objects.select_for_update(no_key=True, of=("self",)).filter(
        pk__in=keys, closed_at__isnull=True
    )
    works = {work.pk: work for work in locked.select_related("contractor").order_by("pk")}
    there = set(
        Inspection.objects.filter(version__engagement__in=keys, planned_on__isnull=False).values_list(
            "version__engagement", "hop", "planned_on"
        )
    )
    wanted = [
        each for each in askings if each.engagement in works and (*each.place, each.planned.date) not in there
    ]
    versions, beside = _newest(keys), _added(keys)
    rounds = []
    for each in wanted:
        version = versions.get(each.engagement)
        if version is not None:
            told = each.place in beside
            added = added_checks_for(works[each.engagement], each.hop, at) if told else ()
            rounds.append(_round(each, version, added, at))
    opened = Inspection.objects.bulk_create(rounds)
    share_all([row.version.engagement_id for row in opened], at=at)
    owe_many([_duty(row, works[row.version.engagement_id], at) for row in opened])
    record_all([_told(row, works[row.version.engagement_id]) for row in opened], by=None, at=at)
    return len(opened)


def _newest(engagements: Sequence[int]) -> dict[int, Version]:
    newest = Version.objects.filter(engagement__in=engagements).order_by().values("engagement")
    return {
        version.engagement_id: version
        for version in Version.objects.filter(pk__in=newest.annotate(last=Max("pk")).values("last"))
    }


def _added(engagements: Sequence[int]) -> set[Place]:
    """Return the places at which something is asked beside the check sheet: few, so each is read by itself."""
    rows = AddedCheck.objects.filter(engagement__in=engagements, retired_at__isnull=True).order_by()
    return set(rows.values_list("engagement", "hop").distinct())


def _round(asking: Asking, version: Version, added: Sequence[AskedCheck], at: datetime) -> Inspection:
    return Inspection(
        version=version,
        kind=asking.planned.kind,
        due_on=asking.due_on,
        hop=asking.hop,
        planned_on=asking.planned.date,
        asked=questions_in(version) + len(added),
        added=[check.values() for check in added],
        opened_at=at,
    )


def _duty(inspection: Inspection, work: Engagement, at: datetime) -> Duty:
    below = inspection.hop.organization_id if inspection.hop else None
    respondent = below or work.contractor_id
    if respondent is None:
        raise ContractorMissing()
    return Duty(
        kind=ANSWER,
        subject=name_of(inspection),
        organization_id=respondent,
        act=Act.WRITE_ANSWER.value,
        engagement=work.pk,
        about=work.title[:200],
        href=reverse("inspection", args=[inspection.pk]),
        due_on=inspection.due_on,
        since=at,
    )


def _told(inspection: Inspection, work: Engagement) -> Happened:
    facts = {"kind": str(inspection.kind), "due": inspection.due_on.isoformat()}
    return Happened("inspection.opened", inspection, work.organization_id, facts=facts)

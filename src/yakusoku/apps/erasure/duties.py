"""What is due about return and erasure: to the contractor, to each subcontractor, to the client."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.urls import reverse

from yakusoku.apps.accounts.models import Department, Organization
from yakusoku.apps.chain.models import Hop
from yakusoku.apps.duties.models import Duty
from yakusoku.apps.duties.queries import open_duties
from yakusoku.apps.duties.services import owe, owe_many, settle
from yakusoku.apps.engagements.models import Engagement, Fact
from yakusoku.apps.engagements.queries import rules_by_organization
from yakusoku.apps.erasure.access import holding_hops
from yakusoku.apps.erasure.models import Copy, Declaration
from yakusoku.apps.inspections.models import Inspection
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.erasure.ledger import State, asks_for_return
from yakusoku.domain.inspections.schedule import InspectionKind

DECLARE, PROVE, FORWARD = "ledger.declare", "copy.prove", "copy.pass-on"
CONFIRM, KEPT = "copy.confirm", "copy.kept"
KINDS = (DECLARE, PROVE, FORWARD, CONFIRM, KEPT)
PERSONAL = "personal_information"
MOST_LEAD_DAYS = 90
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that is due; the fields are those of `Duty`."""

    kind: str
    subject: str
    organization: Organization
    act: Act
    engagement: Engagement
    href: str
    left: int = 0
    due_on: date | None = None
    department: Department | None = None

    @property
    def told(self) -> tuple[int, date | None]:
        """Return what changes while it is due."""
        return (self.left, self.due_on)

    def row(self, at: datetime) -> Duty:
        """Return it as a row that is not yet kept."""
        return Duty(
            kind=self.kind,
            subject=self.subject,
            organization=self.organization,
            department=self.department,
            act=self.act.value,
            engagement=self.engagement.pk,
            about=self.engagement.title[:200],
            href=self.href,
            left=self.left,
            due_on=self.due_on,
            since=at,
        )


@dataclass(slots=True)
class _Ledger:
    """What counts in the ledger of one engagement, by place (None: the contractor) and state.

    asks     it is time to prove; closed: what the client sent back later is proven all the same
    """

    asks: bool
    closed: bool
    counts: dict[tuple[int | None, str], int] = field(default_factory=lambda: defaultdict(int))
    kept: dict[int | None, date] = field(default_factory=dict)
    declared: set[int | None] = field(default_factory=set)
    hops: list[Hop] = field(default_factory=list)


def bring_up_to_date(engagement: Engagement, *, today: date, at: datetime) -> None:
    """Let exactly what waits in one ledger be due."""
    row = _rows().get(pk=engagement.pk)
    wanted = {(due.kind, due.subject): due for due in due_in([row], today)}
    for kind, subject in set(_known([row.pk])) - set(wanted):
        settle(kind, subject, at=at)
    for due in wanted.values():
        _owe(due, at)


def remind(today: date, at: datetime) -> int:
    """Let what waits in every ledger be due; return how many duties were written or settled. For the tick."""
    changed = 0
    for batch in _batches(_near_the_end(today)):
        wanted = {(due.kind, due.subject): due for due in due_in(batch, today)}
        known = _known([row.pk for row in batch])
        changed += owe_many([due.row(at) for key, due in wanted.items() if key not in known])
        for key, due in wanted.items():
            if key in known and known[key] != due.told:
                _owe(due, at)
                changed += 1
        for kind, subject in set(known) - set(wanted):
            changed += settle(kind, subject, at=at)
    return changed


def due_in(engagements: Sequence[Engagement], today: date) -> Iterator[Due]:
    """Yield what is due in the ledgers of engagements on a day, read in a fixed number of queries."""
    ledgers = _ledgers(engagements, today)
    for engagement in engagements:
        ledger = ledgers[engagement.pk]
        yield from _of_contractor(engagement, ledger, today)
        for hop in ledger.hops:
            if hop.organization is not None:
                yield from _of_subcontractor(engagement, hop, hop.organization, ledger)
        proven = sum(n for (_, state), n in ledger.counts.items() if state == State.PROVEN)
        if proven:
            yield Due(
                CONFIRM,
                f"engagement:{engagement.pk}",
                engagement.organization,
                Act.CONFIRM_ERASURE,
                engagement,
                reverse("ledger", args=[engagement.pk]),
                left=proven,
                department=engagement.department,
            )


def _of_contractor(engagement: Engagement, ledger: _Ledger, today: date) -> Iterator[Due]:
    company = engagement.contractor
    if company is None:
        return
    subject, href = f"engagement:{engagement.pk}", reverse("ledger", args=[engagement.pk])
    # What lies at a company without an account is the contractor's to report.
    mute = [hop.pk for hop in ledger.hops if hop.organization is None]
    held = sum(ledger.counts[place, State.HELD] for place in (None, *mute))
    reported = sum(n for (_, state), n in ledger.counts.items() if state == State.REPORTED)
    told = (
        (DECLARE, ledger.asks and not ledger.declared.issuperset({None, *mute}), 0, engagement.ends_on),
        (PROVE, (ledger.asks or ledger.closed) and held > 0, held, engagement.ends_on),
        (FORWARD, reported > 0, reported, None),
    )
    for kind, waits, left, due_on in told:
        if waits:
            yield Due(kind, subject, company, Act.PROVE_ERASURE, engagement, href, left, due_on)
    last = min(ledger.kept.values(), default=None)
    if last is not None and last <= today + timedelta(days=MOST_LEAD_DAYS // 3):
        yield Due(KEPT, subject, company, Act.PROVE_ERASURE, engagement, href, due_on=last)


def _of_subcontractor(
    engagement: Engagement, hop: Hop, company: Organization, ledger: _Ledger
) -> Iterator[Due]:
    if not ledger.asks:
        return
    subject, href = f"hop:{hop.pk}", reverse("hop-ledger", args=[hop.pk])
    held = ledger.counts[hop.pk, State.HELD]
    if hop.pk not in ledger.declared:
        yield Due(DECLARE, subject, company, Act.PROVE_ERASURE, engagement, href, due_on=engagement.ends_on)
    if held:
        yield Due(PROVE, subject, company, Act.PROVE_ERASURE, engagement, href, held, engagement.ends_on)


def _ledgers(engagements: Sequence[Engagement], today: date) -> dict[int, _Ledger]:
    keys = [row.pk for row in engagements]
    rules = rules_by_organization(row.organization_id for row in engagements)
    closing = set(
        Inspection.objects.filter(
            version__engagement__in=keys, kind=InspectionKind.CLOSING, hop__isnull=True
        ).values_list("version__engagement", flat=True)
    )
    personal = set(
        Fact.objects.filter(engagement__in=keys, name=PERSONAL).values_list("engagement", flat=True)
    )
    ledgers = {}
    for row in engagements:
        lead = rules[row.organization_id].lead_days
        time = asks_for_return(row.ends_on, lead, row.pk in closing, today)
        ledgers[row.pk] = _Ledger(
            asks=time and row.pk in personal and row.closed_at is None, closed=row.closed_at is not None
        )
    counted = Copy.objects.filter(engagement__in=keys).values("engagement", "hop", "state").order_by()
    for each in counted.annotate(count=Count("pk"), last=Min("kept_until")):
        ledger = ledgers[each["engagement"]]
        ledger.counts[each["hop"], each["state"]] = each["count"]
        if each["state"] == State.KEPT and each["last"]:
            ledger.kept[each["hop"]] = each["last"]
    for engagement, hop in Declaration.objects.filter(engagement__in=keys).values_list("engagement", "hop"):
        ledgers[engagement].declared.add(hop)
    for place in holding_hops().filter(engagement__in=keys).select_related("organization"):
        ledgers[place.engagement_id].hops.append(place)
    return ledgers


def _known(engagements: Sequence[int]) -> dict[tuple[str, str], tuple[int, date | None]]:
    rows = open_duties().filter(engagement__in=engagements, kind__in=KINDS)
    return {(row.kind, row.subject): (row.left, row.due_on) for row in rows}


def _owe(due: Due, at: datetime) -> None:
    owe(
        due.kind,
        due.subject,
        organization=due.organization,
        department=due.department,
        act=due.act,
        engagement=due.engagement.pk,
        about=due.engagement.title,
        href=due.href,
        left=due.left,
        due_on=due.due_on,
        at=at,
    )


def _rows() -> "QuerySet[Engagement]":
    return Engagement.objects.select_related("organization", "department", "contractor")


def _near_the_end(today: date) -> "QuerySet[Engagement]":
    """Return the engagements in whose ledgers something can be due: at their end, checked, or kept for long."""
    closing = Inspection.objects.filter(
        version__engagement=OuterRef("pk"), kind=InspectionKind.CLOSING, hop__isnull=True
    )
    kept = Copy.objects.filter(engagement=OuterRef("pk"), state=State.KEPT)
    running = Q(closed_at__isnull=True) & (
        Q(ends_on__lte=today + timedelta(days=MOST_LEAD_DAYS)) | Exists(closing)
    )
    return _rows().filter(running | Exists(kept), shared_at__isnull=False, contractor__isnull=False)


def _batches(rows: "QuerySet[Engagement]") -> Iterator[list[Engagement]]:
    """Yield the rows piece by piece, in order of their numbers."""
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        yield batch
        last = batch[-1].pk

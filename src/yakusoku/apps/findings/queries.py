"""Reading findings: what is open, what was found before, and what inspections ask in addition."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.timezone import now

from yakusoku.apps.audit.queries import Wanted, entries_of
from yakusoku.apps.audit.services import name_of
from yakusoku.apps.chain.models import Hop
from yakusoku.apps.chain.models import Standing as HopStanding
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.findings.models import AddedCheck, Finding, InstructedFinding, State
from yakusoku.apps.specifications.models import Version
from yakusoku.apps.specifications.queries import pack_of
from yakusoku.domain.findings.kinds import Remedy
from yakusoku.domain.findings.remedies import Done, Need, still_needed
from yakusoku.domain.findings.repetition import Earlier, Trace
from yakusoku.domain.inspections.added import AddedPoint, Promise, asked_of
from yakusoku.domain.inspections.answers import AskedCheck
from yakusoku.domain.packs.model import Pack

RECENT = timedelta(days=180)


def open_findings(engagement: Engagement) -> "QuerySet[Finding]":
    """Return the findings of an engagement that are not closed."""
    return Finding.objects.filter(engagement=engagement).exclude(state=State.CLOSED)


def followed_by(engagement: Engagement) -> tuple[int, ...]:
    """Return the numbers of the engagements whose findings count as earlier ones: itself, and before it."""
    before = engagement.predecessor_id
    return (engagement.pk,) if before is None else (engagement.pk, before)


def answerable(hop: Hop | None, hops: Mapping[int, Hop]) -> Hop | None:
    """Return the place that answers for what was found at `hop`; None: the contractor.

    For someone who was never declared, whoever passed the data on answers.
    """
    while hop is not None and hop.standing == HopStanding.UNDECLARED:
        hop = hops.get(hop.parent_id) if hop.parent_id else None
    # The place without a parent is the contractor's own.
    return hop if hop is not None and hop.parent_id is not None else None


def hops_in(engagements: Iterable[int]) -> dict[int, Hop]:
    """Return every place in the chains of these engagements, by number, in one query."""
    return {hop.pk: hop for hop in Hop.objects.filter(engagement__in=list(engagements))}


def holder_of(contractor: int | None, hop: Hop | None) -> str:
    """Return a text that is the same for the same company, also in another engagement.

    contractor   number of the contractor, which counts where there is no hop
    """
    organization = hop.organization_id if hop else contractor
    if organization is not None:
        return f"organization:{organization}"
    return f"name:{hop.name if hop else ''}"


def earlier_findings(engagements: Iterable[int], hops: Mapping[int, Hop]) -> list[Earlier]:
    """Return every finding of these engagements as repetition looks at it, in one query."""
    rows = Finding.objects.filter(engagement__in=list(engagements)).order_by("pk")
    told = rows.values_list("pk", "source", "kind", "check_id", "slug", "hop", "engagement__contractor")
    earlier = []
    for pk, source, kind, check, slug, place, contractor in told:
        hop = answerable(hops.get(place) if place else None, hops)
        earlier.append(Earlier(pk, Trace(source, holder_of(contractor, hop), kind, check, slug)))
    return earlier


def weak_checks(engagement: Engagement, hop: Hop | None = None, at: datetime | None = None) -> frozenset[str]:
    """Return the ids of the checks with an open finding, or one closed within the last 180 days.

    at   the moment to look back from; None: now
    """
    lately = Q(closed_at__isnull=True) | Q(closed_at__gte=(at or now()) - RECENT)
    rows = Finding.objects.filter(lately, engagement=engagement, hop=hop).exclude(check_id="")
    return frozenset(rows.values_list("check_id", flat=True))


def added_checks_for(engagement: Engagement, hop: Hop | None, at: datetime) -> tuple[AskedCheck, ...]:
    """Return the questions that an inspection opened at `at` asks beside those of the check sheet.

    A point whose requirement is no longer promised is not asked.
    """
    rows = AddedCheck.objects.filter(engagement=engagement, hop=hop, added_at__lte=at)
    points = list(rows.filter(Q(retired_at__isnull=True) | Q(retired_at__gt=at)))
    pack = latest_pack(engagement) if points else None
    promises = promises_of(pack) if pack else {}
    return tuple(
        check
        for row in points
        if row.slug in promises
        for check in asked_of(point_of(row), promises[row.slug])
    )


def point_of(row: AddedCheck) -> AddedPoint:
    """Return an added check as the domain knows it."""
    return AddedPoint(
        row.pk,
        row.slug,
        row.point,
        row.arrangement,
        row.operation,
        row.evidence,
        row.evidence_required,
    )


def promises_of(pack: Pack) -> dict[str, Promise]:
    """Return what is promised, by slug, in the order of the articles."""
    return {r.slug: Promise(r.article, r.title, r.risk_level) for r in pack.requirements}


def latest_pack(engagement: Engagement) -> Pack | None:
    """Return what the newest version says; None before the first publication."""
    version = engagement.versions.order_by("-number").first()
    return pack_of(version) if version else None


def newest_version(engagement: Engagement) -> Version | None:
    """Return the newest version without its content; None before the first publication."""
    return engagement.versions.defer("snapshot").order_by("-number").first()


def described_at(engagement: Engagement) -> datetime | None:
    """Return when the facts of the work were last described; the trail remembers it."""
    wanted = Wanted(code="profile.described", subject=name_of(engagement))
    entry = entries_of(engagement.organization_id, wanted).first()
    return entry.at if entry else None


def needs_of(engagement: Engagement, items: Iterable[InstructedFinding]) -> dict[int, Need | None]:
    """Return by item what its remedy still needs from the client, in three queries for all of them."""
    version, described = newest_version(engagement), described_at(engagement)
    added = set(engagement.added_checks.values_list("finding_id", flat=True))
    return {
        item.pk: still_needed(
            Remedy(item.remedy),
            item.finding.raised_at,
            Done(
                version.published_at if version else None,
                described,
                bool(item.finding.check_id) or item.finding_id in added,
            ),
        )
        for item in items
    }

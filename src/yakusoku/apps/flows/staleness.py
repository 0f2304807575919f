"""What a change of the catalogue reaches: promises, open sheets, and the step that brings them up to date."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Max, Q, QuerySet
from django.urls import reverse

from yakusoku.apps.accounts.models import Organization, User
from yakusoku.apps.duties.services import owe, settle
from yakusoku.apps.engagements.models import CatalogueSeen, Engagement
from yakusoku.apps.engagements.queries import catalogue_for
from yakusoku.apps.inspections.models import Inspection, State
from yakusoku.apps.specifications.models import PromisedRequirement, Version
from yakusoku.apps.specifications.queries import catalogue_digests
from yakusoku.apps.specifications.services import publish
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.exchange.canonical import digest_of_all
from yakusoku.domain.refusal import Refusal

REVIEW = "catalogue.review"
MOST_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Reach:
    """How far the change of one requirement reaches; `title` is empty when the catalogue dropped it."""

    slug: str
    title: str
    engagements: int
    open_sheets: int


@dataclass(frozen=True, slots=True)
class Renewed:
    """What became of one promise: the number of its new version, or why there is none."""

    engagement: Engagement
    number: int
    refusal: Refusal | None


def latest_promises(organization: Organization) -> "QuerySet[Version]":
    """Return the version that counts of each engagement that is not closed."""
    newest = (
        Version.objects.filter(engagement__organization=organization, engagement__closed_at__isnull=True)
        .values("engagement")
        .annotate(last=Max("pk"))
    )
    return Version.objects.filter(pk__in=newest.values("last"))


def reach_of_changes(organization: Organization) -> tuple[Reach, ...]:
    """Return the requirements whose promises are older than the catalogue of today, the widest reach first."""
    stale = _stale(organization)
    counted = stale.values("slug").annotate(
        engagements=Count("version", distinct=True),
        sheets=Count(
            "version__inspections",
            filter=Q(version__inspections__state=State.OPEN),
            distinct=True,
        ),
    )
    catalogue = catalogue_for(organization.pk)
    found = []
    for row in counted:
        requirement = catalogue.requirement(row["slug"])
        title = requirement.title if requirement else ""
        found.append(Reach(row["slug"], title, row["engagements"], row["sheets"]))
    return tuple(sorted(found, key=lambda reach: (-reach.engagements, reach.slug)))


def stale_engagements(organization: Organization, slug: str = "") -> "QuerySet[Engagement]":
    """Return the engagements whose promise a change reaches; `slug` narrows to one requirement."""
    stale = _stale(organization)
    if slug:
        stale = stale.filter(slug=slug)
    rows = Engagement.objects.filter(pk__in=stale.values("version__engagement"))
    return rows.select_related("department", "contractor", "organization").order_by("ends_on", "pk")


def open_sheets(engagements: Iterable[Engagement]) -> dict[int, int]:
    """Return how many sheets of each engagement are being answered now."""
    rows = Inspection.objects.filter(version__engagement__in=list(engagements), state=State.OPEN)
    counted = rows.values("version__engagement").annotate(sheets=Count("pk"))
    return {row["version__engagement"]: row["sheets"] for row in counted}


def renew_promises(
    engagements: Iterable[Engagement], reason: str, *, by: User, at: datetime
) -> list[Renewed]:
    """Publish each promise anew from the catalogue of today; what cannot be is told with its reason."""
    done = []
    for engagement in engagements:
        try:
            version = publish(engagement, reason=reason, by=by, at=at)
        except Refusal as refusal:
            done.append(Renewed(engagement, 0, refusal))
        else:
            done.append(Renewed(engagement, version.number, None))
    return done


def notice_changes(*, at: datetime) -> int:
    """Find out whose catalogue changed since the last time; let its works be counted anew and a person look.

    Return how many organisations have a changed catalogue.
    """
    changed = 0
    for organization in Organization.objects.filter(engagements__isnull=False).distinct():
        changed += _notice(organization, at)
    return changed


@transaction.atomic
def _notice(organization: Organization, at: datetime) -> bool:
    present = digest_of_all(catalogue_digests(organization.pk))
    seen = CatalogueSeen.objects.select_for_update(no_key=True).filter(organization=organization).first()
    if seen is not None and seen.digest == present:
        return False
    CatalogueSeen.objects.update_or_create(organization=organization, defaults={"digest": present})
    Engagement.objects.filter(organization=organization, closed_at__isnull=True).update(undecided=None)
    if not _stale(organization).exists():
        settle(REVIEW, organization, at=at)
        return False
    owe(
        REVIEW,
        organization,
        organization=organization,
        act=Act.OVERLAY_CATALOGUE,
        engagement=None,
        about=organization.name,
        href=reverse("catalogue-changes"),
        at=at,
    )
    return True


def _stale(organization: Organization) -> "QuerySet[PromisedRequirement]":
    """Return the promised requirements whose digest is not today's. One comparison for each wording in use."""
    promised = PromisedRequirement.objects.filter(version__in=latest_promises(organization))
    today = catalogue_digests(organization.pk)
    in_use = promised.values_list("slug", "digest").distinct()
    old = [(slug, digest) for slug, digest in in_use if today.get(slug) != digest]
    if not old:
        return promised.none()
    condition = Q()
    for slug, digest in old:
        condition |= Q(slug=slug, digest=digest)
    return promised.filter(condition)

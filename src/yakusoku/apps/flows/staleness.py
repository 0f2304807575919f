"""What a change of the catalogue or of the law reaches: promises, the sheets that are being answered, and answers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, F, Max, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.timezone import localdate

from yakusoku.apps.accounts.models import Organization
from yakusoku.apps.duties.services import owe, settle
from yakusoku.apps.engagements.models import CatalogueSeen, Engagement
from yakusoku.apps.engagements.queries import catalogue_for
from yakusoku.apps.inspections.models import AnswerRecord, Inspection, State
from yakusoku.apps.specifications.models import PromisedRequirement, Version
from yakusoku.apps.specifications.queries import catalogue_digests
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.catalogue.validity import Unfounded, unfounded_on
from yakusoku.domain.exchange.canonical import digest_of_all

REVIEW = "catalogue.review"


@dataclass(frozen=True, slots=True)
class Reach:
    """How far the change of one requirement reaches; `title` is empty when the catalogue dropped it.

    law        sources that it rests on and that are not in force today
    reworded   the catalogue says something else by now; False: only the law moved
    answers    given on sheets that are being answered, to questions of this requirement
    """

    slug: str
    title: str
    law: tuple[Unfounded, ...]
    reworded: bool
    engagements: int
    open_sheets: int
    answers: int


def latest_promises(organization: Organization) -> "QuerySet[Version]":
    """Return the version that counts of each engagement that is not closed."""
    newest = (
        Version.objects.filter(engagement__organization=organization, engagement__closed_at__isnull=True)
        .values("engagement")
        .annotate(last=Max("pk"))
    )
    return Version.objects.filter(pk__in=newest.values("last"))


def reach_of_changes(organization: Organization, today: date | None = None) -> tuple[Reach, ...]:
    """Return the requirements whose promises no longer say what holds today, the widest reach first.

    Three counts of the database at most, however many works and answers there are.
    """
    law = law_out_of_force(organization, today)
    stale = _stale(organization, law)
    open_ones = Q(version__engagement__versions__inspections__state=State.OPEN)
    sheets = Count("version__engagement__versions__inspections", filter=open_ones, distinct=True)
    counted = stale.values("slug").annotate(engagements=Count("version", distinct=True), sheets=sheets)
    rows = list(counted)
    if not rows:
        return ()
    answers = _answers(stale)
    reworded = {slug for slug, _digest in _old(organization)}
    catalogue = catalogue_for(organization.pk)
    found = []
    for row in rows:
        slug, requirement = row["slug"], catalogue.requirement(row["slug"])
        found.append(
            Reach(
                slug=slug,
                title=requirement.title if requirement else "",
                law=law.get(slug, ()),
                reworded=slug in reworded,
                engagements=row["engagements"],
                open_sheets=row["sheets"],
                answers=answers.get(slug, 0),
            )
        )
    return tuple(sorted(found, key=lambda reach: (-reach.engagements, reach.slug)))


def _answers(stale: "QuerySet[PromisedRequirement]") -> dict[str, int]:
    """Return by slug how many answers on open sheets belong to it: the id of a check begins with its requirement."""
    promised = "inspection__version__engagement__versions__promised"
    rows = AnswerRecord.objects.filter(
        **{
            "inspection__state": State.OPEN,
            f"{promised}__in": stale,
            "check_id__startswith": Concat(F(f"{promised}__slug"), Value("-")),
        }
    )
    counted = rows.values(f"{promised}__slug").annotate(answers=Count("pk", distinct=True))
    return {row[f"{promised}__slug"]: row["answers"] for row in counted}


def stale_engagements(
    organization: Organization, slug: str = "", today: date | None = None
) -> "QuerySet[Engagement]":
    """Return the engagements whose promise or open sheet is behind; `slug` narrows to one requirement."""
    stale = _stale(organization, law_out_of_force(organization, today))
    reached = Q(pk__in=stale.filter(slug=slug).values("version__engagement"))
    if not slug:
        behind = sheets_behind(organization).values("version__engagement")
        reached = Q(pk__in=stale.values("version__engagement")) | Q(pk__in=behind)
    rows = Engagement.objects.filter(reached)
    return rows.select_related("department", "contractor", "organization").order_by("ends_on", "pk")


def sheets_behind(organization: Organization) -> "QuerySet[Inspection]":
    """Return the sheets that are being answered on another version than the one that counts."""
    rows = Inspection.objects.filter(
        version__engagement__organization=organization,
        version__engagement__closed_at__isnull=True,
        state=State.OPEN,
    )
    return rows.exclude(version__in=latest_promises(organization))


def open_sheets(engagements: Iterable[Engagement]) -> dict[int, int]:
    """Return how many sheets of each engagement are being answered now."""
    rows = Inspection.objects.filter(version__engagement__in=list(engagements), state=State.OPEN)
    counted = rows.values("version__engagement").annotate(sheets=Count("pk"))
    return {row["version__engagement"]: row["sheets"] for row in counted}


def law_out_of_force(
    organization: Organization, today: date | None = None
) -> Mapping[str, tuple[Unfounded, ...]]:
    """Return by slug the sources of an organisation's requirements that are not in force today."""
    return unfounded_on(catalogue_for(organization.pk), today or localdate())


def law_only(engagement: Engagement, today: date | None = None) -> tuple[str, ...]:
    """Return the slugs of a promise that rest on law that is not in force, in order of the articles' names."""
    law = law_out_of_force(engagement.organization, today)
    promised = PromisedRequirement.objects.filter(
        version__in=latest_promises(engagement.organization), version__engagement=engagement
    )
    return tuple(promised.filter(slug__in=list(law)).order_by("slug").values_list("slug", flat=True))


def notice_changes(*, at: datetime) -> int:
    """Find out for whom catalogue or law moved since the last time; let works be counted anew and a person look.

    Return how many organisations have something to look at.
    """
    changed = 0
    for organization in Organization.objects.filter(engagements__isnull=False).distinct():
        changed += _notice(organization, at)
    return changed


@transaction.atomic
def _notice(organization: Organization, at: datetime) -> bool:
    law = law_out_of_force(organization, localdate(at))
    present = digest_of_all(dict(catalogue_digests(organization.pk)) | _law_digests(law))
    seen = CatalogueSeen.objects.select_for_update(no_key=True).filter(organization=organization).first()
    if seen is not None and seen.digest == present:
        return False
    CatalogueSeen.objects.update_or_create(organization=organization, defaults={"digest": present})
    Engagement.objects.filter(organization=organization, closed_at__isnull=True).update(undecided=None)
    if not _stale(organization, law).exists():
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


def _law_digests(law: Mapping[str, tuple[Unfounded, ...]]) -> dict[str, str]:
    """Return what stands for the law out of force; nothing while all is in force."""
    return {f"source:{each.source.id}": each.force.value for rests in law.values() for each in rests}


def _old(organization: Organization) -> list[tuple[str, str]]:
    """Return each promised requirement whose digest is not today's. One comparison for each wording in use."""
    promised = PromisedRequirement.objects.filter(version__in=latest_promises(organization))
    today = catalogue_digests(organization.pk)
    in_use = promised.values_list("slug", "digest").distinct()
    return [(slug, digest) for slug, digest in in_use if today.get(slug) != digest]


def _stale(
    organization: Organization, law: Mapping[str, tuple[Unfounded, ...]]
) -> "QuerySet[PromisedRequirement]":
    """Return the promised requirements that changed, or that rest on law that is not in force."""
    promised = PromisedRequirement.objects.filter(version__in=latest_promises(organization))
    condition = Q(slug__in=list(law))
    for slug, digest in _old(organization):
        condition |= Q(slug=slug, digest=digest)
    return promised.filter(condition)

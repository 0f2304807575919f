"""The step that brings a promise and its open sheets up to date: all of one work, or nothing of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.db import transaction
from django.urls import reverse

from yakusoku.apps.accounts.models import Organization, User
from yakusoku.apps.engagements.life import need_open
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.flows.publishing import publish_promise
from yakusoku.apps.flows.staleness import law_only, stale_engagements
from yakusoku.apps.inspections.models import Inspection, Renewal, State
from yakusoku.apps.inspections.renewing import renew_sheet
from yakusoku.apps.library.services.reuse import forget_reuses
from yakusoku.apps.specifications.models import Version
from yakusoku.apps.specifications.services import NothingChanged, Undecided, confirm_current
from yakusoku.domain.inspections.moving import Turn
from yakusoku.domain.refusal import Refusal

# Each publication makes its papers: about as many as one answer of the server may take.
MOST_AT_ONCE = 25


class LawMoved(Refusal):
    """Publishing anew says the same: the catalogue rests on law that is not in force."""

    code: ClassVar[str] = "publication.law-moved"


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of one work.

    number     of its version now; 0: there is none
    published  whether that version is new
    sheets     the sheets that were moved onto it
    refusal    why it is not up to date; None: it is
    unmoved    sheets that were not moved, each with its reason
    """

    engagement: Engagement
    number: int
    published: bool
    sheets: tuple[Renewal, ...]
    refusal: Refusal | None
    unmoved: tuple[tuple[Inspection, Refusal], ...] = ()

    @property
    def asked_again(self) -> int:
        """Return how many questions its contractors have to answer because of it."""
        return sum(len([c for c in each.checks.all() if c.turn != Turn.REMOVED]) for each in self.sheets)

    @property
    def href(self) -> str:
        """Return the page on which the reason can be done away with."""
        return way_out(self.engagement, self.refusal)


@dataclass(frozen=True, slots=True)
class Batch:
    """A part of a long step. `last`: the number of the last work of it; `left`: how many come after it."""

    done: tuple[Brought, ...]
    last: int
    left: int


def bring_next(
    organization: Organization,
    reason: str,
    *,
    slug: str = "",
    after: int = 0,
    most: int = MOST_AT_ONCE,
    by: User,
    at: datetime,
) -> Batch:
    """Bring the next works that are behind up to date, in order of their numbers; the rest waits to be asked for.

    after   the number of the last work that was looked at: what could not be done is not tried again
    """
    rows = stale_engagements(organization, slug).filter(pk__gt=after).order_by("pk")
    chosen = list(rows[:most])
    done = tuple(bring_all(chosen, reason, by=by, at=at))
    last = chosen[-1].pk if chosen else after
    return Batch(done, last, stale_engagements(organization, slug).filter(pk__gt=last).count())


def bring_all(engagements: Iterable[Engagement], reason: str, *, by: User, at: datetime) -> Iterator[Brought]:
    """Bring each work up to date in a transaction of its own; yield what became of it."""
    for engagement in engagements:
        try:
            yield bring_up_to_date(engagement, reason, by=by, at=at)
        except Refusal as refusal:
            yield Brought(engagement, 0, False, (), refusal)


@transaction.atomic
def bring_up_to_date(engagement: Engagement, reason: str, *, by: User, at: datetime) -> Brought:
    """Publish a promise anew from the catalogue of today, and move its open sheets onto the new version.

    A promise that would say the same words stays, and is noted to do so; its sheets are moved if they are
    behind. A sheet that is handed in at the same moment stays as it is.
    raises   what `publish` raises, but NothingChanged
    """
    # Whoever answers locks the sheet first and writes to the trail last: so must this, for all sheets at once.
    need_open(engagement.pk)
    lock_open_sheets(engagement)
    try:
        version, published = publish_promise(engagement, reason=reason, by=by, at=at), True
    except NothingChanged:
        version, published = confirm_current(engagement, by=by, at=at), False
    sheets, unmoved = move_sheets(version, by=by, at=at)
    behind = LawMoved() if law_only(engagement) else None
    return Brought(engagement, version.number, published, sheets, behind, unmoved)


def lock_open_sheets(engagement: Engagement) -> None:
    """Let nobody answer or hand in a sheet of a work until this transaction ends."""
    versions = engagement.versions.order_by().values("pk")
    rows = Inspection.objects.filter(version__in=versions, state=State.OPEN)
    list(rows.select_for_update().order_by("pk").values_list("pk", flat=True))


def move_sheets(
    version: Version, *, by: User, at: datetime
) -> tuple[tuple[Renewal, ...], tuple[tuple[Inspection, Refusal], ...]]:
    """Move the open sheets of a work onto its version; return the renewals, and what could not be moved."""
    rows = Inspection.objects.filter(
        version__engagement=version.engagement_id, version__number__lt=version.number, state=State.OPEN
    )
    moved, unmoved = [], []
    for sheet in rows.select_related("version__engagement__organization", "hop__organization"):
        try:
            moved.append(move_sheet(sheet, version, by=by, at=at))
        except Refusal as refusal:
            unmoved.append((sheet, refusal))
    return tuple(moved), tuple(unmoved)


@transaction.atomic
def move_sheet(inspection: Inspection, version: Version, *, by: User, at: datetime) -> Renewal:
    """Move one sheet; an answer that rested on a certificate or on the library rests on it no more if it went.

    raises   as `renew_sheet`
    """
    renewal = renew_sheet(inspection, version, by=by, at=at)
    turned = renewal.checks.exclude(turn=Turn.NEW).values_list("check_id", flat=True)
    forget_reuses(inspection, turned)
    return renewal


def way_out(engagement: Engagement, refusal: Refusal | None) -> str:
    """Return the page on which what keeps a promise behind can be put right."""
    if isinstance(refusal, Undecided):
        return reverse("decisions", args=[engagement.pk])
    if isinstance(refusal, LawMoved):
        slugs = law_only(engagement)
        return reverse("requirement", args=[slugs[0]]) if slugs else reverse("catalogue")
    return engagement.get_absolute_url()

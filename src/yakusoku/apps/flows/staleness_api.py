"""What a change of catalogue or law reaches, over HTTP, and the step that brings it up to date."""

from django.utils.timezone import now
from ninja import Router, Schema
from ninja.pagination import paginate

from yakusoku.apps.accounts.access import require
from yakusoku.apps.flows.bringing import Brought, bring_next, move_sheet
from yakusoku.apps.flows.staleness import reach_of_changes, stale_engagements
from yakusoku.apps.inspections.access import as_sender
from yakusoku.apps.specifications.queries import latest_version
from yakusoku.apps.specifications.services import NotPublished
from yakusoku.domain.accounts.permissions import Act
from yakusoku.web.api import ApiRequest, Line, Number, Pages, Problem, ReasonIn

router = Router(tags=["publication"])


class UnfoundedOut(Schema):
    """A source that is not in force: `not-yet` with its first day, `lapsed` with its last one."""

    source: str
    force: str
    day: str


class ReachOut(Schema):
    """How far the change of one requirement reaches; an empty title: the catalogue has it no more."""

    requirement: str
    title: str
    reworded: bool
    law: list[UnfoundedOut]
    engagements: int
    open_sheets: int
    answers: int


class StaleOut(Schema):
    """An engagement whose promise is older than the catalogue of today."""

    id: int
    reference: str
    title: str


class RenewalIn(ReasonIn):
    """Why; `requirement` narrows to one, `after` goes on after the last work that was looked at."""

    requirement: Line = ""
    after: Number = 0


class BroughtOut(Schema):
    """What became of one work: its version, the sheets that were moved, or the code of why it is behind."""

    engagement: int
    version: int
    published: bool
    sheets: list[int]
    unmoved: list[int]
    behind: str | None


class BatchOut(Schema):
    """A part of the step. While `left` is not 0, ask again with `last` as `after`."""

    done: list[BroughtOut]
    last: int
    left: int


class SheetRenewedOut(Schema):
    """A sheet that was moved onto a version, and how many questions stayed as they were or did not."""

    version: int
    kept: int
    turned: int


@router.get("/catalogue-changes", response=list[ReachOut], summary="目録の変更の影響")
@paginate(Pages)
def catalogue_changes(request: ApiRequest) -> list[ReachOut]:
    """Return the requirements whose promises no longer say what holds today."""
    who = require(request.auth, Act.OVERLAY_CATALOGUE)
    return [
        ReachOut(
            requirement=each.slug,
            title=each.title,
            reworded=each.reworded,
            law=[UnfoundedOut(source=u.source.id, force=u.force.value, day=u.day) for u in each.law],
            engagements=each.engagements,
            open_sheets=each.open_sheets,
            answers=each.answers,
        )
        for each in reach_of_changes(who.organization)
    ]


@router.get("/catalogue-changes/engagements", response=list[StaleOut], summary="古くなった特記仕様書")
@paginate(Pages)
def stale_works(request: ApiRequest, requirement: str = "") -> object:
    """List the engagements that a change reaches; `requirement` narrows to one."""
    who = require(request.auth, Act.OVERLAY_CATALOGUE)
    return stale_engagements(who.organization, requirement)


@router.post(
    "/catalogue-changes/renew", response={200: BatchOut, 409: Problem}, summary="約束と確認表を改める"
)
def renew_promises(request: ApiRequest, body: RenewalIn) -> BatchOut:
    """Bring the next works that are behind up to date, each as a whole or not at all."""
    who = require(request.auth, Act.OVERLAY_CATALOGUE)
    batch = bring_next(
        who.organization, body.reason, slug=body.requirement, after=body.after, by=who.user, at=now()
    )
    return BatchOut(done=[_told(each) for each in batch.done], last=batch.last, left=batch.left)


def _told(brought: Brought) -> BroughtOut:
    return BroughtOut(
        engagement=brought.engagement.pk,
        version=brought.number,
        published=brought.published,
        sheets=[renewal.inspection_id for renewal in brought.sheets],
        unmoved=[sheet.pk for sheet, _refusal in brought.unmoved],
        behind=brought.refusal.code if brought.refusal else None,
    )


@router.post(
    "/inspections/{pk}/renew",
    response={200: SheetRenewedOut, 409: Problem},
    summary="確認表を新しい版に改める",
)
def renew_sheet(request: ApiRequest, pk: int) -> SheetRenewedOut:
    """Move an open sheet onto the version that counts now."""
    who = require(request.auth, Act.OPEN_INSPECTION)
    found = as_sender(who, pk)
    version = latest_version(found.version.engagement)
    if version is None:
        raise NotPublished()
    renewal = move_sheet(found, version, by=who.user, at=now())
    return SheetRenewedOut(version=version.number, kept=renewal.kept, turned=renewal.checks.count())

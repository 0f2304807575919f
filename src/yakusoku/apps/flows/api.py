"""What joins the other apps over HTTP: versions of an engagement, and someone found to hold data."""

from collections.abc import Sequence
from datetime import date

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate, now
from ninja import Field, Router, Schema, Status
from ninja.pagination import paginate

from yakusoku.apps.accounts.access import require
from yakusoku.apps.accounts.queries import contractors_known_to
from yakusoku.apps.chain.queries import chain_of
from yakusoku.apps.chain.services import OtherEngagement, Told
from yakusoku.apps.engagements.access import client_engagement_for, engagement_for
from yakusoku.apps.flows.closing import close, open_matters, reopen
from yakusoku.apps.flows.dashboard_api import router as dashboard_router
from yakusoku.apps.flows.deciding_api import router as deciding_router
from yakusoku.apps.flows.publishing import publish_promise
from yakusoku.apps.flows.renewing import renew
from yakusoku.apps.flows.sending import place_asked, send
from yakusoku.apps.flows.staleness_api import router as staleness_router
from yakusoku.apps.flows.starting import start
from yakusoku.apps.flows.undeclared import report
from yakusoku.apps.specifications.api import VersionOut, version_out
from yakusoku.apps.specifications.queries import latest_version
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.catalogue.chain_rules import Travel
from yakusoku.domain.engagements.profile import Category, Place
from yakusoku.domain.inspections.schedule import InspectionKind
from yakusoku.web.api import ApiRequest, Line, Listed, Number, Pages, Problem, ReasonIn, Text

router = Router(tags=["publication"])
router.add_router("", dashboard_router)
router.add_router("", staleness_router)
router.add_router("", deciding_router)


class PublicationIn(Schema):
    """Why a version follows another; may be empty for the first."""

    reason: Text = ""


@router.get("/engagements/{pk}/versions", response=list[VersionOut], summary="発行した版の一覧")
@paginate(Pages)
def versions(request: ApiRequest, pk: int) -> Sequence[VersionOut]:
    """List the versions of an engagement, newest first."""
    found = engagement_for(request.auth, pk)
    return Listed(found.versions.defer("snapshot"), lambda page: [version_out(row) for row in page])


@router.post(
    "/engagements/{pk}/versions", response={200: VersionOut, 409: Problem}, summary="特記仕様書を発行する"
)
def publish(request: ApiRequest, pk: int, body: PublicationIn) -> VersionOut:
    """Publish the facts and decisions as they stand."""
    who = require(request.auth, Act.PUBLISH_SPECIFICATION)
    engagement = client_engagement_for(who, pk, Act.PUBLISH_SPECIFICATION)
    version = publish_promise(engagement, reason=body.reason, by=who.user, at=now())
    return version_out(version)


class InspectionIn(Schema):
    """Which inspection is sent, to whom, and by when it is to be answered. `hop` None: the contractor."""

    kind: InspectionKind
    due_on: date
    hop: Number | None = None


class InspectionNumber(Schema):
    """The number of a round."""

    id: int


@router.post(
    "/engagements/{pk}/inspections",
    response={200: InspectionNumber, 404: Problem, 409: Problem},
    summary="遵守確認表を送る",
)
def open_by_hand(request: ApiRequest, pk: int, body: InspectionIn) -> InspectionNumber:
    """Send the check sheet of the newest version."""
    who = require(request.auth, Act.OPEN_INSPECTION)
    engagement = client_engagement_for(who, pk, Act.OPEN_INSPECTION)
    version = latest_version(engagement)
    if version is None or body.kind is InspectionKind.PRE_ASSESSMENT:
        raise Http404
    hop = place_asked(engagement, "" if body.hop is None else str(body.hop))
    return InspectionNumber(id=send(version, body.kind, body.due_on, hop=hop, by=who.user, at=now()).pk)


class UndeclaredIn(Schema):
    """Someone who was found to hold data. `giver` null: it came from the contractor.

    organization   a registered company, whose people then see their place
    """

    giver: Number | None = None
    name: Line = Field(min_length=1)
    place: Place
    travels_by: Travel
    categories: list[Category] = []
    part: Line = ""
    site: Line = ""
    since: date | None = None
    note: Text = ""
    organization: Number | None = None


class UndeclaredOut(Schema):
    """The place in the chain that was written down; its finding names it as source."""

    hop: int
    source: str


@router.post(
    "/engagements/{pk}/chain/undeclared",
    response={200: UndeclaredOut, 409: Problem},
    summary="届出のない者を記録する",
)
def report_undeclared(request: ApiRequest, pk: int, body: UndeclaredIn) -> UndeclaredOut:
    """Write down an undeclared holder and raise the finding."""
    who = require(request.auth, Act.RECORD_CHAIN)
    engagement = client_engagement_for(who, pk, Act.RECORD_CHAIN)
    rows = chain_of(engagement, localdate(), client=True).rows
    if body.giver is not None and body.giver not in rows:
        raise OtherEngagement()
    companies = contractors_known_to(engagement.organization)
    company = None if body.organization is None else get_object_or_404(companies, pk=body.organization)
    told = Told(
        name=body.name,
        place=body.place.value,
        travels_by=body.travels_by.value,
        categories=tuple(category.value for category in body.categories),
        part=body.part,
        site=body.site,
        since=body.since,
        organization=company,
    )
    giver = rows[body.giver] if body.giver is not None else None
    hop = report(engagement, giver, told, by=who.user, at=now(), note=body.note)
    return UndeclaredOut(hop=hop.pk, source=f"hop:{hop.pk}")


class StartIn(Schema):
    """The day on which work starts."""

    day: date


class MatterOut(Schema):
    """One thing that keeps an engagement from being closed."""

    kind: str
    words: str
    href: str


class RenewedOut(Schema):
    """The engagement of the next period."""

    id: int
    reference: str
    title: str


@router.post("/engagements/{pk}/start", response={204: None, 409: Problem}, summary="着手を記録する")
def start_work(request: ApiRequest, pk: int, body: StartIn) -> Status[None]:
    """Record that work starts; refused with everything that stands against it."""
    who = require(request.auth, Act.START_WORK)
    engagement = client_engagement_for(who, pk, Act.START_WORK)
    start(engagement, body.day, by=who.user, at=now())
    return Status(204, None)


@router.get("/engagements/{pk}/open-matters", response=list[MatterOut], summary="まだ済んでいないこと")
@paginate(Pages)
def matters(request: ApiRequest, pk: int) -> list[MatterOut]:
    """List what keeps an engagement from being closed today."""
    found = client_engagement_for(request.auth, pk)
    return [
        MatterOut(kind=each.kind, words=each.words, href=each.href)
        for each in open_matters(found, localdate())
    ]


@router.post("/engagements/{pk}/close", response={204: None, 409: Problem}, summary="業務を閉じる")
def close_work(request: ApiRequest, pk: int) -> Status[None]:
    """Close an engagement in which nothing is open."""
    who = require(request.auth, Act.CLOSE_ENGAGEMENT)
    close(client_engagement_for(who, pk, Act.CLOSE_ENGAGEMENT), by=who.user, at=now())
    return Status(204, None)


@router.post("/engagements/{pk}/reopen", response={204: None, 409: Problem}, summary="業務を開き直す")
def reopen_work(request: ApiRequest, pk: int, body: ReasonIn) -> Status[None]:
    """Open a closed engagement again."""
    who = require(request.auth, Act.REOPEN_ENGAGEMENT)
    engagement = client_engagement_for(who, pk, Act.REOPEN_ENGAGEMENT)
    reopen(engagement, body.reason, by=who.user, at=now())
    return Status(204, None)


@router.post("/engagements/{pk}/renew", response={200: RenewedOut, 409: Problem}, summary="次の期間を作る")
def renew_work(request: ApiRequest, pk: int) -> RenewedOut:
    """Make the engagement of the next period."""
    who = require(request.auth, Act.CREATE_ENGAGEMENT)
    following = renew(client_engagement_for(who, pk, Act.CREATE_ENGAGEMENT), by=who.user, at=now())
    return RenewedOut(id=following.pk, reference=following.reference, title=following.title)

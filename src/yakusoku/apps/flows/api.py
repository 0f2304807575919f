"""What joins the other apps over HTTP: versions of an engagement, and someone found to hold data."""

from datetime import date

from django.http import Http404
from django.utils.timezone import localdate, now
from ninja import Field, Router, Schema

from yakusoku.apps.accounts.access import require
from yakusoku.apps.chain.queries import chain_of
from yakusoku.apps.chain.services import OtherEngagement, Told
from yakusoku.apps.engagements.access import client_engagement_for, engagement_for
from yakusoku.apps.flows.sending import place_asked, send
from yakusoku.apps.flows.undeclared import report
from yakusoku.apps.specifications.api import VersionOut, version_out
from yakusoku.apps.specifications.queries import latest_version
from yakusoku.apps.specifications.services import publish as publish_version
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.catalogue.chain_rules import Travel
from yakusoku.domain.engagements.profile import Category, Place
from yakusoku.domain.inspections.schedule import InspectionKind
from yakusoku.web.api import ApiRequest, Line, Problem, Text

router = Router(tags=["publication"])


class PublicationIn(Schema):
    """Why a version follows another; may be empty for the first."""

    reason: Text = ""


@router.get("/engagements/{pk}/versions", response=list[VersionOut], summary="発行した版の一覧")
def versions(request: ApiRequest, pk: int) -> list[VersionOut]:
    """List the versions of an engagement, newest first."""
    found = engagement_for(request.auth, pk)
    return [version_out(version) for version in found.versions.defer("snapshot")]


@router.post(
    "/engagements/{pk}/versions", response={200: VersionOut, 409: Problem}, summary="特記仕様書を発行する"
)
def publish(request: ApiRequest, pk: int, body: PublicationIn) -> VersionOut:
    """Publish the facts and decisions as they stand."""
    who = require(request.auth, Act.PUBLISH_SPECIFICATION)
    engagement = client_engagement_for(who, pk, Act.PUBLISH_SPECIFICATION)
    version = publish_version(engagement, reason=body.reason, by=who.user, at=now())
    return version_out(version)


class InspectionIn(Schema):
    """Which inspection is sent, to whom, and by when it is to be answered. `hop` None: the contractor."""

    kind: InspectionKind
    due_on: date
    hop: int | None = None


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


class FoundIn(Schema):
    """Someone who was found to hold data. `giver` null: it came from the contractor."""

    giver: int | None = None
    name: Line = Field(min_length=1)
    place: Place
    travels_by: Travel
    categories: list[Category] = []
    part: Line = ""
    site: Line = ""
    since: date | None = None
    note: Text = ""


class FoundOut(Schema):
    """The place in the chain that was written down; its finding names it as source."""

    hop: int
    source: str


@router.post(
    "/engagements/{pk}/chain/undeclared",
    response={200: FoundOut, 409: Problem},
    summary="届出のない者を記録する",
)
def report_undeclared(request: ApiRequest, pk: int, body: FoundIn) -> FoundOut:
    """Write down an undeclared holder and raise the finding."""
    who = require(request.auth, Act.RECORD_CHAIN)
    engagement = client_engagement_for(who, pk, Act.RECORD_CHAIN)
    rows = chain_of(engagement, localdate(), client=True).rows
    if body.giver is not None and body.giver not in rows:
        raise OtherEngagement()
    told = Told(
        name=body.name,
        place=body.place.value,
        travels_by=body.travels_by.value,
        categories=tuple(category.value for category in body.categories),
        part=body.part,
        site=body.site,
        since=body.since,
    )
    giver = rows[body.giver] if body.giver is not None else None
    hop = report(engagement, giver, told, by=who.user, at=now(), note=body.note)
    return FoundOut(hop=hop.pk, source=f"hop:{hop.pk}")

"""The versions of an engagement over HTTP: listed and published at one address."""

from datetime import date

from django.http import Http404
from django.utils.timezone import now
from ninja import Router, Schema

from yakusoku.apps.accounts.access import require
from yakusoku.apps.engagements.access import client_engagement_for, engagement_for
from yakusoku.apps.flows.sending import place_asked, send
from yakusoku.apps.specifications.api import VersionOut, version_out
from yakusoku.apps.specifications.queries import latest_version
from yakusoku.apps.specifications.services import publish as publish_version
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.inspections.schedule import InspectionKind
from yakusoku.web.api import ApiRequest, Problem, Text

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

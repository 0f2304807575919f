"""The versions of an engagement over HTTP: listed and published at one address."""

from django.utils.timezone import now
from ninja import Router, Schema

from yakusoku.apps.accounts.access import require
from yakusoku.apps.engagements.access import client_engagement_for, engagement_for
from yakusoku.apps.flows.dashboard_api import router as dashboard_router
from yakusoku.apps.specifications.api import VersionOut, version_out
from yakusoku.apps.specifications.services import publish as publish_version
from yakusoku.domain.accounts.permissions import Act
from yakusoku.web.api import ApiRequest, Problem, Text

router = Router(tags=["publication"])
router.add_router("", dashboard_router)


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

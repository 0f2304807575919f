"""What joins the other apps over HTTP: versions of an engagement, and someone found to hold data."""

from collections.abc import Sequence
from datetime import date

from django.utils.timezone import localdate, now
from ninja import Field, Router, Schema
from ninja.pagination import paginate

from yakusoku.apps.accounts.access import require
from yakusoku.apps.chain.queries import chain_of
from yakusoku.apps.chain.services import OtherEngagement, Told
from yakusoku.apps.engagements.access import client_engagement_for, engagement_for
from yakusoku.apps.flows.dashboard_api import router as dashboard_router
from yakusoku.apps.flows.undeclared import report
from yakusoku.apps.specifications.api import VersionOut, version_out
from yakusoku.apps.specifications.services import publish as publish_version
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.catalogue.chain_rules import Travel
from yakusoku.domain.engagements.profile import Category, Place
from yakusoku.web.api import ApiRequest, Line, Listed, Number, Pages, Problem, Text

router = Router(tags=["publication"])
router.add_router("", dashboard_router)


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
    version = publish_version(engagement, reason=body.reason, by=who.user, at=now())
    return version_out(version)


class UndeclaredIn(Schema):
    """Someone who was found to hold data. `giver` null: it came from the contractor."""

    giver: Number | None = None
    name: Line = Field(min_length=1)
    place: Place
    travels_by: Travel
    categories: list[Category] = []
    part: Line = ""
    site: Line = ""
    since: date | None = None
    note: Text = ""


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
    return UndeclaredOut(hop=hop.pk, source=f"hop:{hop.pk}")

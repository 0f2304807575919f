"""The versions of an engagement over HTTP: listed and published at one address."""

from datetime import date

from django.utils.timezone import localdate, now
from ninja import Router, Schema, Status

from yakusoku.apps.accounts.access import require
from yakusoku.apps.engagements.access import client_engagement_for, engagement_for
from yakusoku.apps.flows.closing import close, open_matters, reopen
from yakusoku.apps.flows.renewing import renew
from yakusoku.apps.flows.starting import start
from yakusoku.apps.specifications.api import VersionOut, version_out
from yakusoku.apps.specifications.services import publish as publish_version
from yakusoku.domain.accounts.permissions import Act
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


class StartIn(Schema):
    """The day on which work starts."""

    day: date


class ReasonIn(Schema):
    """Why a closed engagement is opened again."""

    reason: Text


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

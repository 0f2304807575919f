"""OSCAL over HTTP: out for whoever may read it here, in for whoever may answer."""

from typing import Annotated, Any

from django.utils.timezone import now
from ninja import Body, Router, Schema

from yakusoku.apps.accounts.access import require
from yakusoku.apps.engagements.access import engagement_for
from yakusoku.apps.exchange import oscal
from yakusoku.apps.exchange.received_api import router as received
from yakusoku.apps.exchange.webhook_api import router as webhooks
from yakusoku.apps.findings.access import findings_in
from yakusoku.apps.inspections import access
from yakusoku.apps.specifications.access import version_for
from yakusoku.domain.accounts.permissions import Act
from yakusoku.web.api import ApiRequest, Problem

router = Router(tags=["oscal"])
router.add_router("", received)
router.add_router("", webhooks)
Document = dict[str, Any]


class UnreadOut(Schema):
    """A statement that could not be taken, and why."""

    statement: str
    why: str


class TakenOut(Schema):
    """What became of a document."""

    taken: int
    unread: list[UnreadOut]


@router.get("/oscal/catalog", response=Document, summary="OSCAL: 要件目録")
def catalog(request: ApiRequest) -> Document:
    """Return the catalogue of the caller's organisation."""
    return oscal.catalog_document(request.auth.organization)


@router.get(
    "/engagements/{pk}/versions/{number}/oscal/profile",
    response={200: Document, 404: Problem},
    summary="OSCAL: 特記仕様書",
)
def profile(request: ApiRequest, pk: int, number: int) -> Document:
    """Return what a version promises as a profile."""
    return oscal.profile_document(version_for(request.auth, pk, number))


@router.get(
    "/engagements/{pk}/versions/{number}/oscal/plan",
    response={200: Document, 404: Problem},
    summary="OSCAL: 点検の計画",
)
def plan(request: ApiRequest, pk: int, number: int) -> Document:
    """Return the inspections that a version announces as an assessment plan."""
    return oscal.plan_document(version_for(request.auth, pk, number))


@router.get(
    "/inspections/{pk}/oscal/claims", response={200: Document, 404: Problem}, summary="OSCAL: 委託先の回答"
)
def claims(request: ApiRequest, pk: int) -> Document:
    """Return the answers of an inspection as a component definition."""
    return oscal.claims_document(access.inspection_for(request.auth, pk))


@router.get(
    "/engagements/{pk}/oscal/results", response={200: Document, 404: Problem}, summary="OSCAL: 点検の結果"
)
def results(request: ApiRequest, pk: int) -> Document:
    """Return the concluded inspections as assessment results."""
    who = request.auth
    return oscal.results_document(engagement_for(who, pk), access.inspections_of(who), now())


@router.get(
    "/engagements/{pk}/oscal/poam", response={200: Document, 404: Problem}, summary="OSCAL: 改善の計画"
)
def poam(request: ApiRequest, pk: int) -> Document:
    """Return the findings that are not closed as a plan of action and milestones."""
    engagement = engagement_for(request.auth, pk)
    return oscal.poam_document(engagement, findings_in(request.auth, engagement), now())


@router.post(
    "/inspections/{pk}/oscal",
    response={200: TakenOut, 404: Problem, 409: Problem},
    summary="OSCAL: 回答を取り込む",
)
def take(request: ApiRequest, pk: int, body: Annotated[Document, Body()]) -> TakenOut:
    """Take the answers of a component definition or of assessment results."""
    who = require(request.auth, Act.WRITE_ANSWER)
    read = oscal.take_document(access.as_contractor(who, pk), body, by=who.user, at=now())
    unread = [UnreadOut(statement=each.subject, why=each.why) for each in read.unread]
    return TakenOut(taken=len(read.answers), unread=unread)

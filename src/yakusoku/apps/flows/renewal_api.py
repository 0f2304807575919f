"""What a change of the catalogue reaches, over HTTP, and the draft of the decisions as a paper."""

from django.http import Http404, HttpResponse
from django.utils.timezone import now
from ninja import Field, Router, Schema
from ninja.pagination import paginate

from yakusoku.adapters.pdf import decisions_pdf
from yakusoku.apps.accounts.access import require
from yakusoku.apps.engagements.access import client_engagement_for
from yakusoku.apps.flows import staleness
from yakusoku.apps.specifications.queries import draft_pack, latest_version
from yakusoku.domain.accounts.permissions import Act
from yakusoku.web.api import FILE, ApiRequest, Number, Pages, Problem, Text
from yakusoku.web.exports import download as attach
from yakusoku.web.messages import sentence

router = Router(tags=["publication"])


class ReachOut(Schema):
    """How far the change of one requirement reaches."""

    slug: str
    title: str
    engagements: int
    open_sheets: int


class StaleOut(Schema):
    """An engagement whose promise is older than the catalogue of today."""

    id: int
    reference: str
    title: str


class RenewalIn(Schema):
    """Which promises to publish anew, and why."""

    engagements: list[Number] = Field(min_length=1, max_length=staleness.MOST_AT_ONCE)
    reason: Text = Field(min_length=1)


class RenewedPromiseOut(Schema):
    """What became of one promise: the number of its new version, or why there is none."""

    engagement: int
    number: int
    refused: str
    title: str


@router.get("/catalogue/changes", response=list[ReachOut], summary="変わった要件")
@paginate(Pages)
def list_changes(request: ApiRequest) -> list[ReachOut]:
    """List the requirements whose promises are older than the catalogue of today."""
    who = require(request.auth, Act.OVERLAY_CATALOGUE)
    return [
        ReachOut(slug=r.slug, title=r.title, engagements=r.engagements, open_sheets=r.open_sheets)
        for r in staleness.reach_of_changes(who.organization)
    ]


@router.get("/catalogue/changes/engagements", response=list[StaleOut], summary="古くなった特記仕様書")
@paginate(Pages)
def stale_works(request: ApiRequest, slug: str = "") -> object:
    """List the engagements that a change reaches; `slug` narrows to one requirement."""
    who = require(request.auth, Act.OVERLAY_CATALOGUE)
    return staleness.stale_engagements(who.organization, slug)


@router.post(
    "/catalogue/changes/renewals",
    response={200: list[RenewedPromiseOut], 409: Problem},
    summary="特記仕様書をいまの目録で発行する",
)
def renew_promises(request: ApiRequest, body: RenewalIn) -> list[RenewedPromiseOut]:
    """Publish the chosen promises anew; what cannot be is told with its reason."""
    who = require(request.auth, Act.OVERLAY_CATALOGUE)
    rows = staleness.stale_engagements(who.organization).filter(pk__in=body.engagements)
    done = staleness.renew_promises(rows, body.reason, by=who.user, at=now())
    return [
        RenewedPromiseOut(
            engagement=each.engagement.pk,
            number=each.number,
            refused=each.refusal.code if each.refusal else "",
            title=sentence(each.refusal) if each.refusal else "",
        )
        for each in done
    ]


@router.get("/engagements/{pk}/decision-paper", openapi_extra=FILE, summary="採否判断書の下書き（PDF）")
def decision_paper(request: ApiRequest, pk: int) -> HttpResponse:
    """Hand out the decisions as they stand now, before publication."""
    engagement = client_engagement_for(request.auth, pk)
    if not engagement.described:
        raise Http404
    latest = latest_version(engagement)
    raw = decisions_pdf(draft_pack(engagement, latest.number + 1 if latest else 1))
    return attach(raw, "application/pdf", f"decisions-{engagement.reference}.pdf")

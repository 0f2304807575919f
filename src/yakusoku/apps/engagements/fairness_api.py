"""Demands above the baseline over HTTP: what was settled about their necessity and cost."""

from datetime import date

from django.utils.timezone import now
from ninja import Field, Router, Schema, Status
from ninja.pagination import paginate

from yakusoku.apps.engagements import access
from yakusoku.apps.engagements.fairness import demand_rows, settle_demand
from yakusoku.domain.accounts.permissions import Act
from yakusoku.web.api import ApiRequest, Line, Pages, Problem, Text

router = Router(tags=["engagements"])


class DemandOut(Schema):
    """A demand that binds more than what is proposed. `open`: nobody has talked about it yet."""

    slug: str
    title: str
    strength: str
    proposed: str
    open: bool


class TalkIn(Schema):
    """What was settled about a demand: why it is needed, and what became of its cost in yen a year."""

    necessity: Text
    talked_on: date
    counterpart: Line
    outcome: Text
    yen: int = Field(ge=0, le=10**12)


@router.get("/engagements/{pk}/demands", response=list[DemandOut], summary="標準より強い要求")
@paginate(Pages)
def list_demands(request: ApiRequest, pk: int) -> list[DemandOut]:
    """List the demands above the baseline."""
    found = access.client_engagement_for(request.auth, pk)
    return [
        DemandOut(
            slug=row.demand.slug,
            title=row.demand.adopted.proposal.requirement.title,
            strength=row.demand.strength.value,
            proposed=row.demand.adopted.proposal.variant.strength.value,
            open=row.open,
        )
        for row in demand_rows(found)
    ]


@router.post(
    "/engagements/{pk}/demands/{slug}/talks",
    response={204: None, 404: Problem, 409: Problem},
    summary="必要な理由と費用の話し合いを記録する",
)
def record_talk(request: ApiRequest, pk: int, slug: str, body: TalkIn) -> Status[None]:
    """Record the necessity of a demand and what was settled about its cost."""
    found = access.client_engagement_for(request.auth, pk, Act.MAKE_DECISION)
    settle_demand(found, slug, body.dict(), by=request.auth.user, at=now())
    return Status(204, None)

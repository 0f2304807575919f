"""Meeting the conditions of an approval over HTTP; mounted by the router of the board."""

from datetime import date

from django.db.models import QuerySet
from django.utils.timezone import now
from ninja import Router, Schema
from ninja.pagination import paginate

from yakusoku.apps.accounts.access import require
from yakusoku.apps.board import access
from yakusoku.apps.board import conditions as services
from yakusoku.apps.board.lists import unmet_conditions
from yakusoku.apps.board.models import Condition
from yakusoku.domain.accounts.permissions import Act
from yakusoku.web.api import ApiRequest, Pages, Problem, ReasonIn, Text

router = Router(tags=["board"])


class ConditionOut(Schema):
    """A condition of an approval."""

    id: int
    text: str
    side: str
    due_on: date
    proof: str
    state: str
    engagement: int | None

    @staticmethod
    def resolve_engagement(condition: Condition) -> int | None:
        """Return the number of the engagement that was approved."""
        candidacy = condition.item.candidacy
        return candidacy.engagement_id if candidacy else None


class ReportIn(Schema):
    """Why a condition is met."""

    report: Text


@router.get("/board/conditions", response=list[ConditionOut], summary="満たしていない条件")
@paginate(Pages)
def conditions(request: ApiRequest) -> "QuerySet[Condition]":
    """List the conditions of the organisation's board that are not met, the earliest deadline first."""
    who = require(request.auth, Act.VIEW_ALL_ENGAGEMENTS)
    return unmet_conditions(who).order_by("due_on", "pk")


@router.get("/board/conditions/{pk}", response={200: ConditionOut, 404: Problem}, summary="承認の条件")
def condition(request: ApiRequest, pk: int) -> Condition:
    """Return a condition, to either side."""
    return access.condition_for(request.auth, pk)


@router.post(
    "/board/conditions/{pk}/report",
    response={200: ConditionOut, 409: Problem},
    summary="条件を満たしたと報告する",
)
def report_condition(request: ApiRequest, pk: int, body: ReportIn) -> Condition:
    """Say that a condition is met, for the side that has to meet it."""
    who = request.auth
    found = access.condition_to_report(who, pk)
    services.report(found, body.report, None, organization=who.organization, by=who.user, at=now())
    return found


@router.post(
    "/board/conditions/{pk}/verify", response={200: ConditionOut, 409: Problem}, summary="条件を確かめる"
)
def verify_condition(request: ApiRequest, pk: int) -> Condition:
    """Note that a condition is met."""
    found = access.condition_to_verify(request.auth, pk)
    services.verify(found, by=request.auth.user, at=now())
    return found


@router.post(
    "/board/conditions/{pk}/send-back", response={200: ConditionOut, 409: Problem}, summary="報告を差し戻す"
)
def send_back_condition(request: ApiRequest, pk: int, body: ReasonIn) -> Condition:
    """Give a report back."""
    found = access.condition_to_verify(request.auth, pk)
    services.send_back(found, body.reason, by=request.auth.user, at=now())
    return found

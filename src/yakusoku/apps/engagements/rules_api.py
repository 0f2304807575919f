"""What an organisation settles for all its engagements, over HTTP; mounted by the router of engagements."""

from typing import Annotated

from django.utils.timezone import now
from ninja import Field, Router, Schema

from yakusoku.apps.accounts.access import require
from yakusoku.apps.engagements import services
from yakusoku.apps.engagements.models import BoardNeed, HouseRules
from yakusoku.apps.engagements.queries import rules_of
from yakusoku.domain.accounts.permissions import Act
from yakusoku.web.api import ApiRequest, MarkedRow, Problem, Replacing

router = Router(tags=["rules"])
UpToAYear = Annotated[int, Field(ge=0, le=366)]
Months = Annotated[int, Field(ge=1, le=24)]


class Rules(Schema):
    """The rules, with the ends that the page has.

    board                     which works need the decision of the board
    closing_only_days         works this short have the closing check alone
    covered_by_closing_days   a periodic check this close to the end is left out
    lead_days                 a check sheet is sent so many days before its inspection
    """

    board: BoardNeed
    closing_only_days: UpToAYear
    short_months: Months
    short_check_days: int = Field(ge=1, le=366)
    every_months: Months
    covered_by_closing_days: UpToAYear
    lead_days: int = Field(ge=0, le=90)
    yearly_visit: bool
    escalate_after_days: int = Field(ge=1, le=90)


class RulesIn(Replacing, Rules):
    """The rules that hold from now on."""


class RulesOut(MarkedRow, Rules):
    """The rules as they stand."""


@router.get("/rules", response=RulesOut, summary="組織の決まり")
def rules(request: ApiRequest) -> HouseRules:
    """Return what holds for all engagements of the organisation."""
    return rules_of(require(request.auth, Act.SET_RULES).organization.pk)


@router.put("/rules", response={200: RulesOut, 409: Problem}, summary="組織の決まりを定める")
def set_rules(request: ApiRequest, body: RulesIn) -> HouseRules:
    """Settle what holds from now on."""
    who = require(request.auth, Act.SET_RULES)
    told = body.without_mark() | {"board": body.board.value}
    return services.set_rules(who.organization, told, seen=body.mark, by=who.user, at=now())

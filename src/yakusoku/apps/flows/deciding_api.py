"""Acts over HTTP after which somebody else is next: a sheet handed in, a candidate before the board, a contract."""

from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Router

from yakusoku.apps.accounts.access import Acting, require
from yakusoku.apps.candidates.access import client_candidacy_for
from yakusoku.apps.candidates.api import (
    CandidacyOut,
    ContractIn,
    CorrectIn,
    StandingOut,
    candidacy_out,
    standing_out,
)
from yakusoku.apps.candidates.contracts import correct_contract as correct_contract_of
from yakusoku.apps.candidates.handing_in import give_back, hand_in
from yakusoku.apps.candidates.models import Candidacy, Contract
from yakusoku.apps.engagements.access import client_engagement_for
from yakusoku.apps.flows.deciding import enter, let_go, put_before_board, reopen_plan
from yakusoku.apps.inspections.access import as_client, as_contractor
from yakusoku.apps.inspections.api import InspectionOut, inspection_out
from yakusoku.apps.inspections.queries import sheet_of
from yakusoku.domain.accounts.permissions import Act
from yakusoku.web.api import ApiRequest, Problem, ReasonIn

router = Router(tags=["candidates"])


@router.post("/inspections/{pk}/submit", response={200: InspectionOut, 409: Problem}, summary="提出する")
def submit(request: ApiRequest, pk: int) -> InspectionOut:
    """Hand the answers in."""
    who = require(request.auth, Act.SUBMIT_ANSWER)
    found = as_contractor(who, pk)
    hand_in(found, by=who.user, at=now())
    return inspection_out(found, sheet_of(found), request.auth)


@router.post(
    "/inspections/{pk}/send-back", response={200: InspectionOut, 409: Problem}, summary="委託先に差し戻す"
)
def send_back(request: ApiRequest, pk: int, body: ReasonIn) -> InspectionOut:
    """Give the sheet back to who answered it, to complete."""
    who = require(request.auth, Act.WRITE_VERIFICATION)
    found = as_client(who, pk)
    give_back(found, body.reason, by=who.user, at=now())
    return inspection_out(found, sheet_of(found), who)


@router.post(
    "/candidacies/{pk}/withdraw", response={200: CandidacyOut, 409: Problem}, summary="委託候補を取り下げる"
)
def withdraw(request: ApiRequest, pk: int, body: ReasonIn) -> CandidacyOut:
    """Let go of the candidate."""
    who, found = _client(request, pk, Act.SELECT_CANDIDATE)
    let_go(found, body.reason, by=who.user, at=now())
    return candidacy_out(found, who)


@router.post(
    "/candidacies/{pk}/plan/reopen", response={200: CandidacyOut, 409: Problem}, summary="計画を書き直す"
)
def reopen(request: ApiRequest, pk: int, body: ReasonIn) -> CandidacyOut:
    """Let an agreed plan be written again."""
    who, found = _client(request, pk, Act.WRITE_PLAN)
    reopen_plan(found, body.reason, by=who.user, at=now())
    return candidacy_out(found, who)


@router.post("/candidacies/{pk}/submit", response={200: CandidacyOut, 409: Problem}, summary="審査会にかける")
def submit_to_board(request: ApiRequest, pk: int) -> CandidacyOut:
    """Put the candidate before the review board."""
    who, found = _client(request, pk, Act.SELECT_CANDIDATE)
    put_before_board(found, by=who.user, at=now())
    return candidacy_out(found, who)


@router.post(
    "/engagements/{pk}/contract", response={200: StandingOut, 409: Problem}, summary="契約の日を入れる"
)
def enter_contract(request: ApiRequest, pk: int, body: ContractIn) -> StandingOut:
    """Enter the day of the contract."""
    who = require(request.auth, Act.ENTER_CONTRACT)
    engagement = client_engagement_for(who, pk, Act.ENTER_CONTRACT)
    if body.override_reason.strip():
        client_engagement_for(require(request.auth, Act.OVERRIDE_BOARD), pk, Act.OVERRIDE_BOARD)
    enter(
        engagement,
        body.signed_on,
        body.number,
        override_reason=body.override_reason,
        by=who.user,
        at=now(),
    )
    return standing_out(engagement, who)


@router.put("/engagements/{pk}/contract", response={200: StandingOut, 409: Problem}, summary="契約の日を直す")
def correct_contract(request: ApiRequest, pk: int, body: CorrectIn) -> StandingOut:
    """Set the day of the contract right."""
    who = require(request.auth, Act.ENTER_CONTRACT)
    engagement = client_engagement_for(who, pk, Act.ENTER_CONTRACT)
    contract = get_object_or_404(Contract, engagement=engagement)
    day, seen = body.signed_on, body.mark
    correct_contract_of(contract, day, body.number, body.reason, seen=seen, by=who.user, at=now())
    return standing_out(engagement, who)


def _client(request: ApiRequest, pk: int, act: Act) -> tuple[Acting, Candidacy]:
    who = require(request.auth, act)
    return who, client_candidacy_for(who, pk, act)

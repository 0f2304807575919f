"""The way to the contract over HTTP: the same acts as on the pages."""

from datetime import date, datetime

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate, now
from ninja import Field, Router, Schema
from ninja.pagination import paginate

from yakusoku.apps.accounts.access import Acting, require
from yakusoku.apps.accounts.queries import contractors_known_to
from yakusoku.apps.candidates import access, announcing, planning, services
from yakusoku.apps.candidates.models import Candidacy
from yakusoku.apps.candidates.plan_api import router as plan_router
from yakusoku.apps.candidates.queries import (
    contract_of,
    live_announcement,
    live_candidacy,
    readiness_of,
)
from yakusoku.apps.engagements.access import client_engagement_for
from yakusoku.apps.engagements.models import Engagement
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.candidates.gate import obstacles
from yakusoku.web.api import ApiRequest, Line, Number, Pages, Problem, Text

router = Router(tags=["candidates"])
router.add_router("", plan_router)


class CandidacyOut(Schema):
    """A candidate as either side sees it; the reason is the client's own (empty for the candidate)."""

    id: int
    engagement: int
    company: str
    outcome: str
    reason: str
    responsible_person: str
    responsible_contact: str
    pre_assessment: int | None
    plan_agreed_at: datetime | None
    submitted_at: datetime | None
    concluded_at: datetime | None


class CandidacyLine(Schema):
    """A candidate in a list."""

    id: int
    engagement: int = Field(alias="engagement_id")
    company: str = Field(alias="company.name")
    outcome: str
    selected_at: datetime
    concluded_at: datetime | None


class StandingOut(Schema):
    """How far an engagement has come; `missing`: codes of what the contract waits for."""

    announcement: str | None
    candidacy: CandidacyOut | None
    board_needed: bool
    missing: list[str]
    contracted_on: date | None
    override_reason: str


class AnnounceIn(Schema):
    """Until when the requirements are shown; None: until it is withdrawn."""

    last_day: date | None = None


class SelectIn(Schema):
    """Which company (its number) is held, and why."""

    company: Number
    reason: Text


class AssessIn(Schema):
    """By when the 調査票 is to be answered."""

    due_on: date


class ResponsibleIn(Schema):
    """Who the candidate's 個人情報保護責任者 is."""

    person: Line
    contact: Line


class ContractIn(Schema):
    """The day of the contract; the reason overrides the board."""

    signed_on: date
    number: Line = ""
    override_reason: Text = ""


class CorrectIn(Schema):
    """The day of the contract, set right."""

    signed_on: date
    number: Line = ""
    reason: Text


def candidacy_out(candidacy: Candidacy, who: Acting) -> CandidacyOut:
    """Return a candidacy as JSON values."""
    return CandidacyOut(
        id=candidacy.pk,
        engagement=candidacy.engagement_id,
        company=candidacy.company.name,
        outcome=candidacy.outcome,
        reason=candidacy.reason if access.is_client(who, candidacy) else "",
        responsible_person=candidacy.responsible_person,
        responsible_contact=candidacy.responsible_contact,
        pre_assessment=candidacy.pre_assessment_id,
        plan_agreed_at=candidacy.plan_agreed_at,
        submitted_at=candidacy.submitted_at,
        concluded_at=candidacy.concluded_at,
    )


def standing_out(engagement: Engagement, who: Acting) -> StandingOut:
    """Return how far an engagement has come."""
    candidacy, contract = live_candidacy(engagement), contract_of(engagement)
    announcement = live_announcement(engagement)
    ready = readiness_of(engagement, candidacy)
    return StandingOut(
        announcement=announcement.get_absolute_url() if announcement else None,
        candidacy=candidacy_out(candidacy, who) if candidacy else None,
        board_needed=ready.board_needed,
        missing=[obstacle.value for obstacle in obstacles(ready)],
        contracted_on=contract.signed_on if contract else None,
        override_reason=contract.override_reason if contract else "",
    )


@router.get("/engagements/{pk}/candidacy", response={200: StandingOut, 404: Problem}, summary="契約の前")
def standing(request: ApiRequest, pk: int) -> StandingOut:
    """Return how far an engagement has come on its way to the contract."""
    return standing_out(client_engagement_for(request.auth, pk), request.auth)


@router.get("/candidacies", response=list[CandidacyLine], summary="委託候補の一覧")
@paginate(Pages)
def candidacies(request: ApiRequest) -> "QuerySet[Candidacy]":
    """Return the candidacies that the caller may see, newest first."""
    return access.candidacies_of(request.auth)


@router.get("/candidacies/{pk}", response={200: CandidacyOut, 404: Problem}, summary="委託候補")
def candidacy(request: ApiRequest, pk: int) -> CandidacyOut:
    """Return one candidacy."""
    return candidacy_out(access.candidacy_for(request.auth, pk), request.auth)


@router.post(
    "/engagements/{pk}/announcement", response={200: StandingOut, 409: Problem}, summary="事前に公表する"
)
def announce(request: ApiRequest, pk: int, body: AnnounceIn) -> StandingOut:
    """Show the latest version to everyone with the link."""
    who, engagement = _work(request, pk, Act.ANNOUNCE_WORK)
    announcing.announce(engagement, last_day=body.last_day, today=localdate(), by=who.user, at=now())
    return standing_out(engagement, who)


@router.delete(
    "/engagements/{pk}/announcement", response={200: StandingOut, 409: Problem}, summary="公表を取りやめる"
)
def withdraw_announcement(request: ApiRequest, pk: int) -> StandingOut:
    """Let the link show nothing any more."""
    who, engagement = _work(request, pk, Act.ANNOUNCE_WORK)
    announcing.withdraw_announcement(engagement, by=who.user, at=now())
    return standing_out(engagement, who)


@router.post(
    "/engagements/{pk}/candidates", response={200: CandidacyOut, 409: Problem}, summary="委託候補を選ぶ"
)
def select(request: ApiRequest, pk: int, body: SelectIn) -> CandidacyOut:
    """Select the one candidate and hold it."""
    who, engagement = _work(request, pk, Act.SELECT_CANDIDATE)
    company = get_object_or_404(contractors_known_to(who.organization), pk=body.company)
    return candidacy_out(services.select(engagement, company, body.reason, by=who.user, at=now()), who)


@router.post(
    "/candidacies/{pk}/pre-assessment", response={200: CandidacyOut, 409: Problem}, summary="調査票を送る"
)
def assess(request: ApiRequest, pk: int, body: AssessIn) -> CandidacyOut:
    """Send the 調査票."""
    who, found = _client(request, pk, Act.OPEN_INSPECTION)
    services.open_pre_assessment(found, body.due_on, by=who.user, at=now())
    return candidacy_out(found, who)


@router.put(
    "/candidacies/{pk}/responsible", response={200: CandidacyOut, 409: Problem}, summary="責任者を届け出る"
)
def name_responsible(request: ApiRequest, pk: int, body: ResponsibleIn) -> CandidacyOut:
    """Name the candidate's 個人情報保護責任者."""
    who = require(request.auth, Act.WRITE_PLAN)
    found = access.own_candidacy_for(who, pk, Act.WRITE_PLAN)
    services.name_responsible(found, body.person, body.contact, by=who.user, at=now())
    return candidacy_out(found, who)


@router.post("/candidacies/{pk}/plan/agree", response={200: CandidacyOut, 409: Problem}, summary="合意する")
def agree(request: ApiRequest, pk: int) -> CandidacyOut:
    """Agree to the plan for the client."""
    who, found = _client(request, pk, Act.WRITE_PLAN)
    planning.agree(found, by=who.user, at=now())
    return candidacy_out(found, who)


def _work(request: ApiRequest, pk: int, act: Act) -> tuple[Acting, Engagement]:
    who = require(request.auth, act)
    return who, client_engagement_for(who, pk, act)


def _client(request: ApiRequest, pk: int, act: Act) -> tuple[Acting, Candidacy]:
    who = require(request.auth, act)
    return who, access.client_candidacy_for(who, pk, act)

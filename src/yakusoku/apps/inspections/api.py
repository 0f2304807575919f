"""Inspections over HTTP: the same acts as on the pages."""

from datetime import date
from typing import Any

from django.utils.timezone import now
from ninja import Field, Router, Schema
from ninja.pagination import paginate

from yakusoku.apps.accounts.access import Acting, require
from yakusoku.apps.inspections import access, services
from yakusoku.apps.inspections.again import confirm_same
from yakusoku.apps.inspections.holders import state_holders
from yakusoku.apps.inspections.models import HoldersStatement, Inspection
from yakusoku.apps.inspections.onsite import stamp_of
from yakusoku.apps.inspections.queries import CheckRow, Sheet, sheet_of
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.inspections.answers import Answer, GivenAnswer, Verification
from yakusoku.web.api import ApiRequest, Line, Marked, Pages, Problem, Replacing, Text

router = Router(tags=["inspections"])


class FindingOut(Schema):
    """What fell short at a check."""

    kind: str
    severity: str
    remedies: list[str]


class CheckOut(Schema):
    """One question with its answer and observation (None: not yet). `wording` stands for what it asks.

    answer_mark, observation_mark   sent with another answer or observation; empty: there is none
    """

    id: str
    slug: str
    aspect: str
    question: str
    wording: str
    answer: str | None
    comment: str
    verification: str | None
    seen: str
    findings: list[FindingOut]
    answer_mark: str
    observation_mark: str


class HoldersOut(Marked):
    """What was told about who holds data, and whether the client looked at a difference."""

    unchanged: bool
    told: str
    seen: bool


class InspectionOut(Schema):
    """One round of answering and verifying. `holders` null: nothing is told yet of who holds data."""

    id: int
    kind: str
    state: str
    due_on: date
    unanswered: int
    unverified: int
    holders: HoldersOut | None
    checks: list[CheckOut]


class InspectionRow(Schema):
    """One round in a list. `hop`: number of the place in the chain; None: the contractor itself."""

    id: int
    engagement: int
    hop: int | None
    company: str
    kind: str
    state: str
    method: str
    planned_on: date | None
    due_on: date
    asked: int

    @staticmethod
    def resolve_engagement(row: Inspection) -> int:
        """Return the number of the engagement."""
        return row.version.engagement_id

    @staticmethod
    def resolve_hop(row: Inspection) -> int | None:
        """Return the number of the place."""
        return row.hop_id

    @staticmethod
    def resolve_company(row: Inspection) -> str:
        """Return the name of whom the round is about."""
        contractor = row.version.engagement.contractor
        return row.hop.name if row.hop else contractor.name if contractor else ""


class HoldersIn(Replacing):
    """Who holds data now: the chain as declared is right, or what differs. `mark` empty: nothing was told yet."""

    unchanged: bool
    told: Text = ""


class AnswersIn(Schema):
    """Many answers at once, by check id."""

    answers: dict[str, "AnswerIn"] = Field(max_length=1000)


class CountOut(Schema):
    """How many were set."""

    count: int


class AnswerIn(Replacing):
    """An answer to one check. `asked`: the `wording` of the question that was read, refused if it changed."""

    answer: Answer
    comment: Text = ""
    evidence: list[Line] = Field(default=[], max_length=50)
    asked: str = Field(default="", max_length=16)


class ObservationIn(Replacing):
    """What the client saw at one check."""

    verification: Verification
    seen: Text = ""


def check_out(row: CheckRow, inspection: Inspection, who: Acting) -> CheckOut:
    """Return a row of the sheet as JSON values, as far as the caller may read it."""
    check, answer = row.check, row.answer
    observation = row.observation if access.reads_observations(who, inspection) else None
    findings = [
        FindingOut(kind=f.kind, severity=f.severity, remedies=[r.value for r in f.remedies])
        for f in row.findings
        if access.reads_findings(who, inspection)
    ]
    return CheckOut(
        id=check.id,
        slug=check.slug,
        aspect=check.aspect,
        question=check.question,
        wording=row.wording,
        answer=answer.answer if answer else None,
        comment=answer.comment if answer else "",
        verification=observation.verification if observation else None,
        seen=observation.seen if observation else "",
        findings=findings,
        answer_mark=answer.stamp if answer else "",
        observation_mark=stamp_of(observation),
    )


def holders_out(kept: HoldersStatement) -> HoldersOut:
    """Return what was told about who holds data as JSON values."""
    seen = kept.seen_by_id is not None
    return HoldersOut(unchanged=kept.unchanged, told=kept.told, seen=seen, mark=kept.stamp)


def inspection_out(inspection: Inspection, sheet: Sheet, who: Acting) -> InspectionOut:
    """Return an inspection as JSON values, as far as the caller may read it."""
    stated = HoldersStatement.objects.filter(inspection=inspection).first()
    return InspectionOut(
        id=inspection.pk,
        kind=inspection.kind,
        state=inspection.state,
        due_on=inspection.due_on,
        unanswered=sheet.unanswered,
        unverified=sheet.unverified,
        holders=holders_out(stated) if stated else None,
        checks=[check_out(row, inspection, who) for row in sheet.rows],
    )


@router.get("/inspections", response=list[InspectionRow], summary="点検の一覧")
@paginate(Pages)
def inspections(request: ApiRequest, engagement: int | None = None, state: str = "") -> Any:
    """Return the rounds that the caller may see, the newest first."""
    rows = access.inspections_of(request.auth).defer("version__snapshot")
    if engagement is not None:
        rows = rows.filter(version__engagement=engagement)
    return rows.filter(state=state) if state else rows


@router.get("/inspections/{pk}", response={200: InspectionOut, 404: Problem}, summary="点検")
def inspection(request: ApiRequest, pk: int) -> InspectionOut:
    """Return an inspection with every question."""
    found = access.inspection_for(request.auth, pk)
    return inspection_out(found, sheet_of(found), request.auth)


@router.post(
    "/inspections/{pk}/checks/{check}/answer", response={200: CheckOut, 409: Problem}, summary="回答する"
)
def answer(request: ApiRequest, pk: int, check: str, body: AnswerIn) -> CheckOut | None:
    """Set the contractor's answer to one check."""
    who = require(request.auth, Act.WRITE_ANSWER)
    found = access.as_contractor(who, pk)
    given = GivenAnswer(check, body.answer, body.comment, tuple(body.evidence))
    services.answer(found, given, asked=body.asked, seen=body.mark, by=who.user, at=now())
    row = sheet_of(found).row(check)
    return check_out(row, found, who) if row else None


@router.post("/inspections/{pk}/answers", response={200: CountOut, 409: Problem}, summary="まとめて回答する")
def answers(request: ApiRequest, pk: int, body: AnswersIn) -> CountOut:
    """Set many answers: all of them, or none."""
    who = require(request.auth, Act.WRITE_ANSWER)
    found = access.as_contractor(who, pk)
    given = [GivenAnswer(id, a.answer, a.comment, tuple(a.evidence)) for id, a in body.answers.items()]
    asked = {id: a.asked for id, a in body.answers.items()}
    seen = {id: a.mark for id, a in body.answers.items()}
    count = services.take_answers(found, given, asked=asked, seen=seen, by=who.user, at=now())
    return CountOut(count=count)


@router.post(
    "/inspections/{pk}/same/{slug}", response={200: CountOut, 409: Problem}, summary="前回と同じと答える"
)
def same(request: ApiRequest, pk: int, slug: str) -> CountOut:
    """Answer what is left of an article as last time."""
    who = require(request.auth, Act.WRITE_ANSWER)
    found = access.as_contractor(who, pk)
    return CountOut(count=confirm_same(found, slug, by=who.user, at=now()))


@router.put(
    "/inspections/{pk}/holders", response={200: HoldersOut, 409: Problem}, summary="情報を持つ者を答える"
)
def holders(request: ApiRequest, pk: int, body: HoldersIn) -> HoldersOut:
    """Say who holds data now: required before the answers are handed in."""
    who = require(request.auth, Act.WRITE_ANSWER)
    found = access.as_contractor(who, pk)
    same, told, seen = body.unchanged, body.told, body.mark
    return holders_out(state_holders(found, unchanged=same, told=told, seen=seen, by=who.user, at=now()))


@router.post(
    "/inspections/{pk}/checks/{check}/observation",
    response={200: CheckOut, 409: Problem},
    summary="確認する",
)
def observe(request: ApiRequest, pk: int, check: str, body: ObservationIn) -> CheckOut | None:
    """Record what the client saw at one check."""
    who = require(request.auth, Act.WRITE_VERIFICATION)
    found = access.as_client(who, pk)
    verification, base = body.verification, body.mark
    services.observe(found, check, verification, body.seen, base=base, by=who.user, at=now())
    row = sheet_of(found).row(check)
    return check_out(row, found, who) if row else None


@router.post(
    "/inspections/{pk}/conclude", response={200: InspectionOut, 409: Problem}, summary="確認を終える"
)
def conclude(request: ApiRequest, pk: int) -> InspectionOut:
    """Close the inspection and keep its findings."""
    who = require(request.auth, Act.WRITE_VERIFICATION)
    found = access.as_client(who, pk)
    services.conclude(found, by=who.user, at=now())
    return inspection_out(found, sheet_of(found), who)

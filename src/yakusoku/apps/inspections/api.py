"""Inspections over HTTP: the same acts as on the pages."""

from datetime import date

from django.utils.timezone import now
from ninja import Field, Router, Schema

from yakusoku.apps.accounts.access import Acting, require
from yakusoku.apps.inspections import access, services
from yakusoku.apps.inspections.models import Inspection
from yakusoku.apps.inspections.queries import CheckRow, Sheet, sheet_of
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.inspections.answers import Answer, GivenAnswer, Verification
from yakusoku.web.api import ApiRequest, Line, Problem, Text

router = Router(tags=["inspections"])


class FindingOut(Schema):
    """What fell short at a check."""

    kind: str
    severity: str
    remedies: list[str]


class CheckOut(Schema):
    """One question with its answer and observation (None: not yet)."""

    id: str
    slug: str
    aspect: str
    question: str
    answer: str | None
    comment: str
    verification: str | None
    seen: str
    findings: list[FindingOut]


class InspectionOut(Schema):
    """One round of answering and verifying."""

    id: int
    kind: str
    state: str
    due_on: date
    unanswered: int
    unverified: int
    checks: list[CheckOut]


class AnswerIn(Schema):
    """An answer to one check."""

    answer: Answer
    comment: Text = ""
    evidence: list[Line] = Field(default=[], max_length=50)


class ObservationIn(Schema):
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
        answer=answer.answer if answer else None,
        comment=answer.comment if answer else "",
        verification=observation.verification if observation else None,
        seen=observation.seen if observation else "",
        findings=findings,
    )


def inspection_out(inspection: Inspection, sheet: Sheet, who: Acting) -> InspectionOut:
    """Return an inspection as JSON values, as far as the caller may read it."""
    return InspectionOut(
        id=inspection.pk,
        kind=inspection.kind,
        state=inspection.state,
        due_on=inspection.due_on,
        unanswered=sheet.unanswered,
        unverified=sheet.unverified,
        checks=[check_out(row, inspection, who) for row in sheet.rows],
    )


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
    services.answer(found, given, by=who.user, at=now())
    row = sheet_of(found).row(check)
    return check_out(row, found, who) if row else None


@router.post("/inspections/{pk}/submit", response={200: InspectionOut, 409: Problem}, summary="提出する")
def submit(request: ApiRequest, pk: int) -> InspectionOut:
    """Hand the answers in."""
    who = require(request.auth, Act.SUBMIT_ANSWER)
    found = access.as_contractor(who, pk)
    services.submit(found, by=who.user, at=now())
    return inspection_out(found, sheet_of(found), request.auth)


@router.post(
    "/inspections/{pk}/checks/{check}/observation",
    response={200: CheckOut, 409: Problem},
    summary="確認する",
)
def observe(request: ApiRequest, pk: int, check: str, body: ObservationIn) -> CheckOut | None:
    """Record what the client saw at one check."""
    who = require(request.auth, Act.WRITE_VERIFICATION)
    found = access.as_client(who, pk)
    services.observe(found, check, body.verification, body.seen, by=who.user, at=now())
    row = sheet_of(found).row(check)
    return check_out(row, found, who) if row else None

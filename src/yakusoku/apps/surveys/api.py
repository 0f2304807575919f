"""Surveys over HTTP: the same acts as on the pages."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema, Status
from ninja.pagination import paginate

from yakusoku.apps.accounts.access import Acting, require
from yakusoku.apps.surveys import access, services
from yakusoku.apps.surveys.exporting import HEAD, exported
from yakusoku.apps.surveys.models import Survey
from yakusoku.apps.surveys.queries import in_list, shown
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.survey.sampling.reminding import MOST_REMINDERS
from yakusoku.web.api import (
    FILE,
    ApiRequest,
    Line,
    Listed,
    MarkedRow,
    Number,
    Pages,
    Problem,
    Replacing,
    Text,
)
from yakusoku.web.exports import Table

router = Router(tags=["surveys"])
REFUSED = {404: Problem, 409: Problem}
MOST_POPULATION = 2_000_000_000


class SurveyIn(Replacing):
    """What is told of a survey. `department`, `owner`, `previous`: numbers; null: the whole organisation, nobody, none.

    reference_on   the day that 「現在」 means
    remind_days    the days on which reminders are to go out; empty: reckoned
    population     how many there are of whom the sample is drawn; null: unknown
    """

    title: Line = Field(min_length=1)
    purpose: Text = ""
    contact: Text = ""
    return_to: Text = ""
    department: Number | None = None
    owner: Number | None = None
    reference_on: date | None = None
    opens_on: date | None = None
    closes_on: date | None = None
    remind_days: list[date] = Field([], max_length=MOST_REMINDERS)
    population: int | None = Field(None, ge=1, le=MOST_POPULATION)
    previous: Number | None = None


class SurveyLine(Schema):
    """A survey in a list. `version`: of the questionnaire in force; null: none is published."""

    id: int
    title: str
    state: str
    department: int | None
    owner: int | None
    version: int | None
    reference_on: date | None
    opens_on: date | None
    closes_on: date | None
    previous: int | None


class SurveyOut(MarkedRow):
    """A survey."""

    id: int
    title: str
    purpose: str
    contact: str
    return_to: str
    state: str
    department: int | None = Field(alias="department_id")
    owner: int | None = Field(alias="owner_id")
    reference_on: date | None
    opens_on: date | None
    closes_on: date | None
    remind_days: list[date]
    population: int | None
    previous: int | None = Field(alias="previous_id")


def _line(row: Survey) -> SurveyLine:
    names = ("title", "state", "reference_on", "opens_on", "closes_on")
    return SurveyLine(
        id=row.pk,
        department=row.department_id,
        owner=row.owner_id,
        previous=row.previous_id,
        version=getattr(row, "version", None),
        **{name: getattr(row, name) for name in names},
    )


def _given(who: Acting, body: SurveyIn) -> dict[str, Any]:
    """Return what is told of a survey as the services take it; whom and what the caller may not choose is 404."""
    if body.department is None:
        department = None
        if not access.runs_all(who):
            raise services.DepartmentMissing()
    else:
        department = access.department_to_run(who, body.department)
    owner = access.runner_for(who, body.owner) if body.owner is not None else None
    previous = access.survey_for(who, body.previous) if body.previous is not None else None
    return {**body.without_mark(), "department": department, "owner": owner, "previous": previous}


@router.get("/surveys", response=list[SurveyLine], summary="調査の一覧")
@paginate(Pages)
def surveys(request: ApiRequest, show: str = "") -> object:
    """List the surveys, the latest first. `show`: draft, open or closed; else all."""
    rows = shown(in_list(access.surveys_of(request.auth)), show).order_by("-pk")
    return Listed(rows, lambda page: [_line(row) for row in page])


@router.get("/surveys/export", openapi_extra=FILE, summary="調査の一覧をファイルで受け取る")
def export(request: ApiRequest, format: str = "csv") -> HttpResponse:
    """Hand out the list of surveys. `format`: csv or xlsx."""
    rows = in_list(access.surveys_of(request.auth)).order_by("-pk")
    return Table(_("調査"), HEAD, exported(rows)).answer(format)


@router.post("/surveys", response={201: SurveyOut, **REFUSED}, summary="調査を始める")
def register(request: ApiRequest, body: SurveyIn) -> Status[Survey]:
    """Add a survey."""
    who = require(request.auth, Act.RUN_SURVEYS)
    return Status(201, services.register(who.organization, _given(who, body), by=who.user, at=now()))


@router.get("/surveys/{pk}", response={200: SurveyOut, 404: Problem}, summary="調査")
def survey(request: ApiRequest, pk: int) -> Survey:
    """Return a survey."""
    return access.survey_for(request.auth, pk)


@router.put("/surveys/{pk}", response={200: SurveyOut, **REFUSED}, summary="調査の情報を変える")
def change(request: ApiRequest, pk: int, body: SurveyIn) -> Survey:
    """Change what is told of a survey."""
    who = request.auth
    found = access.survey_to_run(who, pk)
    return services.change(found, _given(who, body), seen=body.mark, by=who.user, at=now())


@router.post("/surveys/{pk}/open", response={200: SurveyOut, **REFUSED}, summary="回答の受付を始める")
def open_survey(request: ApiRequest, pk: int) -> Survey:
    """Let a survey take answers from its first day to its last."""
    return services.open_survey(access.survey_to_run(request.auth, pk), by=request.auth.user, at=now())


@router.post("/surveys/{pk}/close", response={200: SurveyOut, **REFUSED}, summary="回答を締め切る")
def close_survey(request: ApiRequest, pk: int) -> Survey:
    """Let a survey take no more answers."""
    return services.close_survey(access.survey_to_run(request.auth, pk), by=request.auth.user, at=now())

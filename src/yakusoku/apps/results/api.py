"""Results of surveys over HTTP: every question, tables, who stands behind a cell, views, the checker."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import Http404, HttpResponse
from django.utils.timezone import now
from ninja import Field, Query, Router, Schema, Status
from ninja.pagination import paginate

from yakusoku.apps.accounts.access import require
from yakusoku.apps.results import access, services
from yakusoku.apps.results.asked import Asked
from yakusoku.apps.results.asking import look, made, nothing
from yakusoku.apps.results.book_making import whole_book
from yakusoku.apps.results.check_views import numbers_in, tables_sent
from yakusoku.apps.results.data import Data, data_of
from yakusoku.apps.results.exporting import table_file
from yakusoku.apps.results.making import Shown
from yakusoku.apps.results.pages import overview_of, versions_said
from yakusoku.apps.results.table_out import SurveyTablesOut, table_out
from yakusoku.apps.surveys.access import survey_for, survey_to_run
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.survey.checking import check_tables
from yakusoku.domain.survey.collecting.dataset import STRATUM, WAY
from yakusoku.domain.survey.printed import TableKind
from yakusoku.web.api import FILE, ApiRequest, Line, Listed, Pages, Problem, Text
from yakusoku.web.exports import XLSX, download

router = Router(tags=["survey results"])
REFUSED = {404: Problem, 409: Problem}


class TablesIn(Schema):
    """What is asked of tables, as the page asks it.

    q        names of questions; by: names of axes, from the outermost one on
    nets     「Q1: 実施経験あり = 1,2」, several with ; between them
    """

    q: list[Line] = Field([], max_length=20)
    by: list[Line] = Field([], max_length=5)
    blank: Literal["", "show"] = ""
    weight: Line = ""
    marks: Literal["letters", "rest", "none"] = "letters"
    correction: Literal["holm", "bh", "none"] = "holm"
    level: Literal["", "1"] = ""
    suppress: Annotated[int, Field(ge=2, le=100)] | None = None
    nets: Text = ""
    errors: Literal["", "show"] = ""


class QuestionLineOut(Schema):
    """A question. `n`: the base of its table; null: it has none. `headline`: its largest share in words."""

    name: str
    mark: str
    label: str
    n: int | None
    headline: str


class AnsweredVersionOut(Schema):
    """A version of the questionnaire by which answers came; `left_out`: questions that they do not count for."""

    number: int
    answers: int
    left_out: list[str]


class ResultsOut(Schema):
    """The results of a survey as a whole. `axes`: by what tables can be cut; `weights`: codes on offer."""

    answers: int
    questions: list[QuestionLineOut]
    axes: list[str]
    weights: list[str]
    versions: list[AnsweredVersionOut]


class BehindOut(Schema):
    """A respondent behind a cell: number, way, stratum and the row of the answer; never a name."""

    number: int
    way: str
    stratum: str
    answer: int


class TableViewIn(Schema):
    """A view of tables under a name. `query`: as the page writes it into its address."""

    name: Annotated[str, Field(min_length=1, max_length=60)]
    query: Text


class TableViewOut(Schema):
    """A saved view of tables."""

    id: int
    name: str
    query: str
    made_by: int
    made_at: datetime


class CheckIn(Schema):
    """A published table as text, with tabs or commas between its cells. `kind`: null: as the table tells."""

    table: Annotated[str, Field(max_length=200_000)]
    kind: TableKind | None = None
    text: Annotated[str, Field(max_length=200_000)] = ""


class NumberFindingOut(Schema):
    """A number of the text. `kind`: match, near, other-base, direction, not-significant, definition or nowhere."""

    line: int
    kind: str
    typed: str
    sentence: str
    message: str


class TableFindingOut(Schema):
    """What cannot be true. `row`, `column`: group and category; `fits`: bases that would explain it."""

    table: str
    row: str
    column: str
    printed: str
    n: int | None
    kind: str
    fits: list[int]
    message: str


class CheckedOut(Schema):
    """A table that was checked; nothing of it is kept."""

    cells: int
    findings: list[TableFindingOut]
    numbers: list[NumberFindingOut]


def data_or_404(survey: Any) -> Data:
    """Return the answers of a survey; 404 if no questionnaire is published."""
    return data_of(survey) or nothing()


def shown_for(request: ApiRequest, pk: int) -> tuple[Data, Asked, list[Shown]]:
    """Return the tables that a call asks for."""
    survey = survey_for(request.auth, pk)
    data, weights, asked = look(survey, request.GET)
    return data, asked, made(survey, data, weights, asked)


@router.get("/surveys/{pk}/results", response={200: ResultsOut, 404: Problem}, summary="集計の全体")
def results(request: ApiRequest, pk: int) -> ResultsOut:
    """Return every question with its base and what stands out, and by what tables can be cut."""
    survey = survey_for(request.auth, pk)
    data = data_or_404(survey)
    lines = overview_of(data)
    return ResultsOut(
        answers=data.size,
        questions=[
            QuestionLineOut(name=e.name, mark=e.mark, label=e.label, n=e.n, headline=e.headline)
            for e in lines
        ],
        axes=data.axes(),
        weights=[each.code for each in access.weightings_of(survey)],
        versions=[
            AnsweredVersionOut(number=v.number, answers=v.answers, left_out=list(v.left_out))
            for v, _said in versions_said(data)
        ],
    )


@router.get(
    "/surveys/{pk}/results/tables", response={200: SurveyTablesOut, **REFUSED}, summary="集計表を作る"
)
def tables(request: ApiRequest, pk: int, asked: Query[TablesIn]) -> SurveyTablesOut:
    """Return tables of questions, by axes, with tests, marks and notes."""
    return SurveyTablesOut(tables=[table_out(each) for each in shown_for(request, pk)[2]])


@router.get(
    "/surveys/{pk}/results/tables.{kind}",
    openapi_extra=FILE,
    response=REFUSED,
    summary="集計表をファイルで受け取る",
)
def tables_file(
    request: ApiRequest, pk: int, kind: Literal["csv", "xlsx", "pptx", "png", "svg"], asked: Query[TablesIn]
) -> HttpResponse:
    """Return the same tables as a file: csv, xlsx and pptx of all, png and svg of the chart of the first."""
    return table_file(survey_for(request.auth, pk), shown_for(request, pk)[2], kind)


@router.get(
    "/surveys/{pk}/results/book",
    openapi_extra=FILE,
    response=REFUSED,
    summary="すべての設問の表の冊子を受け取る",
)
def book(request: ApiRequest, pk: int, asked: Query[TablesIn]) -> HttpResponse:
    """Return the tables of all questions by the same axes as a workbook."""
    survey = survey_for(request.auth, pk)
    content = whole_book(survey, *look(survey, request.GET))
    return download(content, XLSX, f"survey-{survey.pk}-tables.xlsx")


class BehindIn(TablesIn):
    """A cell of the first table that is asked for, by the names of its row and category; no category: its base."""

    row: Line = ""
    category: Line = ""


@router.get(
    "/surveys/{pk}/results/people", response={200: list[BehindOut], **REFUSED}, summary="表の数の回答者"
)
@paginate(Pages)
def people(request: ApiRequest, pk: int, asked: Query[BehindIn]) -> list[BehindOut]:
    """Return the respondents behind a cell, by their numbers."""
    survey_to_run(request.auth, pk)
    data, _asked, shown = shown_for(request, pk)
    places = shown[0].people(asked.row, asked.category)
    if places is None:
        raise Http404
    ways, strata = data.texts(WAY), data.texts(STRATUM)
    return [
        BehindOut(number=data.numbers[p], way=ways[p], stratum=strata[p], answer=data.records[p])
        for p in places
    ]


@router.get("/surveys/{pk}/results/views", response=list[TableViewOut], summary="保存した見方の一覧")
@paginate(Pages)
def views(request: ApiRequest, pk: int) -> Listed[TableViewOut]:
    """Return the saved views of the tables of a survey."""
    rows = access.views_of(survey_for(request.auth, pk))
    return Listed(rows, lambda found: [_view_out(row) for row in found])


def _view_out(row: Any) -> TableViewOut:
    return TableViewOut(
        id=row.pk, name=row.name, query=row.query, made_by=row.made_by_id, made_at=row.made_at
    )


@router.post("/surveys/{pk}/results/views", response={201: TableViewOut, **REFUSED}, summary="見方を保存する")
def keep_view(request: ApiRequest, pk: int, body: TableViewIn) -> Status[TableViewOut]:
    """Keep a view of tables under a name; the same name is replaced."""
    who = request.auth
    row = services.keep_view(survey_to_run(who, pk), body.name, body.query, by=who.user, at=now())
    return Status(201, _view_out(row))


@router.delete("/surveys/{pk}/results/views/{view}", response={204: None, **REFUSED}, summary="見方を消す")
def remove_view(request: ApiRequest, pk: int, view: int) -> Status[None]:
    """Take a saved view away."""
    who = request.auth
    services.remove_view(access.view_for(who, pk, view), by=who.user, at=now())
    return Status(204, None)


@router.post("/survey-checks", response={200: CheckedOut, 409: Problem}, summary="公表された表を点検する")
def check(request: ApiRequest, body: CheckIn) -> CheckedOut:
    """Return what cannot be true in a published table; nothing of it is kept."""
    require(request.auth, Act.READ_SURVEYS)
    brought = tables_sent(body.table, None, body.kind or "")
    cells = list(brought.cells)
    found = [
        TableFindingOut(
            table=e.table, row=e.row, column=e.column, printed=e.printed, n=e.n, kind=e.kind, fits=list(e.fits),
            message=e.message,
        )
        for e in check_tables(cells)
    ]  # fmt: skip
    numbers = [
        NumberFindingOut(
            line=each.line,
            kind=each.finding.kind.value,
            typed=each.finding.typed,
            sentence=each.finding.sentence,
            message=each.message,
        )
        for each in numbers_in(body.text.splitlines(), brought)
    ]
    return CheckedOut(cells=len(cells), findings=found, numbers=numbers)

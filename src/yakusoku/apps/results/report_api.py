"""Reports of surveys over HTTP: begun, written as a whole, excused, released; with every figure behind a release."""

from datetime import datetime
from typing import Annotated, Any

from django.http import FileResponse, Http404
from django.utils.timezone import now
from ninja import Field, Router, Schema, Status
from ninja.pagination import paginate
from pydantic import AfterValidator

from yakusoku.adapters.survey_figures import told_store
from yakusoku.apps.files.answers import download
from yakusoku.apps.results import report_access as access
from yakusoku.apps.results import report_services as services
from yakusoku.apps.results.report_beginning import begin_report as begun
from yakusoku.apps.results.report_beginning import recount_report as recounted
from yakusoku.apps.results.report_figures import looked_at
from yakusoku.apps.results.report_making import make_behind
from yakusoku.apps.results.report_models import Report, ReportVersion
from yakusoku.apps.results.report_pages import findings_shown
from yakusoku.apps.results.report_queries import changed_since
from yakusoku.apps.results.report_version_views import KINDS
from yakusoku.apps.surveys.access import survey_for, survey_to_run
from yakusoku.web.api import (
    FILE,
    ApiRequest,
    Line,
    Listed,
    Marked,
    Pages,
    Problem,
    Replacing,
    Text,
    all_storable,
)

router = Router(tags=["surveys"])
REFUSED = {404: Problem, 409: Problem}
Outline = Annotated[dict[str, Any], AfterValidator(all_storable)]


class SurveyReportIn(Schema):
    """What a report is drafted from. Axes are traits or questions; empty: none.

    by           the axis of its tables
    strata       the axis by which 有効回答数 is told
    weight       the code of weights of the survey
    suppress     cells of fewer people are not shown
    compare      compare with the wave before, through the crosswalk that was kept
    compare_by   the axis of that comparison
    """

    title: Line = Field(min_length=1)
    publisher: Line = ""
    unit: Annotated[str, Field(min_length=1, max_length=10)] = "件"
    by: Line = ""
    strata: Line = ""
    weight: Line = ""
    suppress: int | None = Field(None, ge=2, le=100)
    compare: bool = False
    compare_by: Line = ""


class ReportLine(Schema):
    """A report in a list. `released`: the number of its latest release; null: there is none."""

    number: int
    title: str
    released: int | None
    changed_at: datetime


class ReportFindingOut(Schema):
    """What stops the release, where, and the reference that could be written instead."""

    kind: str
    typed: str
    sentence: str
    message: str
    suggestion: str
    place: str


class ReportExcuseOut(Schema):
    """Why a number may stand."""

    id: int
    kind: str
    typed: str
    sentence: str
    why: str
    by: int
    at: datetime


class ReportCountingIn(Schema):
    """By what the tables of a report are counted.

    weight       the code of weights of the survey; empty: everybody counts alike
    compare      compare with the wave before, through the crosswalk that was kept
    compare_by   the axis of that comparison
    """

    weight: Line = ""
    compare: bool = False
    compare_by: Line = ""


class ReportRecountIn(Replacing, ReportCountingIn):
    """By what the tables of a report are counted from now on."""


class ReportOut(Marked):
    """A report as it is being written. `mark`: the digest of its outline and of what it is counted by."""

    number: int
    title: str
    outline: dict[str, Any]
    counting: ReportCountingIn
    may_undo: bool
    findings: list[ReportFindingOut]
    excuses: list[ReportExcuseOut]


class ReportOutlineIn(Replacing):
    """The outline of a report as a whole, as docs/rules/survey-report.md writes it."""

    outline: Outline


class ReportExcuseIn(Schema):
    """The number and its sentence, as a finding tells them, and why it may stand."""

    typed: Line
    sentence: Annotated[str, Field(max_length=4000)]
    why: Text


class ReportReleaseIn(Replacing):
    """The mark of the outline that was looked at."""


class ReportVersionLine(Schema):
    """A release. `files`: those that are made; `made`: none is lacking any more."""

    number: int
    released_by: int
    released_at: datetime
    data_digest: str
    files: list[str]
    made: bool


class ReportChangeOut(Schema):
    """A cell that the answers no longer give as it was released; empty: there is none."""

    table: str
    group: str
    category: str
    before: str
    now: str


class ReportVersionOut(ReportVersionLine):
    """A release with its outline, and the cells that changed since."""

    outline: dict[str, Any]
    changed: list[ReportChangeOut]


class ReportFiguresOut(Schema):
    """Every figure of a report: counts by what they count, and tables with their cells.

    A cell is [group, category, n, printed, units, decimals, exact share, count, people of the weights].
    """

    facts: dict[str, int]
    tables: list[dict[str, Any]]


def _line(row: Report) -> ReportLine:
    last = max((each.number for each in row.versions.all()), default=None)
    return ReportLine(number=row.number, title=row.title, released=last, changed_at=row.changed_at)


def _out(report: Report) -> ReportOut:
    looked = looked_at(report)
    names = ("kind", "typed", "sentence", "message", "suggestion")
    return ReportOut(
        mark=report.digest,
        number=report.number,
        title=report.title,
        outline=report.outline,
        counting=ReportCountingIn(
            weight=report.weight, compare=report.earlier_id is not None, compare_by=report.earlier_by
        ),
        may_undo=report.before is not None,
        findings=[
            ReportFindingOut(place=each.place, **{name: str(getattr(each.finding, name)) for name in names})
            for each in findings_shown(looked)
        ],
        excuses=[
            ReportExcuseOut(
                id=each.pk,
                kind=each.kind,
                typed=each.typed,
                sentence=each.sentence,
                why=each.why,
                by=each.given_by_id,
                at=each.given_at,
            )
            for each in access.excuses_of(report)
        ],
    )


def _version(row: ReportVersion) -> dict[str, Any]:
    return {
        "number": row.number,
        "released_by": row.released_by_id,
        "released_at": row.released_at,
        "data_digest": row.data_digest,
        "files": [kind for kind in KINDS if getattr(row, f"{kind}_id")],
        "made": row.made_at is not None,
    }


@router.get("/surveys/{pk}/reports", response=list[ReportLine], summary="調査の報告書の一覧")
@paginate(Pages)
def list_reports(request: ApiRequest, pk: int) -> object:
    """List the reports of a survey, the latest first."""
    rows = (
        access.reports_of(survey_for(request.auth, pk))
        .defer("outline", "before")
        .prefetch_related("versions")
    )
    return Listed(rows, lambda page: [_line(row) for row in page])


@router.post("/surveys/{pk}/reports", response={201: ReportOut, **REFUSED}, summary="調査の報告書の案を作る")
def begin_report(request: ApiRequest, pk: int, body: SurveyReportIn) -> Status[ReportOut]:
    """Begin a report, drafted from the questionnaire, the tables and the wave before."""
    who = request.auth
    survey = survey_to_run(who, pk)
    return Status(201, _out(begun(who, survey, body.dict(), at=now())))


@router.get("/surveys/{pk}/reports/{number}", response={200: ReportOut, **REFUSED}, summary="調査の報告書")
def read_report(request: ApiRequest, pk: int, number: int) -> ReportOut:
    """Return a report with everything that stops its release."""
    return _out(access.report_for(request.auth, pk, number))


@router.put(
    "/surveys/{pk}/reports/{number}",
    response={200: ReportOut, 422: Problem, **REFUSED},
    summary="調査の報告書を書き換える",
)
def write_report(request: ApiRequest, pk: int, number: int, body: ReportOutlineIn) -> ReportOut:
    """Write the outline of a report as a whole; what it leaves out is drafted."""
    found = access.report_to_write(request.auth, pk, number)
    services.replace_outline(found, body.outline, whole=body.mark, by=request.auth.user, at=now())
    return _out(found)


@router.post(
    "/surveys/{pk}/reports/{number}/undo",
    response={200: ReportOut, **REFUSED},
    summary="調査の報告書の最後の変更を元に戻す",
)
def undo_report(request: ApiRequest, pk: int, number: int, body: Replacing) -> ReportOut:
    """Take the last change of the outline back; once more, and it is there again."""
    found = access.report_to_write(request.auth, pk, number)
    services.undo(found, seen=body.mark, by=request.auth.user, at=now())
    return _out(found)


@router.put(
    "/surveys/{pk}/reports/{number}/counting",
    response={200: ReportOut, **REFUSED},
    summary="調査の報告書の重みと、比べる前の回を変える",
)
def recount_report(request: ApiRequest, pk: int, number: int, body: ReportRecountIn) -> ReportOut:
    """Count the tables by other weights, or compare another wave; references give the new figures."""
    found = access.report_to_write(request.auth, pk, number)
    recounted(request.auth, found, body.dict(), whole=body.mark, at=now())
    return _out(found)


@router.get(
    "/surveys/{pk}/reports/{number}/figures",
    response={200: ReportFiguresOut, **REFUSED},
    summary="調査の報告書の数",
)
def report_figures(request: ApiRequest, pk: int, number: int) -> dict[str, Any]:
    """Return every figure of a report, counted from the answers as they are now."""
    return told_store(looked_at(access.report_for(request.auth, pk, number)).store)


@router.post(
    "/surveys/{pk}/reports/{number}/excuses",
    response={200: ReportOut, **REFUSED},
    summary="調査の報告書の数に断りを書く",
)
def excuse_number(request: ApiRequest, pk: int, number: int, body: ReportExcuseIn) -> ReportOut:
    """Let a number stand that was found wanting, and say why."""
    found = access.report_to_write(request.auth, pk, number)
    services.excuse(found, body.typed, body.sentence, body.why, by=request.auth.user, at=now())
    return _out(found)


@router.post(
    "/surveys/{pk}/reports/{number}/excuses/{excuse}/withdraw",
    response={200: ReportOut, **REFUSED},
    summary="調査の報告書の断りを取り消す",
)
def withdraw_excuse(request: ApiRequest, pk: int, number: int, excuse: int) -> ReportOut:
    """Take an excuse back."""
    given = access.excuse_to_withdraw(request.auth, pk, number, excuse)
    services.withdraw_excuse(given, by=request.auth.user, at=now())
    return _out(given.report)


@router.post(
    "/surveys/{pk}/reports/{number}/release",
    response={201: ReportVersionLine, **REFUSED},
    summary="調査の報告書を確定する",
)
def release_report(
    request: ApiRequest, pk: int, number: int, body: ReportReleaseIn
) -> Status[dict[str, Any]]:
    """Release a report as it stands; its files are made behind the call."""
    found = access.report_to_write(request.auth, pk, number)
    made = services.release(found, seen=body.mark, by=request.auth.user, at=now())
    make_behind(made)
    return Status(201, _version(made))


@router.get(
    "/surveys/{pk}/reports/{number}/versions",
    response=list[ReportVersionLine],
    summary="確定した調査の報告書の版",
)
@paginate(Pages)
def report_versions(request: ApiRequest, pk: int, number: int) -> object:
    """List the releases of a report, the latest first."""
    rows = access.versions_of(access.report_for(request.auth, pk, number))
    return Listed(rows, lambda page: [_version(row) for row in page])


@router.get(
    "/surveys/{pk}/reports/{number}/versions/{version}",
    response={200: ReportVersionOut, **REFUSED},
    summary="確定した調査の報告書",
)
def report_version(request: ApiRequest, pk: int, number: int, version: int) -> dict[str, Any]:
    """Return a release, and the cells that the answers no longer give as they were released."""
    found = access.version_for(request.auth, pk, number, version)
    changed = [
        ReportChangeOut(**{name: getattr(each, name) for name in each.__slots__})
        for each in changed_since(found)
    ]
    return {**_version(found), "outline": found.outline, "changed": changed}


@router.get(
    "/surveys/{pk}/reports/{number}/versions/{version}/figures",
    response={200: ReportFiguresOut, 404: Problem},
    summary="確定した調査の報告書の数",
)
def report_version_figures(request: ApiRequest, pk: int, number: int, version: int) -> dict[str, Any]:
    """Return every figure of a release, as it was then."""
    figures: dict[str, Any] = access.version_for(request.auth, pk, number, version).figures
    return figures


@router.get(
    "/surveys/{pk}/reports/{number}/versions/{version}/report.{kind}",
    openapi_extra=FILE,
    summary="確定した調査の報告書をファイルで受け取る",
)
def report_version_file(request: ApiRequest, pk: int, number: int, version: int, kind: str) -> FileResponse:
    """Hand out a file of a release. `kind`: docx, pptx, pdf or html."""
    found = access.version_for(request.auth, pk, number, version)
    stored = getattr(found, kind) if kind in KINDS else None
    if stored is None:
        raise Http404
    return download(stored)

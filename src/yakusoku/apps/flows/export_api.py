"""Lists as files over HTTP: the same rows, search, sort and words as the pages give, as xlsx or csv."""

from typing import Literal

from django.http import HttpResponse
from django.utils.timezone import localdate
from ninja import Field, Query, Router, Schema

from yakusoku.apps.accounts.access import require
from yakusoku.apps.accounts.tables import members_table
from yakusoku.apps.board.lists import board_list
from yakusoku.apps.chain.access import seat_for
from yakusoku.apps.chain.tables import handovers_table
from yakusoku.apps.consultations.tables import consultations_table
from yakusoku.apps.engagements.access import engagement_for
from yakusoku.apps.erasure.access import hop_for
from yakusoku.apps.erasure.tables import ledger_table
from yakusoku.apps.findings import tables as findings
from yakusoku.apps.flows import stale_tables, tables
from yakusoku.apps.inspections.access import work_for
from yakusoku.apps.library import tables as library
from yakusoku.apps.register.api import RegisterFilters
from yakusoku.apps.register.looking import look_at
from yakusoku.apps.review import tables as reviews
from yakusoku.apps.training import tables as training
from yakusoku.domain.accounts.permissions import Act
from yakusoku.web.api import FILE, ApiRequest, Line, Number

router = Router()


class FileKind(Schema):
    """Which kind of file is wanted."""

    format: Literal["xlsx", "csv"] = "xlsx"


class RowsWanted(FileKind):
    """Which rows are wanted, as in the address of the page. `sort`: a column, a leading - turns it round."""

    q: Line = ""
    sort: Line = ""


class ShownWanted(RowsWanted):
    """Which part of a list is wanted, as in the address of the page; empty: the usual one."""

    show: Line = ""


class StateWanted(RowsWanted):
    """Rows in which state are wanted; empty: the usual ones."""

    state: Line = ""


class DutiesWanted(RowsWanted):
    """Whose duties are wanted: `of=all` of the organisation; `held`: me, none or others."""

    of: Line = ""
    held: Line = ""


class FindingsWanted(StateWanted):
    """Which findings are wanted; what is empty does not narrow."""

    severity: Line = ""
    department: Number | None = None
    slug: Line = ""
    contractor: Line = ""
    company: Number | None = None
    repeated: bool = False


class ReviewsWanted(ShownWanted):
    """Which reviews are wanted; `engagement` narrows to those of one work, `show=all` adds those of portfolios."""

    engagement: Number | None = None


class StaleWanted(RowsWanted):
    """Which works are wanted; `requirement` narrows to one."""

    requirement: Line = ""


class RegisterWanted(RegisterFilters, FileKind):
    """Which rows of the register are wanted, and in which columns; none: the usual ones."""

    col: list[Line] = Field([], max_length=100)


@router.get("/register/export", tags=["register"], openapi_extra=FILE, summary="委託台帳をファイルで受け取る")
def export_register(request: ApiRequest, asked: Query[RegisterWanted]) -> HttpResponse:
    """Hand out the register as it was asked for."""
    return look_at(request.auth, request.GET, localdate()).table().answer(asked.format)


@router.get(
    "/engagements/export",
    tags=["engagements"],
    openapi_extra=FILE,
    summary="委託業務の一覧をファイルで受け取る",
)
def export_works(request: ApiRequest, asked: Query[RowsWanted]) -> HttpResponse:
    """Hand out the engagements and what comes next in each."""
    return tables.works_table(request.auth, request.GET).answer(asked.format)


@router.get(
    "/duties/export", tags=["duties"], openapi_extra=FILE, summary="することの一覧をファイルで受け取る"
)
def export_duties(request: ApiRequest, asked: Query[DutiesWanted]) -> HttpResponse:
    """Hand out what is due."""
    return tables.duties_table(request.auth, request.GET).answer(asked.format)


@router.get(
    "/findings/export", tags=["findings"], openapi_extra=FILE, summary="指摘の一覧をファイルで受け取る"
)
def export_findings(request: ApiRequest, asked: Query[FindingsWanted]) -> HttpResponse:
    """Hand out the findings of all engagements."""
    who = require(request.auth, Act.VIEW_ENGAGEMENT)
    titles = findings.requirement_titles(who.organization)
    _form, _listing, rows = findings.findings_listed(who, request.GET, titles)
    return findings.findings_table(who.organization, rows, titles).answer(asked.format)


@router.get(
    "/engagements/{pk}/findings/export",
    tags=["findings"],
    openapi_extra=FILE,
    summary="業務の指摘をファイルで受け取る",
)
def export_findings_of(request: ApiRequest, pk: int, asked: Query[FindingsWanted]) -> HttpResponse:
    """Hand out the findings of an engagement."""
    work = engagement_for(request.auth, pk)
    _form, rows = findings.findings_within(request.auth, work, request.GET)
    return findings.findings_table(work.organization, rows.order_by("pk")).answer(asked.format)


@router.get(
    "/engagements/{pk}/inspections/export",
    tags=["inspections"],
    openapi_extra=FILE,
    summary="業務の点検の一覧をファイルで受け取る",
)
def export_inspections(request: ApiRequest, pk: int, asked: Query[RowsWanted]) -> HttpResponse:
    """Hand out the inspections of an engagement."""
    work = work_for(request.auth, pk)
    return tables.rounds_table(request.auth, work, request.GET).answer(asked.format)


@router.get(
    "/engagements/{pk}/handovers/export",
    tags=["chain"],
    openapi_extra=FILE,
    summary="受渡しの一覧をファイルで受け取る",
)
def export_handovers(request: ApiRequest, pk: int, asked: Query[ShownWanted]) -> HttpResponse:
    """Hand out what was handed over in an engagement."""
    return handovers_table(seat_for(request.auth, pk), request.GET).answer(asked.format)


@router.get(
    "/engagements/{pk}/copies/export",
    tags=["erasure"],
    openapi_extra=FILE,
    summary="返還・消去の台帳をファイルで受け取る",
)
def export_ledger(request: ApiRequest, pk: int, asked: Query[ShownWanted]) -> HttpResponse:
    """Hand out the ledger of an engagement."""
    return ledger_table(engagement_for(request.auth, pk), None, request.GET).answer(asked.format)


@router.get(
    "/hops/{pk}/copies/export",
    tags=["erasure"],
    openapi_extra=FILE,
    summary="再委託先の台帳をファイルで受け取る",
)
def export_ledger_below(request: ApiRequest, pk: int, asked: Query[ShownWanted]) -> HttpResponse:
    """Hand a subcontractor its own part of the ledger out."""
    hop = hop_for(request.auth, pk)
    return ledger_table(hop.engagement, hop, request.GET).answer(asked.format)


@router.get(
    "/engagements/{pk}/training/export",
    tags=["training"],
    openapi_extra=FILE,
    summary="研修と従事者をファイルで受け取る",
)
def export_training(request: ApiRequest, pk: int, asked: Query[FileKind]) -> HttpResponse:
    """Hand out who works on an engagement and how they stand with each course."""
    return training.training_table(engagement_for(request.auth, pk)).answer(asked.format)


@router.get(
    "/courses/export", tags=["training"], openapi_extra=FILE, summary="研修の一覧をファイルで受け取る"
)
def export_courses(request: ApiRequest, asked: Query[RowsWanted]) -> HttpResponse:
    """Hand out the courses in use."""
    return training.courses_table(request.auth, request.GET).answer(asked.format)


@router.get(
    "/courses/staff/export", tags=["training"], openapi_extra=FILE, summary="職員の研修をファイルで受け取る"
)
def export_staff(request: ApiRequest, asked: Query[RowsWanted]) -> HttpResponse:
    """Hand out how each of the own staff stands with each course."""
    organization = require(request.auth, Act.MANAGE_COURSES).organization
    return training.staff_table(organization, request.GET).answer(asked.format)


@router.get(
    "/consultations/export",
    tags=["consultations"],
    openapi_extra=FILE,
    summary="相談の一覧をファイルで受け取る",
)
def export_consultations(request: ApiRequest, asked: Query[StateWanted]) -> HttpResponse:
    """Hand out the consultations."""
    return consultations_table(request.auth, request.GET).answer(asked.format)


@router.get("/board/export", tags=["board"], openapi_extra=FILE, summary="審査会の一覧をファイルで受け取る")
def export_board(request: ApiRequest, asked: Query[ShownWanted]) -> HttpResponse:
    """Hand out one list of the board: upcoming, past, cases or conditions."""
    return board_list(request.auth, request.GET).table().answer(asked.format)


@router.get(
    "/library/sheets/export",
    tags=["library"],
    openapi_extra=FILE,
    summary="答える確認表の一覧をファイルで受け取る",
)
def export_sheets(request: ApiRequest, asked: Query[StateWanted]) -> HttpResponse:
    """Hand out the sheets of every client."""
    return library.sheets_table(request.auth, request.GET).answer(asked.format)


@router.get(
    "/library/answers/export", tags=["library"], openapi_extra=FILE, summary="回答の控えをファイルで受け取る"
)
def export_answers(request: ApiRequest, asked: Query[ShownWanted]) -> HttpResponse:
    """Hand out the kept answers."""
    return library.answers_table(request.auth, request.GET).answer(asked.format)


@router.get(
    "/library/files/export",
    tags=["library"],
    openapi_extra=FILE,
    summary="控えのファイルの一覧をファイルで受け取る",
)
def export_files(request: ApiRequest, asked: Query[RowsWanted]) -> HttpResponse:
    """Hand out the list of the files of the library."""
    return library.files_table(request.auth, request.GET).answer(asked.format)


@router.get(
    "/reviews/export", tags=["reviews"], openapi_extra=FILE, summary="契約書の点検の一覧をファイルで受け取る"
)
def export_reviews(request: ApiRequest, asked: Query[ReviewsWanted]) -> HttpResponse:
    """Hand out the list of reviews."""
    return reviews.reviews_table(request.auth, request.GET).answer(asked.format)


@router.get(
    "/reviews/corrections/export",
    tags=["reviews"],
    openapi_extra=FILE,
    summary="見立ての訂正の一覧をファイルで受け取る",
)
def export_corrections(request: ApiRequest, asked: Query[RowsWanted]) -> HttpResponse:
    """Hand out the corrections that count."""
    return reviews.corrections_table(request.auth, request.GET).answer(asked.format)


@router.get(
    "/catalogue-changes/export",
    tags=["publication"],
    openapi_extra=FILE,
    summary="目録の変更の影響をファイルで受け取る",
)
def export_changes(request: ApiRequest, asked: Query[RowsWanted]) -> HttpResponse:
    """Hand out the requirements whose promises no longer say what holds today."""
    who = require(request.auth, Act.OVERLAY_CATALOGUE)
    return stale_tables.reaches_table(who.organization, asked.sort).answer(asked.format)


@router.get(
    "/catalogue-changes/engagements/export",
    tags=["publication"],
    openapi_extra=FILE,
    summary="古くなった特記仕様書の一覧をファイルで受け取る",
)
def export_stale_works(request: ApiRequest, asked: Query[StaleWanted]) -> HttpResponse:
    """Hand out the engagements that a change reaches."""
    who = require(request.auth, Act.OVERLAY_CATALOGUE)
    return stale_tables.stale_table(who.organization, asked.requirement, request.GET).answer(asked.format)


@router.get(
    "/members/export", tags=["members"], openapi_extra=FILE, summary="利用者の一覧をファイルで受け取る"
)
def export_members(request: ApiRequest, asked: Query[RowsWanted]) -> HttpResponse:
    """Hand out who belongs to the organisation."""
    return members_table(require(request.auth, Act.MANAGE_MEMBERS), request.GET).answer(asked.format)

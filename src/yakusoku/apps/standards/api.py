"""Templates and their reviews over HTTP: the same acts as on the pages."""

from datetime import date, datetime
from typing import Any

from django.http import FileResponse
from django.utils.timezone import localdate, now
from ninja import Field, File, Form, Query, Router, Schema, Status
from ninja.files import UploadedFile
from ninja.pagination import paginate

from yakusoku.apps.accounts.access import Acting, require
from yakusoku.apps.files.answers import download
from yakusoku.apps.review.correction_api import PairOut, pairs_out
from yakusoku.apps.standards import access, reading, services
from yakusoku.apps.standards.models import Kind, LawNotice, Standard, StandardReview, StandardVersion
from yakusoku.apps.standards.queries import HEAVY, in_list, present_version, shown, waiting_notices
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.standards.due import MONTHS, MOST_MONTHS, Outcome
from yakusoku.web.api import FILE, ApiRequest, Line, Listed, Number, Pages, Problem, Text

router = Router(tags=["standards"])
REFUSED = {404: Problem, 409: Problem}


class StandardIn(Schema):
    """What is told of a template. `department`, `owner`: numbers; null: the whole organisation, nobody."""

    title: Line = Field(min_length=1)
    kind: Kind = Kind.TEMPLATE
    about: Text = ""
    department: Number | None = None
    owner: Number | None = None
    months: int = Field(MONTHS, ge=1, le=MOST_MONTHS)


class NewStandardIn(StandardIn):
    """A template to add; `reviewed_on`: its last review, from which the next is counted; null: today."""

    reviewed_on: date | None = None


class StandardLine(Schema):
    """A template in a list. `regular_on`: the next review by its months alone; `due_on`: as the law calls for it."""

    id: int
    title: str
    kind: str
    about: str
    department: int | None
    owner: int | None
    months: int
    version: int
    comments_waiting: int
    reviewed_on: date
    regular_on: date
    due_on: date
    early: bool
    retired_at: datetime | None


class NoticeOut(Schema):
    """A change of the law that calls for a look. `trigger`: takes-effect or old-words."""

    change: str
    trigger: str
    title: str
    since: date
    law: str
    noticed_on: date
    due_on: date


class LawOut(Schema):
    """A change of the law that the present words show. `clause`: place in the version, from 0."""

    rule: str
    clause: int
    text: str


class StandardOut(StandardLine):
    """A template with what calls for its next review."""

    notices: list[NoticeOut]
    laws: list[LawOut]


class StandardVersionLine(Schema):
    """A version of a template."""

    number: int
    name: str
    title: str
    sha256: str
    added_at: datetime


class StandardVersionOut(StandardVersionLine):
    """A version with its clauses, as `yakusoku review --json` tells them, and the old law in them."""

    warnings: list[str]
    clauses: list[dict[str, Any]]
    laws: list[LawOut]


class VersionComparisonOut(Schema):
    """Two versions side by side, clause by clause, in the order of the second."""

    one: int
    other: int
    clauses: list[PairOut]


class StandardReviewIn(Schema):
    """A look at a template. `considered`: ids of the changes of the law that were looked at with it.

    outcome       unchanged, or revised: then the new version comes as `upload`
    reviewed_by   number of the person; null: the caller; `reviewed_on`: null: today
    """

    outcome: Outcome
    reason: Text = Field(min_length=1)
    considered: list[Line] = []
    reviewed_on: date | None = None
    reviewed_by: Number | None = None


class StandardReviewOut(Schema):
    """A look at a template, as it was recorded."""

    id: int
    outcome: str
    reason: str
    version: int
    reviewed_on: date
    reviewed_by: int
    was_due_on: date
    recorded_at: datetime


def _given(who: Acting, body: StandardIn) -> dict[str, Any]:
    """Return what is told of a template as the services take it; whom and what the caller may not choose is 404."""
    if body.department is None:
        department = None
        if not access.keeps_all(who):
            raise services.DepartmentMissing()
    else:
        department = access.department_to_keep(who, body.department)
    owner = access.keeper_for(who, body.owner) if body.owner is not None else None
    return {**body.dict(), "department": department, "owner": owner}


def standard_line(row: Standard) -> StandardLine:
    """Return a template as a row; it comes from `in_list`."""
    names = ("title", "kind", "about", "months", "reviewed_on", "regular_on", "due_on", "early", "retired_at")
    return StandardLine(
        id=row.pk,
        department=row.department_id,
        owner=row.owner_id,
        version=getattr(row, "version", 0),
        comments_waiting=getattr(row, "waiting", 0),
        **{name: getattr(row, name) for name in names},
    )


def standard_out(found: Standard) -> StandardOut:
    """Return a template as JSON values."""
    line = standard_line(in_list(Standard.objects.filter(pk=found.pk)).get())
    return StandardOut(
        **line.dict(),
        notices=[notice_out(each) for each in waiting_notices(found)],
        laws=[LawOut(**row) for row in present_version(found).laws],
    )


def notice_out(row: LawNotice) -> NoticeOut:
    """Return a change of the law that calls for a look as JSON values."""
    return NoticeOut(
        change=row.change,
        trigger=row.trigger,
        title=row.told["title"],
        since=row.told["since"],
        law=row.told["law"],
        noticed_on=row.noticed_on,
        due_on=row.due_on,
    )


def version_line(row: StandardVersion) -> StandardVersionLine:
    """Return a version as a row."""
    return StandardVersionLine(
        number=row.number,
        name=row.stored.name,
        title=row.title,
        sha256=row.stored.sha256,
        added_at=row.added_at,
    )


def review_out(row: StandardReview) -> StandardReviewOut:
    """Return a look at a template as JSON values."""
    return StandardReviewOut(
        id=row.pk,
        outcome=row.outcome,
        reason=row.reason,
        version=row.version.number,
        reviewed_on=row.reviewed_on,
        reviewed_by=row.reviewed_by_id,
        was_due_on=row.was_due_on,
        recorded_at=row.recorded_at,
    )


@router.get("/standards", response=list[StandardLine], summary="ひな形の一覧")
@paginate(Pages)
def standards(request: ApiRequest, show: str = "") -> object:
    """List the templates, the next review first. `show`: near, early, comments or retired; else those in use."""
    rows = shown(in_list(access.standards_of(request.auth)), show, localdate())
    return Listed(rows.order_by("due_on", "pk"), lambda page: [standard_line(row) for row in page])


@router.post("/standards", response={201: StandardOut, **REFUSED}, summary="ひな形を載せる")
def register(
    request: ApiRequest, given: Form[NewStandardIn], upload: File[UploadedFile]
) -> Status[StandardOut]:
    """Add a template with its first version."""
    who = require(request.auth, Act.KEEP_STANDARDS)
    made = services.register(
        who.organization, _given(who, given), reading.read(upload), by=who.user, at=now()
    )
    return Status(201, standard_out(made))


@router.get("/standards/{pk}", response={200: StandardOut, 404: Problem}, summary="ひな形の次の見直しとわけ")
def standard(request: ApiRequest, pk: int) -> StandardOut:
    """Return a template with what calls for its next review."""
    return standard_out(access.standard_for(request.auth, pk))


@router.put("/standards/{pk}", response={200: StandardOut, **REFUSED}, summary="ひな形の情報を変える")
def change(request: ApiRequest, pk: int, body: StandardIn) -> StandardOut:
    """Change what is told of a template."""
    who = request.auth
    found = access.standard_to_keep(who, pk)
    return standard_out(services.change(found, _given(who, body), by=who.user, at=now()))


@router.delete("/standards/{pk}", response={204: None, **REFUSED}, summary="ひな形を使うのをやめる")
def retire(request: ApiRequest, pk: int) -> Status[None]:
    """Take a template out of use; its versions and records stay."""
    services.retire(access.standard_to_keep(request.auth, pk), by=request.auth.user, at=now())
    return Status(204, None)


@router.post(
    "/standards/{pk}/take-up", response={200: StandardOut, **REFUSED}, summary="やめたひな形をまた使う"
)
def take_up(request: ApiRequest, pk: int) -> StandardOut:
    """Take a template into use again."""
    found = access.standard_given_up(request.auth, pk)
    return standard_out(services.take_up(found, by=request.auth.user, at=now()))


@router.get("/standards/{pk}/reviews", response=list[StandardReviewOut], summary="見直しの記録")
@paginate(Pages)
def reviews(request: ApiRequest, pk: int) -> object:
    """List the looks at a template, the latest first."""
    rows = access.standard_for(request.auth, pk).reviews.select_related("version").defer("version__clauses")
    return Listed(rows, lambda page: [review_out(row) for row in page])


@router.post(
    "/standards/{pk}/reviews", response={201: StandardReviewOut, **REFUSED}, summary="見直しを記録する"
)
def record_review(
    request: ApiRequest,
    pk: int,
    given: Form[StandardReviewIn],
    upload: File[UploadedFile | None] = None,
) -> Status[StandardReviewOut]:
    """Record a look at a template; the next date follows."""
    who = request.auth
    found = access.standard_to_keep(who, pk)
    person = access.keeper_for(who, given.reviewed_by) if given.reviewed_by is not None else who.user
    text = reading.read(upload) if upload is not None else None
    looked = services.Looked(
        given.reviewed_on or localdate(), person, given.outcome, given.reason, given.considered
    )
    return Status(201, review_out(services.record_review(found, looked, text, by=who.user, at=now())))


@router.get("/standards/{pk}/versions", response=list[StandardVersionLine], summary="ひな形の版の一覧")
@paginate(Pages)
def versions(request: ApiRequest, pk: int) -> object:
    """List the versions of a template, the latest first."""
    rows = access.standard_for(request.auth, pk).versions.select_related("stored").defer(*HEAVY)
    return Listed(rows, lambda page: [version_line(row) for row in page])


@router.get(
    "/standards/{pk}/versions/{number}",
    response={200: StandardVersionOut, 404: Problem},
    summary="ひな形の版の条項",
)
def version(request: ApiRequest, pk: int, number: int) -> StandardVersionOut:
    """Return a version with its clauses."""
    found = access.version_for(request.auth, pk, number)
    return StandardVersionOut(
        **version_line(found).dict(),
        warnings=found.warnings,
        clauses=found.clauses,
        laws=[LawOut(**row) for row in found.laws],
    )


@router.get(
    "/standards/{pk}/versions/{number}/file", openapi_extra=FILE, summary="ひな形の版のファイルを受け取る"
)
def version_file(request: ApiRequest, pk: int, number: int) -> FileResponse:
    """Hand out a version as it was brought."""
    return download(access.version_for(request.auth, pk, number).stored)


@router.get(
    "/standards/{pk}/comparison",
    response={200: VersionComparisonOut, 404: Problem},
    summary="二つの版を条項ごとに比べる",
)
def comparison(
    request: ApiRequest, pk: int, one: Query[Number], other: Query[Number]
) -> VersionComparisonOut:
    """Return how one version became another, by their numbers."""
    before, after = (access.version_for(request.auth, pk, number) for number in (one, other))
    return VersionComparisonOut(one=one, other=other, clauses=pairs_out(before.clauses, after.clauses))

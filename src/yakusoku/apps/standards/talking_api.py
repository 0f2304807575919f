"""What the field says of templates, and study sessions, over HTTP."""

from datetime import date, datetime
from typing import Annotated

from django.db.models import QuerySet
from django.http import FileResponse
from django.utils.timezone import now
from ninja import Field, File, Form, Router, Schema, Status
from ninja.files import UploadedFile
from ninja.pagination import paginate
from pydantic import AfterValidator, StringConstraints

from yakusoku.apps.accounts.access import require
from yakusoku.apps.files.answers import download
from yakusoku.apps.standards import access, talking
from yakusoku.apps.standards.models import Comment, StudySession
from yakusoku.apps.standards.queries import present_version
from yakusoku.domain.accounts.permissions import Act
from yakusoku.web.api import (
    FILE,
    ApiRequest,
    FileOut,
    Line,
    Listed,
    Number,
    Pages,
    Problem,
    Text,
    file_out,
    storable,
)

router = Router(tags=["standards"])
REFUSED = {404: Problem, 409: Problem}


# As long as the form takes it.
People = Annotated[str, StringConstraints(min_length=1, max_length=1000), AfterValidator(storable)]


class CommentIn(Schema):
    """What is said. `clause`: its place in the present version, from 0; null: of the whole."""

    text: Text = Field(min_length=1)
    clause: Number | None = None


class CommentAnswerIn(Schema):
    """What was done about it."""

    text: Text = Field(min_length=1)


class CommentOut(Schema):
    """What was said of a template, and what was done; `answered_at` null: it waits."""

    id: int
    version: int
    clause: int | None
    clause_name: str
    text: str
    made_by: int
    made_at: datetime
    answer: str
    answered_at: datetime | None


class StudyIn(Schema):
    """A study session. `standards`: numbers of the templates that it dealt with."""

    held_on: date
    title: Line = Field(min_length=1)
    people: People
    learned: Text = Field(min_length=1)
    standards: list[Number] = []


class StudyOut(Schema):
    """A study session as it was recorded."""

    id: int
    held_on: date
    title: str
    people: str
    learned: str
    standards: list[int]
    files: list[FileOut]


def comment_out(row: Comment) -> CommentOut:
    """Return a comment as JSON values."""
    return CommentOut(
        id=row.pk,
        version=row.version.number,
        clause=row.clause,
        clause_name=row.clause_name,
        text=row.text,
        made_by=row.made_by_id,
        made_at=row.made_at,
        answer=row.answer,
        answered_at=row.answered_at,
    )


def study_out(row: StudySession) -> StudyOut:
    """Return a study session as JSON values."""
    return StudyOut(
        id=row.pk,
        held_on=row.held_on,
        title=row.title,
        people=row.people,
        learned=row.learned,
        standards=[each.pk for each in row.standards.all()],
        files=[file_out(each) for each in row.files.all()],
    )


@router.get("/standards/{pk}/comments", response=list[CommentOut], summary="ひな形への現場の声")
@paginate(Pages)
def comments(request: ApiRequest, pk: int) -> object:
    """List what was said of a template, the latest first."""
    rows = access.standard_for(request.auth, pk).comments.select_related("version").defer("version__clauses")
    return Listed(rows, lambda page: [comment_out(row) for row in page])


@router.post("/standards/{pk}/comments", response={201: CommentOut, **REFUSED}, summary="ひな形に声を寄せる")
def comment(request: ApiRequest, pk: int, body: CommentIn) -> Status[CommentOut]:
    """Say something of the present version of a template, or of one clause of it."""
    version = present_version(access.standard_in_use(request.auth, pk))
    made = talking.comment(version, body.text, body.clause, by=request.auth.user, at=now())
    return Status(201, comment_out(made))


@router.post(
    "/standards/comments/{comment}/answer", response={204: None, **REFUSED}, summary="現場の声に答える"
)
def answer(request: ApiRequest, comment: int, body: CommentAnswerIn) -> Status[None]:
    """Say what was done about a comment."""
    who = require(request.auth, Act.KEEP_STANDARDS)
    talking.answer(access.comment_to_answer(who, comment), body.text, by=who.user, at=now())
    return Status(204, None)


@router.get("/studies", response=list[StudyOut], summary="勉強会の記録の一覧")
@paginate(Pages)
def studies(request: ApiRequest) -> object:
    """List the study sessions, the latest first."""
    return Listed(_with_all(access.studies_of(request.auth)), lambda page: [study_out(row) for row in page])


@router.post("/studies", response={201: StudyOut, **REFUSED}, summary="勉強会を記録する")
def record_study(
    request: ApiRequest,
    given: Form[StudyIn],
    uploads: File[list[UploadedFile]] = [],  # noqa: B006 (ninja reads the default and changes nothing)
) -> Status[StudyOut]:
    """Record a study session, with files."""
    who = require(request.auth, Act.KEEP_STANDARDS)
    about = [access.standard_for(who, number) for number in dict.fromkeys(given.standards)]
    made = talking.record_study(
        who.organization,
        talking.Study(given.held_on, given.title, given.people, given.learned),
        standards=about,
        files=uploads,
        by=who.user,
        at=now(),
    )
    return Status(201, study_out(made))


@router.get("/studies/{pk}", response={200: StudyOut, 404: Problem}, summary="勉強会の記録")
def study(request: ApiRequest, pk: int) -> StudyOut:
    """Return what was learned."""
    return study_out(access.study_for(request.auth, pk))


@router.get("/studies/{pk}/files/{file}", openapi_extra=FILE, summary="勉強会のファイルを受け取る")
def study_file(request: ApiRequest, pk: int, file: int) -> FileResponse:
    """Hand out a file of a study session."""
    return download(access.study_file_for(request.auth, pk, file).stored)


def _with_all(rows: "QuerySet[StudySession]") -> "QuerySet[StudySession]":
    return rows.prefetch_related("standards", "files__stored")

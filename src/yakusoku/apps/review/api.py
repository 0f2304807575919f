"""Contract review over HTTP: the same acts as on the pages."""

from datetime import datetime
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import FileResponse
from django.utils.timezone import now
from ninja import Field, File, Form, Query, Router, Schema, Status
from ninja.files import UploadedFile
from ninja.pagination import paginate
from pydantic import AfterValidator, StringConstraints

from yakusoku.apps.accounts.access import require
from yakusoku.apps.files.answers import download
from yakusoku.apps.review import access, services
from yakusoku.apps.review.forms import MOST_LETTERS
from yakusoku.apps.review.models import Review, ReviewedFile
from yakusoku.domain.accounts.permissions import Act
from yakusoku.web.api import FILE, ApiRequest, FileOut, Line, Number, Pages, Problem, file_out, storable

router = Router(tags=["reviews"])
REFUSED = {404: Problem, 409: Problem}
Contract = Annotated[str, StringConstraints(max_length=MOST_LETTERS), AfterValidator(storable)]


class ReviewIn(Schema):
    """What is reviewed beside the files: a text; for which work, and what it is called."""

    title: Line = ""
    text: Contract = ""
    engagement: Number | None = None


class ReviewLine(Schema):
    """A review in a list."""

    id: int
    title: str
    engagement: int | None = Field(None, validation_alias="engagement_id")
    department: int | None = Field(None, validation_alias="department_id")
    predecessor: int | None = Field(None, validation_alias="predecessor_id")
    revision: int
    missing: int
    weak: int
    outdated: int
    conflicts: int
    created_at: datetime


class WhereOut(Schema):
    """A clause that deals with something: number of the document and of the clause, from 0, and its name."""

    document: int
    clause: int
    name: str
    strength: str
    weak: bool
    words: str


class CoverageOut(Schema):
    """How a requirement stands in all documents."""

    slug: str
    title: str
    status: str
    risk: int
    where: list[WhereOut]


class ReviewConflictOut(Schema):
    """What the work cannot keep (work), or clauses that contradict each other (contradiction)."""

    kind: str
    slug: str
    title: str
    reason: str
    where: list[WhereOut]


class UnreadableOut(Schema):
    """A file that could not be read, and why."""

    name: str
    reason: str


class ReviewOut(ReviewLine):
    """What a review found. `catalogue`: the edition that it was judged by."""

    catalogue: str
    coverage: list[CoverageOut]
    conflicts_found: list[ReviewConflictOut]
    unreadable: list[UnreadableOut]


class DocumentLine(Schema):
    """A document of a review."""

    id: int
    name: str
    title: str
    warnings: list[str]
    clauses: int


class DocumentOut(Schema):
    """A document with its clauses, as `yakusoku review --json` tells them."""

    id: int
    name: str
    title: str
    warnings: list[str]
    clauses: list[dict[str, Any]]


# What a line tells, as the columns of a review are named.
LINE = tuple(str(field.validation_alias or name) for name, field in ReviewLine.model_fields.items())


def review_out(found: Review) -> ReviewOut:
    """Return what a review found as JSON values."""
    unread = [each for each in found.files.all() if each.unreadable]
    return ReviewOut(
        **{name: getattr(found, name) for name in LINE},
        catalogue=found.catalogue,
        coverage=[CoverageOut(**row) for row in found.results["coverage"]],
        conflicts_found=[ReviewConflictOut(**row) for row in found.results["conflicts"]],
        unreadable=[UnreadableOut(name=each.name, reason=each.unreadable) for each in unread],
    )


def document_line(file: ReviewedFile) -> DocumentLine:
    """Return a document of a review as a row."""
    return DocumentLine(
        id=file.pk, name=file.name, title=file.title, warnings=file.warnings, clauses=len(file.clauses)
    )


@router.get("/reviews", response=list[ReviewLine], summary="契約書の点検の一覧")
@paginate(Pages)
def reviews(request: ApiRequest, engagement: Query[Number | None] = None) -> "QuerySet[Review]":
    """List the reviews that the caller may see, the latest first; `engagement` narrows to one work."""
    rows = access.reviews_of(request.auth).defer("results", "profile")
    return rows if engagement is None else rows.filter(engagement=engagement)


@router.post("/reviews", response={201: ReviewOut, **REFUSED}, summary="契約書を点検する")
def make_review(
    request: ApiRequest,
    given: Form[ReviewIn],
    uploads: File[list[UploadedFile]] = [],  # noqa: B006 (ninja reads the default and changes nothing)
) -> Status[ReviewOut]:
    """Review files, or a text, as one contract; a file that cannot be read is told with its reason."""
    who = require(request.auth, Act.REVIEW_CONTRACT)
    work = access.work_for(who, given.engagement) if given.engagement is not None else None
    subject = services.Subject(who.organization, access.department_of(who), given.title, work)
    return Status(201, review_out(services.review(subject, uploads, given.text, by=who.user, at=now())))


@router.get("/reviews/{pk}", response={200: ReviewOut, 404: Problem}, summary="契約書の点検の結果")
def review(request: ApiRequest, pk: int) -> ReviewOut:
    """Return what a review found."""
    return review_out(access.review_for(request.auth, pk))


@router.post("/reviews/{pk}/again", response={201: ReviewOut, **REFUSED}, summary="もう一度点検する")
def review_again(request: ApiRequest, pk: int) -> Status[ReviewOut]:
    """Review the same documents by today's knowledge and facts, as a new review."""
    before = access.review_to_do_again(request.auth, pk)
    return Status(201, review_out(services.review_again(before, by=request.auth.user, at=now())))


@router.get("/reviews/{pk}/documents", response=list[DocumentLine], summary="点検した文書の一覧")
@paginate(Pages)
def documents(request: ApiRequest, pk: int) -> list[DocumentLine]:
    """List the documents of a review that could be read."""
    rows = access.review_for(request.auth, pk).files.filter(unreadable="")
    return [document_line(row) for row in rows]


@router.get(
    "/reviews/{pk}/documents/{file}", response={200: DocumentOut, 404: Problem}, summary="点検した文書の条項"
)
def document(request: ApiRequest, pk: int, file: int) -> DocumentOut:
    """Return a document with its clauses."""
    found = access.document_in(access.review_for(request.auth, pk), file)
    return DocumentOut(
        id=found.pk, name=found.name, title=found.title, warnings=found.warnings, clauses=found.clauses
    )


@router.get("/reviews/{pk}/papers", response=list[FileOut], summary="点検の書類の一覧")
@paginate(Pages)
def papers(request: ApiRequest, pk: int) -> list[FileOut]:
    """List the papers of a review."""
    rows = access.review_for(request.auth, pk).papers.select_related("stored")
    return [file_out(row) for row in rows]


@router.get("/reviews/{pk}/papers/{paper}", openapi_extra=FILE, summary="点検の書類を受け取る")
def paper(request: ApiRequest, pk: int, paper: int) -> FileResponse:
    """Hand out a paper of a review."""
    return download(access.paper_for(request.auth, pk, paper).stored)

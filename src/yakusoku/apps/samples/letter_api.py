"""Texts of letters, and batches with their files, over HTTP. Mounted by the router of samples.

Making a batch asks who has answered: apps/flows/sample_api.py.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Literal

from django.http import Http404, HttpResponse
from django.utils.timezone import now
from ninja import Field, Query, Router, Schema
from ninja.pagination import paginate
from pydantic import AfterValidator, StringConstraints

from yakusoku.apps.samples import access, queries, respondents, writing
from yakusoku.apps.samples.letters import (
    LetterFile,
    NoSuchPart,
    NotPublished,
    letters_file,
    papers_file,
    text_of,
)
from yakusoku.apps.samples.models import Dispatch, LetterKind, LetterText, Sending
from yakusoku.apps.surveys.models import Survey
from yakusoku.web.api import FILE, ApiRequest, Line, Listed, Marked, Pages, Problem, Replacing, storable
from yakusoku.web.edits import mark_of_row
from yakusoku.web.exports import download

router = Router(tags=["samples"])
REFUSED = {404: Problem, 409: Problem}
Body = Annotated[str, StringConstraints(max_length=6000, min_length=1), AfterValidator(storable)]


class LetterTextIn(Replacing):
    """The text of a letter; what stands in 〔〕 is filled for each respondent."""

    title: Line = Field(min_length=1)
    body: Body


class LetterTextOut(Marked):
    """The text of a letter as it would be sent now."""

    kind: str
    title: str
    body: str


class DispatchOut(Schema):
    """A batch: what was written, when, and to how many. `mailed`: mails that have gone."""

    number: int
    kind: str
    way: str
    title: str
    body: str
    sent_on: date
    people: int
    undelivered: int
    mailed: int
    made_by: int
    made_at: datetime


class SendingOut(Schema):
    """What one respondent got in a batch."""

    respondent: int
    mailed_at: datetime | None
    undelivered_on: date | None
    undelivered_note: str


class UndeliveredIn(Schema):
    """When and why a letter came back; no day: it was delivered after all."""

    day: date | None
    note: Annotated[Line, Field(max_length=200)] = ""


class PartWanted(Schema):
    """Which file of a long batch."""

    part: int = Field(1, ge=1, le=10_000)


def text_out(survey: Survey, kind: LetterKind) -> LetterTextOut:
    """Return the text of a letter as JSON values."""
    row = LetterText.objects.filter(survey=survey, kind=kind).first()
    title, body = text_of(survey, kind)
    return LetterTextOut(mark=mark_of_row(row), kind=kind.value, title=title, body=body)


def dispatch_out(row: Dispatch) -> DispatchOut:
    """Return a batch as JSON values; it comes from `dispatches_of`."""
    names = ("number", "kind", "way", "title", "body", "sent_on", "made_at")
    return DispatchOut(
        people=getattr(row, "people", 0),
        undelivered=getattr(row, "lost", 0),
        mailed=getattr(row, "mailed", 0),
        made_by=row.made_by_id,
        **{name: getattr(row, name) for name in names},
    )


def sending_out(row: Sending) -> SendingOut:
    """Return what a respondent got as JSON values."""
    return SendingOut(
        respondent=row.respondent.number,
        mailed_at=row.mailed_at,
        undelivered_on=row.undelivered_on,
        undelivered_note=row.undelivered_note,
    )


@router.get(
    "/surveys/{pk}/sample/letters/{kind}",
    response={200: LetterTextOut, 404: Problem},
    summary="調査の手紙の文",
)
def letter_text(request: ApiRequest, pk: int, kind: LetterKind) -> LetterTextOut:
    """Return the text of a letter."""
    return text_out(access.survey_to_run(request.auth, pk), kind)


@router.put(
    "/surveys/{pk}/sample/letters/{kind}",
    response={200: LetterTextOut, **REFUSED},
    summary="調査の手紙の文を書く",
)
def write_letter(request: ApiRequest, pk: int, kind: LetterKind, body: LetterTextIn) -> LetterTextOut:
    """Keep the text of a letter; what was sent before stays as it was sent."""
    survey = access.survey_to_run(request.auth, pk)
    who = request.auth.user
    writing.write_text(survey, kind, body.title, body.body, seen=body.mark, by=who, at=now())
    return text_out(survey, kind)


@router.get(
    "/surveys/{pk}/sample/dispatches/{number}/sendings", response=list[SendingOut], summary="発送した相手"
)
@paginate(Pages)
def sendings(request: ApiRequest, pk: int, number: int) -> object:
    """List to whom a batch went."""
    rows = queries.sendings_of(access.dispatch_for(request.auth, pk, number))
    return Listed(rows, lambda page: [sending_out(row) for row in page])


@router.get(
    "/surveys/{pk}/sample/dispatches/{number}/letters/{kind}",
    openapi_extra=FILE,
    summary="発送した手紙を受け取る",
)
def letters(
    request: ApiRequest,
    pk: int,
    number: int,
    kind: Literal["pdf", "docx", "csv"],
    wanted: Query[PartWanted],
) -> HttpResponse:
    """Hand out the letters of a batch: pdf and docx part by part, csv (for a merge) whole."""
    found = access.dispatch_for(request.auth, pk, number)
    return _handed_out(lambda: letters_file(found, kind, wanted.part))


@router.get(
    "/surveys/{pk}/sample/dispatches/{number}/papers",
    openapi_extra=FILE,
    summary="手紙と調査票を一つのPDFで受け取る",
)
def letters_with_questionnaires(
    request: ApiRequest, pk: int, number: int, wanted: Query[PartWanted]
) -> HttpResponse:
    """Hand out letters of a batch with the questionnaire behind each, 25 a part."""
    found = access.dispatch_for(request.auth, pk, number)
    return _handed_out(lambda: papers_file(found, wanted.part))


def _handed_out(make: Callable[[], LetterFile]) -> HttpResponse:
    """Return a file; a part that is not there, or a questionnaire that was not published, is 404."""
    try:
        made = make()
    except (NoSuchPart, NotPublished) as refusal:
        raise Http404 from refusal
    return download(made.content, made.content_type, made.name)


@router.post(
    "/surveys/{pk}/sample/dispatches/{number}/sendings/{respondent}/undelivered",
    response={200: SendingOut, **REFUSED},
    summary="手紙が届かなかったことを記録する",
)
def mark_undelivered(
    request: ApiRequest, pk: int, number: int, respondent: int, body: UndeliveredIn
) -> SendingOut:
    """Record that a letter or mail came back, or (no day) that it did not after all."""
    found = access.sending_for(request.auth, pk, number, respondent)
    row = respondents.mark_undelivered(found, body.day, body.note, by=request.auth.user, at=now())
    return sending_out(row)

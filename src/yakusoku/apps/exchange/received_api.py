"""OSCAL documents of others over HTTP: kept, looked at, then taken or dropped. Mounted by the router of the exchange."""

from datetime import date, datetime
from typing import Annotated, Any

from django.db.models import QuerySet
from django.utils.timezone import now
from ninja import Field, Router, Schema, Status
from ninja.pagination import paginate
from pydantic import StringConstraints

from yakusoku.apps.exchange import access, receiving
from yakusoku.apps.exchange.models import Received
from yakusoku.domain.oscal.documents import open_document
from yakusoku.web.api import ApiRequest, Line, Number, Pages, Problem

router = Router(tags=["oscal"])


class ReceivedIn(Schema):
    """A document, and where it is taken in: a work, an inspection, or neither: the organisation itself."""

    document: dict[str, Any]
    engagement: Number | None = None
    inspection: Number | None = None


class ReceivedRow(Schema):
    """A document that waits for a look."""

    id: int
    kind: str
    title: str
    version: str
    engagement: int | None = Field(None, validation_alias="engagement_id")
    inspection: int | None = Field(None, validation_alias="inspection_id")
    received_at: datetime


class ChangeOut(Schema):
    """One thing that would change. An empty text: there was or will be nothing."""

    subject: str
    title: str
    field: str
    before: str
    after: str


class LeftOut(Schema):
    """Something that would not be taken, and why."""

    subject: str
    why: str


class TaskOut(Schema):
    """An inspection that a plan asks for. `new`: it was not announced."""

    id: str
    kind: str
    date: date
    new: bool


class LookedAtOut(Schema):
    """A waiting document with everything that taking it would change.

    edition   is sent when it is taken: it is taken as it was looked at, or not at all
    """

    id: int
    kind: str
    title: str
    version: str
    edition: str
    changes: list[ChangeOut]
    left: list[LeftOut]
    tasks: list[TaskOut]


class LookedAtIn(Schema):
    """Which difference was looked at; of a plan, which inspection is opened."""

    edition: Annotated[str, StringConstraints(max_length=64)]
    task: Line = ""


class TakenCountOut(Schema):
    """How many things were set."""

    taken: int


@router.get("/oscal/documents", response=list[ReceivedRow], summary="OSCAL: 取込みを待つ文書")
@paginate(Pages)
def documents(request: ApiRequest) -> "QuerySet[Received]":
    """List the documents that the caller brought and that wait."""
    return access.received_by(request.auth).defer("content")


@router.post(
    "/oscal/documents", response={201: LookedAtOut, 404: Problem, 409: Problem}, summary="OSCAL: 文書を預ける"
)
def add_document(request: ApiRequest, body: ReceivedIn) -> Status[LookedAtOut]:
    """Keep a document and tell what taking it would change; nothing else changes yet."""
    document = open_document(body.document)
    place = access.place_for(request.auth, document.kind, body.engagement, body.inspection)
    kept = receiving.receive(place, body.document, document, by=request.auth.user, at=now())
    return Status(201, looked_at(kept, place))


@router.get(
    "/oscal/documents/{pk}",
    response={200: LookedAtOut, 404: Problem, 409: Problem},
    summary="OSCAL: 取り込むと変わること",
)
def document(request: ApiRequest, pk: int) -> LookedAtOut:
    """Return what taking a waiting document would change now."""
    return looked_at(*access.received_for(request.auth, pk))


@router.post(
    "/oscal/documents/{pk}/take",
    response={200: TakenCountOut, 404: Problem, 409: Problem},
    summary="OSCAL: 預けた文書を取り込む",
)
def take_document(request: ApiRequest, pk: int, body: LookedAtIn) -> TakenCountOut:
    """Take a waiting document as it was looked at: all of it, or nothing."""
    found, place = access.received_for(request.auth, pk)
    by = request.auth.user
    return TakenCountOut(taken=receiving.take(found, place, body.edition, chosen=body.task, by=by, at=now()))


@router.delete(
    "/oscal/documents/{pk}",
    response={204: None, 404: Problem, 409: Problem},
    summary="OSCAL: 預けた文書を捨てる",
)
def drop_document(request: ApiRequest, pk: int) -> Status[None]:
    """Forget a waiting document."""
    found, place = access.received_for(request.auth, pk)
    receiving.drop(found, place, by=request.auth.user, at=now())
    return Status(204, None)


def looked_at(received: Received, place: access.Place) -> LookedAtOut:
    """Return a waiting document with its difference as JSON values."""
    found = receiving.compared(received, place)
    told = found.difference
    changes = [
        ChangeOut(subject=c.subject, title=c.title, field=c.field, before=c.before, after=c.after)
        for c in told.changes
    ]
    return LookedAtOut(
        id=received.pk,
        kind=received.kind,
        title=received.title,
        version=received.version,
        edition=told.edition,
        changes=changes,
        left=[LeftOut(subject=each.subject, why=each.why) for each in told.left],
        tasks=[TaskOut(id=t.id, kind=t.kind, date=t.date, new=t.told) for t in found.tasks],
    )

"""Documents of others: kept to be looked at, then taken as they were looked at, or dropped."""

import json
from datetime import datetime
from typing import Any, ClassVar

from django.db import transaction

from yakusoku.apps.accounts.models import User
from yakusoku.apps.audit.services import record
from yakusoku.apps.exchange.access import Place
from yakusoku.apps.exchange.models import Received
from yakusoku.apps.exchange.reading import (
    Compared,
    compare_catalog,
    compare_library,
    compare_profile,
    compare_sheet,
)
from yakusoku.apps.exchange.running import compare_corrections, compare_plan
from yakusoku.domain.audit.chain import JSON
from yakusoku.domain.oscal.documents import Document, Kind, Unsound, open_document
from yakusoku.domain.refusal import Refusal

MOST_WAITING = 20


class TooManyWaiting(Refusal):
    """As many documents wait for a look as may."""

    code: ClassVar[str] = "oscal.too-many-waiting"


class ChangedMeanwhile(Refusal):
    """What taking the document would change is no longer what was looked at."""

    code: ClassVar[str] = "oscal.changed-meanwhile"


class NothingToTake(Refusal):
    """The document says what stands here already, or nothing that can be taken."""

    code: ClassVar[str] = "oscal.nothing-to-take"


class TakenAlready(Refusal):
    """The document was taken or dropped meanwhile."""

    code: ClassVar[str] = "oscal.taken-already"


def parsed(raw: bytes) -> Any:
    """Return the values of a JSON text. Raises Unsound."""
    try:
        return json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Unsound() from error


@transaction.atomic
def receive(place: Place, told: Any, document: Document, *, by: User, at: datetime) -> Received:
    """Keep a document to look at; nothing else changes.

    place    where it may be taken in, as access.place_for says for its kind
    raises   TooManyWaiting and whatever looking at it raises
    """
    compared_at(place, document)
    waiting = Received.objects.filter(organization=place.who.organization, received_by=by)
    if waiting.count() >= MOST_WAITING:
        raise TooManyWaiting(most=MOST_WAITING)
    received = Received.objects.create(
        organization=place.who.organization,
        kind=document.kind.value,
        title=document.title,
        version=document.version,
        engagement=place.engagement,
        inspection=place.inspection,
        content=json.dumps(told, ensure_ascii=False, allow_nan=False),
        received_by=by,
        received_at=at,
    )
    _log("oscal.received", received, place, by, at, {})
    return received


def compared(received: Received, place: Place) -> Compared:
    """Return what taking a waiting document would change now. Raises as `receive`."""
    return compared_at(place, document_of(received))


def document_of(received: Received) -> Document:
    """Return a waiting document, read."""
    return open_document(json.loads(received.content))


def compared_at(place: Place, document: Document) -> Compared:
    """Return what a document would change at a place that may take it."""
    if place.inspection is not None:
        return compare_sheet(place, document, place.inspection)
    if place.engagement is not None:
        compare = {
            Kind.PROFILE: compare_profile,
            Kind.PLAN: compare_plan,
            Kind.POAM: compare_corrections,
        }[document.kind]
        return compare(place, document, place.engagement)
    return (compare_catalog if document.kind is Kind.CATALOG else compare_library)(place, document)


@transaction.atomic
def take(received: Received, place: Place, edition: str, *, chosen: str = "", by: User, at: datetime) -> int:
    """Take a document as it was looked at; return how many things were set.

    edition   of the difference that was looked at
    chosen    the inspection of a plan that is opened; for other kinds it says nothing
    raises    TakenAlready, ChangedMeanwhile, NothingToTake and what the acts raise; then nothing is taken
    """
    if not Received.objects.select_for_update().filter(pk=received.pk).exists():
        raise TakenAlready()
    found = compared(received, place)
    if found.difference.edition != edition:
        raise ChangedMeanwhile()
    if not found.difference.changes and not found.tasks:
        raise NothingToTake()
    count = found.take(by, at, chosen)
    _log("oscal.taken", received, place, by, at, {"taken": count, "left": len(found.difference.left)})
    received.delete()
    return count


@transaction.atomic
def drop(received: Received, place: Place, *, by: User, at: datetime) -> None:
    """Forget a waiting document. Raises TakenAlready."""
    if not Received.objects.select_for_update().filter(pk=received.pk).exists():
        raise TakenAlready()
    _log("oscal.dropped", received, place, by, at, {})
    received.delete()


def _log(code: str, received: Received, place: Place, by: User, at: datetime, facts: dict[str, int]) -> None:
    subject = place.inspection or place.engagement or place.who.organization
    told: dict[str, JSON] = {"kind": received.kind, "document": received.pk, **facts}
    record(code, subject, by=by, at=at, organization=place.trail, facts=told)

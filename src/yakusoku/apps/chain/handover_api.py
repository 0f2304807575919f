"""What was handed over, over HTTP; mounted by the router of the chain."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils.timezone import localdate, now
from ninja import Field, Router, Schema
from ninja.pagination import paginate

from yakusoku.apps.chain import access, handing
from yakusoku.apps.chain.access import Seat, stands_for
from yakusoku.apps.chain.drawing import CLIENT, ends_for
from yakusoku.apps.chain.models import Handover
from yakusoku.apps.chain.queries import chain_of, handovers_of
from yakusoku.apps.chain.rights import may_cancel
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.catalogue.chain_rules import Travel
from yakusoku.web.api import ApiRequest, Line, Number, Pages, Problem, Text

router = Router(tags=["chain"])


class HandoverIn(Schema):
    """What was handed over; `giver`, `receiver` null: the client."""

    giver: Number | None = None
    receiver: Number | None = None
    description: Line = Field(min_length=1)
    medium: str = Field(pattern="^(paper|file|removable_media)$")
    copies: int = Field(ge=1, le=10_000_000)
    travels_by: Travel
    tracking: str = Field(default="", max_length=100, pattern="^[^\x00]*$")
    sent_on: date


class ReceiptIn(Schema):
    """When it arrived, and what was noticed."""

    received_on: date
    remark: Text = ""


class HandoverOut(Schema):
    """Something that went from one hand to another; `giver`, `receiver` null: the client."""

    id: int
    giver: int | None = Field(alias="giver_id")
    receiver: int | None = Field(alias="receiver_id")
    returns: bool
    description: str
    medium: str
    copies: int
    travels_by: str
    tracking: str
    state: str
    sent_on: date
    sent_at: datetime
    received_on: date | None
    remark: str


class CancelIn(Schema):
    """Why a record is taken back."""

    reason: Text = ""


@router.get("/engagements/{pk}/handovers", response=list[HandoverOut], summary="受渡しの一覧")
@paginate(Pages)
def handovers(request: ApiRequest, pk: int, open: bool = False) -> "QuerySet[Handover]":
    """List what was handed over, the newest first; `open`: only what is not confirmed yet."""
    seat = access.seat_for(request.auth, pk)
    rows = handovers_of(seat.engagement)
    return rows.filter(state="sent") if open else rows


@router.post(
    "/engagements/{pk}/handovers", response={200: HandoverOut, 409: Problem}, summary="受渡しを記録する"
)
def hand_over(request: ApiRequest, pk: int, body: HandoverIn) -> Handover:
    """Record something that was handed over in an engagement."""
    return _hand_over(access.seat_for(request.auth, pk), body)


@router.post(
    "/hops/{pk}/handovers", response={200: HandoverOut, 409: Problem}, summary="その段からの受渡しを記録する"
)
def hand_over_from(request: ApiRequest, pk: int, body: HandoverIn) -> Handover:
    """Record something that someone in the chain handed over; for companies further down."""
    seat, giver = access.hop_for(request.auth, pk)
    return _hand_over(seat, body.model_copy(update={"giver": giver.pk}))


@router.get("/handovers/{pk}", response={200: HandoverOut, 404: Problem}, summary="受渡し")
def handover(request: ApiRequest, pk: int) -> Handover:
    """Return one handover."""
    return access.handover_for(request.auth, pk)[1]


@router.post(
    "/handovers/{pk}/receipt", response={200: HandoverOut, 409: Problem}, summary="受け取ったことを記録する"
)
def receive(request: ApiRequest, pk: int, body: ReceiptIn) -> Handover:
    """Confirm that it arrived."""
    seat, found = access.handover_for(request.auth, pk)
    _allow(stands_for(seat.need(Act.HAND_OVER), found.receiver))
    handing.receive(found, body.received_on, body.remark, by=request.auth.user, at=now())
    return found


@router.post(
    "/handovers/{pk}/cancel", response={200: HandoverOut, 409: Problem}, summary="受渡しの記録を取り消す"
)
def cancel(request: ApiRequest, pk: int, body: CancelIn) -> Handover:
    """Take back a record of something that was never sent."""
    seat, found = access.handover_for(request.auth, pk)
    _allow(may_cancel(seat.need(Act.HAND_OVER), found))
    handing.cancel(found, body.reason, by=request.auth.user, at=now())
    return found


def _hand_over(seat: Seat, body: HandoverIn) -> Handover:
    chain = chain_of(seat.need(Act.HAND_OVER).engagement, localdate(), client=seat.is_client)
    givers, receivers = (dict(ends) for ends in ends_for(seat, chain))
    _allow(_name(body.giver) in givers and _name(body.receiver) in receivers)
    sent = handing.Sent(
        description=body.description,
        medium=body.medium,
        copies=body.copies,
        travels_by=body.travels_by.value,
        sent_on=body.sent_on,
        tracking=body.tracking,
    )
    return handing.hand_over(seat.engagement, body.giver, body.receiver, sent, by=seat.acting.user, at=now())


def _name(end: int | None) -> str:
    return CLIENT if end is None else str(end)


def _allow(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied

"""When something may be handed over, and which way it goes (docs/rules/chain.md)."""

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from yakusoku.domain.catalogue.chain_rules import Travel
from yakusoku.domain.chain.links import Link, Standing, way_up
from yakusoku.domain.refusal import Refusal


class SameHands(Refusal):
    """Giver and receiver are the same."""

    code: ClassVar[str] = "handover.same-hands"


class ReceiverNotConsented(Refusal):
    """Data goes down only to someone to whom the client agreed."""

    code: ClassVar[str] = "handover.receiver-not-consented"


class TrackingMissing(Refusal):
    """What is sent by a tracked service has a number."""

    code: ClassVar[str] = "handover.tracking-missing"


class DayAhead(Refusal):
    """The day has not come yet."""

    code: ClassVar[str] = "handover.day-ahead"


class ReceivedBeforeSent(Refusal):
    """It cannot have arrived before it left."""

    code: ClassVar[str] = "handover.received-before-sent"


class HandoverClosed(Refusal):
    """It was confirmed or cancelled already."""

    code: ClassVar[str] = "handover.closed"


def goes_back(giver: int | None, receiver: int | None, links: Mapping[int, Link]) -> bool:
    """Return whether a handover goes towards the client. None stands for the client itself."""
    if receiver is None:
        return True
    if giver is None:
        return False
    return receiver in {link.id for link in way_up(links[giver], links)} and giver != receiver


def check_handover(
    giver: int | None,
    receiver: int | None,
    links: Mapping[int, Link],
    *,
    travel: Travel,
    tracking: str,
    sent_on: date,
    today: date,
) -> bool:
    """Make sure that something may be handed over; return whether it goes back towards the client.

    raises   SameHands, DayAhead, TrackingMissing, ReceiverNotConsented
    """
    if giver == receiver:
        raise SameHands()
    if sent_on > today:
        raise DayAhead(day=sent_on)
    if travel is Travel.TRACKED and not tracking.strip():
        raise TrackingMissing()
    back = goes_back(giver, receiver, links)
    if not back and receiver is not None and links[receiver].standing is not Standing.CONSENTED:
        raise ReceiverNotConsented(name=links[receiver].name)
    return back


def check_receipt(sent_on: date, received_on: date, today: date) -> None:
    """Raise ReceivedBeforeSent or DayAhead for a day on which it cannot have arrived."""
    if received_on < sent_on:
        raise ReceivedBeforeSent(day=sent_on)
    if received_on > today:
        raise DayAhead(day=received_on)

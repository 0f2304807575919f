"""What a person may do in a chain, at a place and with a handover: asked alike by pages and interface."""

from yakusoku.apps.chain.access import Seat, stands_for
from yakusoku.apps.chain.models import Handover, Hop, Standing
from yakusoku.domain.accounts.permissions import Act

HOLDING = (Standing.CONSENTED, Standing.UNDECLARED)


def rights(seat: Seat) -> dict[str, bool]:
    """Return what the person may do in the chain."""
    records = seat.is_client and seat.may(Act.RECORD_CHAIN)
    return {
        "may_request": records or (not seat.is_client and seat.may(Act.REQUEST_SUBCONTRACT)),
        "may_record": records,
        "may_decide": seat.is_client and seat.may(Act.CONSENT_SUBCONTRACT),
        "may_hand_over": seat.may(Act.HAND_OVER),
    }


def manages(seat: Seat, found: Hop) -> bool:
    """Return whether the person's side speaks for whoever passed data on to a place: never for its own."""
    own = found.pk in seat.tops if seat.tops is not None else found.parent_id is None and not seat.is_client
    return rights(seat)["may_request"] and not own


def rights_at(seat: Seat, found: Hop) -> dict[str, bool]:
    """Return what the person may do at a place as it stands now."""
    may, below = rights(seat), found.parent_id is not None
    holds, manage = found.standing in HOLDING, manages(seat, found)
    return {
        "may_request_below": may["may_request"] and found.standing == Standing.CONSENTED,
        "may_request_late": manage and found.standing == Standing.UNDECLARED and not found.waits,
        "may_decide": may["may_decide"] and found.waits,
        "may_withdraw": manage and found.waits,
        "may_end": manage and holds,
        "may_pass_down": manage and below and (holds or found.waits),
        "may_amend": may["may_record"],
        "may_dismiss": may["may_record"] and found.standing == Standing.UNDECLARED and not found.waits,
        "may_hand_over": may["may_hand_over"],
    }


def may_cancel(seat: Seat, found: Handover) -> bool:
    """Return whether the person's side gave it, or keeps the records as the client."""
    return seat.is_client or stands_for(seat, found.giver)

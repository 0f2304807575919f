"""Ending a round that will not be answered or looked at any more."""

from datetime import datetime

from django.db import transaction

from yakusoku.apps.accounts.models import User
from yakusoku.apps.inspections import duties
from yakusoku.apps.inspections.models import Inspection, State
from yakusoku.apps.inspections.rounds import log


@transaction.atomic
def call_off(inspection: Inspection, reason: str, *, by: User, at: datetime) -> None:
    """Close a round without looking at what is left of it; a concluded one stays as it is.

    What was answered stays to be read by the client; nothing of it becomes a finding.
    """
    _end(inspection, "inspection.called-off", (State.OPEN, State.SUBMITTED), reason, by, at)


@transaction.atomic
def end_with_decision(inspection: Inspection, reason: str, *, by: User, at: datetime) -> None:
    """Close a 調査票 that was handed in, once what it was asked for is decided (docs/rules/contract-gate.md).

    The answers and what was seen stay as a record. One that is being answered stays: the contract waits for it.
    """
    _end(inspection, "inspection.ended-with-decision", (State.SUBMITTED,), reason, by, at)


def _end(
    inspection: Inspection, code: str, states: tuple[State, ...], reason: str, by: User, at: datetime
) -> None:
    running = Inspection.objects.filter(pk=inspection.pk, state__in=states)
    if not running.update(state=State.CONCLUDED, concluded_by=by, concluded_at=at):
        return
    inspection.refresh_from_db()
    duties.done(inspection, at=at)
    log(code, inspection, by, at, reason=reason)

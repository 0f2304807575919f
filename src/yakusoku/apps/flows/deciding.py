"""What an act on the way to the contract brings for others at once: the secretariat, and the contractor's staff.

Without these, whoever is next would wait for the clock (apps/flows/tick.py).
"""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from yakusoku.apps.accounts.models import User
from yakusoku.apps.board import duties as board
from yakusoku.apps.candidates import planning, services
from yakusoku.apps.candidates.contracts import enter_contract
from yakusoku.apps.candidates.models import Candidacy, Contract
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.flows.starting import remind_of_start
from yakusoku.apps.training import duties as training


@transaction.atomic
def put_before_board(candidacy: Candidacy, *, by: User, at: datetime) -> None:
    """Put the candidate before the board, whose secretariat has a case to schedule from now on.

    raises   what `candidates.services.submit_to_board` raises
    """
    services.submit_to_board(candidacy, by=by, at=at)
    board.scheduling(candidacy.engagement.organization, at=at)


@transaction.atomic
def let_go(candidacy: Candidacy, reason: str, *, by: User, at: datetime) -> None:
    """Let go of the candidate; the board waits for it no longer. Raises what `candidates.services.withdraw` raises."""
    services.withdraw(candidacy, reason, by=by, at=at)
    board.scheduling(candidacy.engagement.organization, at=at)


@transaction.atomic
def reopen_plan(candidacy: Candidacy, reason: str, *, by: User, at: datetime) -> None:
    """Let an agreed plan be written again; until then it is no case of the board. Raises PlanClosed."""
    planning.reopen(candidacy, reason, by=by, at=at)
    board.scheduling(candidacy.engagement.organization, at=at)


@transaction.atomic
def enter(
    engagement: Engagement,
    signed_on: date,
    number: str,
    *,
    override_reason: str = "",
    by: User,
    at: datetime,
) -> Contract:
    """Enter the day of the contract: the contractor lists its staff and has them trained, work may start.

    raises   what `candidates.contracts.enter_contract` raises
    """
    contract = enter_contract(engagement, signed_on, number, override_reason=override_reason, by=by, at=at)
    engagement.refresh_from_db()
    today = localdate(at)
    training.bring_up_to_date(engagement, today=today, at=at)
    remind_of_start(today, at, of=engagement)
    return contract

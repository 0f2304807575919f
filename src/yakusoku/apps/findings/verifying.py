"""The client looks whether what was found is put right: closed, or back for another round."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from django.db import transaction
from django.utils.timezone import localdate

from yakusoku.apps.accounts.models import User
from yakusoku.apps.audit.services import record
from yakusoku.apps.findings import duties
from yakusoku.apps.findings.models import (
    CorrectiveInstruction,
    InstructedFinding,
    MeasureVerified,
    Outcome,
    Reply,
    Standing,
    State,
)
from yakusoku.apps.findings.moves import move_findings, move_instruction, need
from yakusoku.apps.findings.preparing import measures_taken
from yakusoku.apps.findings.queries import needs_of
from yakusoku.apps.findings.replying import mark_of_draft, open_items
from yakusoku.domain.findings.deadlines import check_deadline
from yakusoku.domain.findings.remedies import REFUSALS
from yakusoku.domain.findings.states import FindingMove, InstructionMove
from yakusoku.domain.refusal import Refusal
from yakusoku.web.edits import require_unchanged


class OutcomesMissing(Refusal):
    """Something that was replied is not looked at yet."""

    code: ClassVar[str] = "correction.outcomes-missing"


class SeenMissing(Refusal):
    """まだ says what was seen, so that the contractor knows what is left to do."""

    code: ClassVar[str] = "correction.seen-missing"


class NewDeadlineMissing(Refusal):
    """What goes back gets a new deadline."""

    code: ClassVar[str] = "correction.new-deadline-missing"


@dataclass(frozen=True, slots=True)
class Looked:
    """What was seen of one measure."""

    outcome: Outcome
    seen: str = ""


@transaction.atomic
def verify(
    instruction: CorrectiveInstruction,
    looked: Mapping[int, Looked],
    due_on: date | None = None,
    *,
    seen: str | None = None,
    by: User,
    at: datetime,
) -> bool:
    """Record what was seen of every measure; return whether the instruction is closed by it.

    looked   by number of the item
    due_on   the deadline of the next round, needed when something is not put right yet
    seen     the mark of the reply that was read: another that came since is not verified by it
    raises   MoveImpossible, ChangedMeanwhile, OutcomesMissing, SeenMissing, NewDeadlineMissing, DeadlinePast, and
             VersionNotNewer, ProfileNotAnew or CheckNotAdded when a remedy did not lead where it says
    """
    present = need(instruction, InstructionMove.CLOSE)
    reply = _read(present, seen)
    items = open_items(present)
    confirmed, left = _sorted(items, looked)
    _check(instruction, confirmed, left, looked)
    told = {"reply": reply, "verified_by": by, "verified_at": at}
    MeasureVerified.objects.bulk_create(_seen_of(item, looked[item.pk], told) for item in items)
    move_findings(_numbers(confirmed), State.REPLIED, FindingMove.CONFIRM, closed_at=at)
    move_findings(_numbers(left), State.REPLIED, FindingMove.SEND_BACK)
    _move_on(instruction, present.round, due_on if left else None, at)
    facts = {"round": present.round, "confirmed": len(confirmed), "left": len(left)}
    code = "correction.sent-back" if left else "correction.closed"
    owner = instruction.engagement.organization_id
    record(code, instruction, by=by, at=at, organization=owner, facts=facts)
    return not left


def _read(instruction: CorrectiveInstruction, seen: str | None) -> Reply:
    reply = instruction.replies.get(round=instruction.round)
    require_unchanged(seen, mark_of_draft(reply))
    return reply


def _seen_of(item: InstructedFinding, looked: Looked, told: Mapping[str, Any]) -> MeasureVerified:
    return MeasureVerified(item=item, outcome=looked.outcome, seen=looked.seen.strip(), **told)


def _sorted(
    items: Sequence[InstructedFinding], looked: Mapping[int, Looked]
) -> tuple[list[InstructedFinding], list[InstructedFinding]]:
    missing = [item for item in items if item.pk not in looked]
    if missing:
        raise OutcomesMissing(count=len(missing))
    confirmed = [item for item in items if looked[item.pk].outcome is Outcome.CONFIRMED]
    return confirmed, [item for item in items if item not in confirmed]


def _check(
    instruction: CorrectiveInstruction,
    confirmed: Sequence[InstructedFinding],
    left: Sequence[InstructedFinding],
    looked: Mapping[int, Looked],
) -> None:
    if any(not looked[item.pk].seen.strip() for item in left):
        raise SeenMissing()
    needs = needs_of(instruction.engagement, confirmed)
    for item in confirmed:
        need_left = needs[item.pk]
        if need_left is not None:
            raise REFUSALS[need_left]()


def _move_on(
    instruction: CorrectiveInstruction, present_round: int, due_on: date | None, at: datetime
) -> None:
    """Close the instruction, or begin the next round with its deadline."""
    if due_on is None and instruction.items.exclude(finding__state=State.CLOSED).exists():
        raise NewDeadlineMissing()
    if due_on is None:
        move_instruction(instruction, Standing.REPLIED, InstructionMove.CLOSE, closed_at=at)
        duties.done(instruction, at=at)
        return
    check_deadline(due_on, localdate(at))
    told = {"round": present_round + 1, "due_on": due_on}
    move_instruction(instruction, Standing.REPLIED, InstructionMove.SEND_BACK, **told)
    duties.to_reply(instruction, at=at)
    measures_taken(instruction.engagement, at=at)


def _numbers(items: Sequence[InstructedFinding]) -> list[int]:
    return [item.finding_id for item in items]

"""What may happen to a finding and to a corrective instruction (docs/rules/findings.md)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import ClassVar, Final, TypeVar

from yakusoku.domain.refusal import Refusal


class FindingState(StrEnum):
    """Where a finding stands."""

    OPEN = "open"
    INSTRUCTED = "instructed"
    REPLIED = "replied"
    CLOSED = "closed"


class FindingMove(StrEnum):
    """What is done about a finding.

    DISMISS    closed with a reason, without asking anybody to put it right
    WITHDRAW   the instruction is taken back
    """

    INSTRUCT = "instruct"
    REPLY = "reply"
    CONFIRM = "confirm"
    SEND_BACK = "send-back"
    WITHDRAW = "withdraw"
    DISMISS = "dismiss"


class InstructionState(StrEnum):
    """Where a corrective instruction stands."""

    ISSUED = "issued"
    REPLIED = "replied"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class InstructionMove(StrEnum):
    """What is done about an instruction. SEND_BACK begins a new round."""

    REPLY = "reply"
    SEND_BACK = "send-back"
    CLOSE = "close"
    WITHDRAW = "withdraw"
    EXTEND = "extend"


class MoveImpossible(Refusal):
    """This cannot be done in the present state."""

    code: ClassVar[str] = "finding.move-impossible"


FINDING_MOVES: Final[Mapping[tuple[FindingState, FindingMove], FindingState]] = {
    (FindingState.OPEN, FindingMove.INSTRUCT): FindingState.INSTRUCTED,
    (FindingState.OPEN, FindingMove.DISMISS): FindingState.CLOSED,
    (FindingState.INSTRUCTED, FindingMove.REPLY): FindingState.REPLIED,
    (FindingState.INSTRUCTED, FindingMove.WITHDRAW): FindingState.OPEN,
    (FindingState.REPLIED, FindingMove.CONFIRM): FindingState.CLOSED,
    (FindingState.REPLIED, FindingMove.SEND_BACK): FindingState.INSTRUCTED,
}
INSTRUCTION_MOVES: Final[Mapping[tuple[InstructionState, InstructionMove], InstructionState]] = {
    (InstructionState.ISSUED, InstructionMove.REPLY): InstructionState.REPLIED,
    (InstructionState.ISSUED, InstructionMove.EXTEND): InstructionState.ISSUED,
    (InstructionState.ISSUED, InstructionMove.WITHDRAW): InstructionState.WITHDRAWN,
    (InstructionState.REPLIED, InstructionMove.SEND_BACK): InstructionState.ISSUED,
    (InstructionState.REPLIED, InstructionMove.CLOSE): InstructionState.CLOSED,
}

S = TypeVar("S", FindingState, InstructionState)
M = TypeVar("M", FindingMove, InstructionMove)


def finding_after(state: FindingState, move: FindingMove) -> FindingState:
    """Return the state of a finding after a move. Raises MoveImpossible."""
    return _after(FINDING_MOVES, state, move)


def instruction_after(state: InstructionState, move: InstructionMove) -> InstructionState:
    """Return the state of an instruction after a move. Raises MoveImpossible."""
    return _after(INSTRUCTION_MOVES, state, move)


def _after(moves: Mapping[tuple[S, M], S], state: S, move: M) -> S:
    after = moves.get((state, move))
    if after is None:
        raise MoveImpossible(state=state.value, move=move.value)
    return after

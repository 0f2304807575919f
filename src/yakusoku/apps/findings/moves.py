"""Moving findings and instructions from state to state: who comes second is told, and nothing is lost."""

from collections.abc import Iterable

from yakusoku.apps.engagements.life import hold
from yakusoku.apps.findings.models import CorrectiveInstruction, Finding, Standing, State
from yakusoku.domain.findings.states import (
    FindingMove,
    FindingState,
    InstructionMove,
    InstructionState,
    MoveImpossible,
    finding_after,
    instruction_after,
)


def need(instruction: CorrectiveInstruction, move: InstructionMove) -> CorrectiveInstruction:
    """Lock an instruction and return it as it stands now. Raises MoveImpossible."""
    hold(instruction.engagement_id)
    present = CorrectiveInstruction.objects.select_for_update(no_key=True).get(pk=instruction.pk)
    try:
        instruction_after(InstructionState(present.state), move)
    except MoveImpossible as refusal:
        raise MoveImpossible(state=Standing(present.state).label) from refusal
    return present


def move_instruction(
    instruction: CorrectiveInstruction, before: Standing, move: InstructionMove, **fields: object
) -> None:
    """Move an instruction and set `fields` with it. Raises MoveImpossible if it is elsewhere meanwhile."""
    after = instruction_after(InstructionState(before.value), move)
    rows = CorrectiveInstruction.objects.filter(pk=instruction.pk, state=before)
    if not rows.update(state=after.value, **fields):
        raise MoveImpossible(state=Standing(instruction.state).label)
    instruction.refresh_from_db(fields=["state", *fields])


def move_findings(findings: Iterable[int], before: State, move: FindingMove, **fields: object) -> None:
    """Move findings together. Raises MoveImpossible if one of them is elsewhere meanwhile."""
    wanted = set(findings)
    after = finding_after(FindingState(before.value), move)
    moved = Finding.objects.filter(pk__in=wanted, state=before).update(state=after.value, **fields)
    if moved != len(wanted):
        raise MoveImpossible(state=_elsewhere(wanted, after))


def _elsewhere(findings: set[int], after: FindingState) -> str:
    """Return in words where the findings stand that did not move."""
    states = (
        Finding.objects.filter(pk__in=findings).exclude(state=after.value).values_list("state", flat=True)
    )
    return str(State(next(iter(states), after.value)).label)

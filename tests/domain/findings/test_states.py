"""Only what the tables allow can happen to a finding and to an instruction."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yakusoku.domain.findings.states import (
    FINDING_MOVES,
    INSTRUCTION_MOVES,
    FindingMove,
    FindingState,
    InstructionMove,
    InstructionState,
    MoveImpossible,
    finding_after,
    instruction_after,
)

F = FindingState


@pytest.mark.parametrize(
    ("state", "move", "after"),
    [
        pytest.param(F.OPEN, FindingMove.INSTRUCT, F.INSTRUCTED, id="an-open-finding-is-instructed"),
        pytest.param(F.OPEN, FindingMove.DISMISS, F.CLOSED, id="an-open-finding-is-let-be"),
        pytest.param(F.INSTRUCTED, FindingMove.REPLY, F.REPLIED, id="the-contractor-replies"),
        pytest.param(F.INSTRUCTED, FindingMove.WITHDRAW, F.OPEN, id="an-instruction-is-taken-back"),
        pytest.param(F.REPLIED, FindingMove.CONFIRM, F.CLOSED, id="what-was-replied-is-seen"),
        pytest.param(F.REPLIED, FindingMove.SEND_BACK, F.INSTRUCTED, id="what-was-replied-does-not-suffice"),
    ],
)
def test_a_finding_moves(state, move, after):
    assert finding_after(state, move) is after


@given(st.sampled_from(FindingState), st.sampled_from(FindingMove))
def test_nothing_else_happens_to_a_finding(state, move):
    if (state, move) in FINDING_MOVES:
        assert finding_after(state, move) is not state
    else:
        with pytest.raises(MoveImpossible):
            finding_after(state, move)


@given(st.sampled_from(InstructionState), st.sampled_from(InstructionMove))
def test_nothing_else_happens_to_an_instruction(state, move):
    if (state, move) in INSTRUCTION_MOVES:
        assert instruction_after(state, move) is INSTRUCTION_MOVES[state, move]
    else:
        with pytest.raises(MoveImpossible):
            instruction_after(state, move)


@given(st.lists(st.sampled_from(FindingMove), max_size=12))
def test_what_is_closed_stays_closed(moves):
    state = F.OPEN
    for move in moves:
        was_closed = state is F.CLOSED
        try:
            state = finding_after(state, move)
        except MoveImpossible:
            continue
        assert not was_closed


@given(st.lists(st.sampled_from(InstructionMove), max_size=12))
def test_no_instruction_closes_without_a_reply(moves):
    state, replied = InstructionState.ISSUED, False
    for move in moves:
        try:
            state = instruction_after(state, move)
        except MoveImpossible:
            continue
        replied = replied or move is InstructionMove.REPLY
    assert replied or state is not InstructionState.CLOSED

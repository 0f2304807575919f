"""What a contract waits for."""

from dataclasses import replace

import pytest

from yakusoku.domain.candidates.gate import (
    BoardRule,
    ContractRefused,
    Obstacle,
    OverrideNotNeeded,
    Readiness,
    Ruling,
    board_needed,
    obstacles,
    require_open,
)

READY = Readiness(
    published=True,
    ruling=Ruling.APPROVED,
    responsible_named=True,
    answered=True,
    plan_agreed=True,
    unpublished=0,
    board_needed=True,
)


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        pytest.param({}, (), id="everything-is-there"),
        pytest.param({"ruling": Ruling.CONDITIONAL}, (), id="conditions-let-through"),
        pytest.param({"ruling": Ruling.HELD}, (Obstacle.BOARD,), id="the-board-has-not-decided"),
        pytest.param({"ruling": Ruling.CONTINUED}, (Obstacle.BOARD,), id="the-board-put-it-off"),
        pytest.param(
            {"ruling": Ruling.REJECTED}, (Obstacle.CANDIDATE, Obstacle.BOARD), id="the-board-refused"
        ),
        pytest.param({"ruling": Ruling.HELD, "board_needed": False}, (), id="no-board-is-needed"),
        pytest.param({"published": False}, (Obstacle.VERSION,), id="nothing-is-published"),
        pytest.param({"responsible_named": False}, (Obstacle.RESPONSIBLE,), id="nobody-is-responsible"),
        pytest.param({"answered": False}, (Obstacle.PRE_ASSESSMENT,), id="the-sheet-is-not-answered"),
        pytest.param({"plan_agreed": False}, (Obstacle.PLAN,), id="the-plan-is-not-agreed"),
        pytest.param({"unpublished": 2}, (Obstacle.AMENDMENT,), id="an-amendment-is-not-published"),
        pytest.param(
            {"ruling": None, "answered": False, "plan_agreed": False, "responsible_named": False},
            (
                Obstacle.CANDIDATE,
                Obstacle.RESPONSIBLE,
                Obstacle.PRE_ASSESSMENT,
                Obstacle.PLAN,
                Obstacle.BOARD,
            ),
            id="nobody-is-selected",
        ),
    ],
)
def test_everything_missing_is_told_at_once(change, missing):
    assert obstacles(replace(READY, **change)) == missing


@pytest.mark.parametrize(
    ("rule", "personal", "needed"),
    [
        (BoardRule.ALWAYS, False, True),
        (BoardRule.PERSONAL, True, True),
        (BoardRule.PERSONAL, False, False),
        (BoardRule.NEVER, True, False),
    ],
)
def test_the_house_says_for_which_works_the_board_decides(rule, personal, needed):
    assert board_needed(rule, personal) is needed


def test_a_reason_overrides_the_board_and_nothing_else():
    waiting = replace(READY, ruling=Ruling.HELD)
    assert require_open(waiting, "災害のため") == (Obstacle.BOARD,)
    with pytest.raises(ContractRefused) as caught:
        require_open(replace(waiting, plan_agreed=False), "災害のため")
    assert caught.value.facts["missing"] == (Obstacle.PLAN,)


@pytest.mark.parametrize("reason", ["", "  "])
def test_without_a_reason_the_board_decides_first(reason):
    with pytest.raises(ContractRefused) as caught:
        require_open(replace(READY, ruling=Ruling.HELD), reason)
    assert caught.value.facts["missing"] == (Obstacle.BOARD,)


def test_a_reason_that_overrides_nothing_is_refused():
    with pytest.raises(OverrideNotNeeded):
        require_open(READY, "急ぐため")

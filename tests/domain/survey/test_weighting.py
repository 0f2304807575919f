"""Weights of those who answered."""

from fractions import Fraction

import pytest

from yakusoku.domain.survey.weighting import (
    Drawn,
    StratumNotDrawn,
    WeightsLacking,
    by_draw,
    by_margins,
    by_numbers,
    facts_of,
)

DRAWN = {"大": Drawn(100, 20, 20, 10), "小": Drawn(900, 30, 27, 9)}


def test_who_answered_stands_for_the_frame_and_for_those_who_did_not():
    strata = ["大"] * 10 + ["小"] * 9
    assert by_draw(strata, DRAWN, answered=False)[::18] == [Fraction(5), Fraction(30)]
    weights = by_draw(strata, DRAWN, answered=True)
    # Three of the thirty are none to ask: they stand for others that are no longer there.
    assert (weights[0], weights[-1], sum(weights)) == (10, 90, 100 + 900 * Fraction(27, 30))
    with pytest.raises(StratumNotDrawn):
        by_draw([*strata, "中"], DRAWN, answered=True)


def test_the_effect_of_unequal_weights_is_that_of_kish():
    found = facts_of([Fraction(1), Fraction(3)])
    assert found is not None
    assert (found.total, found.effective, found.effect) == (4, Fraction(16, 10), Fraction(5, 4))
    assert facts_of([]) is None


def test_raked_weights_meet_every_margin_and_given_ones_lack_nobody():
    columns = {"role": ["a", "a", "b", "b"], "size": ["x", "y", "x", "y"]}
    weights = by_margins(columns, {"role": {"a": 30, "b": 70}, "size": {"x": 60, "y": 40}})
    assert [float(weights[0] + weights[1]), float(weights[0] + weights[2])] == pytest.approx([30, 60])
    with pytest.raises(WeightsLacking):
        by_numbers([1, 2], {1: Fraction(1)})

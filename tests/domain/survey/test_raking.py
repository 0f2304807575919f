"""Weights fitted to known totals."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yakusoku.domain.survey import raking
from yakusoku.domain.survey.coded import Measured, coded
from yakusoku.domain.survey.design import DesignBlank, design_of
from yakusoku.domain.survey.raking import Margin, calibrate, design_weights, post_stratify, rake

SIZE = coded("size", ["大", "小", "大", "小", "小", "大"])
ROLE = coded("role", ["元", "元", "先", "先", "先", "元"])


def design(weights=(1, 1, 1, 1, 1, 1)):
    return design_of(len(weights), weights=Measured("weight", np.array(weights, float)))


@given(st.lists(st.floats(0.5, 20), min_size=6, max_size=6), st.floats(0.2, 0.8), st.floats(0.2, 0.8))
def test_raked_weights_meet_every_margin(weights, large, clients):
    margins = [Margin(SIZE, {"大": 100 * large, "小": 100 * (1 - large)})]
    margins.append(Margin(ROLE, {"元": 100 * clients, "先": 100 * (1 - clients)}))
    found = rake(design(weights), margins, most=10_000)
    for margin in margins:
        sums = np.bincount(margin.column.codes, found.design.weights)
        assert list(sums) == pytest.approx([margin.totals[label] for label in margin.column.labels], rel=1e-6)
    assert (found.design.weights > 0).all()
    assert found.effect >= 1 - 1e-9
    assert found.worst[-1] <= found.worst[0]


def test_design_weights_are_the_frame_over_the_answers():
    weights = design_weights(SIZE, {"大": 30, "小": 300})
    assert list(weights) == [10, 100, 10, 100, 100, 10]
    assert list(post_stratify(design(), Margin(SIZE, {"大": 30, "小": 300})).design.weights) == list(weights)


def test_what_the_totals_explain_is_certain():
    fitted = post_stratify(design(), Margin(ROLE, {"元": 40, "先": 60})).design
    marks = (ROLE.codes == 0).astype(float)[:, None]
    assert fitted.covariance(fitted.weights[:, None] * marks, fitted.everyone) == pytest.approx(0)


def test_a_fit_reports_how_it_went():
    found = post_stratify(design(), Margin(ROLE, {"元": 3, "先": 6}))
    assert (found.rounds, found.smallest, found.largest) == (1, 1, 2)
    assert found.effect == pytest.approx(6 * (3 * 1 + 3 * 4) / 81)


@pytest.mark.parametrize(
    ("fit", "kind", "facts"),
    [
        pytest.param(
            lambda: post_stratify(design(), Margin(ROLE, {"元": 4})),
            raking.CategoryWithoutTotal,
            {"column": "role", "categories": ["先"]},
            id="no-total",
        ),
        pytest.param(
            lambda: post_stratify(design(), Margin(ROLE, {"元": 4, "先": 6, "他": 1})),
            raking.CategoryNotInSample,
            {"column": "role", "categories": ["他"]},
            id="nobody-in-the-sample",
        ),
        pytest.param(
            lambda: rake(design(), [Margin(ROLE, {"元": 4, "先": 6}), Margin(SIZE, {"大": 4, "小": 7})]),
            raking.MarginsDisagree,
            {"column": "role", "other": "size"},
            id="two-populations",
        ),
        pytest.param(
            lambda: post_stratify(design(), Margin(coded("role", ["元", "", "先", "先", "", "元"]), {})),
            DesignBlank,
            {"row": 2, "count": 2},
            id="blank",
        ),
        pytest.param(
            # Large companies are clients and small ones contractors: no weights give 50 and 40 large of 100.
            lambda: rake(
                design((1, 0, 0, 1, 1, 1)),
                [Margin(ROLE, {"元": 50, "先": 50}), Margin(SIZE, {"大": 40, "小": 60})],
            ),
            raking.RakingUnfinished,
            {"rounds": 200},
            id="impossible",
        ),
        pytest.param(
            lambda: calibrate(
                design((20, 1, 1, 20, 1, 1)),
                [Margin(ROLE, {"元": 95, "先": 5}), Margin(SIZE, {"大": 10, "小": 90})],
            ),
            raking.WeightNegative,
            {},
            id="less-than-nothing",
        ),
    ],
)
def test_what_cannot_be_met_is_refused(fit, kind, facts):
    with pytest.raises(kind) as refused:
        fit()
    assert facts.items() <= refused.value.facts.items()

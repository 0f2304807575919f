"""Estimates, fits and tests equal those of R survey: 1e-8 for estimates and errors, 1e-6 for probabilities."""

import pytest

from tests.domain.survey.oracle import DESIGNS, FIGURES, answers, drawn, numbers, texts
from yakusoku.domain.survey.coded import coded
from yakusoku.domain.survey.design import design_of
from yakusoku.domain.survey.estimates import mean_of, shares_of, total_of
from yakusoku.domain.survey.multiplicity import benjamini_hochberg, holm
from yakusoku.domain.survey.raking import Margin, calibrate, post_stratify, rake
from yakusoku.domain.survey.rao_scott import association
from yakusoku.domain.survey.stages import Lonely
from yakusoku.domain.survey.waves import between_counts, between_rows, within_persons

ROLES = Margin(answers("role"), {"委託元": 260, "委託先": 540})
STRATA = Margin(answers("stratum"), {"大規模": 90, "中規模": 210, "小規模": 500})


def close(values):
    return pytest.approx(values, rel=1e-8)


def agrees(found, figure):
    """Assert point and error to 1e-8 and the interval to 1e-7 (R finds its quantile of t by another way)."""
    point, se, *interval = FIGURES[figure]
    assert [found.estimate, found.se] == close([point, se]), figure
    assert [found.low, found.high] == pytest.approx(interval, rel=1e-7), figure


def agrees_on_association(design, figure):
    found = association(design, answers("telework"), answers("plan"), design.everyone)
    f, ndf, ddf, p = FIGURES[figure]
    assert [found.f, found.ndf, found.ddf] == close([f, ndf, ddf])
    assert found.p == pytest.approx(p, rel=1e-6)
    return found


@pytest.mark.parametrize("name", DESIGNS)
def test_a_design(name):
    design = drawn(**DESIGNS[name])
    everyone, role = design.everyone, answers("role")
    agrees(mean_of(design, numbers("score"), everyone), f"{name} mean")
    agrees(total_of(design, numbers("visits"), everyone), f"{name} total")
    agrees(total_of(design, numbers("score"), everyone), f"{name} total-missing")
    for place, label in enumerate(role.labels):
        inside = role.codes == place
        agrees(mean_of(design, numbers("score"), inside), f"{name} mean {label}")
        agrees(total_of(design, numbers("visits"), inside), f"{name} total {label}")
    (does,) = (s for s in shares_of(design, answers("telework"), everyone) if s.name == "telework=実施")
    agrees(does, f"{name} share")
    found = agrees_on_association(design, f"{name} association")
    assert found.first_p == pytest.approx(FIGURES[f"{name} first-order"][0], rel=1e-6)


@pytest.mark.parametrize("rule", [Lonely.CERTAINTY, Lonely.ADJUST, Lonely.AVERAGE])
def test_a_stratum_with_one_unit(rule):
    pairs = zip(texts("cluster"), texts("stratum"), strict=True)
    split = ["alone" if cluster == "K01" else stratum for cluster, stratum in pairs]
    design = design_of(
        len(split),
        strata=coded("split", split),
        clusters=[answers("cluster")],
        weights=numbers("weight"),
        lonely=rule,
    )
    agrees(mean_of(design, numbers("visits"), design.everyone), f"alone {rule}")
    agrees(total_of(design, numbers("visits"), design.everyone), f"alone total {rule}")


@pytest.mark.parametrize(
    ("name", "fits"),
    [
        pytest.param("post-stratified", [lambda d: post_stratify(d, ROLES)], id="post-stratified"),
        pytest.param("raked", [lambda d: rake(d, [ROLES, STRATA])], id="raked"),
        pytest.param("linear", [lambda d: calibrate(d, [ROLES, STRATA])], id="linear"),
        pytest.param(
            "raked-twice",
            [
                lambda d: rake(d, [ROLES, STRATA]),
                lambda d: post_stratify(d, Margin(answers("role"), {"委託元": 300, "委託先": 500})),
            ],
            id="raked-then-post-stratified",
        ),
    ],
)
def test_fitted_weights(name, fits):
    design = drawn(**DESIGNS["full"])
    for fit in fits:
        design = fit(design).design
    assert list(design.weights[[0, 39, 79]]) == close(FIGURES[f"{name} weights"])
    agrees(mean_of(design, numbers("score"), design.everyone), f"{name} mean")
    agrees(total_of(design, numbers("visits"), design.everyone), f"{name} total")
    agrees(mean_of(design, numbers("score"), answers("role").codes == 1), f"{name} mean 委託先")
    agrees_on_association(design, f"{name} association")


def test_changes():
    design = drawn(**DESIGNS["full"])
    persons = within_persons(design, numbers("score"), numbers("score_later"), design.everyone)
    role = answers("role").codes
    rows = between_rows(design, numbers("visits"), role == 0, role == 1)
    for found, figure in ((persons, "change persons"), (rows, "change rows")):
        change, se, *interval = FIGURES[figure]
        assert [found.change, found.se] == close([change, se])
        assert [found.low, found.high] == pytest.approx(interval, rel=1e-7)
    assert between_counts((275, 261), (287, 269)).p == pytest.approx(FIGURES["two shares"][0], rel=1e-6)


def test_many_tests():
    assert holm(FIGURES["p"]) == pytest.approx(FIGURES["holm"], rel=1e-12)
    assert benjamini_hochberg(FIGURES["p"]) == pytest.approx(FIGURES["bh"], rel=1e-12)
    assert holm([]) == benjamini_hochberg([]) == []

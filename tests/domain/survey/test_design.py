"""Laws of estimates that hold for any sample, and designs that are refused."""

from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.survey.oracle import DESIGNS, ROWS, answers, drawn, numbers
from yakusoku.domain.survey import design as designs
from yakusoku.domain.survey.coded import Measured, NotANumber, coded, measured
from yakusoku.domain.survey.design import design_of
from yakusoku.domain.survey.estimates import mean_of, shares_of, total_of
from yakusoku.domain.survey.rao_scott import association
from yakusoku.domain.survey.sampling_error import sampling_error
from yakusoku.domain.survey.stages import Lonely, OnlyUnit
from yakusoku.domain.survey.waves import (
    between_counts,
    between_rows,
    between_samples,
    wilson_interval,
    within_persons,
)


@st.composite
def samples(draw):
    """Strata of 2 to 5 rows each, with answers, scores and weights."""
    sizes = draw(st.lists(st.integers(2, 5), min_size=1, max_size=4))
    n = sum(sizes)
    names = [f"層{place}" for place, size in enumerate(sizes) for _ in range(size)]
    values = draw(st.lists(st.floats(-1e6, 1e6), min_size=n, max_size=n))
    weights = draw(st.lists(st.floats(0.1, 1e3), min_size=n, max_size=n))
    said = draw(st.lists(st.sampled_from(["はい", "いいえ", ""]), min_size=n, max_size=n))
    return (
        coded("stratum", names),
        Measured("value", np.array(values)),
        Measured("weight", np.array(weights)),
        coded("said", said),
    )


@given(samples(), st.floats(0.01, 100))
def test_only_totals_depend_on_the_scale_of_the_weights(sample, scale):
    strata, values, weights, _ = sample
    one = design_of(len(values.values), strata=strata, weights=weights)
    other = design_of(len(values.values), strata=strata, weights=Measured("weight", weights.values * scale))
    size = abs(values.values).max() + 1
    means = [mean_of(design, values, design.everyone) for design in (one, other)]
    assert means[0].estimate == pytest.approx(means[1].estimate, rel=1e-9, abs=1e-9 * size)
    assert means[0].se == pytest.approx(means[1].se, rel=1e-6, abs=1e-6 * size)
    totals = [total_of(design, values, design.everyone) for design in (one, other)]
    size *= weights.values.sum() * scale
    assert totals[0].estimate * scale == pytest.approx(totals[1].estimate, rel=1e-9, abs=1e-9 * size)


@given(samples())
def test_without_a_design_the_error_is_that_of_the_textbook(sample):
    values = sample[1].values
    design = design_of(len(values))
    found = mean_of(design, sample[1], design.everyone)
    textbook = values.std(ddof=1) / sqrt(len(values))
    assert found.estimate == pytest.approx(values.mean(), rel=1e-9, abs=1e-6)
    assert found.se == pytest.approx(textbook, rel=1e-6, abs=1e-6)
    assert found.df == len(values) - 1


@given(samples())
def test_clusters_of_one_row_are_no_clusters(sample):
    strata, values, weights, _ = sample
    n = len(values.values)
    plain = design_of(n, strata=strata, weights=weights)
    each = coded("cluster", [f"{place:03d}" for place in range(n)])
    single = design_of(n, strata=strata, weights=weights, clusters=[each])
    assert mean_of(plain, values, plain.everyone) == mean_of(single, values, single.everyone)


@given(samples())
def test_the_order_of_the_rows_does_not_matter(sample):
    strata, values, weights, _ = sample
    back = np.arange(len(values.values))[::-1]
    turned = design_of(
        len(back),
        strata=coded("stratum", [strata.labels[code] for code in strata.codes[back]]),
        weights=Measured("weight", weights.values[back]),
    )
    straight = design_of(len(back), strata=strata, weights=weights)
    one = mean_of(straight, values, straight.everyone)
    other = mean_of(turned, Measured("value", values.values[back]), turned.everyone)
    scale = abs(values.values).max() + 1
    assert [one.estimate, one.se] == pytest.approx([other.estimate, other.se], rel=1e-6, abs=1e-8 * scale)


@given(samples())
def test_domains_add_up_to_the_whole(sample):
    strata, values, weights, said = sample
    design = design_of(len(values.values), strata=strata, weights=weights)
    parts = [total_of(design, values, said.codes == code) for code in range(-1, len(said.labels))]
    whole = total_of(design, values, design.everyone)
    size = (abs(values.values) * weights.values).sum()
    assert sum(part.estimate for part in parts) == pytest.approx(whole.estimate, abs=1e-9 * size + 1e-9)
    assert sum(part.n for part in parts) == whole.n


@given(samples())
def test_shares_add_up_and_their_intervals_hold_them(sample):
    strata, values, weights, said = sample
    design = design_of(len(values.values), strata=strata, weights=weights)
    found = shares_of(design, said, design.everyone)
    if not said.labels or found[0].n == 0:
        assert all(each.estimate is None for each in found)
        return
    assert sum(each.estimate for each in found) == pytest.approx(1)
    for each in found:
        assert each.df < 1 or 0 <= each.low <= each.estimate <= each.high <= 1


@given(samples())
def test_shares_are_means_of_marks(sample):
    strata, values, weights, said = sample
    design = design_of(len(values.values), strata=strata, weights=weights)
    for place, share in enumerate(shares_of(design, said, design.everyone)):
        marks = np.where(said.missing, np.nan, said.codes == place)
        mean = mean_of(design, Measured("mark", marks), design.everyone)
        assert (share.n, share.df) == (mean.n, mean.df) or share.n == 0
        if mean.estimate is not None:
            assert [share.estimate, share.se] == pytest.approx([mean.estimate, mean.se], rel=1e-6, abs=1e-7)


@given(samples())
def test_a_census_has_no_error(sample):
    strata, values, _, _ = sample
    whole = Measured("share", np.ones(len(values.values)))
    design = design_of(len(values.values), strata=strata, populations=[whole])
    found = mean_of(design, values, design.everyone)
    assert (found.se, found.low, found.high) == (0, found.estimate, found.estimate)


def test_two_waves_drawn_apart_are_two_strata_of_one_design():
    score = numbers("score")
    waves = drawn(strata="role", weights="weight")
    role = answers("role").codes
    joined = between_rows(waves, score, role == 0, role == 1)
    apart = between_samples(*[mean_of(waves, score, role == code) for code in (0, 1)])
    assert (joined.change, joined.se, joined.df) == pytest.approx((apart.change, apart.se, apart.df))
    assert joined.p == pytest.approx(apart.p)


def test_the_same_respondents_twice_are_not_two_samples():
    """Who hardly changes makes the change sure; two samples as far apart would not."""
    person = [str(place) for place in range(30)] * 2
    value = np.array([float(place) for place in range(30)] + [place + 1.0 + place % 2 for place in range(30)])
    second = np.arange(60) >= 30
    panel = design_of(60, clusters=[coded("person", person)])
    found = between_rows(panel, Measured("value", value), ~second, second)
    apart = design_of(60)
    not_known = between_rows(apart, Measured("value", value), ~second, second)
    assert found.change == not_known.change == 1.5
    assert found.significant()
    assert not not_known.significant()


def test_the_table_of_one_answer_has_no_test():
    design = drawn(**DESIGNS["full"])
    always = coded("always", ["はい"] * len(ROWS))
    assert association(design, always, answers("plan"), design.everyone) is None
    assert association(design, always, answers("plan"), ~design.everyone) is None


def test_empty_cells_do_not_stop_the_test():
    design = drawn(**DESIGNS["full"])
    same = association(design, answers("plan"), answers("plan"), design.everyone)
    assert same.p < 1e-6


def test_nobody_in_a_domain():
    design = drawn(**DESIGNS["full"])
    found = mean_of(design, numbers("score"), ~design.everyone, "だれも")
    assert (found.domain, found.n, found.estimate, found.se, found.low) == ("だれも", 0, None, None, None)


def test_cells_are_read_as_people_write_them():
    column = coded("c", [" 委託元", "委託先 ", "", "NA", "委託元"])
    assert (column.labels, list(column.codes)) == (("委託元", "委託先"), [0, 1, -1, -1, 0])
    assert list(np.isnan(measured("m", ["1", "", "NA", " 2.5 "]).values)) == [False, True, True, False]


@pytest.mark.parametrize("text", ["二", "1,000", "1_000", "inf", "1e51", "0x10"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(NotANumber) as refused:
        measured("m", ["1", f" {text}", "2"])
    assert refused.value.facts == {"column": "m", "row": 2, "text": text}


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param(lambda: sampling_error(1.1, 10), id="share"),
        pytest.param(lambda: sampling_error(0.5, 10, 9), id="population"),
        pytest.param(lambda: wilson_interval(2, 1), id="yes"),
        pytest.param(lambda: between_counts((0, 2), (1, 1)), id="counts"),
    ],
)
def test_counts_out_of_range_are_refused(wrong):
    with pytest.raises(ValueError, match="out of range"):
        wrong()


def test_a_wave_without_answers_has_no_change():
    design = drawn(**DESIGNS["full"])
    score, nobody = numbers("score"), ~design.everyone
    known, unknown = mean_of(design, score, design.everyone), mean_of(design, score, nobody)
    assert between_samples(known, unknown) is None
    assert between_rows(design, score, design.everyone, nobody) is None
    assert within_persons(design, score, score, nobody) is None
    same = within_persons(design, score, score, design.everyone)
    assert (same.change, same.p, same.significant()) == (0, None, False)


def rows_of(**columns):
    """Return a design from lists of texts; stratum, cluster and fpc, weight as given."""
    n = len(next(iter(columns.values())))
    return design_of(
        n,
        strata=coded("stratum", columns["stratum"]) if "stratum" in columns else None,
        clusters=[coded(name, columns[name]) for name in ("cluster", "inner") if name in columns],
        populations=[measured("fpc", columns["fpc"])] if "fpc" in columns else [],
        weights=measured("weight", columns["weight"]) if "weight" in columns else None,
        nested="nested" in columns,
    )


@pytest.mark.parametrize(
    ("columns", "kind", "facts"),
    [
        pytest.param({"weight": ["1", ""]}, designs.DesignBlank, {"row": 2, "count": 1}, id="blank"),
        pytest.param({"weight": ["1", "-1"]}, designs.WeightUnusable, {"row": 2}, id="negative"),
        pytest.param({"weight": ["0", "0"]}, designs.WeightUnusable, {"row": 1}, id="all-zero"),
        pytest.param({"weight": ["1", "inf"]}, NotANumber, {"row": 2}, id="infinite"),
        pytest.param({"fpc": ["10", "0.5"]}, designs.PopulationMixed, {"row": 2}, id="number-and-share"),
        pytest.param({"fpc": ["0", "0"]}, designs.PopulationMixed, {"row": 1}, id="nobody"),
        pytest.param({"fpc": ["10", "11"]}, designs.PopulationVaries, {}, id="varies"),
        pytest.param({"fpc": ["1.5", "1.5"]}, designs.PopulationTooSmall, {"drawn": 2}, id="too-small"),
        pytest.param(
            {"stratum": ["北", "南"], "cluster": ["1", "1"]},
            designs.ClustersCrossStrata,
            {"cluster": "1"},
            id="one-name-in-two-strata",
        ),
        pytest.param(
            {"cluster": ["1", "2"], "inner": ["1", "2"], "fpc": ["9", "9"]},
            designs.StagesDiffer,
            {"stages": 2, "populations": 1},
            id="a-stage-without-population",
        ),
    ],
)
def test_contradictions_are_refused(columns, kind, facts):
    with pytest.raises(kind) as refused:
        rows_of(**columns)
    assert facts.items() <= refused.value.facts.items()


def test_a_stratum_with_one_unit_is_refused_where_it_counts():
    design = rows_of(stratum=["北", "北", "南"])
    values = Measured("v", np.array([1.0, 2.0, 3.0]))
    with pytest.raises(OnlyUnit) as refused:
        mean_of(design, values, design.everyone)
    assert refused.value.facts == {"stratum": "南", "count": 1}
    # It is not in this domain; and taken whole it adds nothing.
    assert mean_of(design, values, np.array([True, True, False])).se > 0
    whole = rows_of(stratum=["北", "北", "南"], fpc=["5", "5", "1"])
    assert mean_of(whole, values, whole.everyone).se > 0
    alone = design_of(1, lonely=Lonely.AVERAGE)
    with pytest.raises(OnlyUnit):
        mean_of(alone, Measured("v", np.array([1.0])), alone.everyone)


def test_a_person_alone_in_a_cluster_of_two_stages_is_refused():
    """Each row is a unit of the first stage, and nothing shows how much the persons of a cluster differ."""
    columns = {"cluster": ["a", "b"], "inner": ["1", "2"]}
    stages = [coded(name, texts) for name, texts in columns.items()]
    sizes = [measured("clusters", ["9", "9"]), measured("persons", ["4", "4"])]
    design = design_of(2, clusters=stages, populations=sizes)
    with pytest.raises(OnlyUnit) as refused:
        mean_of(design, Measured("v", np.array([1.0, 2.0])), design.everyone)
    assert refused.value.facts == {"stratum": "a", "count": 2}


@pytest.mark.parametrize(
    ("given_labels", "shares"),
    [
        pytest.param(["1", "0", "1", ""], [2 / 3], id="yes-and-no"),
        pytest.param(["0", "0", "0", ""], [0], id="only-no"),
        pytest.param(["1", "1", "1", ""], [1], id="only-yes"),
        pytest.param(["10", "2", "2", ""], [2 / 3, 1 / 3], id="numbers-in-their-order"),
        pytest.param(["", "", "", "NA"], [None], id="no-answer"),
    ],
)
def test_shares(given_labels, shares):
    design = design_of(4)
    found = shares_of(design, coded("q", given_labels), design.everyone)
    assert [each.estimate for each in found] == pytest.approx(shares)


def test_nested_names_are_different_clusters():
    design = rows_of(stratum=["北", "北", "南", "南"], cluster=["1", "2", "1", "2"], nested=[True] * 4)
    assert design.df(design.everyone) == 2

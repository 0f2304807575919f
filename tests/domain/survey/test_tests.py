"""Tests of survey tables, against scipy, against R's way of computing them, and against published figures."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from yakusoku.domain.survey.association import pearson
from yakusoku.domain.survey.differences import Shares, compared, letters_by_group, significant
from yakusoku.domain.survey.distributions import (
    beta_quantile,
    chi2_upper,
    f_upper,
    normal_two_sided,
    t_quantile,
    t_two_sided,
)
from yakusoku.domain.survey.letters import name_of_group
from yakusoku.domain.survey.multiplicity import Correction, benjamini_hochberg, holm
from yakusoku.domain.survey.rao_scott import rao_scott
from yakusoku.domain.survey.several import (
    WeightedGroups,
    several_answers,
    several_weighted,
    several_weighted_all,
)

T01 = [[240, 35, 3, 9], [85, 25, 20, 88]]


@given(st.floats(1e-6, 2000), st.floats(0.05, 400))
def test_the_tail_of_chi_square(x, df):
    assert chi2_upper(x, df) == pytest.approx(stats.chi2.sf(x, df), rel=1e-9, abs=1e-14)


@given(st.floats(1e-6, 200), st.floats(0.5, 100), st.floats(1, 1e6))
def test_the_tail_of_f(x, df1, df2):
    assert f_upper(x, df1, df2) == pytest.approx(stats.f.sf(x, df1, df2), rel=1e-7, abs=1e-13)


@given(st.floats(-37, 37))
def test_the_tails_of_the_normal(z):
    assert normal_two_sided(z) == pytest.approx(2 * stats.norm.sf(abs(z)), rel=1e-12, abs=1e-300)


@given(st.floats(0.0005, 0.9995), st.floats(1, 1e5) | st.just(math.inf))
def test_students_t(p, df):
    assert t_quantile(p, df) == pytest.approx(stats.t.ppf(p, df), rel=1e-7, abs=1e-9)
    assert t_two_sided(stats.t.ppf(p, df), df) == pytest.approx(2 * min(p, 1 - p), rel=1e-7)


@given(st.floats(0.001, 0.999), st.floats(0.5, 5000), st.floats(0.5, 5000))
def test_the_quantiles_of_beta(p, a, b):
    assert beta_quantile(p, a, b) == pytest.approx(stats.beta.ppf(p, a, b), rel=1e-8, abs=1e-12)


def test_a_chance_too_small_for_its_complement():
    """F so large that all but its last bits is one side of the distribution."""
    for f in (1e6, 1e12, 1e30):
        assert f_upper(f, 3, 20) == pytest.approx(stats.f.sf(f, 3, 20), rel=1e-9)


def test_a_published_table():
    """IPA 2020: 委託先 and 委託元 by telework; chi-square from the published counts by R."""
    found = pearson(T01)
    assert (round(found.statistic, 3), found.df) == (145.789, 3)
    assert found.p == pytest.approx(stats.chi2_contingency(T01, correction=False).pvalue, rel=1e-9)


@pytest.mark.parametrize(
    "counts",
    [
        pytest.param([], id="nobody"),
        pytest.param([[5, 0], [7, 0]], id="one-category"),
        pytest.param([[5, 3], [0, 0]], id="one-group"),
        pytest.param([[0, 0], [0, 0]], id="all-zero"),
    ],
)
def test_nothing_to_compare_is_no_test(counts):
    assert pearson(counts) is None
    assert rao_scott(counts, counts, 5) is None


def test_empty_rows_and_columns_change_nothing():
    holed = [[240, 0, 35, 3, 9], [0, 0, 0, 0, 0], [85, 0, 25, 20, 88]]
    assert pearson(holed) == pearson(T01)


def by_projection(rows, columns, weights):
    """Return F, df and p as svychisq of R `survey` does: contrasts by projection, variance from each respondent."""
    r, c, n = max(rows) + 1, max(columns) + 1, len(rows)
    cells = np.zeros((n, r * c))
    cells[np.arange(n), rows * c + columns] = 1
    total = weights.sum()
    mean = weights @ cells / total
    influence = weights[:, None] * (cells - mean) / total
    real = influence.T @ influence * n / (n - 1)
    main = np.array([[1, *np.eye(r)[i][1:], *np.eye(c)[j][1:]] for i in range(r) for j in range(c)])
    both = np.array([np.kron(np.eye(r)[i][1:], np.eye(c)[j][1:]) for i in range(r) for j in range(c)])
    contrasts = both - main @ np.linalg.lstsq(main, both, rcond=None)[0]
    inverse = np.diag(np.where(mean > 0, 1 / np.where(mean > 0, mean, 1), 0))
    delta = np.linalg.solve(
        contrasts.T @ (inverse / n) @ contrasts, contrasts.T @ inverse @ real @ inverse @ contrasts
    )
    shares = mean.reshape(r, c) * n
    expected = np.outer(shares.sum(1), shares.sum(0)) / n
    statistic = ((shares - expected) ** 2 / expected).sum() / np.trace(delta)
    df = np.trace(delta) ** 2 / np.trace(delta @ delta)
    return statistic, df, stats.f.sf(statistic, df, df * (n - 1))


@pytest.mark.parametrize("seed", range(5))
def test_weighted_answers_are_tested_as_r_does(seed):
    random = np.random.default_rng(seed)
    n, r, c = 300, 2 + seed % 3, 2 + seed
    rows, columns = random.integers(0, r, n), random.integers(0, c, n)
    columns = np.where(random.random(n) < 0.2, rows % c, columns)
    weights = random.lognormal(0, 0.7, n)
    sums, squares = np.zeros((r, c)), np.zeros((r, c))
    np.add.at(sums, (rows, columns), weights)
    np.add.at(squares, (rows, columns), weights**2)
    statistic, df, p = by_projection(rows, columns, weights)
    found = rao_scott(sums.tolist(), squares.tolist(), n)
    assert found.statistic == pytest.approx(statistic, rel=1e-8)
    assert found.df == pytest.approx((df, df * (n - 1)), rel=1e-8)
    assert found.p == pytest.approx(p, rel=1e-6)


def test_a_figure_of_r():
    """svychisq(~sch.wide + stype) on the API sample of R `survey` with weights alone: F 16.719578, p 2.978e-7.

    The counts are the only ones in samples of 100, 50 and 50 that give this F.
    """
    weights, met, size = (44.2099990844727, 15.1000003814697, 20.3600006103516), (91, 26, 35), (100, 50, 50)
    counts = [met, [n - yes for n, yes in zip(size, met, strict=True)]]
    of_power = [[[n * w**k for n, w in zip(row, weights, strict=True)] for row in counts] for k in (1, 2)]
    found = rao_scott(*of_power, 200)
    assert round(found.statistic, 6) == 16.719578
    assert found.p == pytest.approx(2.978e-7, rel=2e-4)


def of_people(groups, ticks):
    """Return the test of a 複数回答 from each person's group and ticks."""
    marks, places = np.array(ticks, dtype=int), np.array(groups)
    chosen = [marks[places == group].sum(axis=0).tolist() for group in sorted(set(groups))]
    return several_answers([groups.count(g) for g in sorted(set(groups))], chosen, (marks.T @ marks).tolist())


def test_one_option_is_tested_like_yes_and_no():
    groups, ticks = [0] * 50 + [1] * 40, [[i % 3 == 0] for i in range(50)] + [[i % 2 == 0] for i in range(40)]
    yes = [sum(t[0] for t in ticks[:50]), sum(t[0] for t in ticks[50:])]
    plain = pearson([[yes[0], 50 - yes[0]], [yes[1], 40 - yes[1]]])
    found = of_people(groups, ticks)
    assert (found.statistic, found.df, found.p) == pytest.approx((plain.statistic, 1, plain.p))


def test_the_same_option_twice_tells_nothing_more():
    groups = [0] * 50 + [1] * 40
    once = [[i % 3 == 0] for i in range(50)] + [[i % 2 == 0] for i in range(40)]
    one, two = of_people(groups, once), of_people(groups, [t * 2 for t in once])
    assert (two.df, two.p) == pytest.approx((one.df, one.p))


def test_the_test_of_several_answers_errs_as_often_as_it_says():
    random = np.random.default_rng(7)
    found = []
    for _ in range(300):
        base = random.random(120)
        ticks = [[bool(b < 0.4), bool(b < 0.5), bool(random.random() < 0.3)] for b in base]
        found.append(of_people([int(x) for x in random.integers(0, 3, 120)], ticks).p)
    assert 0.02 < np.mean(np.array(found) < 0.05) < 0.09


def weighted(groups, ticks, weights):
    """Return the test of a 複数回答 from each person's group, ticks and weight."""
    return several_weighted(groups_of(groups, ticks, weights))


def groups_of(groups, ticks, weights):
    w, t = np.array(weights), np.array(ticks, dtype=float)
    here = np.array(groups) == np.array(sorted(set(groups)))[:, None]
    pairs = np.array([(t * (w**2 * mask)[:, None]).T @ t for mask in here])
    return WeightedGroups(
        here.sum(axis=1).astype(float), here @ w, here @ w**2, here @ (t * w[:, None]), pairs
    )


def test_equal_weights_change_little():
    groups = [0] * 80 + [1] * 90
    ticks = [[i % 3 == 0, i % 4 < 2] for i in range(80)] + [[i % 2 == 0, i % 4 < 2] for i in range(90)]
    found, plain = weighted(groups, ticks, [2.5] * 170), of_people(groups, ticks)
    assert found.p == pytest.approx(plain.p, rel=0.1)
    none = np.zeros(2)
    assert several_weighted(WeightedGroups(none, none, none, none[:, None], none[:, None, None])) is None
    assert weighted([0, 0, 1, 1], [[True]] * 4, [1.0] * 4) is None


def test_the_weighted_test_of_several_answers_errs_as_often_as_it_says():
    random = np.random.default_rng(11)
    tables = []
    for _ in range(300):
        base, groups = random.random(200), random.integers(0, 3, 200)
        ticks = np.column_stack([base < 0.4, base < 0.5, random.random(200) < 0.3])
        tables.append(groups_of(groups.tolist(), ticks, random.lognormal(0, 0.6, 200)))
    found = several_weighted_all(tables)
    assert 0.02 < np.mean(np.array([each.p for each in found]) < 0.05) < 0.09
    # Together as alone, also beside a table with an empty group and one with an option that nobody chose.
    first = tables[0]
    empty = np.array([1.0, 1.0, 0.0])
    odd = [
        WeightedGroups(
            *(
                getattr(first, name) * empty.reshape(-1, *[1] * (getattr(first, name).ndim - 1))
                for name in WeightedGroups.__slots__
            )
        ),
        replace(first, chosen=first.chosen * empty, pairs=first.pairs * np.outer(empty, empty)),
    ]
    for one, alone in zip(several_weighted_all([*odd, *tables[:3]]), [*odd, *tables[:3]], strict=True):
        wanted = several_weighted(alone)
        assert [one.statistic, *one.df, one.p] == pytest.approx(
            [wanted.statistic, *wanted.df, wanted.p], rel=1e-9
        )


def shares(counts, bases):
    """Return the shares of one answer in groups."""
    n = np.array(bases, dtype=float)[:, None]
    return Shares(np.array(counts)[:, None] / np.maximum(n, 1), n, n)


def p_of(one, other):
    """Return p of the z test of two counts out of their bases; None where it is not made."""
    found = compared(shares(*one), shares(*other))
    return found.tail(found.z[0, 0]) if found.valid[0, 0] else None


def test_two_shares_of_two_published_waves():
    """IPA 2020 and 2021, 委託元 that have done telework: 110 of 218, 155 of 239 (R: z 3.114, p 0.00185)."""
    p = p_of(([110], [218]), ([155], [239]))
    assert p == pytest.approx(0.00185, abs=5e-6)
    assert p == pytest.approx(stats.chi2_contingency([[110, 108], [155, 84]], correction=False).pvalue)
    assert p_of(([20], [29]), ([155], [239])) is None
    assert p_of(([1], [40]), ([2], [40])) is None


def letters_of(counts, bases):
    every = shares(counts, bases)
    found = letters_by_group(
        [range(1, len(bases) + 1)],
        lambda one, other: compared(every.of([n - 1 for n in one]), every.of([n - 1 for n in other])),
    )
    return [found.get((place, 0), "") for place in range(1, len(bases) + 1)]


def test_letters_name_the_lower_groups():
    assert letters_of([50, 73, 120, 20, 0], [200, 200, 200, 20, 0]) == ["", "a", "AB", "", ""]
    assert letters_of([0, 0], [50, 50]) == ["", ""]
    assert letters_of([], []) == []
    assert [name_of_group(n) for n in (0, 25, 26, 27)] == ["A", "Z", "AA", "AB"]


@settings(max_examples=40)
@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(60, 90)), min_size=2, max_size=6),
    st.sampled_from(Correction),
)
def test_marks_are_those_of_all_tests_made_one_by_one(groups, correction):
    """Only near differences are tested at length; the others count in the correction all the same."""
    every = shares([yes for yes, _ in groups], [n for _, n in groups])
    pairs = [(one, other) for one in range(len(groups)) for other in range(one + 1, len(groups))]
    one, other = zip(*pairs, strict=True)
    found = compared(every.of(one), every.of(other))
    valid = [place for place in range(len(pairs)) if found.valid[place, 0]]
    ps = [
        stats.chi2_contingency(
            [[y, n - y] for y, n in (groups[g] for g in pairs[place])], correction=False
        ).pvalue
        for place in valid
    ]
    adjust = {"holm": holm, "bh": benjamini_hochberg, "none": list}[correction]
    wanted = {place: p for place, p in zip(valid, adjust(ps), strict=True) if p < 0.05}
    marks = {each.comparison: each.adjusted for each in significant(found, correction)}
    assert marks == pytest.approx(wanted, rel=1e-9)


def test_holm():
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert holm([]) == []

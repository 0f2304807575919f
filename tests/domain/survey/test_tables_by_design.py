"""Tables of a sample with a design: the test of R survey, and errors and marks that agree with it."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from scipy import linalg, stats

from tests.domain.survey.oracle import DESIGNS, FIGURES, ROWS, drawn, texts
from yakusoku.domain.survey.answers import Given, Responses, State, read_answers
from yakusoku.domain.survey.axes import axis_of_column
from yakusoku.domain.survey.coded import Measured, coded
from yakusoku.domain.survey.comparing import Wave, compare
from yakusoku.domain.survey.crosswalk import Joined, Part
from yakusoku.domain.survey.design import design_of
from yakusoku.domain.survey.exact import weighed
from yakusoku.domain.survey.form import build_form
from yakusoku.domain.survey.letters import name_of_group
from yakusoku.domain.survey.marks import CountsTester, MarkKind, marks_of
from yakusoku.domain.survey.stages import Lonely
from yakusoku.domain.survey.table_tests import ALONE, WHOLE, how_tested, letters_of
from yakusoku.domain.survey.tables_by_design import DesignTester, comparison_by_design, errors_by_design
from yakusoku.domain.survey.tabulating import count, table_rows
from yakusoku.domain.survey.telling import Terms, comparison_of, notes_of
from yakusoku.domain.survey.waves import between_rows


def form_of(name, kind):
    labels = sorted({label for text in texts(name) for label in text.split() if label != "NA"})
    choices = [(0, {"list_name": "l", "name": label}) for label in labels]
    return build_form([(0, {"type": f"select_{kind} l", "name": name})], choices)


def table(name, axis, design, kind="one", columns=None):
    form = form_of(name, kind)
    given = read_answers(form, Responses((name,), [[text] for text in columns or texts(name)]))[name]
    weights = weighed([Fraction(weight) for weight in design.weights.tolist()])
    values = ["" if text == "NA" else text for text in texts(axis)]
    return count(form.questions[name], given, [axis_of_column(axis, values)], weights)


@pytest.mark.parametrize("name", DESIGNS)
def test_a_table_says_what_r_says(name):
    """R: svychisq(~telework + plan, design), and svymean and svyciprop of telework."""
    design = drawn(**DESIGNS[name])
    counted = table("telework", "plan", design)
    found = comparison_by_design(counted, design)
    f, ndf, ddf, p = FIGURES[f"{name} association"]
    assert [found.statistic, *found.df] == pytest.approx([f, ndf, ddf], rel=1e-8)
    assert found.p == pytest.approx(p, rel=1e-6)
    (does,) = (each for each in errors_by_design(counted, design)[0] if each.name == "実施")
    share, se, *interval = FIGURES[f"{name} share"]
    assert [does.estimate, does.se] == pytest.approx([share, se], rel=1e-8)
    assert [does.low, does.high] == pytest.approx(interval, rel=1e-7)


def test_weights_alone_are_a_design():
    """Where everybody was asked and answered, sums by cell and the rows themselves say the same."""
    design = drawn(**DESIGNS["weighted"])
    full = [text if text not in ("", "NA") else "実施" for text in texts("telework")]
    counted = table("telework", "role", design, columns=full)
    by_sums, by_rows = comparison_of(counted), comparison_by_design(counted, design)
    assert by_rows.statistic == pytest.approx(by_sums.statistic, rel=1e-9)
    assert by_rows.df == pytest.approx(by_sums.df, rel=1e-9)


def several():
    draw = np.random.default_rng(3)
    return [" ".join(word for word in ("a", "b", "c") if draw.random() < 0.4) or "a" for _ in ROWS]


def test_groups_that_were_drawn_apart_are_strata():
    """The test of several answers under weights takes the groups as they are; so do strata that are the groups."""
    design = drawn(strata="role", weights="weight")
    ticks = several()
    choices = [(0, {"list_name": "l", "name": name}) for name in "abc"]
    form = build_form([(0, {"type": "select_multiple l", "name": "Q"})], choices)
    given = read_answers(form, Responses(("Q",), [[text] for text in ticks]))["Q"]
    weights = weighed([Fraction(weight) for weight in design.weights.tolist()])
    counted = count(form.questions["Q"], given, [axis_of_column("role", texts("role"))], weights)
    plain, by_design = comparison_of(counted), comparison_by_design(counted, design)
    assert by_design.statistic == pytest.approx(plain.statistic, rel=1e-9)
    assert by_design.df == pytest.approx(plain.df, rel=1e-9)
    assert by_design.p == pytest.approx(plain.p, rel=1e-9)


@pytest.mark.parametrize("name", ["weighted", "strata", "full"])
def test_marks_have_the_error_of_the_design(name):
    """The difference of two groups, and of a group and the rest, as svycontrast of R (waves.between_rows) finds it."""
    design = drawn(**DESIGNS[name])
    counted = table("telework", "role", design)
    tester, answered = (
        DesignTester(counted, design),
        np.array([t not in ("", "NA") for t in texts("telework")]),
    )
    pairs, rest = tester.between([1], [2]), tester.with_rest([1], [0])
    place = counted.categories.index("実施")
    does = Measured("v", np.array([float(text == "実施") for text in texts("telework")]))
    first = np.array([text == counted.axes[0].groups[0] for text in texts("role")])
    wanted = between_rows(design, does, ~first & answered, first & answered)
    assert pairs.valid[0, place]
    assert pairs.z[0, place] == pytest.approx(wanted.change / wanted.se, rel=1e-8)
    # Two groups: the rest of one is the other.
    assert rest.z[0, place] == pytest.approx(pairs.z[0, place], rel=1e-8)
    assert tester.df == design.df(design.everyone)


SIZES = {"大": (60, 40, 1.5), "中": (300, 120, 2.5), "小": (2000, 240, 8.25)}
STRATA = [name for name, (_, drawn, _) in SIZES.items() for _ in range(drawn)]


def stratified(several=False, seed=11):
    """Return 400 who were drawn by size, their answers and groups as arrays, their table and design."""
    dice = np.random.default_rng(seed)
    groups = dice.choice(["甲", "乙", "丙"], len(STRATA), p=[0.5, 0.3, 0.2])
    leaning = {"甲": [0.6, 0.3, 0.1], "乙": [0.4, 0.3, 0.3], "丙": [0.15, 0.45, 0.4]}
    answers = [" ".join(dice.choice(list("abc"), 1 + several, False, leaning[group])) for group in groups]
    answers = ["" if n % 17 == 0 else text for n, text in enumerate(answers)]
    weights = [SIZES[name][2] for name in STRATA]
    design = design_of(
        len(STRATA),
        strata=coded("size", STRATA),
        populations=[Measured("N", np.array([float(SIZES[name][0]) for name in STRATA]))],
        weights=Measured("w", np.array(weights)),
        lonely=Lonely.ADJUST,
    )
    choices = [(0, {"list_name": "l", "name": name}) for name in "abc"]
    form = build_form([(0, {"type": f"select_{'multiple' if several else 'one'} l", "name": "Q"})], choices)
    given = read_answers(form, Responses(("Q",), [[text] for text in answers]))["Q"]
    by = axis_of_column("group", list(groups))
    counted = count(form.questions["Q"], given, [by], weighed([Fraction(w) for w in weights]))
    marks = np.array([[choice in text.split() for choice in "abc"] for text in answers], dtype=float)
    return counted, design, np.array(groups), marks


def variance_of(influence):
    """Return the variance of column sums of stratified draws without replacement, as books write it."""
    whole = np.zeros((influence.shape[1], influence.shape[1]))
    for name, (frame, taken, _) in SIZES.items():
        here = influence[np.array(STRATA) == name]
        whole += (1 - taken / frame) * taken * np.cov(here, rowvar=False, ddof=1)
    return whole


def test_tests_of_strata_agree_with_a_computation_of_their_own():
    """Numpy and scipy by the formulas of svychisq of R and of a ratio, without anything of ours."""
    counted, design, groups, marks = stratified()
    names = list(counted.axes[0].groups)
    weights = design.weights * marks.any(axis=1)
    n, df = int(marks.any(axis=1).sum()), len(STRATA) - len(SIZES)
    how = how_tested(counted, design)
    # The whole table: eigenvalues of the design effects of the contrasts of independence.
    cells = np.column_stack([(groups == name) * marks[:, c] for name in names for c in range(3)])
    p = weights @ cells / weights.sum()
    table = p.reshape(3, 3)
    covariance = variance_of(weights[:, None] * (cells - p) / weights.sum())
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    # What rows and columns alone cannot make of the nine cells.
    mains = np.hstack([np.kron(np.eye(3), np.ones((3, 1))), np.kron(np.ones((3, 1)), np.eye(3))])
    across = linalg.null_space(mains.T) / p[:, None]
    simple = across.T @ np.diag(p) @ across / n
    effects = linalg.eigvals(linalg.solve(simple, across.T @ covariance @ across)).real
    expected = np.outer(rows, columns)
    f = n * ((table - expected) ** 2 / expected).sum() / effects.sum()
    ndf = effects.sum() ** 2 / (effects**2).sum()
    assert how.by_design
    assert how.test.statistic == pytest.approx(f, rel=1e-8)
    assert how.test.df == pytest.approx((ndf, ndf * df), rel=1e-8)
    assert how.test.p == pytest.approx(stats.f.sf(f, ndf, ndf * df), rel=1e-6)
    # Each difference of two groups, and of a group and the rest: t, p, Holm over what is compared on one answer.
    found = marks_of(counted, by=how.tester)
    assert {mark.kind for mark in found} == set(MarkKind)
    for mark in found:
        one = groups == names[mark.row - 1]
        other = groups == names[mark.against - 1] if mark.kind is MarkKind.GROUP else ~one
        sides = np.column_stack([one, other]) * weights[:, None]
        sides /= sides.sum(axis=0)
        shares = marks[:, mark.category] @ sides
        spread = variance_of(sides * (marks[:, mark.category, None] - shares))
        t = (shares[0] - shares[1]) / np.sqrt(spread[0, 0] + spread[1, 1] - 2 * spread[0, 1])
        assert (mark.test, mark.df, mark.tests) == ("t-design", df, 3)
        assert mark.statistic == pytest.approx(t, rel=1e-8)
        assert mark.p == pytest.approx(2 * stats.t.sf(abs(t), df), rel=1e-6)
        assert mark.bases == (int((one & (weights > 0)).sum()), int((other & (weights > 0)).sum()))
    highest = names.index("甲")
    others = "".join(name_of_group(n) for n in range(3) if n != highest)
    assert letters_of(found)[highest + 1, 0] == others


@pytest.mark.parametrize("several", [False, True])
def test_sums_by_stratum_say_what_the_respondents_say(several):
    """The same design as one of clusters of one respondent: then nothing is added up beforehand."""
    counted, design, _, _ = stratified(several)
    stage = replace(design.stages[0], unit=np.arange(len(STRATA)))
    slowly = replace(design, stages=(stage,))
    for one, other in zip(errors_by_design(counted, design), errors_by_design(counted, slowly), strict=True):
        assert [each.se for each in one] == pytest.approx([each.se for each in other], rel=1e-10)
    quick, slow = (marks_of(counted, by=DesignTester(counted, each)) for each in (design, slowly))
    assert [mark.statistic for mark in quick] == pytest.approx([mark.statistic for mark in slow], rel=1e-9)
    assert len(quick) > 3


def wave_of(design, groups, marks):
    """Return a wave in which everybody counts alike."""
    answers = [
        Given(State.ANSWERED if row.any() else State.BLANK, tuple(np.array(list("abc"))[row > 0]))
        for row in marks
    ]
    alike = design and replace(design, weights=np.ones(len(marks)))
    return Wave("", {"Q": answers}, axis_of_column("group", list(groups)), alike)


def test_changes_by_two_designs_agree_with_a_computation_of_their_own():
    """The variances of two stratified draws added up; a wave without a design is a simple sample of its group."""
    one, other = ((groups, marks) for _, _, groups, marks in (stratified(), stratified(seed=12)))
    design = stratified()[1]
    figures = [Joined(options, *[Part("Q", tuple(options))] * 2) for options in ("a", "b", "ab")]
    for designs in ((design, design), (None, design), (None, None)):
        waves = [wave_of(by, *side) for by, side in zip(designs, (one, other), strict=True)]
        found, ps = compare(figures, *waves), []
        assert [each.group for each in found] == ["全体", "丙", "乙", "甲"] * 3
        for each in found:
            shares, variances, free = [], [], []
            for by, (groups, marks) in zip(designs, (one, other), strict=True):
                asked = (groups == each.group) | (each.group == "全体")
                inside = asked & marks.any(axis=1)
                took = marks[:, ["abc".index(name) for name in each.joined.label]].any(axis=1)
                share, n = took[inside].mean(), inside.sum()
                shares.append(share)
                strata = {name for name, here in zip(STRATA, asked, strict=True) if here}
                influence = np.where(inside, took - share, 0)[:, None] / n
                by_strata = variance_of(np.hstack([influence, influence]))[0, 0]
                variances.append(by_strata if by else share * (1 - share) / (n - 1))
                free.append(asked.sum() - len(strata) if by else n - 1)
            se, df = np.sqrt(sum(variances)), sum(free)
            change = each.change
            assert each.by_design == tuple(by is not None for by in designs)
            assert change.change == pytest.approx(shares[1] - shares[0], abs=1e-12)
            ps.append(change.p)
            if designs == (None, None):
                assert change.test == "pooled-z"
                continue
            assert (change.test, change.df) == ("independent-t", df)
            assert change.se == pytest.approx(se, rel=1e-8)
            assert change.p == pytest.approx(2 * stats.t.sf(abs(change.change) / se, df), rel=1e-6)
            reach = stats.t.ppf(0.975, df) * se
            assert [change.low, change.high] == pytest.approx(
                [change.change - reach, change.change + reach], rel=1e-8
            )
        order = np.argsort(ps)
        holm = np.minimum(np.maximum.accumulate(np.array(ps)[order] * np.arange(len(ps), 0, -1)), 1)
        assert [found[place].p for place in order] == pytest.approx(holm, rel=1e-12)


def test_a_group_that_was_taken_whole_or_is_alike_is_compared_by_its_counts():
    _, design, _, marks = stratified()
    stage = replace(design.stages[0], population=np.where(design.stages[0].drawn == 40, 40.0, np.inf))
    size = np.array(STRATA)
    sides = [wave_of(by, size, marks) for by in (None, replace(design, stages=(stage,)))]
    figures = [Joined("a", *[Part("Q", ("a",))] * 2), Joined("abc", *[Part("Q", ("a", "b", "c"))] * 2)]
    found = {(each.joined.label, each.group): each for each in compare(figures, *sides)}
    assert {group for (_, group), each in found.items() if each.by_design[1]} == {"全体", "中", "小"}
    assert {each.change.test for (label, _), each in found.items() if label == "abc"} == {"pooled-z"}


def test_where_a_design_says_nothing_the_counts_do_and_it_is_said_why():
    counted, design, _, _ = stratified()
    apart = design_of(
        len(STRATA), strata=coded("s", [str(n) for n in range(len(STRATA))]), lonely=Lonely.ADJUST
    )
    stage = replace(design.stages[0], population=design.stages[0].drawn)
    plain = comparison_of(counted)
    for each, why in ((apart, ALONE), (replace(design, stages=(stage,)), WHOLE)):
        how = how_tested(counted, each)
        assert (how.by_design, how.unfit, how.test) == (False, why, plain)
        assert isinstance(how.tester, CountsTester)
        said = " ".join(notes_of(counted, table_rows(counted), how.test, Terms(no_design=how.unfit)))
        assert f"使っていない。{why}" in said
        assert "重みの散らばりだけから求めた" in said

"""Tables of a sample with a design: the test of R survey, and errors and marks that agree with it."""

from fractions import Fraction

import numpy as np
import pytest

from tests.domain.survey.oracle import DESIGNS, FIGURES, ROWS, drawn, texts
from yakusoku.domain.survey.answers import Responses, read_answers
from yakusoku.domain.survey.axes import axis_of_column
from yakusoku.domain.survey.coded import Measured
from yakusoku.domain.survey.exact import weighed
from yakusoku.domain.survey.form import build_form
from yakusoku.domain.survey.tables_by_design import DesignTester, comparison_by_design, errors_by_design
from yakusoku.domain.survey.tabulating import count
from yakusoku.domain.survey.telling import comparison_of
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


@pytest.mark.parametrize("name", ["weighted", "full"])
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

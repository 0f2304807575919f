"""Published tables: nothing that can be true is a finding, and what cannot be is found."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yakusoku.domain.survey.checking import check_tables
from yakusoku.domain.survey.printed import Cell, Group, Mark, TableKind
from yakusoku.domain.survey.rounding import Rule, half_up, percent_of, read_printed

S, M, B = TableKind.SINGLE, TableKind.MULTIPLE, TableKind.BATTERY


def row(kind, n, *percents, group="全体", names=None, marks=None):
    names = names or [f"c{place}" for place in range(len(percents))]
    marks = marks or [Mark.NONE] * len(percents)
    return [
        Cell("表1", kind, group, n, name, read_printed(text), mark)
        for name, text, mark in zip(names, percents, marks, strict=True)
    ]


def kinds(cells):
    return [(finding.kind.value, finding.column) for finding in check_tables(cells)]


def test_halves_go_up():
    assert percent_of(9, 16) == "56.3"
    assert percent_of(1, 16) == "6.3"
    assert (percent_of(1, 8, 0), percent_of(1, 3, 2), percent_of(0, 7)) == ("13", "33.33", "0.0")


@pytest.mark.parametrize(
    ("text", "units", "decimals"),
    [
        pytest.param("56.30", 5630, 2, id="decimals-are-those-printed"),
        pytest.param("８３．６％", 836, 1, id="full-width"),
        pytest.param("56.300000000000004", 563, 1, id="noise-of-a-program"),
        pytest.param("1e2", 100, 0, id="exponent"),
        pytest.param("12.5*", 125, 1, id="marked-as-small-base"),
    ],
)
def test_what_a_cell_prints(text, units, decimals):
    printed = read_printed(text)
    assert (printed.units, printed.decimals) == (units, decimals)
    assert read_printed("-") is None


@pytest.mark.parametrize("rule", Rule)
@settings(max_examples=60)
@given(st.integers(1, 400), st.data(), st.integers(0, 3))
def test_a_count_is_among_those_that_are_printed_like_it(rule, n, data, decimals):
    count = data.draw(st.integers(0, n))
    exact = count * 100 * 10**decimals
    rest, units = exact % n, exact // n
    if rule is not Rule.FLOOR and (2 * rest > n or (2 * rest == n and (rule is Rule.HALF_UP or units % 2))):
        units += 1
    text = f"{units / 10**decimals:.{decimals}f}"
    span = read_printed(text).counts(n, rule)
    assert span.low <= count <= span.high
    if rule is Rule.HALF_UP:
        assert all(
            (half_up_units := half_up_of(c, n, decimals)) == units or pytest.fail(str(half_up_units))
            for c in range(span.low, span.high + 1)
        )
        assert span.low == 0 or half_up_of(span.low - 1, n, decimals) < units
        assert span.high == n or half_up_of(span.high + 1, n, decimals) > units


def half_up_of(count, n, decimals):
    from fractions import Fraction

    return half_up(Fraction(count * 100, n), decimals)


@st.composite
def true_tables(draw):
    """Draw tables of two groups that were computed from counts, with 無回答 shown or left out of the base."""
    kind, decimals = draw(st.sampled_from(TableKind)), draw(st.integers(0, 2))
    size = draw(st.integers(1, 9))
    names = [f"選択肢{place}" for place in range(size)]
    names[-1] = draw(st.sampled_from([names[-1], "無回答", "特に課題はない"]))
    cells = []
    for group in ("委託先", "委託元"):
        if kind is S:
            counts = draw(st.lists(st.integers(0, 300), min_size=size, max_size=size).filter(any))
            n, alone = sum(counts), False
        else:
            n = draw(st.integers(1, 600))
            alone = kind is M and draw(st.booleans())
            last = draw(st.integers(0, n))
            most = n - last if alone else n
            counts = [draw(st.integers(0, most)) for _ in range(size - 1)] + [last]
        marks = [Mark.NONE] * (size - 1) + [Mark.EXCLUSIVE if alone else Mark.NONE]
        texts = [percent_of(count, n, decimals) for count in counts]
        cells += row(kind, n, *texts, group=group, names=names, marks=marks)
    return cells


@given(true_tables())
def test_a_table_computed_from_counts_has_no_finding(cells):
    assert check_tables(cells) == []


@settings(max_examples=60)
@given(true_tables(), st.integers(1, 200))
def test_the_true_base_fits_what_was_printed_for_it(cells, wrong):
    """A row under a wrong base names the true one, unless nearer bases fit as well."""
    first = [cell for cell in cells if cell.group == "委託先" and cell.kind is not B]
    moved = [Cell(c.table, c.kind, c.group, c.n + wrong, c.category, c.printed) for c in first]
    for finding in check_tables(moved):
        if finding.kind.value == "impossible":
            nearer = [base for base in finding.fits if abs(base - finding.n) <= wrong]
            true = first[0].n
            assert true in finding.fits or len(nearer) >= 8 or wrong > max(100, finding.n)


@settings(max_examples=60)
@given(st.lists(st.integers(0, 12), min_size=2, max_size=4), st.integers(1, 30), st.integers(0, 1))
def test_a_single_answer_is_feasible_exactly_if_some_counts_are(guesses, n, decimals):
    """Against all counts there are, one by one."""
    texts = [percent_of(min(guess, n), n, decimals) for guess in guesses]
    printed = [read_printed(text) for text in texts]
    names = [*[f"c{place}" for place in range(len(texts) - 1)], "無回答"]
    possible = any(
        sum(counts) == n
        for counts in product(
            *[[c for c in range(n + 1) if half_up_of(c, n, p.decimals) == p.units] for p in printed]
        )
    )
    assert Group(tuple(row(S, n, *texts, names=names))).is_feasible() == possible
    assert (check_tables(row(S, n, *texts, names=names)) == []) == possible


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        pytest.param(row(M, 186, "33.2", "32.8"), [("impossible", "c0")], id="printed-for-another-count"),
        pytest.param(row(M, 186, "33.3", "32.8"), [], id="printed-right"),
        pytest.param(row(S, 200, "60.0", "43.5"), [("sum", "")], id="more-than-everybody"),
        pytest.param(row(S, 240, "56.3", "33.8", "9.6"), [("sum", "")], id="a-category-is-not-shown"),
        pytest.param(row(S, 3, "33.3", "33.3", "33.3"), [], id="parts-need-not-add-up"),
        pytest.param(row(S, 40, "60.0", "37.5", "-"), [], id="what-is-not-printed-may-be-the-rest"),
        pytest.param(row(M, 50, "120.0"), [("impossible", "c0")], id="more-than-all"),
        pytest.param(row(M, 50, "-2.0"), [("impossible", "c0")], id="less-than-nobody"),
        pytest.param(row(S, 0, "0.0", "0.0", names=["a", "無回答"]), [], id="a-share-of-nobody"),
        pytest.param(row(S, 0, "-", "-"), [], id="nothing-of-nobody"),
        pytest.param(row(B, 10, "90.0", "80.0", "70.0"), [], id="items-of-a-battery-do-not-add-up"),
        pytest.param(row(S, 1, "100"), [], id="one-category"),
        pytest.param(row(S, 16, "56.2", "43.8"), [("impossible", "c0"), ("rounding", "")], id="half-to-even"),
        pytest.param(
            row(S, 3, "33.3", "66.6"),
            [("impossible", "c1"), ("sum", ""), ("rounding", "")],
            id="cut-off",
        ),
        pytest.param(
            row(M, 100, "60.0", "45.0", marks=[Mark.NONE, Mark.EXCLUSIVE]),
            [("feasibility", "c1")],
            id="an-exclusive-option-chosen-with-another",
        ),
        pytest.param(row(S, 8, "62.5", "37.5", "100.0", names=["a", "b", "計"]), [], id="a-column-of-sums"),
        pytest.param(row(M, 8, "62.5", "87.5", "150.0", names=["a", "b", "合計"]), [], id="sum-of-mentions"),
        pytest.param(
            row(S, 8, "50.0", "25.0", "75.0", "25.0", names=["とても", "やや", "感じる（計）", "感じない"]),
            [],
            id="a-net-beside-its-parts",
        ),
        pytest.param(row(S, 8, "62.5", "37.5", names=["会計", "統計"]), [], id="answers-named-like-a-net"),
        pytest.param(
            row(S, 8, "62.5", "50.0", "100.0", names=["a", "b", "計"]), [("sum", "")], id="wrong-beside-a-sum"
        ),
        pytest.param(row(S, 8, "62.5", "37.5") * 2, [], id="two-items-under-one-name"),
        pytest.param(row(S, 8, "62.5") + row(S, 4, "50.0", names=["z"]), [], id="two-bases"),
        pytest.param(row(S, 90, "60.0", "20.0", marks=[Mark.PARTIAL] * 2), [], id="told-to-be-a-part"),
    ],
)
def test_findings(cells, told):
    assert kinds(cells) == told


def test_counts_that_fit_one_by_one_but_not_together():
    """Twelve shares that can add up to 100, most rounded up, each of one count only: 239 people of 240."""
    counts, n = [3, 3, 9, 9, 15, 15, 21, 27, 33, 39, 63, 2], 240
    texts = [percent_of(count, n) for count in counts]
    names = [*[f"c{place}" for place in range(11)], "無回答"]
    (finding,) = check_tables(row(S, n, *texts, names=names))
    assert (finding.kind.value, finding.row, finding.column) == ("feasibility", "全体", "")
    assert "239" in finding.message
    assert check_tables(row(S, n, *texts)) == []


def test_a_total_is_the_sum_of_its_parts():
    total = [Mark.TOTAL]
    parts = row(M, 275, "20.4", group="委託先") + row(M, 108, "12.0", group="委託元")
    assert check_tables(row(M, 383, "18.0", marks=total) + parts) == []
    wrong = check_tables(row(M, 383, "18.3", marks=total) + parts)
    assert [(f.kind.value, f.row) for f in wrong] == [("feasibility", "全体")]
    assert [f.kind.value for f in check_tables(row(M, 380, "17.9", marks=total) + parts)] == ["feasibility"]

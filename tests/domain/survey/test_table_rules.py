"""Nets, measures, hidden cells and marks of tables, and the book that holds them all."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yakusoku.domain.survey.answers import Responses, read_answers
from yakusoku.domain.survey.axes import axis_of_column, axis_of_question
from yakusoku.domain.survey.book import TableKey, book_of
from yakusoku.domain.survey.coding import Net
from yakusoku.domain.survey.exact import heaped, weighed
from yakusoku.domain.survey.form import FormUnreadable, build_form
from yakusoku.domain.survey.long_tables import two_way
from yakusoku.domain.survey.marks import MarkKind, marks_of
from yakusoku.domain.survey.measures import measures_of, printed, quantile
from yakusoku.domain.survey.moves import Released
from yakusoku.domain.survey.multiplicity import Correction
from yakusoku.domain.survey.suppression import suppression_of, suppressions_of
from yakusoku.domain.survey.tabulating import count, table_rows
from yakusoku.domain.survey.telling import Terms, comparison_of, notes_of

CHOICES = [
    {"list_name": "work", "name": "1", "label": "実施中", "net": "経験あり"},
    {"list_name": "work", "name": "2", "label": "過去に実施", "net": "経験あり"},
    {"list_name": "work", "name": "3", "label": "予定なし"},
    {"list_name": "ab", "name": "a", "label": "費用", "net": "どちらか"},
    {"list_name": "ab", "name": "b", "label": "規則", "net": "どちらか"},
    {"list_name": "ab", "name": "c", "label": "その他"},
    {"list_name": "agree", "name": "y", "label": "思う", "score": "2"},
    {"list_name": "agree", "name": "n", "label": "思わない", "score": "1"},
    {"list_name": "agree", "name": "d", "label": "分からない"},
]
SURVEY = [
    {"type": "select_one work", "name": "Q1", "label": "実施"},
    {"type": "select_multiple ab", "name": "Q2", "label": "課題", "relevant": "${Q1} = 1"},
    {"type": "begin_group", "name": "B", "appearance": "table-list"},
    {"type": "select_one agree", "name": "B1", "label": "規則"},
    {"type": "select_one agree", "name": "B2", "label": "教育"},
    {"type": "end_group"},
    {"type": "integer", "name": "Q3", "label": "人数"},
    {"type": "text", "name": "Q4", "label": "意見"},
    {"type": "select_one work", "name": "Q5", "label": "列なし"},
]
FORM = build_form(*([(line, row) for line, row in enumerate(rows, 2)] for rows in (SURVEY, CHOICES)))


def answered(name, texts, **more):
    answers = read_answers(FORM, Responses((name, *more), list(zip(texts, *more.values(), strict=True))))
    return FORM.questions[name], answers[name]


def test_a_score_is_a_number():
    choices = [
        (7, {"list_name": "l", "name": "a", "score": "高い"}),
        (8, {"list_name": "l", "name": "b", "score": "-1.5"}),
    ]
    with pytest.raises(FormUnreadable) as refused:
        build_form([(2, {"type": "select_one l", "name": "Q"})], choices)
    assert [problem[:2] for problem in refused.value.problems] == [("choices", 7)]


def test_nets_are_counted_not_added_up():
    question, answers = answered("Q2", ["a b", "a", "c", "b c", ""], Q1=["1"] * 5)
    (row,) = table_rows(count(question, answers, [], show_blank=True))
    assert [(cell.category, cell.count, cell.percent) for cell in row.cells[3:]] == [
        ("無回答", 1, "20.0"),
        ("どちらか", 3, "60.0"),
    ]
    counted = count(question, answers, [], nets=[Net("a か c", ("a", "c"))])
    (row,) = table_rows(counted)
    assert (row.cells[-1].category, row.cells[-1].count, counted.asked) == ("a か c", 4, 3)
    assert any("「a か c」は、「費用」「その他」のどれか" in note for note in notes_of(counted, [row], None))


def test_measures():
    question, answers = answered("Q2", ["a b", "a", "c", "b c", ""], Q1=["1"] * 5)
    (several,) = measures_of(count(question, answers, []))
    assert (several.mentions, printed(several.mentions)) == (Fraction(3, 2), "1.50")
    question, answers = answered("B1", ["y", "y", "n", "d", ""])
    (scale,) = measures_of(count(question, answers, []))
    # Who does not know is in the table and in no mean.
    assert (scale.n, scale.mean, printed(scale.mean)) == (3, Fraction(5, 3), "1.67")
    question, answers = answered("Q3", ["1", "2", "10", "x", ""])
    weights = [Fraction(1), Fraction(1, 2), Fraction(1, 2), Fraction(9), Fraction(9)]
    (number,) = measures_of(count(question, answers, [], weights))
    assert (number.n, number.mean, number.median) == (3, Fraction(7, 2), Fraction(3, 2))
    question, answers = answered("Q1", ["1", "2"])
    assert measures_of(count(question, answers, [])) is None


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(-9, 9), st.integers(1, 4)), min_size=1, max_size=8), st.integers(1, 3))
def test_quartiles_are_those_of_the_people_written_out(drawn, quarter):
    values = sorted(drawn)
    people = [value for value, many in values for _ in range(many)]
    wanted = np.quantile(people, quarter / 4, method="averaged_inverted_cdf")
    found = quantile([(Fraction(v), Fraction(many)) for v, many in values], Fraction(quarter, 4))
    assert float(found) == wanted


PEOPLE = st.tuples(
    st.sampled_from("pqr"), st.sampled_from("uv"), st.sampled_from("st"), st.sampled_from("123")
)


@settings(max_examples=25)
@given(st.lists(PEOPLE, min_size=1, max_size=9), st.integers(2, 3), st.sampled_from(["g", "gh"]))
def test_a_hidden_cell_cannot_be_found_again(people, least, nested):
    """Among all that could be behind the tables that are shown, each cell of few people has several values."""
    question, answers = answered("Q1", [person[3] for person in people])
    columns = dict(zip("ghk", zip(*people, strict=True), strict=False))
    tables = [
        Released(count(question, answers, [axis_of_column(n, columns[n]) for n in by], nets=[]), tuple(by))
        for by in (nested, "h", "k", "")
    ]
    counts, hidden, few = {}, {}, {}
    for table, found in zip(tables, suppressions_of(tables, least), strict=True):
        bases, cells = table.counted.people.base.tolist(), table.counted.people.cells.tolist()
        for row, key in enumerate(table.rows()):
            counts[key], gone = cells[row], {c for c in range(3) if (row, c) in found.hidden}
            # The same people are hidden in every table, or in none.
            assert hidden.setdefault(key, gone) == gone
            few[key] = {c for c, n in enumerate(cells[row]) if 0 < n < least or 0 < bases[row] < least}
            assert few[key] == {c for c in range(3) if (row, c) in found.primary}

    def ways(key):
        """Return all that a row can be, by its base and what is shown of it."""
        base, gone = sum(counts[key]), hidden[key]
        found = ((a, b, base - a - b) for a in range(base + 1) for b in range(base + 1 - a))
        return [way for way in found if all(c in gone or way[c] == counts[key][c] for c in range(3))]

    def added(rows):
        return tuple(map(sum, zip(*rows, strict=True)))

    shown = {key: {*ways(key)} for key in counts}
    behind = []
    for linked in (("g", "h"), ("k",)) if nested == "gh" else (("g",), ("h",), ("k",)):
        inside = [key for key in counts if key and {name for name, _ in key} <= {*linked}]
        finest = [key for key in inside if len(key) == len(linked)]
        possible = []
        for rows in product(*(shown[key] for key in finest)):
            # A row is the sum of the finest ones in it.
            made = dict(zip(finest, rows, strict=True))
            made |= {
                key: added([row for at, row in made.items() if key <= at]) for key in [frozenset(), *inside]
            }
            if all(row in shown[key] for key, row in made.items()):
                possible.append(made)
        behind.append(possible)
    whole = set.intersection(*({made[frozenset()] for made in possible} for possible in behind))
    for key, cells in few.items():
        for category in cells:
            possible = next(each for each in behind if key in each[0])
            assert len({made[key][category] for made in possible if made[frozenset()] in whole}) > 1


@settings(max_examples=20)
@given(st.lists(st.tuples(st.sampled_from("123"), st.sampled_from("ynd")), max_size=9))
def test_two_questions_by_one_another_do_not_give_a_cell_away(more):
    """No cell of few people is a sum or difference of what the two tables show."""
    people = [*product("123", "ynd"), *more]
    codes = {
        name: "".join(column) for name, column in zip(("Q1", "B1"), zip(*people, strict=True), strict=True)
    }
    counted = {name: answered(name, column) for name, column in codes.items()}
    tables = [
        Released(count(*counted[q], [axis_of_question(*counted[by])], nets=[]), (by,))
        for q, by in (("Q1", "B1"), ("B1", "Q1"))
    ]
    order, gone = list(product("123", "ynd")), []
    known = [np.ones(9)] + [np.array([code in pair for pair in order], float) for code in "123ynd"]
    for table, found in zip(tables, suppressions_of(tables, 2), strict=True):
        for row, key in enumerate(table.rows()):
            for category, (_, name) in enumerate(table.categories()):
                inside = {*(code for _, code in key), name}
                line = np.array([inside <= {*pair} for pair in order], float)
                if (row, category) not in found.hidden:
                    known.append(line)
                elif key and (row, category) in found.primary:
                    gone.append(line)
    rank = np.linalg.matrix_rank(np.array(known))
    assert all(np.linalg.matrix_rank(np.array([*known, line])) > rank for line in gone)


def test_hidden_cells_say_so():
    people = [("p", "1")] * 20 + [("p", "2")] * 12 + [("q", "1")] * 2 + [("q", "2")] * 30 + [("q", "3")] * 15
    question, answers = answered("Q1", [code for _, code in people])
    counted = count(question, answers, [axis_of_column("g", [group for group, _ in people])], nets=[])
    hidden = suppression_of(counted, 3)
    assert hidden.primary == {(2, 0)}
    # Beside it in its row, and in its column, and the corner that closes the way round.
    assert len(hidden.secondary) == 3
    assert suppression_of(counted, 2).hidden == frozenset()
    notes = notes_of(counted, table_rows(counted), None, Terms(hidden=3))
    assert "x は、3人に満たないため" in "".join(notes)


def test_marks_carry_what_they_rest_on():
    people = [("p", "1")] * 60 + [("p", "3")] * 40 + [("q", "1")] * 30 + [("q", "3")] * 70
    question, answers = answered("Q1", [code for _, code in people])
    counted = count(question, answers, [axis_of_column("g", [group for group, _ in people])], nets=[])
    marks = marks_of(counted, Correction.BH)
    group = next(mark for mark in marks if mark.kind is MarkKind.GROUP and mark.category == 0)
    rest = next(mark for mark in marks if mark.kind is MarkKind.REST and (mark.row, mark.category) == (2, 0))
    assert (group.row, group.against, group.higher, group.bases, group.tests) == (1, 2, True, (100, 100), 1)
    assert (group.test, group.correction, group.level) == ("z-pooled", Correction.BH, 0.01)
    # Of two groups the rest of one is the other: the same test, the other sign.
    assert (rest.sign, rest.against, rest.bases) == ("--", 0, (100, 100))
    assert rest.statistic == pytest.approx(-group.statistic)


def test_the_book_of_a_survey():
    heads = ("Q1", "Q2", "B1", "B2", "Q3", "Q4")
    rows = [["1", "a", "y", "n", str(n), "ok"] for n in range(60)] + [["3", "", "n", "", "", ""]]
    answers = read_answers(FORM, Responses(heads, rows))
    book = book_of(FORM, answers)
    assert [(block.battery, [t.key.question for t in block.tables]) for block in book.blocks] == [
        ("", ["Q1"]),
        ("", ["Q2"]),
        ("B", ["B1", "B2"]),
        ("", ["Q3"]),
    ]
    assert [question.name for question in book.without] == ["Q4", "Q5"]
    number = book.tables[TableKey("Q3").id]
    # Sixty numbers make no table; their mean does.
    assert (number.rows[0].cells, number.measures[0].mean) == ((), Fraction(59, 2))
    cut = book_of(FORM, answers, [axis_of_question(FORM.questions["Q1"], answers["Q1"])])
    table = cut.tables[TableKey("B1", ("Q1",)).id]
    assert table.cell("3", "n").count == 1
    assert table.cell("", "y").count == 60
    assert (table.cell("4", "n"), table.cell("3", "x")) == (None, None)


def test_the_name_of_a_table_stays():
    """Texts refer to tables by it: it must never change for the same table."""
    assert TableKey("Q1", ("role", "size"), "w").id == "T7798818a17"
    keys = [
        TableKey("Q1"),
        TableKey("Q1", ("role",)),
        TableKey("Q1", (), "w"),
        TableKey("Q1", shows_blank=True),
    ]
    assert len({key.id for key in keys}) == 4


@settings(max_examples=30)
@given(st.lists(st.tuples(st.sampled_from("123"), st.fractions(0, 10**9)), min_size=1, max_size=30))
def test_heaps_count_as_the_people_in_them(drawn):
    question, answers = answered("Q1", [code for code, _ in drawn])
    weights = [weight for _, weight in drawn]
    codes = sorted({code for code, _ in drawn})
    parts = [[weight for code, weight in drawn if code == each] for each in codes]
    heaps = heaped(
        [len(part) for part in parts],
        [sum(part) for part in parts],
        [sum(weight * weight for weight in part) for part in parts],
    )
    _, alike = answered("Q1", codes)
    one, other = count(question, answers, [], weighed(weights)), count(question, alike, [], heaps)
    assert table_rows(one) == table_rows(other)
    squares = [
        [int(each) * scale for each in sums.squares.base]
        for sums, scale in ((one, other.weighing.unit**2), (other, one.weighing.unit**2))
    ]
    assert squares[0] == squares[1]
    assert comparison_of(one) is None


@pytest.mark.parametrize("size", [0, 5, 200_000])
def test_long_tables_are_counted_in_blocks(size):
    draw = np.random.default_rng(size)
    rows, columns = (
        draw.integers(0, most, size, dtype=kind) for most, kind in ((40, np.uint8), (7, np.int64))
    )
    values = draw.random(size)
    wanted = np.zeros((40, 7))
    np.add.at(wanted, (rows, columns), values)
    assert two_way(rows, columns, 40, 7, values) == pytest.approx(wanted, rel=1e-9)
    assert two_way(rows, columns, 40, 7).sum() == size

"""From answers to tables: who is in the base, what is counted, what is said of it."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yakusoku.domain.survey.answers import Responses, State, read_answers
from yakusoku.domain.survey.axes import TooManyGroups, axis_of_column, axis_of_question
from yakusoku.domain.survey.checking import check_tables
from yakusoku.domain.survey.conditions import UnknownCondition, holds, parse_condition
from yakusoku.domain.survey.form import FormUnreadable, QuestionKind, build_form, questions_of
from yakusoku.domain.survey.printed import Cell, TableKind
from yakusoku.domain.survey.rounding import half_up, read_printed
from yakusoku.domain.survey.tabulating import count, table_rows
from yakusoku.domain.survey.telling import comparison_of, notes_of

SURVEY = """type|name|label::English (en)|label::日本語 (ja)|relevant|appearance
select_one role|role|Role|立場||
select_one yn|Q1|Telework|テレワーク||
begin_group|g|||${Q1} = 'yes'|
select_multiple issue|Q2|Issues|課題||
select_one yn|Q3|Cost|費用|selected(${Q2}, 'cost') and not(${role} = 'user')|
end_group|||||
begin_group|b||||table-list
select_one yn|B1||規則||
select_one yn|B2||教育||
end_group|||||
integer|Q4||人数||
text|Q5||自由||"""
CHOICES = """list_name|name|label::日本語 (ja)|exclusive
role|vendor|委託先|
role|user|委託元|
yn|yes|はい|
yn|no|いいえ|
issue|cost|費用|
issue|rule|規則|
issue|none|特にない|yes"""


def lines(text):
    head, *rows = [line.split("|") for line in text.splitlines()]
    return [(n, dict(zip(head, row, strict=True))) for n, row in enumerate(rows, 2)]


FORM = build_form(lines(SURVEY), lines(CHOICES))


def answers(text):
    head, *rows = [tuple(line.split(",")) for line in text.splitlines()]
    return read_answers(FORM, Responses(head, rows))


def states(given):
    return "".join(
        {"answered": "a", "blank": "b", "invalid": "i", "not-asked": "-"}[each.state] for each in given
    )


@pytest.mark.parametrize(
    ("text", "met"),
    [
        pytest.param("${a} = 'x'", True, id="equal"),
        pytest.param("${a} != 'x' or ${n} >= 10", True, id="number"),
        pytest.param("${n} < 9 and true()", False, id="and"),
        pytest.param("selected(${m}, 'p') and not(selected(${m}, 'r'))", True, id="selected"),
        pytest.param("count-selected(${m}) = 2", True, id="count"),
        pytest.param("(${n} + 2) * 2 div 4 = 6", True, id="arithmetic"),
        pytest.param("${nothing} = ''", True, id="no-answer-is-empty"),
        pytest.param("${nothing} > 3", False, id="no-answer-is-no-number"),
        pytest.param("${a} = ‘x’", True, id="curly-quotes-of-a-spreadsheet"),
        pytest.param("-${n} < 0", True, id="minus"),
        pytest.param('coalesce(${nothing}, ${a}) = "x"', True, id="coalesce"),
        pytest.param("1 or 1 and false()", True, id="and-binds-closer"),
    ],
)
def test_conditions(text, met):
    condition, _ = parse_condition(text)
    assert holds(condition, {"a": "x", "n": "10", "m": "p q"}) is met


@pytest.mark.parametrize(
    "text",
    [
        "",
        "${a} =",
        "regex(${a}, 'x')",
        "selected(${a})",
        "(" * 90 + "1" + ")" * 90,
        "${a} = 'x' 3",
        "${a} ~ 1",
    ],
)
def test_a_condition_that_is_not_understood_is_refused(text):
    with pytest.raises(UnknownCondition):
        parse_condition(text)


def test_a_form_as_xlsform_writes_it():
    assert [(q.name, q.label, q.kind) for q in FORM.questions.values()][:2] == [
        ("role", "立場", QuestionKind.SINGLE),
        ("Q1", "テレワーク", QuestionKind.SINGLE),
    ]
    assert [c.exclusive for c in FORM.questions["Q2"].choices] == [False, False, True]
    assert [q.name for q in questions_of(FORM, ["b", "Q4"])] == ["B1", "B2", "Q4"]
    assert (FORM.questions["B1"].battery, FORM.questions["Q2"].battery) == ("b", "")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        pytest.param({"type": "select_one nowhere", "name": "x"}, "nowhere", id="no-such-list"),
        pytest.param({"type": "text", "name": "x", "relevant": "${y} = 1"}, "${y}", id="no-such-question"),
        pytest.param(
            {"type": "text", "name": "x", "relevant": "pulldata(1)"}, "pulldata", id="no-such-function"
        ),
        pytest.param({"type": "note", "name": ""}, "設問がありません", id="no-question"),
        pytest.param({"type": "end_group", "name": ""}, "始まりのない", id="end-without-begin"),
    ],
)
def test_a_form_that_cannot_be_used_is_refused(row, words):
    with pytest.raises(FormUnreadable) as refused:
        build_form([(2, row)], [])
    assert words in str(refused.value)


def test_a_condition_may_look_ahead_but_not_in_a_circle():
    ahead = [
        (2, {"type": "text", "name": "a", "relevant": "${b} = 1"}),
        (3, {"type": "integer", "name": "b"}),
    ]
    given = read_answers(build_form(ahead, []), Responses(("a", "b"), [("x", "1"), ("x", "2")]))
    assert states(given["a"]) == "a-"
    ahead[1][1]["relevant"] = "${a} != ''"
    with pytest.raises(FormUnreadable) as refused:
        build_form(ahead, [])
    assert "互いを見て" in str(refused.value)


def test_who_is_asked_and_who_answered():
    given = answers(
        "role,Q1,Q2,Q3\n"
        "vendor,yes,cost rule,yes\n"  # all answered
        "vendor,no,cost,yes\n"  # not asked; what is there all the same does not count
        "user,yes,cost,no\n"  # Q3 is not for users
        "vendor,,cost,yes\n"  # the filter is blank
        "vendor,yes,,\n"  # asked and silent
        "vendor,yes,none cost,\n"  # an exclusive option with another
        "vendor,yes no,rule,\n"  # two marks
        "vendor,はい,規則,no"  # labels: known for one answer, not split for several
    )
    assert states(given["Q1"]) == "aaabaaia"
    assert states(given["Q2"]) == "a-a-bi-i"
    assert states(given["Q3"]) == "a-------"


def test_both_ways_to_write_several_answers_are_the_same():
    joined = answers("role,Q1,Q2\nvendor,yes,cost rule\nuser,yes,\nuser,yes,none")
    apart = answers("role,Q1,Q2/cost,Q2/rule,Q2/none\nvendor,yes,1,1,0\nuser,yes,0,0,0\nuser,yes,,,1")
    under = answers(
        "role,g/Q1,Q2_cost,Q2_rule,Q2_none\nvendor,yes,TRUE,TRUE,FALSE\nuser,yes,,,\nuser,yes,NO,NO,YES"
    )
    assert joined["Q2"] == apart["Q2"] == under["Q2"]


def test_the_base_of_several_answers_is_those_who_answered():
    given = answers("role,Q1,Q2\nvendor,yes,cost rule\nvendor,yes,cost\nuser,yes,none\nuser,yes,\nuser,no,")
    axis = axis_of_question(FORM.questions["role"], given["role"])
    counted = count(FORM.questions["Q2"], given["Q2"], [axis])
    rows = table_rows(counted)
    assert [(row.group, row.everybody, row.n) for row in rows] == [
        ("全体", 5, 3),
        ("委託先", 2, 2),
        ("委託元", 3, 1),
    ]
    assert [(c.category, c.count, c.percent) for c in rows[0].cells] == [
        ("費用", 2, "66.7"),
        ("規則", 1, "33.3"),
        ("特にない", 1, "33.3"),
    ]
    notes = "\n".join(notes_of(counted, rows, comparison_of(counted)))
    assert "無回答1人、無効0人、非該当1人" in notes
    assert "選ばれた数の合計は4" in notes
    shown = table_rows(count(FORM.questions["Q2"], given["Q2"], [axis], show_blank=True))
    assert (shown[0].n, shown[0].cells[-1].category, shown[0].cells[-1].percent) == (4, "無回答", "25.0")


@pytest.mark.parametrize(
    ("values", "frame", "ordered"),
    [
        pytest.param("10 9 大", "", "9 10 大", id="numbers-before-words"),
        pytest.param(
            "1,000人以上 50〜99人 不明 50人未満 100〜999人",
            "",
            "50人未満 50〜99人 100〜999人 1,000人以上 不明",
            id="ranges",
        ),
        pytest.param("50人以上 50〜99人", "", "50〜99人 50人以上", id="open-range-after-closed"),
        pytest.param(
            "小規模（50人未満） 大規模 中規模",
            "小規模（50人未満）",
            "大規模 中規模 小規模（50人未満）",
            id="sizes",
        ),
        pytest.param(
            "その他 製造業 建設業 無回答 その他のサービス",
            "製造業 その他 建設業",
            "製造業 建設業 その他 その他のサービス 無回答",
            id="as-in-the-frame",
        ),
        pytest.param("大阪 小樽 中部", "", "中部 大阪 小樽", id="no-sizes"),
    ],
)
def test_groups_of_a_column_stand_as_people_order_them(values, frame, ordered):
    assert list(axis_of_column("g", values.split(), frame.split()).groups) == ordered.split()


def test_groups_inside_groups():
    given = answers("role,Q1\nvendor,yes\nvendor,no\nuser,yes\n,yes")
    role = axis_of_question(FORM.questions["role"], given["role"])
    size = axis_of_column("size", ["10", "9", "", "大"])
    counted = count(FORM.questions["Q1"], given["Q1"], [role, size])
    assert [(row.group, row.everybody) for row in table_rows(counted)] == [
        ("全体", 4),
        ("委託先", 2),
        ("委託先 × 9", 1),
        ("委託先 × 10", 1),
        ("委託先 × 大", 0),
        ("委託元", 1),
        ("委託元 × 9", 0),
        ("委託元 × 10", 0),
        ("委託元 × 大", 0),
    ]
    assert counted.off_axes == 2
    with pytest.raises(TooManyGroups):
        count(FORM.questions["Q1"], given["Q1"], [size] * 6)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("role,Q1", id="nobody"),
        pytest.param("role,Q1\nvendor,\nuser,", id="nobody-answered"),
        pytest.param("role,Q1\nvendor,yes\nvendor,yes", id="one-group-one-answer"),
    ],
)
def test_tables_with_little_in_them(text):
    given = answers(text)
    axis = axis_of_question(FORM.questions["role"], given["role"])
    for weights in (None, [Fraction(0)] * len(given["Q1"])):
        counted = count(FORM.questions["Q1"], given["Q1"], [axis], weights)
        rows, test = table_rows(counted), comparison_of(counted)
        assert test is None
        assert all((cell.percent is None) == (row.n_weighted == 0) for row in rows for cell in row.cells)
        assert notes_of(counted, rows, test)


people = st.lists(
    st.tuples(
        st.sampled_from(["vendor", "user", ""]),
        st.sampled_from(["yes", "no", "", "maybe"]),
        st.lists(st.sampled_from(["cost", "rule", "none"]), unique=True),
        st.fractions(0, 3, max_denominator=50),
    ),
    max_size=40,
)


@settings(max_examples=30)
@given(people)
def test_every_number_can_be_counted_again(drawn):
    rows = [(role, q1, " ".join(q2)) for role, q1, q2, _ in drawn]
    given = read_answers(FORM, Responses(("role", "Q1", "Q2"), rows))
    weights = [weight for *_, weight in drawn]
    axis = axis_of_question(FORM.questions["role"], given["role"])
    for name in ("Q1", "Q2"):
        question = FORM.questions[name]
        for row in table_rows(count(question, given[name], [axis], weights)):
            here = [
                (each.codes, weight)
                for each, weight, role in zip(given[name], weights, given["role"], strict=True)
                if each.state is State.ANSWERED and (row.group == "全体" or axis_label(role) == row.group)
            ]
            base = sum((weight for _, weight in here), Fraction(0))
            assert (row.n, row.n_weighted) == (len(here), float(base))
            for cell, choice in zip(row.cells, question.choices, strict=True):
                part = [weight for codes, weight in here if choice.name in codes]
                assert cell.count == len(part)
                if base:
                    exact = sum(part, Fraction(0)) * 100 / base
                    assert cell.percent_exact == float(exact)
                    assert read_printed(cell.percent).units == half_up(exact, 1)


def axis_label(given):
    return {"vendor": "委託先", "user": "委託元"}.get(next(iter(given.codes), ""), "")


@settings(max_examples=30)
@given(people, st.booleans())
def test_the_checker_finds_nothing_in_our_own_tables(drawn, shown):
    rows = [(role, q1, " ".join(q2)) for role, q1, q2, _ in drawn]
    given = read_answers(FORM, Responses(("role", "Q1", "Q2"), rows))
    axis = axis_of_question(FORM.questions["role"], given["role"])
    for name, kind in (("Q1", TableKind.SINGLE), ("Q2", TableKind.MULTIPLE)):
        table = table_rows(count(FORM.questions[name], given[name], [axis], show_blank=shown))
        cells = [
            Cell(name, kind, row.group, row.n, cell.category, read_printed(cell.percent or "-"))
            for row in table
            for cell in row.cells
        ]
        assert check_tables(cells) == []

"""What is found in a questionnaire before anybody is asked."""

from itertools import chain, combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.survey.questionnaire.written import row, sheets
from yakusoku.domain.survey.condition_tree import written
from yakusoku.domain.survey.conditions import UnknownCondition, holds, parse_condition
from yakusoku.domain.survey.questionnaire.checking import check_sheets, has_errors
from yakusoku.domain.survey.questionnaire.finding_words import ADVICE_LABELS, MESSAGE_LABELS
from yakusoku.domain.survey.questionnaire.reaching import Reach, Reaching
from yakusoku.domain.survey.questionnaire.sheets import form_of

ASKED = (
    row("A"),
    row("B", "select_multiple abc", relevant="${A} = '1'", most="2"),
    row("N", "integer", constraint=". >= 0 and . <= 10"),
    row("T", "text"),
)


@pytest.mark.parametrize(
    ("relevant", "reach"),
    [
        pytest.param("${A} = '2'", Reach.REACHED, id="one-option"),
        pytest.param("${A} = '1' and ${A} = '2'", Reach.NEVER, id="two-options-of-one-question"),
        pytest.param("${A} = '2' and selected(${B}, 'a')", Reach.NEVER, id="what-was-not-asked-is-not-chosen"),
        pytest.param("${A} = '2' and not(selected(${B}, 'a'))", Reach.REACHED, id="what-was-not-asked-is-not-chosen-2"),
        pytest.param("selected(${B}, 'a') and selected(${B}, 'z')", Reach.NEVER, id="an-option-that-excludes-all-others"),
        pytest.param("selected(${B}, 'a') and selected(${B}, 'b')", Reach.REACHED, id="two-together"),
        pytest.param("count-selected(${B}) > 2", Reach.NEVER, id="more-than-may-be-taken"),
        pytest.param("count-selected(${B}) = 2", Reach.REACHED, id="as-many-as-may-be-taken"),
        pytest.param("${N} > 10", Reach.NEVER, id="beyond-the-limit-of-the-answer"),
        pytest.param("${N} >= 10", Reach.REACHED, id="at-the-limit-of-the-answer"),
        pytest.param("${N} > 3 and ${N} < 4", Reach.NEVER, id="no-whole-number-between"),
        pytest.param("${N} + ${N} > 100", Reach.UNKNOWN, id="a-sum-is-not-decided"),
        pytest.param("${N} + ${N} > 10", Reach.REACHED, id="a-sum-for-which-an-answer-is-found"),
        pytest.param("${T} = '港' and ${T} = '市'", Reach.NEVER, id="two-words-at-once"),
        pytest.param("string-length(${T}) > 20", Reach.REACHED, id="a-long-word"),
    ],
)  # fmt: skip
def test_whether_anybody_is_asked(relevant, reach):
    form = form_of(sheets(*ASKED, row("Q", relevant=relevant)))
    assert Reaching(form).of(form.questions["Q"].conditions) is reach


TERMS = st.sampled_from(
    ["${A} = '1'", "${A} != '2'", "selected(${B}, 'a')", "selected(${B}, 'z')", "count-selected(${B}) >= 2",
     "${N} > 7", "${N} <= 2", "not(selected(${B}, 'b'))", "${N} = 5"]
)  # fmt: skip
CONDITIONS = st.recursive(
    TERMS,
    lambda inner: st.builds(
        lambda word, one, other: f"({one}) {word} ({other})", st.sampled_from(["and", "or"]), inner, inner
    ),
    max_leaves=5,
)


def answered():
    """Yield every set of answers to A, B and N that the questionnaire takes."""
    several = chain.from_iterable(combinations("abc", size) for size in (0, 1, 2))
    for a, b, n in product(("", "1", "2"), [*map(" ".join, several), "z"], ["", *map(str, range(11))]):
        if a == "1" or not b:
            yield {"A": a, "B": b, "N": n}


EVERY = list(answered())


@settings(max_examples=60)
@given(CONDITIONS, CONDITIONS)
def test_the_search_finds_what_trying_everything_finds(first, second):
    form = form_of(
        sheets(*ASKED, row("P", relevant=first), row("Q", relevant=f"${{P}} = '1' and ({second})"))
    )
    for text in (first, second):
        tree = parse_condition(text)[0].tree
        assert parse_condition(written(tree))[0].tree == tree
    for name, wanted in (("P", (first,)), ("Q", (first, second))):
        conditions = [parse_condition(text)[0] for text in wanted]
        found = any(all(holds(each, known) for each in conditions) for known in EVERY)
        assert Reaching(form).of(form.questions[name].conditions) is (Reach.REACHED if found else Reach.NEVER)


def kinds(*rows, **told):
    return [(each.kind, each.name, each.line) for each in check_sheets(sheets(*rows, **told))]


REPEAT = {"type": "begin repeat", "name": "R", "label": "再委託先"}
GROUP = {"type": "begin_group", "name": "G", "label": "組"}
END = {"type": "end_group"}


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        pytest.param([row("A"), row("B", relevant="${A} = '1'")], [], id="nothing"),
        pytest.param([row("A"), row("B", relevant="${A} = '3'")], [("never-asked", "B", 3), ("no-such-option", "B", 3)], id="no-such-option"),
        pytest.param([row("A"), GROUP | {"relevant": "${A} = '3'"}, row("B"), row("C"), END], [("never-asked", "G", 3), ("no-such-option", "G", 3)], id="of-a-section-the-section-alone"),
        pytest.param([row("A", relevant="${A} = '1'")], [("unreadable", "", 1)], id="a-question-that-looks-at-itself"),
        pytest.param([row("A", relevant="${B} = '1'"), row("B")], [("later", "A", 2)], id="a-question-that-comes-later"),
        pytest.param([row("A", "select_multiple abc", least="2", most="1")], [("limit-crossed", "A", 2)], id="limits-that-exclude-each-other"),
        pytest.param([row("A", "select_multiple abc", least="4")], [("limit-beyond", "A", 2)], id="an-exclusive-option-does-not-count"),
        pytest.param([row("A", "select_multiple abc", most="4")], [("limit-idle", "A", 2)], id="a-limit-without-effect"),
        pytest.param([row("A", "integer", constraint=". > 5 and . < 6")], [("constraint", "A", 2)], id="no-answer-is-right"),
        pytest.param([GROUP | {"appearance": "table-list"}, row("A"), row("B", "select_one abd"), END], [("scale", "B", 4)], id="a-battery-with-two-scales"),
        pytest.param([row("A"), row("A2", "image")], [("type", "A2", 3)], id="what-paper-cannot-ask"),
        pytest.param([row("A", label="現在、実施していますか")], [("no-reference-day", "A", 2)], id="now-without-a-day"),
        pytest.param([row("A"), GROUP, row("B")], [("open", "G", 3)], id="a-section-without-end"),
        pytest.param([row("A", **{"label::English (en)": "A"})], [("language", "A", 2)], id="options-without-the-second-language"),
        pytest.param([row("A"), REPEAT, row("R1"), row("R2"), {"type": "end repeat"}, row("B", relevant="${R1} = '1'")], [("repeat", "R", 3), ("unreadable", "B", 7)], id="a-repeat-with-who-looks-into-it"),
        pytest.param([row("A"), row("B", relevant="${A} = '1'"), row("C", relevant="${A} = '1' or (${A} = '2' and ${B} = '1')")], [("never-part", "C", 4)], id="a-branch-that-nobody-meets"),
        pytest.param([row("1A")], [("name", "1A", 2)], id="a-name-that-is-none"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line(rows, found):
    assert kinds(*rows) == found


def test_an_option_that_says_none_of_them_is_marked_as_such():
    assert kinds(row("A", "select_multiple abc"), alone=set()) == [("not-exclusive", "A", 2)]
    assert kinds(row("A", "select_multiple abc"), alone={"a", "b", "c", "z"}) == [("all-exclusive", "A", 2)]


def test_every_finding_has_its_sentences():
    assert set(MESSAGE_LABELS) == set(ADVICE_LABELS)
    found = check_sheets(sheets(row("A"), row("B", relevant="${A} = '3'"), row("C", relevant="${B} = '1'")))
    assert [each.message for each in found if each.name == "C"] == [
        "条件が見ている「Bの文」（B）がだれにも尋ねられないので、ここもだれにも尋ねられません。"
    ]


@pytest.mark.parametrize(
    ("relevant", "said"),
    [
        ("${A} = '1' and count-selected(${B}) > 2", "「count-selected(${B}) > 2」に当てはまる答え方がないので、だれにも尋ねられません。（問1-1：2つまで選んでください）"),
        ("${T} != 'x' and ${A} = '2' and selected(${B}, 'a')", "「問1で「2 いいえ」を選んだ」と「問1-1で「1 費用」を選んだ」に同時に当てはまる答え方がないので、だれにも尋ねられません。（問1-1は、問1で「1 はい」を選んだ方にお尋ねします）"),
        ("${N} > 10", "「問2が10より大きい」に当てはまる答え方がないので、だれにも尋ねられません。（問2の答えの条件：. >= 0 and . <= 10）"),
    ],
)  # fmt: skip
def test_the_conditions_that_cannot_hold_are_named_and_no_other(relevant, said):
    found = check_sheets(sheets(*ASKED, row("Q", relevant=relevant)))
    assert next(each.message for each in found if each.name == "Q" and "never" in each.kind) == said


def test_only_errors_stop_a_publication():
    assert not has_errors(check_sheets(sheets(row("A", "select_multiple abc", most="4"))))
    assert has_errors(check_sheets(sheets()))


@pytest.mark.parametrize(
    "text",
    ["-" * 4000 + "1", "1" + "+1" * 2400, "(" * 60 + "1" + ")" * 60, "(1" * 24 + "+1" * 190 + ")" * 24],
)
def test_a_condition_that_nobody_wrote_by_hand_is_refused(text):
    with pytest.raises(UnknownCondition):
        parse_condition(text)

"""How a questionnaire is numbered, who is told to be asked, where the paper goes on, and conditions in plain words."""

import pytest

from tests.domain.survey.questionnaire.written import row, sheets
from yakusoku.domain.survey.conditions import parse_condition
from yakusoku.domain.survey.questionnaire.jumps import jumps_of
from yakusoku.domain.survey.questionnaire.outline import outline_of
from yakusoku.domain.survey.questionnaire.plain import read_plain, write_plain
from yakusoku.domain.survey.questionnaire.saying import asked_of, rules_said
from yakusoku.domain.survey.questionnaire.sheets import form_of

FORM = form_of(
    sheets(
        {"type": "begin_group", "name": "S", "label": "概要"},
        row("A", label="実施していますか"),
        row("B", "select_multiple abc", relevant="${A} = '1'", most="2"),
        row("C", relevant="selected(${B}, 'a') or selected(${B}, 'b')"),
        {"type": "end_group"},
        {"type": "note", "name": "NN", "label": "次は人数です"},
        {"type": "begin_group", "name": "G", "label": "それぞれ", "appearance": "table-list"},
        row("G1"),
        row("G2"),
        {"type": "end_group"},
        row("N", "integer", label="問8 人数は"),
        row("T", "text", relevant="${N} >= 100 and not(selected(${B}, 'c'))"),
        {"type": "calculate", "name": "K", "label": "K"},
    )
)
OUTLINE = outline_of(FORM)


def test_questions_are_numbered_and_what_follows_from_one_stands_under_it():
    marks = [(block.mark(), block.depth, block.label()) for block in OUTLINE.blocks if block.kind != "note"]
    assert marks == [
        ("問1", 0, "実施していますか"),
        ("問1-1", 1, "Bの文"),
        ("問1-2", 1, "Cの文"),
        ("問2", 0, "それぞれ"),
        ("問8", 0, "人数は"),
        ("問8-1", 1, "Tの文"),
    ]
    assert OUTLINE.marks()["G2"] == "問2(2)"
    assert OUTLINE.marks("en")["A"] == "Q1"
    assert [(section.words.said(), len(section.blocks)) for section in OUTLINE.sections] == [
        ("概要", 3),
        ("", 4),
    ]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        pytest.param("B", "問1で「1 はい」を選んだ方にお尋ねします", id="one-option"),
        pytest.param("C", "問1-1で「1 費用」、「2 規程」のどれかを選んだ方にお尋ねします", id="one-of-several"),
        pytest.param("T", "問8が100以上の、かつ、問1-1で「3 人手」を選ばなかった方にお尋ねします", id="a-number-and-an-option"),
    ],
)  # fmt: skip
def test_who_is_asked_is_told_by_the_numbers_on_the_paper(name, said):
    block = next(each for each in OUTLINE.blocks if each.name == name)
    assert asked_of(block.conditions, FORM, OUTLINE.marks()) == said


def test_how_to_answer_is_told():
    assert list(rules_said(FORM.questions["B"])) == [
        "2つまで選んでください",
        "「特に課題はない」を選んだときは、ほかを選ばないでください",
    ]
    assert list(rules_said(FORM.questions["A"], "en")) == ["Choose one"]


def test_the_paper_says_where_to_go_on():
    found = {key: jump.to.mark() if jump.to else None for key, jump in jumps_of(OUTLINE, FORM).items()}
    assert found == {("A", "2"): "問2"}


@pytest.mark.parametrize(
    "text",
    [
        "selected(${B}, 'a')",
        "not(selected(${B}, 'a') or selected(${B}, 'c'))",
        "(selected(${B}, 'a') or selected(${B}, 'b')) and ${N} >= 5",
        "selected(${A}, '1') or ${N} != 3",
    ],
)
def test_plain_words_are_written_as_they_were_read(text):
    plain = read_plain(parse_condition(text)[0].tree, FORM)
    assert plain is not None
    assert write_plain(plain) == text


@pytest.mark.parametrize(
    "text", ["${N} + 1 > 3", "selected(${B}, 'x')", "${A} = '1' and (${N} > 1 or ${N} < 0)"]
)
def test_what_plain_words_do_not_reach_stays_an_expression(text):
    assert read_plain(parse_condition(text)[0].tree, FORM) is None

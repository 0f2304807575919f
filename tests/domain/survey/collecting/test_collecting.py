"""One row a respondent: which answer counts, which paper answers do not, what two keyings differ in."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.domain.survey.collecting.asked import form
from yakusoku.domain.survey.answers import Fault, State, read_answers, read_one
from yakusoku.domain.survey.collecting.consistency import RuleUnreadable, broken, own_rule, rules_of
from yakusoku.domain.survey.collecting.dataset import Entry, responses_of
from yakusoku.domain.survey.collecting.joining import Candidate, JoinRule, Lost, join
from yakusoku.domain.survey.collecting.keying import Keyed, agreed, differences, keyed
from yakusoku.domain.survey.collecting.walking import Wrong, first_wrong, pages_of, stand
from yakusoku.domain.survey.questionnaire.outline import outline_of

AT = datetime(2027, 4, 1, 9, tzinfo=UTC)
WEB = Candidate(1, "web", AT + timedelta(days=2), 40)
PAPER = Candidate(2, "paper", AT, 38)


@pytest.mark.parametrize(
    ("rule", "chosen", "lost"),
    [
        (JoinRule.FIRST, 2, Lost.LATER),
        (JoinRule.LAST, 1, Lost.EARLIER),
        (JoinRule.WEB, 1, Lost.OTHER_WAY),
        (JoinRule.PAPER, 2, Lost.OTHER_WAY),
        (JoinRule.FULLER, 1, Lost.LESS_COMPLETE),
    ],
)
def test_one_answer_of_a_respondent_counts_and_the_other_says_why_not(rule, chosen, lost):
    for candidates in ([WEB, PAPER], [PAPER, WEB]):
        found = join(candidates, rule)
        assert (found.chosen, found.lost) == (chosen, ((3 - chosen, lost),))


def test_as_complete_answers_are_told_apart_by_when_they_came_and_then_by_web():
    later = Candidate(3, "web", AT + timedelta(days=1), 38)
    assert join([later, PAPER], JoinRule.FULLER).lost == ((3, Lost.AS_COMPLETE_LATER),)
    assert join([PAPER, Candidate(4, "web", AT, 38)], JoinRule.FIRST).chosen == 4
    assert join([PAPER], JoinRule.WEB).chosen == 2


@pytest.mark.parametrize(
    ("question", "text", "state", "fault"),
    [
        ("Q1", "yes no", State.INVALID, Fault.TWO_MARKS),
        ("Q1", "maybe", State.INVALID, Fault.UNKNOWN),
        ("Q1", "#unreadable", State.INVALID, Fault.UNREADABLE),
        ("Q2", "0", State.INVALID, Fault.OUT_OF_RANGE),
        ("Q2", "約百人", State.INVALID, Fault.NOT_A_NUMBER),
        ("Q2", "１，２００", State.ANSWERED, ""),
        ("Q2", "－５", State.INVALID, Fault.OUT_OF_RANGE),
        ("Q2", "1_000", State.INVALID, Fault.NOT_A_NUMBER),
        ("Q2", "1e309", State.INVALID, Fault.NOT_A_NUMBER),
        ("Q2", "1.5", State.INVALID, Fault.NOT_WHOLE),
        ("Q2", "1200.0", State.ANSWERED, ""),
        ("Q2", "-Infinity", State.INVALID, Fault.UNREADABLE),
        ("Q2", "NA", State.BLANK, ""),
        ("Q4", "NaN", State.INVALID, Fault.UNREADABLE),
        ("Q6", "nan", State.BLANK, ""),
        ("Q4", "a b c", State.INVALID, Fault.TOO_MANY),
        ("Q4", "a none", State.INVALID, Fault.EXCLUSIVE),
        ("Q4", "#too-many", State.INVALID, Fault.TOO_MANY),
        ("Q4", "a", State.ANSWERED, ""),
        ("Q4", "", State.BLANK, ""),
        ("Q4", "#not-asked", State.NOT_ASKED, ""),
        # What another question must confirm is a matter of consistency: the answer itself counts.
        ("Q3", "99", State.ANSWERED, ""),
    ],
)
def test_an_answer_that_does_not_count_says_why(question, text, state, fault):
    given = read_one(form(), {"Q1": "yes", "Q2": "5", question: text})[question]
    assert (given.state, given.fault) == (state, fault)


def test_an_invalid_answer_opens_no_further_question():
    given = read_one(form(), {"Q1": "yes no", "Q4": "a"})
    assert given["Q4"].state is State.NOT_ASKED


def test_a_typist_writes_numbers_of_options_and_signs():
    typed = {"Q1": "２", "Q2": "１，２００", "Q4": "1、3", "Q5a": "*", "Q5b": "？", "Q6": "特に　なし"}
    found = keyed(form(), typed)
    assert found.answers == {"Q1": "no", "Q2": "1200", "Q4": "a c", "Q6": "特に　なし"}
    assert found.marks == {"Q5a": "two-marks", "Q5b": "unreadable"}


def test_two_keyings_differ_where_they_say_another_thing_and_what_is_settled_counts():
    first = Keyed({"Q1": "yes", "Q4": "a b", "Q6": "はい"}, {})
    second = Keyed({"Q1": "no", "Q4": "b a", "Q6": "はい"}, {"Q5a": "two-marks"})
    found = differences(form(), first, second)
    assert [(each.question, each.first, each.second) for each in found] == [
        ("Q1", "yes", "no"),
        ("Q5a", "", "#two-marks"),
    ]
    kept = agreed(form(), first, {"Q1": "no", "Q5a": "#two-marks"})
    assert (kept.answers, kept.marks) == ({"Q1": "no", "Q4": "a b", "Q6": "はい"}, {"Q5a": "two-marks"})


def test_rules_hold_where_all_they_look_at_is_answered():
    asked = form()
    rules = rules_of(
        asked, [own_rule(asked, "R1", "${Q2} < 1000 or ${Q1} = 'yes'", "大きい会社は委託しています")]
    )
    names = [
        [rule.name for rule in broken(rules, read_one(asked, texts))]
        for texts in ({"Q2": "5", "Q3": "6"}, {"Q3": "6"}, {"Q1": "no", "Q2": "2000", "Q3": "1"})
    ]
    assert names == [["Q3"], [], ["R1"]]
    for wrong in ("${Q9} = 1", "1 = 1", "Q2 <"):
        with pytest.raises(RuleUnreadable):
            own_rule(asked, "R", wrong, "")


def test_a_page_is_a_group_and_a_battery_stays_whole():
    pages = pages_of(outline_of(form()))
    assert [page.questions for page in pages] == [("Q1", "Q2", "Q3"), ("Q4", "Q5a", "Q5b"), ("Q6",)]
    assert [page.sections[0].words.said("en") for page in pages] == ["About you", "委託について", ""]


@pytest.mark.parametrize(
    ("texts", "wrong"),
    [
        ({}, {"Q1": Wrong.REQUIRED}),
        ({"Q1": "no"}, {}),
        ({"Q1": "yes", "Q4": "a"}, {"Q4": Wrong.TOO_FEW}),
        ({"Q1": "yes", "Q4": "none"}, {}),
        ({"Q1": "no", "Q4": "a b c"}, {}),
        ({"Q1": "yes", "Q4": "a b c"}, {"Q4": Wrong.TOO_MANY}),
        ({"Q1": "no", "Q2": "3", "Q3": "4"}, {"Q3": Wrong.REFUSED}),
        ({"Q1": "no", "Q3": "4"}, {}),
        ({"Q1": "no", "Q2": "0"}, {"Q2": Wrong.REFUSED}),
        ({"Q1": "no", "Q2": "1.5"}, {"Q2": Wrong.NOT_WHOLE}),
        ({"Q1": "no", "Q2": "nan"}, {"Q2": Wrong.NOT_A_NUMBER}),
        ({"Q1": "no", "Q6": "あ" * 4001}, {"Q6": Wrong.TOO_LONG}),
    ],
)
def test_what_must_be_put_right_before_the_answers_are_handed_in(texts, wrong):
    standing = stand(form(), texts)
    assert standing.wrong == wrong
    assert (first_wrong(pages_of(outline_of(form())), standing) is None) == (not wrong)


def test_the_data_tell_not_asked_no_answer_and_invalid_apart():
    asked = form()
    entries = [
        Entry(
            7, "paper", "大", {"role": "委託先", "Q1": "x"}, {"Q1": "yes", "Q4": "a"}, {"Q5a": "two-marks"}
        ),
        Entry(8, "web", "小", {}, {"Q1": "no", "Q6": "#two-marks"}, {}, frozenset({"Q1", "Q6"})),
    ]
    data = responses_of(asked, entries)
    assert data.heads[:5] == ("respondent", "way", "stratum", "role", "trait_Q1")
    read = read_answers(asked, data)
    assert [[given.state for given in read[name]] for name in ("Q4", "Q5a", "Q5b", "Q2")] == [
        [State.ANSWERED, State.NOT_ASKED],
        [State.INVALID, State.NOT_ASKED],
        [State.BLANK, State.NOT_ASKED],
        [State.BLANK, State.NOT_ASKED],
    ]
    assert read["Q6"][1].codes == ("＃two-marks",)

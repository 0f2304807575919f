"""Sheets that change: compared, edited, with limits for other tools."""

import pytest

from tests.domain.survey.questionnaire.written import row, sheets
from yakusoku.domain.survey.comparability import Effect, What
from yakusoku.domain.survey.questionnaire.columns import languages_of, with_second_language
from yakusoku.domain.survey.questionnaire.difference import differences
from yakusoku.domain.survey.questionnaire.drafts import Draft, draft_of, open_section, with_draft
from yakusoku.domain.survey.questionnaire.editing import LookedAt, delete, duplicate, move, rename
from yakusoku.domain.survey.questionnaire.enforcing import enforced, without_enforced
from yakusoku.domain.survey.questionnaire.sheets import form_of, sheets_from

BEFORE = sheets(
    row("A", label="実施していますか"),
    row("B", "select_multiple abc", relevant="${A} = '1'", most="2"),
    row("C"),
    {"type": "begin_group", "name": "G", "label": "それぞれ", "appearance": "table-list"},
    row("G1"),
    row("G2"),
    {"type": "end_group"},
)


def changed(of, **cells):
    """Return the sheets with other cells in a row."""
    rows = [{**each, **cells} if each.get("name") == of else each for _line, each in BEFORE.survey]
    return BEFORE.with_survey({head: text for head, text in each.items() if text} for each in rows)


@pytest.mark.parametrize(
    ("after", "what", "effect"),
    [
        pytest.param(changed("A", label="実施しましたか"), What.WORDING, Effect.CARE, id="wording"),
        pytest.param(changed("B", relevant="${A} = '2'"), What.ASKED_OF, Effect.BREAKS, id="base"),
        pytest.param(changed("B", most="3"), What.LIMIT, Effect.BREAKS, id="limit"),
        pytest.param(changed("A", guidance_hint="一日でもすれば実施です"), What.DEFINITION, Effect.BREAKS, id="definition"),
        pytest.param(changed("C", type="text"), What.TYPE, Effect.BREAKS, id="type"),
        pytest.param(changed("C", name="C2"), What.RENAMED, Effect.NONE, id="the-same-under-another-name"),
        pytest.param(changed("C", required="yes"), What.REQUIRED, Effect.CARE, id="required"),
        pytest.param(move(BEFORE, "C", up=True), What.ORDER, Effect.CARE, id="order"),
        pytest.param(BEFORE.with_choices(each for _n, each in BEFORE.choices if each["name"] != "c"), What.OPTION_REMOVED, Effect.BREAKS, id="option-gone"),
        pytest.param(BEFORE.with_choices([*(each for _n, each in BEFORE.choices), {"list_name": "abc", "name": "d", "label": "技術"}]), What.OPTION_ADDED, Effect.BREAKS, id="option-new"),
        pytest.param(BEFORE.with_choices({**each, "name": {"a": "b", "b": "a"}.get(each["name"], each["name"])} if each["list_name"] == "abc" else each for _n, each in BEFORE.choices), What.OPTION_CODE, Effect.NONE, id="codes-swapped"),
        pytest.param(BEFORE.with_choices(reversed([each for _n, each in BEFORE.choices])), What.OPTION_ORDER, Effect.CARE, id="option-order"),
    ],
)  # fmt: skip
def test_a_change_is_told_with_what_it_does_to_a_comparison(after, what, effect):
    found = differences(form_of(BEFORE), form_of(after))
    assert (what, effect) in {(each.what, each.effect) for each in found}
    assert {each.what for each in found} == {what}


def names(found):
    return [each.get("name", "") for _line, each in found.survey]


def test_an_item_goes_past_a_battery_as_a_whole():
    down = move(BEFORE, "C", up=False)
    assert names(down) == ["A", "B", "G", "G1", "G2", "", "C"]
    assert move(down, "C", up=True) == BEFORE
    assert move(BEFORE, "A", up=True) == BEFORE


def test_names_change_wherever_they_are_looked_at_and_nothing_looked_at_goes():
    assert rename(BEFORE, "A", "Q1").survey[1][1]["relevant"] == "${Q1} = '1'"
    with pytest.raises(LookedAt) as refused:
        delete(BEFORE, "A")
    assert refused.value.facts["by"] == ["B"]
    assert names(delete(BEFORE, "G")) == ["A", "B", "C"]
    copied, copy = duplicate(BEFORE, "G")
    assert (copy, names(copied)[-4:]) == ("G_1", ["G_1", "G1_1", "G2_1", ""])


def test_a_new_item_stands_under_the_heading_that_was_written_last():
    headed = sheets(
        row("A"), {"type": "begin_group", "name": "S", "label": "あなたについて"}, {"type": "end_group"}
    )
    assert [open_section(headed, kind) for kind in ("single", "battery", "section")] == ["S", "S", ""]
    assert open_section(BEFORE, "single") == ""
    assert names(with_draft(headed, Draft("text", "B"), after="S")[0]) == ["A", "S", "B", ""]


def test_what_is_filled_in_unchanged_changes_nothing():
    for name in ("A", "B", "G"):
        again, kept = with_draft(BEFORE, draft_of(BEFORE, name), old=name)
        assert kept == name
        assert sheets_from(again.told()).survey == BEFORE.survey
        assert [each for each in again.choices if each[1]["list_name"] == "abc"]


def test_a_second_language_comes_and_goes():
    two = with_second_language(BEFORE, "en")
    assert languages_of(two) == ("ja", "en")
    assert two.survey[0][1]["label::日本語 (ja)"] == "実施していますか"
    assert with_second_language(two, "").digest == BEFORE.digest


@pytest.mark.parametrize("own", ["", "not(selected(., 'b')) or selected(., 'a')"])
def test_limits_leave_as_a_constraint_and_come_back_as_limits(own):
    told = changed("B", constraint=own, least="1")
    outside = enforced(told)
    constraint = outside.survey[1][1]["constraint"]
    assert "count-selected(.) <= 2" in constraint
    assert "(not(selected(., 'z')) or count-selected(.) = 1)" in constraint
    assert without_enforced(outside) == told
    assert enforced(without_enforced(outside)) == outside

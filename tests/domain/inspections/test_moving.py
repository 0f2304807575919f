"""Moving a sheet onto a newer version: what stays, what is asked again, what is asked no more."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yakusoku.domain.catalogue.model import Aspect
from yakusoku.domain.inspections.answers import AskedCheck
from yakusoku.domain.inspections.moving import Turn, compare_sheets, placed

ONE = AskedCheck(
    id="copying-1a",
    slug="copying",
    article=12,
    title="複写・複製",
    point="記録",
    aspect=Aspect.ARRANGEMENT,
    question="記録簿がありますか。",
    evidence="記録簿",
    evidence_required=False,
    answered_by="責任者",
    why="",
    risk_level=3,
    can_be_eased=True,
)
OTHER = replace(ONE, id="removal-1a", slug="removal", article=13, question="鞄に鍵がありますか。")


@pytest.mark.parametrize(
    ("changes", "turn"),
    [
        pytest.param({"question": "記録簿が毎日書かれていますか。"}, Turn.REWORDED, id="other-words"),
        pytest.param({"evidence": "台帳"}, Turn.REWORDED, id="other-evidence"),
        pytest.param({"evidence_required": True}, Turn.REWORDED, id="proof-is-needed-now"),
        pytest.param({"article": 14, "title": "複製"}, None, id="only-the-number-of-the-article"),
        pytest.param({"why": "別の理由", "risk_level": 5}, None, id="only-the-reason"),
    ],
)
def test_only_what_is_asked_turns_a_question(changes, turn):
    moving = compare_sheets([ONE, OTHER], [replace(ONE, **changes), OTHER])
    assert [each.turn for each in moving.turned] == ([turn] if turn else [])
    assert OTHER.id in moving.same


def test_new_ones_and_those_that_went_are_told():
    moving = compare_sheets([ONE], [OTHER])
    assert [(each.turn, each.id) for each in moving.turned] == [
        (Turn.NEW, "removal-1a"),
        (Turn.REMOVED, "copying-1a"),
    ]
    assert moving.count(Turn.NEW) == 1


def test_a_question_beside_the_sheet_follows_its_requirement():
    beside = replace(ONE, id="added_1a", article=3, title="前の見出し", risk_level=1)
    (moved,) = placed([beside], [OTHER, ONE])
    assert (moved.article, moved.title, moved.risk_level) == (12, "複写・複製", 3)
    assert placed([beside], [OTHER]) == (beside,)


@given(st.lists(st.sampled_from("abcdef"), unique=True), st.lists(st.sampled_from("abcdef"), unique=True))
def test_every_question_is_told_once(before, after):
    moving = compare_sheets([replace(ONE, id=i) for i in before], [replace(ONE, id=i) for i in after])
    told = [*moving.same, *(each.id for each in moving.turned)]
    assert sorted(told) == sorted(set(before) | set(after))

"""Placeholders, references and passages."""

import pytest

from yakusoku.domain.specifications.wording import PlaceholderUnknown, ReferenceMissing, Words, fill

WORDS = Words({"client": "甲"}, {"box": 12}, {"days": "3"})


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        pytest.param("{client}は、", "甲は、", id="a-name"),
        pytest.param("{p:days}日以内", "3日以内", id="a-number"),
        pytest.param("{article:box}の規定", "第12条の規定", id="a-reference"),
        pytest.param("必ず[[{article:box}により]]返す", "必ず第12条により返す", id="a-passage-that-stands"),
        pytest.param("必ず[[{article:lid}により]]返す", "必ず返す", id="a-passage-that-goes"),
        pytest.param("中括弧のない文", "中括弧のない文", id="plain"),
    ],
)
def test_fill(text, filled):
    assert fill(text, WORDS) == filled


def test_a_reference_into_nothing_is_refused():
    with pytest.raises(ReferenceMissing):
        fill("{article:lid}", WORDS)


def test_an_unknown_placeholder_is_refused():
    with pytest.raises(PlaceholderUnknown):
        fill("{p:weeks}", WORDS)


def test_values_are_not_filled_again():
    assert fill("{client}", Words({"client": "{p:days}"}, {}, {"days": "3"})) == "{p:days}"

"""Marked passages: nothing of the text is lost, and nothing of it is ever HTML."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yakusoku.apps.review.marking import KINDS, Mark, marked, words_marked


@pytest.mark.parametrize(
    ("text", "marks", "html"),
    [
        pytest.param("秘密", [], "秘密", id="no mark"),
        pytest.param(
            "秘密を守る", [Mark(0, 2, "evidence")], '<mark class="mark-evidence">秘密</mark>を守る', id="one"
        ),
        pytest.param(
            "<b>&", [Mark(0, 3, "weak")], '<mark class="mark-weak">&lt;b&gt;</mark>&amp;', id="escaped"
        ),
        pytest.param(
            "秘密を守る",
            [Mark(0, 4, "evidence"), Mark(3, 5, "weak")],
            '<mark class="mark-evidence">秘密を</mark><mark class="mark-weak">守</mark><mark class="mark-weak">る</mark>',
            id="overlapping",
        ),
        pytest.param("秘密", [Mark(1, 9, "old")], "秘密", id="beyond the end"),
    ],
)
def test_passages_are_marked(text, marks, html):
    assert marked(text, marks) == html


def test_words_of_passages_come_once_in_order_and_joined_where_they_touch():
    spans = [[6, 8], [0, 2], [2, 4], [1, 3], [9, 11]]
    assert words_marked("複写禁止、承諾。承諾", spans) == ["複写禁止", "諾。", "諾"]
    assert words_marked("秘密", []) == []


MARKS = st.builds(Mark, st.integers(0, 12), st.integers(0, 12), st.sampled_from(KINDS))


@given(text=st.text("<>&\"'秘密a\n", max_size=10), marks=st.lists(MARKS, max_size=4))
def test_nothing_is_lost_and_only_marks_are_html(text, marks):
    html = marked(text, marks)
    bare = re.sub(r'<mark class="mark-[a-z]+">|</mark>', "", html)
    assert "<" not in bare
    assert unescape(bare) == text

"""The same question is known again whoever types it, and another question never passes for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yakusoku.domain.library.wording import plain_words, words_digest

QUESTION = "持ち出す件数、人、行き先を書く記録簿がありますか。"


@pytest.mark.parametrize(
    ("other", "same"),
    [
        pytest.param("持ち出す件数、人、行き先を書く記録簿がありますか", True, id="without-the-full-stop"),
        pytest.param(
            "持ち出す件数・人・行き先を書く\n記録簿がありますか？", True, id="other-marks-and-a-line-break"
        ),
        pytest.param("　持ち出す 件数、人、行き先を書く記録簿がありますか。", True, id="other-spaces"),
        pytest.param("持ち出す件数、人、行き先を書く記録簿を使っていますか。", False, id="another-verb"),
        pytest.param("持ち出す件数、人を書く記録簿がありますか。", False, id="something-left-out"),
    ],
)
def test_words_are_compared_not_marks(other, same):
    assert (words_digest(other) == words_digest(QUESTION)) is same


@pytest.mark.parametrize(
    ("one", "other"),
    [("1.5年ですか", "15年ですか"), ("1,000人ですか", "1.000人ですか"), ("1か月", "10か月"), ("3-1", "31")],
)
def test_a_number_is_never_changed(one, other):
    assert plain_words(one) != plain_words(other)


def test_width_does_not_matter():
    assert plain_words("ＩＤを１２桁にしていますか") == plain_words("IDを12桁にしていますか")


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert plain_words(plain_words(text)) == plain_words(text)


@given(st.text(), st.lists(st.integers(0, 40), max_size=5))
def test_spaces_anywhere_change_nothing(text, places):
    spaced = text
    for place in places:
        spaced = spaced[:place] + "　" + spaced[place:]
    # A space between digits and marks could part a number from its mark: that may only make it stricter.
    if not any(c.isdigit() for c in text) and all(ord(c) > 0x2E7F and ord(c) < 0xA000 for c in text):
        assert words_digest(spaced) == words_digest(text)

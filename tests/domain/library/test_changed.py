"""Kept answers whose question is worded otherwise by now."""

import pytest

from yakusoku.adapters.catalogues import shipped_catalogue
from yakusoku.domain.library.changed import GONE, Asked, Held, moved_questions, questions_of
from yakusoku.domain.library.wording import words_digest

NOW = Asked("鞄に鍵がありますか。", words_digest("鞄に鍵がありますか。"))
OWN = Asked("鞄に鍵と名札がありますか。", words_digest("鞄に鍵と名札がありますか。"))
SHIPPED = {None: {"removal-1a": NOW}, 7: {"removal-1a": OWN}}


@pytest.mark.parametrize(
    ("kept", "found"),
    [
        pytest.param(Held(1, "removal-1a", NOW.words, None), None, id="asked-in-the-same-words"),
        pytest.param(Held(1, "removal-1a", "old", None), NOW, id="asked-in-other-words"),
        pytest.param(Held(1, "removal-1a", NOW.words, 7), OWN, id="its-client-words-it-otherwise"),
        pytest.param(Held(1, "removal-1a", NOW.words, 8), None, id="a-client-without-words-of-its-own"),
        pytest.param(Held(1, "removal-9a", "old", None), GONE, id="asked-no-more"),
        pytest.param(Held(1, "", "old", None), None, id="kept-for-words-alone"),
        pytest.param(Held(1, "added_3a", "old", None), None, id="agreed-on-after-a-finding"),
    ],
)
def test_which_answers_moved(kept, found):
    assert moved_questions([kept], SHIPPED).get(1) == found


def test_an_answer_for_the_new_words_leaves_nothing_to_do():
    old, new = Held(1, "removal-1a", "old", None), Held(2, "removal-1a", NOW.words, None)
    assert moved_questions([old, new], SHIPPED) == {}


def test_every_question_of_the_catalogue_is_known_by_its_id():
    found = questions_of(shipped_catalogue())
    points = [point for row in shipped_catalogue().requirements for point in row.checks]
    assert len(found) == 2 * len(points)
    assert found[f"{points[0].id}o"].question == points[0].operation.text

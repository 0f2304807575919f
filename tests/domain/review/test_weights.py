"""The linear model: added up all at once, it says what adding up one by one says."""

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yakusoku.domain.review.features import IN_HEADING, Ideas, titled, together
from yakusoku.domain.review.grams import grams_of
from yakusoku.domain.review.text import Batch
from yakusoku.domain.review.weights import (
    MOST_LINES,
    NOTHING,
    RARITY,
    USUAL_IDEAS,
    USUAL_LETTERS,
    Learned,
    Weights,
)

LETTERS = "甲乙丙丁書面返す消す"
IDEAS = Ideas({"返す": ["返す", "戻す"], "消す": ["消す"], "書く": ["書面", "書"]})
NAMES = [*grams_of(LETTERS), *together(["返す", "消す", "書く"]), IN_HEADING + "書面", *titled(["書く"])]
ROW = st.tuples(st.integers(RARITY, 255), st.integers(1, 255), st.integers(1, 255)).map(bytes)
TEXT = st.text(alphabet=LETTERS, min_size=1, max_size=40)


def plain(learned, text, heading):
    """Return the scores of one sentence, one requirement and one feature after the other."""
    scores = []
    for place, bias in enumerate(learned.bias, start=1):
        score = bias
        for before, said, share, idea_share in (
            (IN_HEADING, heading, learned.heading, learned.idea),
            ("", text, 1.0, learned.idea),
        ):
            ideas = IDEAS.named(said)
            names = titled(ideas) if before else together(ideas)
            for features, usual, worth in (
                ([before + gram for gram in grams_of(said)], USUAL_LETTERS, share),
                (names, USUAL_IDEAS, idea_share),
            ):
                rows = [learned.features[name] for name in features if name in learned.features]
                length = sqrt(sum((row[0] / RARITY) ** 2 for row in rows))
                damped = length if length <= usual else sqrt(length * usual)
                score += sum(row[place] - NOTHING for row in rows) * learned.scale * worth / (damped or 1)
        scores.append(score)
    return scores


@given(
    st.dictionaries(st.sampled_from(NAMES), ROW, max_size=20),
    st.lists(st.tuples(TEXT | st.just(""), TEXT), min_size=1, max_size=3),
)
def test_a_sentence_is_worth_what_its_features_are_worth(features, told):
    learned = Learned(("a", "b"), (0.5, -1.0), 0.01, features, 0.4, 0.6, 0.0, -0.8, 0.1)
    said = Weights(learned, IDEAS).say(Batch(told))
    for (heading, text), each in zip(told, said, strict=True):
        # The square of a rarity is rounded.
        assert each.scores[0] == pytest.approx(plain(learned, text, heading), rel=0.01, abs=0.01)


def test_a_clause_may_be_as_long_as_a_book():
    texts = [chr(0x4E00 + place % 50) + "書面。" for place in range(MOST_LINES + 9)]
    features = {gram: bytes([RARITY, 255, 1]) for text in texts[:40] for gram in grams_of(text)}
    learned = Learned(("a", "b"), (0.0, 0.0), 0.01, features, 0.4, 0.6, 0.0, -0.8, 0.1)
    (said,) = Weights(learned, IDEAS).say(Batch([("", "".join(texts))]))
    assert len(said.scores) == len(texts)
    assert said.scores[-1] == pytest.approx(plain(learned, texts[-1], ""))

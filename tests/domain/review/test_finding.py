"""Which requirements a clause deals with: signs first, and a model that is asked as well."""

import pytest

from yakusoku.domain.review.features import Ideas
from yakusoku.domain.review.finding import Finder
from yakusoku.domain.review.knowledge import Knowledge, Lore, Nature
from yakusoku.domain.review.model import Clause
from yakusoku.domain.review.reviewing import Reviewer
from yakusoku.domain.review.text import Batch
from yakusoku.domain.review.weights import NOTHING, RARITY, Learned, Weights

COPYING = Knowledge(
    "copying",
    Nature.ACT,
    signs=("複写", "複製"),
    headings=("複写",),
    under_heading=("写しを",),
    excludes=("著作権",),
    weak=("適宜",),
)
LORE = Lore({}, (COPYING,))


def found(text, heading="", weights=None):
    batch = Batch([(heading, text)])
    (clause,), (traces,) = batch.clauses, Finder(LORE, weights).find(batch)
    return [[clause.source[slice(*clause.span(*span))] for span in trace.spans] for trace in traces]


def model(**steps):
    """Return a model that knows some features, by how much each speaks for copying."""
    features = {name: bytes([RARITY, NOTHING + step]) for name, step in steps.items()}
    ideas = Ideas({"写す": ["撮影", "スキャン"], "禁じる": ["てはならない"]})
    learned = Learned(("copying",), (-1.0,), 0.05, features, 1.0, 1.0, 0.0, -2.0, 0.0)
    return Weights(learned, ideas)


@pytest.mark.parametrize(
    ("text", "heading", "words"),
    [
        pytest.param("資料を複写しない。", "", [["複写"]], id="a-sign"),
        pytest.param("写しを取らない。", "", [], id="only-under-its-heading"),
        pytest.param("写しを取らない。", "（複写の禁止）", [["写しを"]], id="under-its-heading"),
        pytest.param("著作権を侵す複製をしない。", "", [], id="excluded-in-the-sentence"),
        pytest.param("著作権を守る。資料を複製しない。", "", [["複製"]], id="not-in-another-sentence"),
        pytest.param("", "複写", [], id="an-empty-clause"),
    ],
)
def test_signs(text, heading, words):
    assert found(text, heading) == words


def test_a_model_that_is_sure_finds_what_has_no_sign_and_names_the_words():
    sure = model(**{"＋写す": 60})
    assert found("画面を撮影してはならない。", weights=sure) == [["撮影"]]
    assert found("画面を眺める。", weights=sure) == []


def test_a_model_has_to_be_surer_beside_words_that_say_otherwise():
    assert found("著作権に触れる撮影をしない。", weights=model(**{"＋写す": 25})) == []
    assert found("著作権に触れる撮影をしない。", weights=model(**{"＋写す": 60})) == [["撮影"]]


def test_a_model_that_is_sure_takes_a_sign_back():
    assert found("複写機を賃貸する。", weights=model(複写=-60)) == []
    assert found("複写機を賃貸する。", weights=model(複写=-10)) == [["複写"]]


def test_two_ideas_say_more_together():
    pair = model(**{"写す＋禁じる": 60})
    assert found("画面をスキャンしてはならない。", weights=pair) != []
    assert found("画面をスキャンする。", weights=pair) == []


def test_a_clause_of_many_sentences_is_asked_for_more():
    weights = model(**{"＋写す": 25})
    crowded = Weights(
        Learned(("copying",), (-1.0,), 0.05, weights._learned.features, 1.0, 1.0, 0.0, -2.0, 0.2),
        weights._ideas,
    )
    one, many = "画面を撮影する。", "画面を撮影する。" + "机を拭く。" * 9
    assert found(one, weights=crowded) != []
    assert found(many, weights=crowded) == []
    assert found(many, weights=weights) != []


def test_a_model_of_doubts_tells_which_words_make_a_promise_weak():
    weights = model(**{"＋写す": 60})
    reviewer = Reviewer(LORE, weights=Weights(model()._learned, weights._ideas, weights._learned))
    (label,) = reviewer.read(Clause("", "", "資料の複写は、撮影による。", None, None)).labels
    assert label.weak
    assert label.weak_words == ((7, 9),)
    (firm,) = reviewer.read(Clause("", "", "資料の複写は、台帳による。", None, None)).labels
    assert not firm.weak

"""Signs as a legal clerk writes them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yakusoku.domain.review.folding import fold
from yakusoku.domain.review.grams import Grams, GramTable, grams_of
from yakusoku.domain.review.signs import SignIndex, SignWrong, compile_sign
from yakusoku.domain.review.text import clause_text

WORDS = {"情報": ("個人情報", "資料"), "承諾": ("承諾", "同意")}


def finds(sign, text):
    return SignIndex([(compile_sign(sign, WORDS), "it")]).find(Grams([fold(text).text])) != [[]]


@pytest.mark.parametrize(
    ("sign", "text", "found"),
    [
        pytest.param("<情報>…持ち出し", "個人情報を外へ持出してはならない。", True, id="list-gap-spelling"),
        pytest.param(
            "<情報>…持ち出し", "個人情報を守る。外へ持ち出す。", False, id="a-gap-ends-with-the-sentence"
        ),
        pytest.param("<情報>……持ち出し", "資料を守る。外へ持ち出しをする。", True, id="a-wide-gap-does-not"),
        pytest.param("(甲|発注者)の<承諾>", "発注者の同意を得る", True, id="one-of-these"),
        pytest.param("(甲|発注者)の<承諾>", "受注者の同意を得る", False, id="none-of-these"),
        pytest.param("漏らし(|たり)て", "漏らして", True, id="may-be-missing"),
        pytest.param("((甲|乙)の|)承諾", "乙の承諾", True, id="a-group-in-a-group"),
        pytest.param("a.b", "axb", False, id="no-regular-expressions"),
    ],
)
def test_what_a_sign_finds(sign, text, found):
    assert finds(sign, text) is found


@pytest.mark.parametrize("sign", ["(甲|乙", "甲)", "<知らない>の", "…", "(甲…乙|丙)が", "(|甲)"], ids=str)
def test_a_sign_that_cannot_be_read_is_told(sign):
    with pytest.raises(SignWrong):
        compile_sign(sign, WORDS)


SIGNS = [
    "<情報>…持ち出",
    "漏ら(し|す)",
    "(甲|乙)の<承諾>",
    "外……<情報>",
    "漏ら(し|す)",
    "(甲|乙)(|の)<情報>(を|)(外|へ|持ち|出す|漏ら|承諾|同意)",
    "(外|)(へ|)持ち",
    "す",
]


TEXTS = st.lists(
    st.text(alphabet="個人情報資料を外へ持ち出すの。漏らし承諾同意甲乙\n", max_size=80), max_size=4
)


@given(TEXTS)
def test_the_index_finds_what_looking_one_by_one_finds(texts):
    signs = [(compile_sign(text, WORDS), place) for place, text in enumerate(SIGNS)]
    folded = [clause_text(text).text for text in texts]
    one_by_one = [
        [(*hit.span(), place) for sign, place in signs for hit in sign.pattern.finditer(text)]
        for text in folded
    ]
    assert SignIndex(signs).find(Grams(folded)) == one_by_one


def test_only_signs_that_are_asked_for_are_looked_for():
    index = SignIndex([(compile_sign(text, WORDS), text) for text in ("資料", "承諾")])
    asked = np.array([[True, False], [False, True]])
    assert index.find(Grams(["資料の承諾", "資料の承諾"]), asked) == [[(0, 2, "資料")], [(3, 5, "承諾")]]


@given(
    st.sets(st.text(alphabet="あいうえ", min_size=2, max_size=3)), st.lists(st.text(alphabet="あいうえ\n"))
)
def test_a_table_knows_the_runs_of_letters_that_were_put_in(known, texts):
    grams = Grams(texts)
    numbers = {gram: number for number, gram in enumerate(sorted(known))}
    places, found = GramTable(numbers).find(grams)
    told = {
        (line, number) for line, number in zip(grams.line_of[places].tolist(), found.tolist(), strict=True)
    }
    assert told == {
        (line, numbers[gram]) for line, text in enumerate(grams.lines) for gram in grams_of(text) & known
    }

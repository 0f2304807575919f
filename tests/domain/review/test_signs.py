"""Signs as a legal clerk writes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yakusoku.domain.review.folding import fold
from yakusoku.domain.review.grams import grams_of
from yakusoku.domain.review.signs import SignIndex, SignWrong, compile_sign

WORDS = {"情報": ("個人情報", "資料"), "承諾": ("承諾", "同意")}


def finds(sign, text):
    folded = fold(text).text
    return SignIndex([(compile_sign(sign, WORDS), "it")]).find(folded, grams_of(folded))


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
    assert bool(finds(sign, text)) is found


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


@given(st.text(alphabet="個人情報資料を外へ持ち出すの。漏らし承諾同意甲乙\n", max_size=80))
def test_the_index_finds_what_looking_one_by_one_finds(text):
    signs = [(compile_sign(text, WORDS), place) for place, text in enumerate(SIGNS)]
    folded = fold(text).text
    one_by_one = [(*hit.span(), place) for sign, place in signs for hit in sign.pattern.finditer(folded)]
    assert SignIndex(signs).find(folded, grams_of(folded)) == one_by_one

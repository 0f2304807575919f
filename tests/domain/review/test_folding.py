"""One spelling for every contract, and the way back to its characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yakusoku.domain.review.folding import fold
from yakusoku.domain.review.text import clause_text

JAPANESE = st.text(
    alphabet=st.sampled_from(
        "個人情報を取り扱持ち出しおよびまたは及び又は。、\n　 １2第条（）()ＡBａヶ月漏洩㈱①ｶﾞがあらかじめすべて"
    ),
    max_size=60,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("個人情報を取り扱う", "個人情報を取扱う", id="okurigana"),
        pytest.param("持ち出しおよび持ち込み", "持出し及び持込み", id="kana-and-kanji"),
        pytest.param("６ヶ月　以内", "6か月以内", id="width-blanks-and-small-ke"),
        pytest.param("漏洩", "漏えい", id="kanji-out-of-the-list"),
        pytest.param("ＵＳＢ メモリ", "usbメモリ", id="letters"),
    ],
)
def test_spellings_of_one_word_are_one(one, other):
    assert fold(one).text == fold(other).text


@given(JAPANESE)
def test_every_stretch_leads_back_to_characters_that_say_it(source):
    folded = fold(source)
    for start in range(len(folded.text)):
        first, last = folded.span(start, start + 1)
        assert 0 <= first < last <= len(source)
        assert folded.text[start] in fold(source[first:last]).text


@given(JAPANESE)
def test_a_whole_text_leads_back_to_all_of_it_but_blanks(source):
    folded = fold(source)
    if folded.text:
        first, last = folded.span(0, len(folded.text))
        assert fold(source[first:last]).text == folded.text
        assert source[first:last].strip() == source[first:last]


@given(JAPANESE)
def test_sentences_hold_everything_and_places_lead_into_their_sentence(source):
    clause = clause_text(source)
    assert clause.text.replace("\n", "") == "".join(fold(part).text for part in source.split("\n"))
    for number, sentence in enumerate(clause.sentences):
        assert clause.sentence_at(sentence.at) == number
        first, last = clause.span(sentence.at, sentence.at + len(sentence.text))
        assert sentence.start <= first < last <= len(source)


def test_words_are_found_where_they_stand():
    source = "１　受託者は、\n個人情報を持ち出しては　ならない。"
    clause = clause_text(source)
    start = clause.text.index("持出し")
    first, last = clause.span(start, start + 3)
    assert source[first:last] == "持ち出し"


def test_a_full_stop_within_brackets_ends_no_sentence():
    clause = clause_text("受託者（以下「乙」という。）は、秘密を守る。次の文。")
    assert [sentence.folded.source for sentence in clause.sentences] == [
        "受託者（以下「乙」という。）は、秘密を守る。",
        "次の文。",
    ]


@pytest.mark.parametrize("text", ["工事が", "行為に", "仕事が", "出来高"])
def test_words_that_only_look_like_other_spellings_stay(text):
    assert fold(text).text == text

"""Clauses of contracts that number in different ways."""

import pytest

from yakusoku.domain.review.labels import kanji_number, label_of, number_of
from yakusoku.domain.review.model import Line, Source
from yakusoku.domain.review.structure import document_of


def clauses(text):
    lines = [Line(row, paragraph=n) for n, row in enumerate(text.strip().split("\n"), start=1)]
    return document_of(Source("x", "", lines))


ARTICLES = """
業務委託契約書
（目的）
第１条　甲は、次の業務を乙に委託する。
(1) 検針
(2) 収納
２　乙は、前項の業務を誠実に行う。
第２条の３（秘密の保持）　乙は、秘密を漏らしてはならない。
別記
個人情報取扱特記事項
第１　基本的事項
乙は、個人情報を適正に扱う。
"""
POLICY = """
２　運営の方針
(2) 運営
ア　運営に当たっての心構え
窓口は、大切な場であることをわきまえること。
エ　法令に反する行為は、信用を損なう。法令を守ること。
(3) 期間
令和６年10月１日から令和９年９月30日までとする。
"""
KANJI = """
第一条　（守秘）　当事務所は、漏らしません。
第二条　業務の遂行
一　正確に処理します。
二　対策をします。
"""
DOTTED = """
５　セキュリティ
5.1 体制
受注者は体制を整える。
5.2　脆弱性への対処
(1) 収集すること。
６ その他
協議による。
"""
ITEMS = """
１　体制の整備と届出
ア　受注者は、体制を構築すること。
イ　変更があったときは、提出すること。
２ 従事者への説明
ア　説明すること。
"""
PLAIN = """
当社は、お客様の情報を守ります。
第三者に提供しません。
"""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param(
            ARTICLES,
            [("第１条", "目的", 3), ("第２条の３", "秘密の保持", 7), ("第１", "基本的事項", 10)],
            id="articles-and-an-annex",
        ),
        pytest.param(
            POLICY,
            [("２(2)ア", "運営に当たっての心構え", 3), ("２(2)エ", "", 5), ("２(3)", "期間", 6)],
            id="titles-that-only-gather",
        ),
        pytest.param(KANJI, [("第一条", "守秘", 1), ("第二条", "業務の遂行", 2)], id="kanji"),
        pytest.param(
            DOTTED, [("5.1", "体制", 2), ("5.2", "脆弱性への対処", 4), ("６", "その他", 6)], id="dotted"
        ),
        pytest.param(
            ITEMS, [("１", "体制の整備と届出", 1), ("２", "従事者への説明", 4)], id="items-without-titles"
        ),
        pytest.param(PLAIN, [("", "", 1), ("", "", 2)], id="no-numbers"),
    ],
)
def test_clauses_with_their_numbers_headings_and_places(text, told):
    assert [(c.no, c.heading, c.paragraph) for c in clauses(text).clauses] == told


def test_paragraphs_and_items_stay_in_their_clause():
    first = clauses(ARTICLES).clauses[0]
    assert first.text.split("\n") == [
        "甲は、次の業務を乙に委託する。",
        "(1)　検針",
        "(2)　収納",
        "２　乙は、前項の業務を誠実に行う。",
    ]


def test_title_and_annex():
    document = clauses(ARTICLES)
    assert document.title == "業務委託契約書"
    assert [clause.part for clause in document.clauses] == ["", "", "個人情報取扱特記事項"]


@pytest.mark.parametrize(
    "text",
    [
        "2027年4月1日から始める。",
        "３名を置く。",
        "100,000円とする。",
        "10時に集まる。",
        "2/3以上の賛成",
        "一部を変更する。",
    ],
)
def test_numbers_in_running_text_are_no_labels(text):
    label = label_of(text)
    assert label is None


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("第二十三条", 23),
        ("第１０", 10),
        ("（３）", 3),
        ("③", 3),
        ("ウ", 3),
        ("第百五条", 105),
        ("(c)", 3),
        ("五", 5),
    ],
)
def test_what_a_number_means(written, number):
    assert number_of(written) == number


@pytest.mark.parametrize(("written", "number"), [("一〇", 10), ("二十", 20), ("千二百三", 1203), ("十", 10)])
def test_kanji_numerals(written, number):
    assert kanji_number(written) == number

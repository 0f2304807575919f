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


def told(text):
    document = clauses(text)
    return [(c.no, c.heading, c.text) for c in document.clauses]


COMPANY = """
業　務　委　託　基　本　契　約　書（案）

株式会社甲山商事（以下「甲」という。）と乙川システム株式会社（以下「乙」という。）とは、次のとおり契約を締結する。
第１章　総則
第1条（目的）
1. 本契約は、甲が乙に委託する業務について定める。
2. 個別契約は、注文書による。
第2条【秘密保持】
１　乙は、秘密情報を開示してはならない。ただし、次の各号はこの限りでない。
　一　公知のもの
　二　独自に開発したもの
２　前項は、本契約の終了後３年間存続する。
第２章　雑則
第３条（協議）　定めのない事項は、協議する。
以上、本契約の成立を証するため本書２通を作成し、甲乙記名押印の上、各１通を保有する。
令和９年４月１日
甲　東京都千代田区丸の内一丁目
　　株式会社甲山商事
　　代表取締役　甲山　太郎　㊞
乙　住所　横浜市
　　乙川システム株式会社
附　則
１　この契約は、令和９年４月１日から施行する。
別紙１　個人情報の取扱い
（安全管理）
第一　乙は、安全に管理する。
"""


def test_a_company_contract_with_everything_around_its_clauses():
    document = clauses(COMPANY)
    assert document.title == "業務委託基本契約書（案）"
    rows = [(c.no, c.heading, c.part) for c in document.clauses]
    assert rows == [
        ("", "", ""),
        ("第1条", "目的", ""),
        ("第2条", "秘密保持", ""),
        ("第３条", "協議", ""),
        ("", "", ""),
        ("１", "", "附則"),
        ("第一", "安全管理", "別紙１ 個人情報の取扱い"),
    ]
    assert document.clauses[0].text.startswith("株式会社甲山商事")
    assert document.clauses[3].text == "定めのない事項は、協議する。"
    closing = document.clauses[4].text.split("\n")
    assert closing[0].startswith("以上、本契約の成立を証するため")
    assert closing[-1] == "乙川システム株式会社"
    assert "一　公知のもの\n二　独自に開発したもの\n２　前項は" in document.clauses[2].text


CONTENTS = """
個人情報取扱特記事項
目次
第１条　目的 ・・・・・・・・ 1
第２条　秘密の保持　　　　　2
別紙 …… 3
第１条（目的）　この特記事項は、取扱いを定める。
第２条（秘密の保持）　乙は、漏らしてはならない。
"""
BARE_CONTENTS = """
業務委託契約約款
目　次
第１条　目的
第２条　秘密の保持
第１条　目的
この約款は、取扱いを定める。
第２条　秘密の保持
乙は、漏らしてはならない。
"""


@pytest.mark.parametrize(
    "text", [pytest.param(CONTENTS, id="with-pages"), pytest.param(BARE_CONTENTS, id="headings-alone")]
)
def test_a_table_of_contents_is_no_clause(text):
    assert [(no, heading) for no, heading, _ in told(text)] == [("第１条", "目的"), ("第２条", "秘密の保持")]
    assert all(words.endswith("。") for _, _, words in told(text))


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        pytest.param(
            "目的\n第１条　甲は、委託する。\n秘密の保持\n第２条　乙は、守る。",
            [("第１条", "目的", "甲は、委託する。"), ("第２条", "秘密の保持", "乙は、守る。")],
            id="headings-above-without-brackets",
        ),
        pytest.param(
            "（目的）\n第１　甲は、委託する。\n（秘密の保持）\n第２の２　乙は、守る。",
            [("第１", "目的", "甲は、委託する。"), ("第２の２", "秘密の保持", "乙は、守る。")],
            id="headings-above-in-brackets",
        ),
        pytest.param(
            "第一条　甲は、委託する。\n第二条　乙は、守る。",
            [("第一条", "", "甲は、委託する。"), ("第二条", "", "乙は、守る。")],
            id="no-headings-at-all",
        ),
        pytest.param(
            "第１条　成果物は次のとおりとする。\n設計書\n報告書\n第２条　乙は、守る。\n第３条　乙は、教える。",
            [
                ("第１条", "", "成果物は次のとおりとする。\n設計書\n報告書"),
                ("第２条", "", "乙は、守る。"),
                ("第３条", "", "乙は、教える。"),
            ],
            id="the-last-item-of-a-list-is-no-heading",
        ),
        pytest.param(
            "１　秘密の保持　乙は、漏らしてはならない。\n２　複写　乙は、複写してはならない。",
            [
                ("１", "秘密の保持", "乙は、漏らしてはならない。"),
                ("２", "複写", "乙は、複写してはならない。"),
            ],
            id="headings-set-apart-by-a-blank",
        ),
        pytest.param(
            "記\n１　業務名　検針業務\n２　期間　１年\n以上",
            [("１", "業務名 検針業務", ""), ("２", "期間 １年", "")],
            id="below-the-word-that-says-as-follows",
        ),
        pytest.param(
            "第 1 条（目的） 甲は、委託する。\n2 乙は、\n第 5 条の規定を守る。",
            [("第1条", "目的", "甲は、委託する。\n2　乙は、\n第 5 条の規定を守る。")],
            id="digits-set-apart-and-a-number-that-is-referred-to",
        ),
        pytest.param(
            "第３条　乙は、次を守る。\n(1) 期限\n10 日以内に届け出る。",
            [("第３条", "", "乙は、次を守る。\n(1)　（期限）10 日以内に届け出る。")],
            id="a-count-at-the-head-of-a-line",
        ),
        pytest.param(
            "第　条（目　的）　甲は、委託する。\n第拾条：秘密の保持\n乙は、守る。\n第１１条．（返還）乙は、返す。",
            [
                ("第条", "目的", "甲は、委託する。"),
                ("第拾条", "秘密の保持", "乙は、守る。"),
                ("第１１条", "返還", "乙は、返す。"),
            ],
            id="blank-and-old-numbers-and-marks-after-them",
        ),
        pytest.param(
            "【第１条　目的】\n甲は、委託する。\n＜第２条＞（秘密の保持）乙は、守る。",
            [("第１条", "目的", "甲は、委託する。"), ("第２条", "秘密の保持", "乙は、守る。")],
            id="numbers-in-brackets",
        ),
        pytest.param(
            "I. 目的\n甲は、委託する。\nII. 秘密の保持\nA. 社員\nア）乙は、守らせる。\nｲ 乙は、教える。",
            [
                ("I", "目的", "甲は、委託する。"),
                ("IIA", "社員", "ア）　乙は、守らせる。\nｲ　乙は、教える。"),
            ],
            id="roman-and-latin-letters",
        ),
        pytest.param(
            "■秘密の保持\n乙は、守る。\n・漏らさない。\n■返還\n乙は、返す。\n消す。",
            [("", "秘密の保持", "乙は、守る。\n・漏らさない。"), ("", "返還", "乙は、返す。\n消す。")],
            id="marks-in-place-of-numbers",
        ),
        pytest.param(
            "秘密の保持\n当社は、守ります。\n返還\n当社は、返します。",
            [("", "秘密の保持", "当社は、守ります。"), ("", "返還", "当社は、返します。")],
            id="headings-without-numbers",
        ),
        pytest.param(
            "第１条　成果物は、次のとおりとする。\n■設計書\n■報告書\n紙でも渡す。",
            [("第１条", "", "成果物は、次のとおりとする。\n■設計書\n■報告書\n紙でも渡す。")],
            id="marks-below-a-number",
        ),
    ],
)
def test_headings_and_numbers_as_offices_write_them(text, rows):
    assert [(no, heading.replace("　", " "), words) for no, heading, words in told(text)] == rows


@pytest.mark.parametrize(
    "line",
    [
        "第５条の規定により、乙は守る。",
        "第２条及び第３条に定めるところによる。",
        "第３条第２項の承諾を得る。",
        "第１０条に違反したとき。",
        "第 5 条の規定により、乙は守る。",
        "第２項の場合は、この限りでない。",
    ],
)
def test_articles_that_are_referred_to_are_no_labels(line):
    assert label_of(line) is None


@pytest.mark.parametrize(
    ("line", "written"),
    [
        ("第 3 条 の 2 （秘密）", "第3条の2"),
        ("第３条乙は、守る。", "第３条"),
        ("第十二条　守る。", "第十二条"),
        ("（ iii ） 守る。", "（iii）"),
        ("ⅱ　守る。", "ⅱ"),
        ("１　日時", "１"),
        ("第２　日常の管理", "第２"),
    ],
)
def test_labels_are_told_without_the_blanks_in_them(line, written):
    assert label_of(line).written == written


@pytest.mark.parametrize(
    "line",
    [
        "別紙のとおり、乙は守る。",
        "別表に掲げるもの",
        "様式は、別に定める。",
        "仕様書",
    ],
)
def test_words_of_a_clause_open_no_annex(line):
    document = clauses(f"業務委託契約書\n第１条　乙は、次を守る。\n{line}\n第２条　守る。")
    assert {clause.part for clause in document.clauses} == {""}


@pytest.mark.parametrize(
    "line",
    [
        "別記",
        "別　記",
        "【別紙２】",
        "附則",
        "付　則",
        "別記様式第１号",
        "個人情報取扱特記事項",
        "仕　様　書",
    ],
)
def test_annexes_are_parts_of_their_own(line):
    document = clauses(f"業務委託契約書\n第１条　乙は、守る。\n{line}\n１　乙は、届け出る。")
    assert [bool(clause.part) for clause in document.clauses] == [False, True]


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("収入\n印紙\n200円\n業務委託契約書", "業務委託契約書"),
        ("（案）\n第123号\n業務委託契約書", "業務委託契約書"),
        ("別記\n個人情報取扱特記事項", "別記 個人情報取扱特記事項"),
    ],
)
def test_the_title_is_found_below_what_was_stamped_above_it(head, title):
    document = clauses(f"{head}\n第１条　乙は、守る。\n様式\n１　乙は、届け出る。")
    assert (document.title, [clause.part for clause in document.clauses][-2:]) == (title, ["", "様式"])


def test_a_day_in_a_clause_does_not_end_it():
    rows = told("第１条（期間）\n令和９年４月１日\n第２条　乙は、守る。")
    assert rows == [("第１条", "期間", "令和９年４月１日"), ("第２条", "", "乙は、守る。")]

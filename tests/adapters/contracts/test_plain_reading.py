"""Texts, pages and workbooks in the forms that offices keep contracts in."""

import io
from datetime import date

import pytest
import xlsxwriter

from yakusoku.adapters.contracts.plain import NoText, decoded
from yakusoku.adapters.contracts.reading import read_contract, read_pasted
from yakusoku.adapters.contracts.unreadable import Unreadable
from yakusoku.domain.review.structure import document_of

TEXT = "業務委託契約書\n第１条　甲は、①検針及び②収納を、㈱乙川に委託する。\n第２条　乙は、守る。\n"


def read(content, name):
    return document_of(read_contract(name, content))


def rows(document):
    return [(c.no, c.heading, c.text) for c in document.clauses]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp932", "euc_jis_2004", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_texts_with_the_marks_of_windows(encoding):
    text = TEXT if encoding != "euc_jis_2004" else TEXT.replace("㈱", "（株）")
    assert [c.no for c in read(text.encode(encoding), "契約.txt").clauses] == ["第１条", "第２条"]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(bytes(range(256)) * 20, id="all-bytes"),
        pytest.param(b"\x01\x02\x03\x04 abc " * 100, id="control-characters"),
        pytest.param(b"MZ\x90\x00\x03" + bytes(3000), id="a-program"),
        pytest.param(b"\xff\xfe" + b"\x00\xd8" * 100, id="halves-of-letters"),
    ],
)
def test_bytes_that_are_no_text(content):
    with pytest.raises((NoText, UnicodeDecodeError)):
        decoded(content)


HANGING = """業務委託契約書
第１条　乙は、この契約の履行に関して知り得た個人情報を、みだりに他人に
　　　知らせ、又は不当な目的に使用してはならない。
２　乙は、この契約が終了し、又は解除された後においても、前項の義務を負う
　　ものとし、その従事者にも同様の義務を負わせるものとする。
第２条　乙は、甲の書面による承諾なく、この業務の全部又は一部を第三者に委
　　　託し、又は請け負わせてはならない。
第３条　乙は、守る。
"""
INDENTED = """　当社は、お客様からお預かりした個人情報を、次の方針に従って取り扱います
。この方針は、すべての役員及び従業員に適用します。お客様の同意なく第三者に
提供することは、法令に定めのある場合を除いて、いたしません。
　お預かりした個人情報は、漏えい、滅失及び毀損を防ぐために必要な措置を講じ
て管理します。不要になった個人情報は、速やかに、かつ、確実に消去します。こ
の方針は、必要に応じて見直します。
"""


def test_lines_broken_at_a_width_with_the_rest_set_in():
    assert rows(read(HANGING.encode(), "契約.txt")) == [
        (
            "第１条",
            "",
            "乙は、この契約の履行に関して知り得た個人情報を、みだりに他人に知らせ、又は不当な目的に使用してはならない。\n"
            "２　乙は、この契約が終了し、又は解除された後においても、前項の義務を負うものとし、その従事者にも同様の義務を負わせるものとする。",
        ),
        (
            "第２条",
            "",
            "乙は、甲の書面による承諾なく、この業務の全部又は一部を第三者に委託し、又は請け負わせてはならない。",
        ),
        ("第３条", "", "乙は、守る。"),
    ]


def test_paragraphs_that_are_set_in_and_broken_at_a_width():
    texts = [text for _, _, text in rows(read(INDENTED.encode("cp932"), "方針.txt"))]
    assert len(texts) == 2
    assert texts[0].startswith("当社は、")
    assert texts[0].endswith("いたしません。")
    assert texts[1].endswith("見直します。")


def test_a_text_that_was_not_broken_stays_as_it_is():
    text = "\n".join(f"第{n}条　乙は、" + "守り、" * n + "報告する。" for n in range(1, 30))
    assert [c.no for c in read(text.encode(), "契約.txt").clauses] == [f"第{n}条" for n in range(1, 30)]


PAGE = """<!DOCTYPE html><html><head>{head}<title>契約</title><style>p{{}}</style></head><body>
<h1>利用規約</h1>
<ol><li>当社は、<ruby>漏洩<rt>ろうえい</rt></ruby>を
防ぎます。<ol type="a"><li>教育します。</li><li>点検します。</li></ol></li>
<li value="5">お客様は、守ります。</li></ol>
<ol style="list-style:none"><li>（１）当社は、知らせます。</li></ol>
<table><tr><td>１</td><td>秘密の保持</td><td>乙は、漏らしてはならない。</td></tr>
<tr><td>２</td><td>複写</td><td><table><tr><td>乙は、複写してはならない。</td></tr></table></td></tr></table>
<p hidden>見えない文。</p><del>消した文。</del><script>x("文。")</script>
</body></html>"""


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        pytest.param("<meta charset='utf-8'>", "utf-8", id="utf-8-declared"),
        pytest.param("", "utf-8", id="utf-8-undeclared"),
        pytest.param(
            "<meta http-equiv='Content-Type' content='text/html; charset=Shift_JIS'>", "cp932", id="sjis"
        ),
        pytest.param("<meta charset='x-sjis'>", "cp932", id="a-name-that-few-know"),
        pytest.param("", "cp932", id="sjis-undeclared"),
        pytest.param("<meta charset='euc-jp'>", "euc_jp", id="euc"),
        pytest.param("", "euc_jp", id="euc-undeclared"),
        pytest.param("<meta charset='utf-8'>", "cp932", id="declared-wrongly"),
    ],
)
def test_lists_and_tables_of_a_page(head, encoding):
    document = read(PAGE.format(head=head).encode(encoding), "規約.html")
    assert document.title == "利用規約"
    assert rows(document) == [
        ("1", "", "当社は、漏洩を防ぎます。\na.　教育します。\nb.　点検します。"),
        ("5", "", "お客様は、守ります。\n（１）　当社は、知らせます。"),
        ("１", "秘密の保持", "乙は、漏らしてはならない。"),
        ("２", "複写", "乙は、複写してはならない。"),
    ]


def workbook(fill):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    fill(book)
    book.close()
    return out.getvalue()


def test_sheets_with_merged_cells_numbers_and_hidden_ones():
    def fill(book):
        main, annex, notes = (book.add_worksheet(name) for name in ("本文", "個人情報取扱特記事項", "覚え"))
        main.merge_range("A1:C1", "業務委託契約書", book.add_format())
        main.write_row("A2", [1, "目的", "甲は、乙に委託する。"])
        main.merge_range("B3:C4", "委託の期間は、１年とする。", book.add_format())
        main.write("A3", 2)
        annex.write_row(
            "A1", ["第１", "秘密の保持", "乙は、漏らしてはならない。\nこの契約が終わった後も、同様とする。"]
        )
        notes.write("A1", "社内の覚え。")
        notes.hide()

    source = read_contract("契約.xlsx", workbook(fill))
    document = document_of(source)
    assert document.title == "業務委託契約書"
    assert [(c.no, c.heading, c.part) for c in document.clauses] == [
        ("1", "目的", ""),
        ("2", "", ""),
        ("第１", "秘密の保持", "個人情報取扱特記事項"),
    ]
    assert document.clauses[2].text.endswith("\nこの契約が終わった後も、同様とする。")
    assert any("表示されないシート" in warning for warning in source.warnings)


def test_a_day_in_a_cell_is_told_as_a_day():
    def fill(book):
        day = book.add_format({"num_format": "yyyy/m/d"})
        book.add_worksheet().write_datetime("A1", date(2027, 4, 1), day)

    assert [line.text for line in read_contract("x.xlsx", workbook(fill)).lines] == ["2027年4月1日"]


def test_what_is_pasted_keeps_its_paragraphs():
    assert [line.paragraph for line in read_pasted("第１条　守る。\r\n\r\n第２条　守る。").lines] == [1, 3]


def test_a_workbook_that_is_too_large_says_so():
    def fill(book):
        book.add_worksheet().write("A1048576", "遠い")

    with pytest.raises(Unreadable, match="表が大きすぎて"):
        read_contract("x.xlsx", workbook(fill))


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [("iso-8859-1", "utf-8"), ("utf-16", "utf-8"), ("euc-jp", "cp932"), ("punycode", "utf-8")],
)
def test_a_page_that_names_another_encoding_than_its_own(charset, encoding):
    page = f"<html><meta charset='{charset}'><p>第１条　乙は、秘密を守る。<p>第２条　守る。"
    assert [c.no for c in read(page.encode(encoding), "契約.html").clauses] == ["第１条", "第２条"]


def test_what_a_page_hides_or_strikes_out_is_not_read():
    page = (
        "<html><p>第１条　乙は、<s>自由に</s>再委託しない。"
        "<p style='color:red; DISPLAY: none'>第２条　できる。<p hidden>第３条　できる。"
    )
    assert rows(read(page.encode(), "契約.html")) == [("第１条", "", "乙は、再委託しない。")]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param("第\u200b１\ufeff条　乙は漏\u00adらさない。", "乙は漏らさない。", id="unseen"),
        pytest.param("第１条　⼄は⻑く秘密を漏らさ⾏。", "乙は長く秘密を漏らさ行。", id="parts-for-kanji"),
        pytest.param("第１条　テ\u3099ータを守る。", "データを守る。", id="a-mark-apart"),
    ],
)
def test_letters_are_read_as_they_look(content, told):
    assert rows(read_pasted_document(content)) == [("第１条", "", told)]


def read_pasted_document(text):
    return document_of(read_pasted(text))


def test_names_in_the_encoding_of_windows():
    assert decoded("甲　髙﨑　太郎".encode("cp932")) == "甲　髙﨑　太郎"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("契約.txt", b"Article 1. The contractor shall keep it.", "日本語"),
        ("契約.xml", "<?xml version='1.0'?><w><p>第１条　守る。</p></w>".encode(), "形式"),
        ("契約.html", "<!DOCTYPE html [<!ENTITY a 'b'>]><p>第１条　&a;".encode(), "安全でない"),
    ],
)
def test_texts_that_are_no_contract(name, content, reason):
    with pytest.raises(Unreadable, match=reason):
        read(content, name)


def test_a_text_under_the_name_of_a_page():
    assert [c.no for c in read("第１条　守る。\n第２条　守る。".encode(), "契約.html").clauses] == [
        "第１条",
        "第２条",
    ]


def test_lines_that_only_happen_to_be_as_long_are_not_joined():
    sentence = "受託者は、定められた場所で作業を行うこと。"
    text = "\n".join(f"（{n}）{sentence}\n・{sentence}" for n in range(1, 5)) + "\n５．その他"
    assert len(read_pasted(text).lines) == 9


def test_what_a_sheet_folds_away_or_draws_is_told_of():
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet("契約書")
    sheet.write("A1", "第１条　乙は、守る。")
    sheet.set_row(1, None, None, {"hidden": True})
    sheet.write("A2", "第２条　乙は、教える。")
    sheet.insert_textbox("C1", "第３条　乙は、返す。")
    book.close()
    source = read_contract("契約.xlsx", out.getvalue())
    assert len(source.lines) == 2
    assert [any(words in each for each in source.warnings) for words in ("行又は列", "図形")] == [True, True]

"""Printed contracts: columns, heads and feet, broken sentences, turned pages, letters that are not told."""

import re
import struct
import subprocess
import zlib

import pytest

from tests.adapters.contracts.prints import Word, content, lines, pdf
from tests.adapters.contracts.words import paragraph, word
from tests.libreoffice import convert, needs_libreoffice
from tests.packs import example_pack
from yakusoku.adapters.contracts import scanned
from yakusoku.adapters.contracts.printed import is_garbled
from yakusoku.adapters.contracts.reading import read_contract
from yakusoku.adapters.contracts.unreadable import Scan, Unreadable
from yakusoku.adapters.word import specification_docx
from yakusoku.domain.review.printing import Piece, rows_of
from yakusoku.domain.review.structure import document_of

FIRST = "乙は、この契約の履行に関して知り得た個人情報を、みだりに他人に知らせ、又は不当な目"
REST = "的に使用してはならない。"
CONTRACT = [
    f"第１条　{FIRST}",
    REST,
    "第２条　乙は、秘密を守らなければならない。",
    "この契約が終わった後も、同様とする。",
]


def read(raw, **options):
    return read_contract("契約.pdf", raw, **options)


def texts(raw):
    return [line.text for line in read(raw).lines]


def clauses(raw):
    return [(c.no, c.text) for c in document_of(read(raw)).clauses]


TOLD = [
    ("第１条", FIRST + REST),
    ("第２条", "乙は、秘密を守らなければならない。\nこの契約が終わった後も、同様とする。"),
]
UP, DOWN, OVER = "0 1 -1 0", "0 -1 1 0", "-1 0 0 -1"


@pytest.mark.parametrize(
    ("words", "options"),
    [
        pytest.param(lines(CONTRACT), {}, id="upright"),
        pytest.param(lines(CONTRACT), {"rotate": 90}, id="page-turned-and-words-not"),
        pytest.param(
            [Word(row, 60 + 18 * n, 60, turn=UP) for n, row in enumerate(CONTRACT)],
            {"rotate": 90},
            id="page-and-words-turned",
        ),
        pytest.param(
            [Word(row, 400 - 18 * n, 780, turn=DOWN) for n, row in enumerate(CONTRACT)],
            {"rotate": 270},
            id="turned-the-other-way",
        ),
        pytest.param(
            [Word(row, 540, 60 + 18 * n, turn=OVER) for n, row in enumerate(CONTRACT)],
            {"rotate": 180},
            id="upside-down",
        ),
        pytest.param(
            [Word(row, 500 - 20 * n, 780) for n, row in enumerate(CONTRACT)],
            {"encoding": "UniJIS-UTF16-V"},
            id="written-from-top-to-bottom",
        ),
        pytest.param(lines(CONTRACT) + lines(CONTRACT, x=57.4), {}, id="printed-twice-to-be-bold"),
        pytest.param(list(reversed(lines(CONTRACT))), {}, id="drawn-from-the-bottom"),
    ],
)
def test_a_page_is_read_as_people_read_it(words, options):
    assert clauses(pdf([words], **options)) == TOLD


def test_two_columns_are_read_one_after_the_other():
    left = [
        f"第{n}条　乙は、第{n}の決まりを守り、甲に知らせる" if n % 2 else "ものとする。" for n in range(1, 21)
    ]
    right = [
        f"第{n}条　乙は、第{n}の決まりを守り、甲に知らせる" if n % 2 else "ものとする。"
        for n in range(21, 41)
    ]
    title = [Word("個人情報取扱特記事項", 240, 800, 14)]
    page = title + lines(left, x=50, top=760, size=9.5) + lines(right, x=310, top=760, size=9.5)
    document = document_of(read(pdf([page])))
    assert document.title == "個人情報取扱特記事項"
    assert [c.no for c in document.clauses] == [f"第{n}条" for n in range(1, 41, 2)]
    assert {c.text.endswith("知らせるものとする。") for c in document.clauses} == {True}


def test_columns_that_stand_close_to_each_other():
    left = ["第1条　乙は、秘密を守り、甲に知らせるものとし、", "漏らしてはならない。"] * 6
    right = ["第2条　乙は、秘密を守り、甲に知らせるものとし、", "漏らしてはならない。"] * 6
    page = lines(left, x=50) + lines(right, x=50 + 24 * 10.5 + 8)
    told = clauses(pdf([page]))
    assert [no for no, _ in told] == ["第1条"] * 6 + ["第2条"] * 6


def test_what_goes_across_both_columns_stands_between_what_is_above_and_below_it():
    left = [f"第{n}条　乙は、第{n}の決まりを守り、甲に知らせるものとする。" for n in range(1, 11)]
    right = [f"第{n}条　乙は、第{n}の決まりを守り、甲に知らせるものとする。" for n in range(11, 21)]
    opening = (
        "甲と乙は、次の条により、甲が乙に託する業務について、次のとおりこの契約を締結し、これを守るものと"
    )
    page = [Word("業務委託契約書", 50, 810), Word(opening, 50, 795), Word("する。", 50, 780)]
    page += lines(left, x=50, top=760, size=8) + lines(right, x=310, top=760, size=8)
    page += [
        Word("この契約の成立を証するため、本書２通を作成し、甲乙記名押印の上、各自１通を保有する。", 50, 560)
    ]
    told = clauses(pdf([page]))
    assert [no for no, _ in told] == ["", *(f"第{n}条" for n in range(1, 21)), ""]
    assert told[0][1] == f"{opening}する。"


def test_heads_and_feet_of_a_page_from_top_to_bottom_are_written_across():
    pieces = [Piece("業務委託契約書（令和９年）", 60, 200, 20, 30), Piece("- 1 -", 290, 310, 800, 810)]
    pieces += [
        Piece(row, 500 - 20 * n, 510 - 20 * n, 60, 700 if n < 1 else 400) for n, row in enumerate(CONTRACT)
    ]
    rows = rows_of(pieces, 1)
    assert [row.text for row in rows] == ["業務委託契約書（令和９年）", *CONTRACT, "- 1 -"]
    assert [row.full for row in rows][:2] == [False, True]


def test_letters_that_are_drawn_one_by_one():
    words = [
        Word(letter, 500 - 20 * n, 780 - 11 * m)
        for n, row in enumerate(CONTRACT)
        for m, letter in enumerate(row)
    ]
    assert clauses(pdf([words], encoding="UniJIS-UTF16-V")) == TOLD


def test_letters_that_are_set_apart_to_fill_the_line():
    row = "乙 は 、 1 0 日 以 内 に 、 秘 密 を 返 す 。"
    assert clauses(pdf([lines([f"第 1 条　{row}"])])) == [("第1条", row.replace(" ", ""))]


def test_what_stands_at_the_head_of_both_pages_is_read_once():
    pages = [lines(["業務委託契約書（案）", f"第{n}条　守る。"]) for n in (1, 2)]
    assert clauses(pdf(pages)) == [("第1条", "守る。"), ("第2条", "守る。")]


@pytest.mark.parametrize("foot", ["- {} -", "{} / 5", "{}頁", "Page {} of 5", "第{}頁", "{}"])
def test_heads_feet_and_page_numbers_are_no_words_of_a_clause(foot):
    pages = []
    for n in range(1, 6):
        rows = [f"第{n}条　{FIRST}", f"{REST}第{n}の決まりも、同じ。"]
        head, number = (
            Word("○○市業務委託契約約款（令和９年版）", 57, 815, 8),
            Word(foot.format(n), 290, 30, 8),
        )
        pages.append([head, *lines(rows, top=760), number])
    assert clauses(pdf(pages)) == [(f"第{n}条", f"{FIRST}{REST}第{n}の決まりも、同じ。") for n in range(1, 6)]


def test_a_sentence_goes_on_over_the_page_and_belongs_to_the_page_it_begins_on():
    pages = [
        lines([*(f"第{n}条　守る。" for n in range(1, 9)), f"第９条　{FIRST}"]),
        lines([REST, "第10条　守る。"]),
    ]
    told = document_of(read(pdf(pages))).clauses
    assert [(c.no, c.page) for c in told][-2:] == [("第９条", 1), ("第10条", 2)]
    assert told[-2].text == FIRST + REST


def test_a_number_at_the_head_of_a_line_that_is_only_referred_to_begins_no_clause():
    rows = [
        "第１条　乙は、甲の定める様式により、毎月末日までに、この業務の状況を報告するものとし、",
        "第５条第２項の規定による点検を受ける。",
    ]
    assert len(clauses(pdf([lines(rows)]))) == 1


@pytest.mark.parametrize(
    ("printed", "no", "text"),
    [
        ("第 1 条　令和 9 年 4 月 1 日から 30 日以内に行う。", "第1条", "令和9年4月1日から30日以内に行う。"),
        ("第 10 条の 2　Web サイトに 3 年間残す。", "第10条の2", "Webサイトに3年間残す。"),
        ("第 1　責任者を 2 名置く。", "第1", "責任者を2名置く。"),
    ],
)
def test_the_space_that_typesetters_put_around_digits_is_no_blank(printed, no, text):
    assert clauses(pdf([lines([printed])])) == [(no, text)]


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        pytest.param(
            [
                "第１条　乙は、労働者派遣事業の適正な運営の確保等に関する法律及びその施行令（昭和",
                "60 年法律第88号）を守る。",
            ],
            "乙は、労働者派遣事業の適正な運営の確保等に関する法律及びその施行令（昭和60年法律第88号）を守る。",
            id="a-count-that-begins-the-line",
        ),
        pytest.param(
            [
                "第１条　乙は、自宅その他の場所において取り扱うこと（運搬を除く。",
                "以下「テレワーク」という。）をしてはならない。",
            ],
            "乙は、自宅その他の場所において取り扱うこと（運搬を除く。以下「テレワーク」という。）をしてはならない。",
            id="a-full-stop-within-brackets",
        ),
    ],
)
def test_what_looks_like_the_end_of_a_paragraph_and_is_none(rows, text):
    assert clauses(pdf([lines(rows)])) == [("第１条", text)]


@needs_libreoffice
def test_our_own_specification_reads_the_same_from_word_and_from_paper(tmp_path):
    file = tmp_path / "特記仕様書.docx"
    file.write_bytes(specification_docx(example_pack()))
    ours = document_of(read_contract(file.name, file.read_bytes()))
    printed = document_of(read(convert(file, "pdf", tmp_path).read_bytes()))
    assert printed.title == ours.title
    assert [(c.no, c.heading) for c in printed.clauses] == [(c.no, c.heading) for c in ours.clauses]
    plain = [[re.sub(r"\s", "", c.text) for c in each.clauses] for each in (printed, ours)]
    assert plain[0] == plain[1]
    assert ours.clauses[-1].text.startswith("本特記仕様書を証するため")


def test_small_kana_above_words_tell_only_how_to_read_them():
    words = [*lines(["第１条　乙は、漏洩を防ぐ。"], top=700), Word("ろうえい", 130, 711, 4.5)]
    assert clauses(pdf([words])) == [("第１条", "乙は、漏洩を防ぐ。")]


def test_a_form_that_was_filled_in_is_read_with_what_was_filled_in():
    drawn = content([Word("株式会社甲野", 2, 4)])
    look = f"<</Type/XObject/Subtype/Form/BBox[0 0 200 20]/Resources<</Font<</F1 3 0 R>>>>/Length {len(drawn)}>>\nstream\n{drawn}\nendstream"
    widget = "<</Type/Annot/Subtype/Widget/FT/Tx/T(name)/F 4/Rect[150 690 350 710]/AP<</N 10 0 R>>/V(x)>>"
    raw = pdf(
        [
            lines(
                ["第１条　乙は、守らなければならない。この契約が終わった後も、同様とする。", "委託先の名称"],
                top=730,
            )
        ],
        extra=(look, widget),
        annots="/Annots[11 0 R]",
        more="/AcroForm<</Fields[11 0 R]>>",
    )
    assert any("株式会社甲野" in text for text in texts(raw))


def test_letters_that_the_file_does_not_tell_are_refused_in_words(monkeypatch):
    monkeypatch.setenv("PATH", "")
    codes = "".join(chr(0x0400 + ord(each) % 0x180) for row in CONTRACT * 5 for each in row)
    rows = [codes[n : n + 40] for n in range(0, len(codes), 40)]
    with pytest.raises(Unreadable, match="化けて"):
        read(pdf([lines(rows)], encoding="Identity-H", ordering="Identity"))


@pytest.mark.parametrize(
    ("text", "garbled"),
    [
        pytest.param("".join(CONTRACT) * 4, False, id="a-contract"),
        pytest.param("The contractor shall keep confidential all information. " * 9, False, id="english"),
        pytest.param("鱮齉龗靐" * 100, True, id="kanji-without-sense"),
        pytest.param("\ufffd\ue001\ue002乙" * 50, True, id="letters-of-its-own"),
        pytest.param("別表　氏名　住所　電話番号", False, id="a-short-table"),
    ],
)
def test_what_counts_as_garbled(text, garbled):
    assert is_garbled(text) is garbled


def test_pages_that_are_pictures_among_pages_with_words_are_told_of():
    raw = pdf(
        [lines(CONTRACT * 4), b"q 500 0 0 700 40 40 cm /Im1 Do Q"], extra=(picture(b"\xff" * 100, 10, 10),)
    )
    assert any("（2頁）" in warning for warning in read(raw).warnings)


def picture(dots, width, height):
    packed = zlib.compress(dots)
    head = f"<</Type/XObject/Subtype/Image/Width {width}/Height {height}/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode/Length {len(packed)}>>"
    return head.encode() + b"\nstream\n" + packed + b"\nendstream"


def scan(pages, folder):
    """Return a PDF of pictures of paper: what LibreOffice prints, drawn by poppler at 200 dots an inch."""
    pictures = []
    for number, rows in enumerate(pages):
        file = folder / f"page{number}.docx"
        file.write_bytes(word("".join(paragraph(row) for row in rows)))
        printed = convert(file, "pdf", folder)
        subprocess.run(["pdftoppm", "-gray", "-r", "200", str(printed), str(folder / file.stem)], check=True)
        _, size, _, dots = (folder / f"{file.stem}-1.pgm").read_bytes().split(b"\n", 3)
        pictures.append(picture(dots, *map(int, size.split())))
    drawn = [b"q 595 0 0 842 0 0 cm /Im%d Do Q" % number for number in range(1, len(pages) + 1)]
    return pdf(drawn, extra=pictures)


needs_tesseract = pytest.mark.skipif(
    not scanned.can_read_scans(), reason="tesseract（日本語）がありません（scripts/test.sh が入れます）"
)


@needs_tesseract
@needs_libreoffice
def test_a_scan_is_read_from_its_pictures(tmp_path):
    pages = [
        [
            "（秘密の保持）",
            "第１条　乙は、業務上知り得た秘密を漏らしてはならない。契約が終了した後も、同様とする。",
        ],
        ["（個人情報の管理）", "第２条　乙は、個人情報の管理の状況を、毎月、甲に報告しなければならない。"],
    ]
    source = read(scan(pages, tmp_path))
    told = document_of(source).clauses
    assert [(c.no, c.heading, c.page) for c in told] == [
        ("第1条", "秘密の保持", 1),
        ("第2条", "個人情報の管理", 2),
    ]
    assert "業務上知り得た秘密を漏らしてはならない" in told[0].text
    assert "報告しなければならない" in told[1].text
    assert any("機械で文字に起こしました" in warning for warning in source.warnings)


@needs_tesseract
def test_scans_wait_for_those_who_have_the_time():
    with pytest.raises(Scan) as put_off:
        read(pdf([b"", b""]), scans=False)
    assert put_off.value.pages == 2


@needs_libreoffice
def test_a_word_document_reads_the_same_once_libreoffice_has_printed_it(tmp_path):
    file = tmp_path / "契約.docx"
    long = f"{FIRST}{REST}この契約が終了し、又は解除された後においても、同様とする。"
    rows = ["業務委託契約書", "（目的）", "第１条　甲は、検針業務を乙に委託する。"]
    rows += [
        row
        for n in range(2, 40)
        for row in (f"（第{n}の約束）", f"第{n}条　{long}", f"２　乙は、{n}日以内に甲に報告する。")
    ]
    file.write_bytes(word("".join(paragraph(row) for row in rows)))
    ours = document_of(read_contract(file.name, file.read_bytes())).clauses
    printed = document_of(read(convert(file, "pdf", tmp_path).read_bytes())).clauses
    assert [(c.no, c.heading, c.text) for c in printed] == [(c.no, c.heading, c.text) for c in ours]
    assert printed[-1].page > 1


def test_a_picture_format_without_a_library(tmp_path):
    """The head of a portable graymap tells its size, so that tesseract takes it."""
    import pypdfium2 as pdfium

    document = pdfium.PdfDocument(pdf([lines(CONTRACT)], size=(20_000, 72)))
    told = scanned._picture(document[0])
    width, height = map(int, told.split()[1:3])
    assert max(width, height) <= scanned.MOST_DOTS + 1
    assert len(told) == len(b"P5 %d %d 255\n" % (width, height)) + width * height
    assert struct.unpack("2s", told[:2]) == (b"P5",)

import io
from datetime import date

import docx
import pypdfium2
import pytest

from yakusoku.adapters.letters import letter_docx, letter_pdf
from yakusoku.domain.letters.model import Facts, Heading, Items, Letter, Signature, Table, Text

LETTER = Letter(
    title="改善指示書",
    number="水第12号",
    day=date(2027, 4, 1),
    to=("みなと検針株式会社 御中",),
    sender=("みなと市 水道課",),
    blocks=(
        Text("点検の結果、次のとおり改善してください。\n期限を守ってください。"),
        Heading("指摘"),
        Table(("番号", "内容"), (("1", "記録がない <b>&"),), (1, 5), blank=2),
        Facts((("期限", "2027年4月8日"),)),
        Items(("記録簿をつける", "写しを出す")),
        Signature(("受注者",)),
    ),
)


def words_of_pdf(raw: bytes) -> str:
    document = pypdfium2.PdfDocument(raw)
    # The reader sees spaces between Japanese and digits where the letters stand apart.
    return "".join(page.get_textpage().get_text_range() for page in document).replace(" ", "")


def test_everything_said_stands_in_the_pdf():
    words = words_of_pdf(letter_pdf(LETTER))
    for part in ("改善指示書", "水第12号", "2027年4月1日", "御中", "期限を守って", "<b>&", "記録簿をつける"):
        assert part in words


def test_everything_said_stands_in_the_word_document():
    document = docx.Document(io.BytesIO(letter_docx(LETTER)))
    words = "\n".join(paragraph.text for paragraph in document.paragraphs)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    for part in ("改善指示書", "水第12号", "2027年4月1日", "御中", "期限を守って", "記録簿をつける"):
        assert part in words
    assert {"記録がない <b>&", "期限", "2027年4月8日"} <= set(cells)
    assert cells.count("") == 4
    assert document.sections[0].header.paragraphs[0].text == "改善指示書\t水第12号"


def test_the_same_letter_gives_the_same_pdf():
    assert letter_pdf(LETTER) == letter_pdf(LETTER)


@pytest.mark.parametrize("make", [letter_pdf, letter_docx])
def test_what_no_document_can_hold_is_left_out(make):
    letter = Letter("題\x00\ud800名", "", None, ("あて\x0b先",), (), (Text("本\x01文"),))
    assert make(letter)

"""Letters to the respondents of a survey: PDF for window envelopes, one Word file, and a csv for Word's own merge."""

import csv
import io
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

import docx
from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from yakusoku.adapters.letters import UNPRINTABLE
from yakusoku.adapters.pdf import press
from yakusoku.adapters.qr_codes import qr_png, qr_svg
from yakusoku.domain.dates.eras import era_date
from yakusoku.domain.survey.sampling.letter import CENTRED, CLOSINGS, OPENINGS, Common, SurveyLetter
from yakusoku.domain.survey.sampling.wording import Place

GOTHIC, MINCHO = "BIZ UDPGothic", "BIZ UDPMincho"
# Where the window of an envelope lies on a sheet that is folded in three, as in documents/typst/invitation.typ.
WINDOW_TOP_MM, WINDOW_HEIGHT_MM, WINDOW_WIDTH_MM, SIDE_MM = 16, 40, 90, 22
TEXT_MM: Final = 210 - 2 * SIDE_MM
QR_MM: Final = 30
FRAME_PADDING = 142
Words = Mapping[str, str]


def letters_pdf(common: Common, letters: Sequence[SurveyLetter]) -> bytes:
    """Return the letters as one PDF, a page each (or more where the text is long)."""
    return press().print("invitation", _content(common, letters))


def _content(common: Common, letters: Sequence[SurveyLetter]) -> dict[str, Any]:
    return {
        "title": common.survey,
        "author": "".join(common.sender[:1]),
        "head": {"left": "", "right": ""},
        "day": era_date(common.sent_on),
        "sender": list(common.sender),
        "contact": list(common.contact),
        "deadline": era_date(common.deadline) if common.deadline else "",
        "closings": list(CLOSINGS),
        "openings": list(OPENINGS),
        "centred": list(CENTRED),
        "letters": [
            {
                "number": each.number,
                "postcode": each.postcode,
                "address": each.address,
                "to": list(each.to),
                "title": each.title,
                "lines": list(each.lines),
                "code": each.code,
                "link": each.link,
                "qr": qr_svg(each.link),
            }
            for each in letters
        ],
    }


def letters_csv(letters: Sequence[SurveyLetter]) -> bytes:
    """Return a table for Word's own merge: a row a letter, a column for each place of the text."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([*(place.value for place in Place), "郵便番号", "住所", "宛名", "件名", "本文"])
    for each in letters:
        told = [each.told.get(place, "") for place in Place]
        rest = [each.postcode, each.address, "\n".join(each.to), each.title, "\n".join(each.lines)]
        writer.writerow([_harmless(cell) for cell in (*told, *rest)])
    return text.getvalue().encode("utf-8-sig")


def _harmless(text: str) -> str:
    """Return a cell that a spreadsheet never runs."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def letters_docx(common: Common, letters: Sequence[SurveyLetter]) -> bytes:
    """Return the letters as one Word file that can be edited, each beginning on a page of its own."""
    document = _document(common)
    for place, each in enumerate(letters):
        _write_letter(document, common, each, first=place == 0)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _document(common: Common) -> Document:
    document = docx.Document()
    for paragraph in list(document.paragraphs):
        document.element.body.remove(paragraph._p)
    section = document.sections[0]
    section.start_type = WD_SECTION.NEW_PAGE
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(SIDE_MM)
    section.top_margin, section.bottom_margin = Mm(WINDOW_TOP_MM), Mm(15)
    section.header_distance = section.footer_distance = Mm(8)
    style = document.styles["Normal"]
    style.font.name, style.font.size = MINCHO, Pt(10.5)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), MINCHO)
    style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.line_spacing = 1.35
    document.core_properties.title = _clean(common.survey)
    document.core_properties.author = _clean("".join(common.sender[:1]))
    document.core_properties.language = "ja-JP"
    return document


def _write_letter(document: Document, common: Common, letter: SurveyLetter, *, first: bool) -> None:
    head = _grid(document, (WINDOW_WIDTH_MM, TEXT_MM - WINDOW_WIDTH_MM))
    head.rows[0].height, head.rows[0].height_rule = Mm(WINDOW_HEIGHT_MM), WD_ROW_HEIGHT_RULE.EXACTLY
    window, right = head.rows[0].cells
    _lines(window, [_postcode(letter), letter.address, *letter.to], break_before=not first)
    number = window.add_paragraph()
    number.paragraph_format.space_before = Pt(3)
    _run(number, f"No. {letter.number}", size=7, gothic=True)
    _lines(right, [era_date(common.sent_on), *common.sender], WD_ALIGN_PARAGRAPH.RIGHT)
    title = _paragraph(document, letter.title, WD_ALIGN_PARAGRAPH.CENTER, bold=True, size=14)
    title.paragraph_format.space_before, title.paragraph_format.space_after = Pt(18), Pt(12)
    for words in letter.lines:
        if words in CLOSINGS:
            _paragraph(document, words, WD_ALIGN_PARAGRAPH.RIGHT)
        elif words in CENTRED:
            _paragraph(document, words, WD_ALIGN_PARAGRAPH.CENTER)
        else:
            paragraph = _paragraph(document, words)
            if words not in OPENINGS:
                paragraph.paragraph_format.first_line_indent = Pt(10.5)
    _paragraph(document, "")
    _write_answer_box(document, common, letter)
    if common.contact:
        contact = _paragraph(document, "問合せ先", bold=True)
        contact.paragraph_format.space_before = Pt(12)
        for words in common.contact:
            _paragraph(document, words)


def _write_answer_box(document: Document, common: Common, letter: SurveyLetter) -> None:
    """Write code, address and deadline beside the QR code, within a frame."""
    box = _grid(document, (TEXT_MM - QR_MM - 6, QR_MM + 6), framed=True)
    words, picture = box.rows[0].cells
    told = [("回答用コード", letter.code, 16.0), ("回答ページ", letter.link, 9.0)]
    if common.deadline:
        told.append(("回答の締切り", era_date(common.deadline), 11.5))
    for place, (label, value, size) in enumerate(told):
        paragraph = words.paragraphs[0] if place == 0 else words.add_paragraph()
        _run(paragraph, label, size=8.5, gothic=True)
        paragraph.paragraph_format.space_before = Pt(5)
        _run(words.add_paragraph(), value, size=size, gothic=True, bold=size > 10)
    words.paragraphs[-1].paragraph_format.space_after = Pt(5)
    paragraph = picture.paragraphs[0]
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(5)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run().add_picture(io.BytesIO(qr_png(letter.link)), width=Mm(QR_MM))


def _grid(document: Document, widths: tuple[float, float], *, framed: bool = False) -> Any:
    """Return a table of one row that keeps its widths and ends where the text ends; framed: with a line around it."""
    table = document.add_table(rows=1, cols=2)
    table.autofit = False
    for column, cell, width in zip(table.columns, table.rows[0].cells, widths, strict=True):
        column.width = cell.width = Mm(width)
    padding = FRAME_PADDING if framed else 0
    # A table begins its padding before the text: it is moved back by as much.
    _set(table, "tblInd", _twips(padding))
    if framed:
        line = {"val": "single", "sz": "8", "space": "0", "color": "1A1A1C"}
        _set(table, "tblBorders", {}, {edge: line for edge in ("top", "left", "bottom", "right")})
    _set(table, "tblCellMar", {}, {edge: _twips(padding) for edge in ("left", "right")})
    return table


def _twips(length: int) -> dict[str, str]:
    return {"w": str(length), "type": "dxa"}


def _set(table: Any, name: str, values: Words, parts: Mapping[str, Words] = MappingProxyType({})) -> None:
    """Set a property of a table with its parts, at its place: Word wants them in order."""
    element = _element(name, values)
    for part, told in parts.items():
        element.append(_element(part, told))
    order = ("w:tblInd", "w:tblBorders", "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
    table._tbl.tblPr.insert_element_before(element, *order[order.index(f"w:{name}") + 1 :])


def _element(name: str, values: Words) -> Any:
    element = OxmlElement(f"w:{name}")
    for key, value in values.items():
        element.set(qn(f"w:{key}"), value)
    return element


def _lines(cell: Any, texts: Sequence[str], alignment: Any = None, *, break_before: bool = False) -> None:
    """Write lines into a cell; break_before: the first begins a page."""
    for place, text in enumerate(filter(None, texts)):
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        paragraph.paragraph_format.line_spacing = 1.1
        paragraph.alignment = alignment
        if place == 0 and break_before:
            paragraph.paragraph_format.page_break_before = True
        _run(paragraph, text, size=10)


def _postcode(letter: SurveyLetter) -> str:
    return f"〒{letter.postcode}" if letter.postcode else ""


def _paragraph(
    document: Document, text: str, alignment: Any = None, *, bold: bool = False, size: float = 10.5
) -> Any:
    paragraph = document.add_paragraph()
    paragraph.alignment = alignment
    _run(paragraph, text, size=size, bold=bold, gothic=bold)
    return paragraph


def _run(paragraph: Any, text: str, *, size: float, bold: bool = False, gothic: bool = False) -> Any:
    run = paragraph.add_run(UNPRINTABLE.sub("", text))
    run.font.size, run.font.bold = Pt(size), bold or None
    if gothic:
        run.font.name = GOTHIC
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), GOTHIC)
    return run


def _clean(text: str) -> str:
    return UNPRINTABLE.sub("", text)

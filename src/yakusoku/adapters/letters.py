"""Letters as PDF and as Word documents that can be edited: one look for every letter."""

import io
import re
import zipfile
from typing import Any, Final

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from yakusoku.adapters.pdf import press
from yakusoku.adapters.word_template import (
    ARTICLE,
    CLOSING,
    HEAD_LEFT,
    HEAD_RIGHT,
    ITEM,
    SIGNATURE,
    TEXT_WIDTH_MM,
    TITLE,
    template_parts,
)
from yakusoku.domain.dates.eras import era_date
from yakusoku.domain.letters.model import Block, Facts, Heading, Items, Letter, Signature, Table, Text

BLANK_DAY: Final = "　　　　年　　月　　日"
UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LABEL_SHARE: Final = 0.26


def letter_pdf(letter: Letter) -> bytes:
    """Return the letter as PDF; the same letter gives the same bytes."""
    return press().print("letter", letter_content(letter))


def letter_content(letter: Letter) -> dict[str, Any]:
    """Return what the template lays out."""
    return {
        "title": letter.title,
        "head": {"left": letter.title, "right": letter.number},
        "number": letter.number,
        "day": _day(letter),
        "to": list(letter.to),
        "sender": list(letter.sender),
        "blocks": [_block(block) for block in letter.blocks],
        "author": letter.sender[0] if letter.sender else "",
    }


def letter_docx(letter: Letter) -> bytes:
    """Return the letter as docx, in the styles of 特記仕様書."""
    document = headed_document(letter.title, letter.number)
    for text in filter(None, (letter.number, _day(letter))):
        _write(document, text).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for text in letter.to:
        _write(document, text).alignment = WD_ALIGN_PARAGRAPH.LEFT
    for text in letter.sender:
        _write(document, text).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _write(document, letter.title, TITLE).paragraph_format.space_before = Mm(8)
    for block in letter.blocks:
        _write_block(document, block)
    out = io.BytesIO()
    document.core_properties.title = _clean(letter.title)
    document.core_properties.author = _clean(letter.sender[0]) if letter.sender else ""
    document.save(out)
    return out.getvalue()


def headed_document(left: str, right: str) -> Document:
    """Return an empty document in the styles of 特記仕様書, with these words at the head of its pages."""
    document = docx.Document(io.BytesIO(_template(left, right)))
    for paragraph in list(document.paragraphs):
        document.element.body.remove(paragraph._p)
    return document


def _day(letter: Letter) -> str:
    return era_date(letter.day) if letter.day else BLANK_DAY


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Heading(text):
            return {"kind": "heading", "text": text}
        case Text(text):
            return {"kind": "text", "lines": text.splitlines() or [""]}
        case Items(texts):
            return {"kind": "items", "texts": list(texts)}
        case Facts(rows):
            return {"kind": "facts", "rows": [list(row) for row in rows]}
        case Table(head, rows, widths, blank):
            return {
                "kind": "table",
                "head": list(head),
                "rows": [*map(list, rows), *[[""] * len(head)] * blank],
                "widths": list(widths) or [1] * len(head),
            }
        case Signature(lines):
            return {"kind": "signature", "lines": list(lines)}


def _template(left: str, right: str) -> bytes:
    """Return the Word template with these words in its running head."""
    out = io.BytesIO()
    words = {HEAD_LEFT: _escaped(left), HEAD_RIGHT: _escaped(right)}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in template_parts().items():
            package.writestr(name, _filled(content, words) if name.startswith("word/header") else content)
    return out.getvalue()


def _filled(header: bytes, words: dict[str, str]) -> bytes:
    # One pass, so that a title cannot name a placeholder.
    pattern = "|".join(map(re.escape, words))
    return re.sub(pattern, lambda match: words[match[0]], header.decode()).encode()


def _escaped(text: str) -> str:
    return _clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _clean(text: str) -> str:
    return UNPRINTABLE.sub("", text)


def _write(document: Document, text: str, style: str = "") -> Any:
    paragraph = document.add_paragraph(_clean(text))
    if style:
        paragraph._p.get_or_add_pPr().get_or_add_pStyle().set(qn("w:val"), style)
    return paragraph


def _write_block(document: Document, block: Block) -> None:
    match block:
        case Heading(text):
            _write(document, text, ARTICLE)
        case Text(text):
            for line in text.splitlines():
                _write(document, line, CLOSING)
        case Items(texts):
            for number, text in enumerate(texts, start=1):
                _write(document, f"({number})\t{text}", ITEM)
        case Facts(rows):
            _write_table(document, (), rows, (LABEL_SHARE, 1 - LABEL_SHARE))
        case Table(head, rows, widths, blank):
            _write_table(document, head, [*rows, *[[""] * len(head)] * blank], widths or [1] * len(head))
        case Signature(lines):
            for line in lines:
                _write(document, f"{line}\t印", SIGNATURE)


def _write_table(document: Document, head: Any, rows: Any, widths: Any) -> None:
    table = document.add_table(rows=0, cols=len(widths))
    table.style = document.styles["Table Grid"]
    table.autofit = False
    whole = sum(widths)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(TEXT_WIDTH_MM * width / whole)
    for number, texts in enumerate([head, *rows] if head else rows):
        cells = table.add_row().cells
        for cell, text, width in zip(cells, texts, widths, strict=True):
            cell.width = Mm(TEXT_WIDTH_MM * width / whole)
            cell.text = _clean(text)
            layout = cell.paragraphs[0].paragraph_format
            layout.alignment = WD_ALIGN_PARAGRAPH.LEFT
            layout.space_before = layout.space_after = Pt(2)
            layout.line_spacing = 1.15
        if head and number == 0:
            _repeat(table.rows[0])
            for cell in cells:
                for run in cell.paragraphs[0].runs:
                    run.bold = True
    document.add_paragraph()


def _repeat(row: Any) -> None:
    """Let a head row stand on top of every page of its table."""
    header = OxmlElement("w:tblHeader")
    row._tr.get_or_add_trPr().append(header)

"""The tables of a Word file as plain text. The file was looked into before (adapters/uploads.py)."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final
from zipfile import BadZipFile

import docx
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from lxml import etree

from yakusoku.domain.findings.reply_form import FormForeign

MOST_ROWS: Final = 2000
# Text that an author has taken out or moved away while changes are tracked.
GONE: Final = frozenset({qn("w:del"), qn("w:moveFrom")})


def rows_of_tables(content: bytes) -> list[tuple[str, ...]]:
    """Return each row of each table, cell by cell, in order. Raises FormForeign if it opens as no Word file."""
    try:
        body = docx.Document(BytesIO(content)).element.body
    except (OpcError, BadZipFile, KeyError, ValueError, OSError, etree.LxmlError) as error:
        raise FormForeign() from error
    rows: list[tuple[str, ...]] = []
    for row in body.iter(qn("w:tr")):
        if len(rows) == MOST_ROWS:
            raise FormForeign()
        rows.append(tuple(_text(cell) for cell in _cells(row)))
    return rows


def _cells(row: Any) -> Iterator[Any]:
    """Yield the cells of a row, also those that stand in a content control."""
    for child in row:
        if child.tag == qn("w:tc"):
            yield child
        elif child.tag == qn("w:sdt"):
            yield from child.iterfind(f"{qn('w:sdtContent')}/{qn('w:tc')}")


def _text(cell: Any) -> str:
    """Return what a reader sees in a cell, insertions under tracked changes included; a line for a paragraph."""
    parts: list[str] = []
    _walk(cell, parts)
    return "".join(parts).strip("\n")


def _walk(element: Any, parts: list[str]) -> None:
    for child in element:
        if child.tag in GONE or child.tag == qn("w:tbl"):
            continue
        if child.tag == qn("w:t"):
            parts.append(child.text or "")
        elif child.tag == qn("w:tab"):
            parts.append(" ")
        elif child.tag in (qn("w:br"), qn("w:cr")):
            parts.append("\n")
        else:
            _walk(child, parts)
            if child.tag == qn("w:p"):
                parts.append("\n")

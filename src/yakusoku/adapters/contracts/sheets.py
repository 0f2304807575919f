"""Excel workbooks: the rows of every sheet that is shown, the cells of a row one after the other."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum, ZipError

from yakusoku.adapters.contracts.unreadable import Unreadable
from yakusoku.adapters.workbook_copies import UnusableWorkbook, safe_copy
from yakusoku.domain.review.layout import annex_title
from yakusoku.domain.review.model import Line

BROKEN = "Excel のファイルとして読めません。元のファイルを確かめてください。"
TOO_LARGE = "表が大きすぎて、契約書として読めません。条項のあるシートだけを残してください。"
HIDDEN = "表示されないシートがあります。読みませんでした。"
FOLDED = "表示されない行又は列があります。その文も読みました。"
DRAWN = "図形の中に文があります。読みませんでした。セルに書き写してください。"
_FOLDED = re.compile(rb"<(?:\w+:)?(?:row|col)\s[^>]*\bhidden=[\"'](?:1|true)")
_DRAWN = re.compile(rb"<(?:a:)?t>[^<]*\S[^<]*</")
MOST_PART = 40_000_000
# What the copy refuses because there is too much of it, and not because it is broken.
_SIZES = {"parts", "size", "cells", "text", "address", "count"}


def read_sheets(content: bytes) -> tuple[list[Line], list[str]]:
    """Return the rows of a workbook and what its reader should know.

    raises   Unreadable
    """
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(safe_copy(content)))
        lines = list(_lines(book))
    except UnusableWorkbook as error:
        raise Unreadable(TOO_LARGE if str(error) in _SIZES else BROKEN) from error
    except (CalamineError, ZipError) as error:
        raise Unreadable(BROKEN) from error
    hidden = any(sheet.visible is not SheetVisibleEnum.Visible for sheet in book.sheets_metadata)
    return lines, [*([HIDDEN] if hidden else []), *_warnings(content)]


def _warnings(content: bytes) -> Iterator[str]:
    with ZipFile(BytesIO(content)) as archive:
        for folder, shape, warning in (("worksheets", _FOLDED, FOLDED), ("drawings", _DRAWN, DRAWN)):
            parts = (
                archive.read(entry)
                for entry in archive.infolist()
                if entry.filename.startswith(f"xl/{folder}/") and entry.file_size <= MOST_PART
            )
            if any(shape.search(part) for part in parts):
                yield warning


def _lines(book: CalamineWorkbook) -> Iterator[Line]:
    place = 0
    for sheet in book.sheets_metadata:
        if sheet.visible is not SheetVisibleEnum.Visible or sheet.typ is not SheetTypeEnum.WorkSheet:
            continue
        if annex_title(sheet.name) is not None:
            yield Line(sheet.name, paragraph=place + 1)
        for row in book.get_sheet_by_name(sheet.name).to_python():
            place += 1
            cells = [text for cell in row if (text := _told(cell))]
            for part in "　".join(cells).split("\n"):
                if part.strip():
                    yield Line(part, paragraph=place)


def _told(cell: Any) -> str:
    """Return a cell as Excel shows it: 1, where the file keeps 1.0."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return f"{cell.year}年{cell.month}月{cell.day}日"
    return "" if isinstance(cell, bool) else str(cell).strip()

"""A questionnaire as an XLSForm (.xlsx): read and written; what is written reads back the same."""

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from yakusoku.adapters.survey_files import Rows, read_sheets, sheets_in
from yakusoku.adapters.yaml_files import refuse
from yakusoku.domain.survey.questionnaire.enforcing import enforced, without_enforced
from yakusoku.domain.survey.questionnaire.sheets import Line, Sheets, head_of, heads_of, sheets_of_lines
from yakusoku.domain.survey.wording import Row

MOST_ROWS = 3000
_WIDE = {"label", "hint", "guidance_hint", "constraint_message", "relevant", "constraint", "form_title"}


def read_xlsform(path: Path) -> Sheets:
    """Return the sheets of a questionnaire, with the lines of the file. Raises UnreadableFile."""
    return _sheets(read_sheets(path), path)


def xlsform_in(content: bytes, name: str) -> Sheets:
    """Return the same of a file that is in memory. Raises UnreadableFile."""
    return _sheets(sheets_in(content, Path(name)), Path(name))


def xlsform_file(sheets: Sheets) -> bytes:
    """Return the questionnaire as a workbook that every tool for XLSForm reads."""
    out, told = io.BytesIO(), enforced(sheets.numbered()).told()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    style = {
        "bold": book.add_format({"bold": True, "bottom": 1}),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
    }
    for name, rows in told.items():
        _write(book.add_worksheet(name), heads_of(name, rows), rows, style)
    book.close()
    return out.getvalue()


def _write(sheet: Any, heads: Sequence[str], rows: Sequence[Row], style: dict[str, Any]) -> None:
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head, style["bold"])
        sheet.set_column(column, column, 40 if head.partition(":")[0] in _WIDE else 18)
    for place, row in enumerate(rows, 1):
        for column, head in enumerate(heads):
            if text := row.get(head):
                sheet.write_string(place, column, text, style["text"])
    sheet.freeze_panes(1, 0)


def _sheets(found: dict[str, Rows], path: Path) -> Sheets:
    sheets = {name.strip().lower(): rows for name, rows in found.items()}
    if "survey" not in sheets:
        raise refuse(path, "", "「survey」というシートがありません。XLSForm（.xlsx）を渡してください。")
    if any(len(rows) > MOST_ROWS for rows in sheets.values()):
        raise refuse(path, "", f"行が多すぎます（一つのシートに{MOST_ROWS:,}行まで）。")
    survey, choices, settings = (
        list(_lines(sheets.get(name, []), path, name)) for name in ("survey", "choices", "settings")
    )
    return without_enforced(sheets_of_lines(survey, choices, settings[0][1] if settings else {}))


def _lines(rows: Rows, path: Path, sheet: str) -> Iterator[Line]:
    """Yield each row below the head by the names of the head, with its line from 1."""
    heads = [head_of(cell) for cell in rows[0]] if rows else []
    twice = sorted({head for head in heads if head and heads.count(head) > 1})
    if twice:
        raise refuse(path, f"{sheet} 1行目", f"同じ名前の列があります: {', '.join(twice)}")
    for line, row in enumerate(rows[1:], 2):
        if any(cell.strip() for cell in row):
            yield line, {head: row[place] for place, head in enumerate(heads) if head and place < len(row)}

"""The sheet of sampling errors: a line for each share, which is a formula that points at the share in its own sheet."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook

from yakusoku.adapters.font_measures import lines_of
from yakusoku.adapters.native_charts import number_of
from yakusoku.adapters.survey_books.charts import Cells
from yakusoku.adapters.survey_books.sheets import BookSheet
from yakusoku.adapters.xml_text import writable
from yakusoku.domain.survey.error_lines import METHOD, ErrorLine
from yakusoku.domain.survey.letters import SMALL_BASE

ERRORS: Final = "標本誤差"
_HEADS: Final = ("シート", "設問", "区分", "選択肢", "n", "割合", "標準誤差（ポイント）", "95%の下限", "95%の上限", "自由度", "標準誤差（丸める前、ポイント）")  # fmt: skip
_WIDTHS: Final = (14, 40, 26, 26, 9, 9, 12, 11, 11, 9, 16)
_BASE_COLUMN: Final = 3
_LETTER: Final = 5.4


def write_errors(
    book: Workbook,
    looks: Any,
    words: Sequence[str],
    sheets: Sequence[tuple[BookSheet, Cells]],
    contents: str,
) -> None:
    """Write the sheet. `words`: the design that was assumed, and why some tables have no errors."""
    page = book.add_worksheet(ERRORS)
    for column, width in enumerate(_WIDTHS):
        page.set_column(column, column, width, looks.plain)
    page.write_string(0, 0, ERRORS, looks.title)
    page.write_url(1, 0, f"internal:'{contents}'!A1", looks.link, "目次へ")
    lines = list(_lines(sheets))
    row = 2
    for note in (*words, *([METHOD] if lines else [])):
        deep = len(lines_of(writable(note), 9, sum(_WIDTHS) * _LETTER))
        page.set_row(row, 13 * deep)
        page.merge_range(row, 0, row, len(_WIDTHS) - 1, writable(note), looks.note)
        row += 1
    if not lines:
        return
    head = row + 1
    page.set_row(head, 44)
    for column, name in enumerate(_HEADS):
        page.write_string(head, column, name, looks.head)
    for at, (sheet, cells, line) in enumerate(lines, start=head + 1):
        _write(page, looks, at, sheet, cells, line)
    page.autofilter(head, 0, head + len(lines), len(_HEADS) - 1)
    page.freeze_panes(head + 1, 0)
    page.repeat_rows(head)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.hide_gridlines(2)


def _lines(sheets: Sequence[tuple[BookSheet, Cells]]) -> Iterator[tuple[BookSheet, Cells, ErrorLine]]:
    for sheet, cells in sheets:
        for line in sheet.errors:
            yield sheet, cells, line


def _write(page: Any, looks: Any, at: int, sheet: BookSheet, cells: Cells, line: ErrorLine) -> None:
    group = sheet.rows[line.row]
    cell, row = group.cells[line.place], cells.first + line.row
    page.write_url(at, 0, f"internal:'{cells.sheet}'!A1", looks.link, cells.sheet)
    for column, words in enumerate((sheet.title, group.group, cell.category), start=1):
        page.write_string(at, column, writable(words), looks.name)
    base = looks.small if group.n < SMALL_BASE else looks.count
    page.write_formula(at, 4, _address(cells.sheet, row, _BASE_COLUMN), base, group.n)
    share = _address(cells.sheet, row, cells.left + line.place)
    shown = number_of(cell.percent or "")
    if shown is None:
        page.write_blank(at, 5, None, looks.words)
    else:
        page.write_formula(at, 5, share, looks.percent(cell.percent or ""), shown)
    _printed(page, at, 6, line.se, looks, points=True)
    for column, text in ((7, line.low), (8, line.high)):
        _printed(page, at, column, text, looks, points=False)
    for column, number, look in ((9, line.df, looks.count), (10, line.exact, looks.exact)):
        if number is None:
            page.write_string(at, column, "-", looks.words)
        else:
            page.write_number(at, column, number, look)


def _printed(page: Any, at: int, column: int, text: str, looks: Any, *, points: bool) -> None:
    """Write what is printed as a number: what is shown is what was rounded, half up."""
    if text == "-":
        page.write_string(at, column, text, looks.words)
    elif points:
        page.write_number(at, column, float(text), looks.weight)
    else:
        page.write_number(at, column, number_of(text) or 0.0, looks.percent(text))


def _address(sheet: str, row: int, column: int) -> str:
    return f"='{sheet}'!{xl_rowcol_to_cell(row, column)}"

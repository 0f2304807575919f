"""The workbook: contents, then a sheet for each question."""

import io
import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from typing import Any, Final

import xlsxwriter
from xlsxwriter.workbook import Workbook

from yakusoku.adapters.font_measures import lines_of
from yakusoku.adapters.native_charts import FONT, number_of, panels_of
from yakusoku.adapters.survey_books.charts import PANEL_WIDTH, WIDTH, Cells, height_of, native_chart
from yakusoku.adapters.survey_books.errors import ERRORS, write_errors
from yakusoku.adapters.survey_books.sheets import BookSheet
from yakusoku.adapters.xml_text import writable
from yakusoku.domain.survey.charts.choosing import label_of
from yakusoku.domain.survey.charts.spec import KIND_LABELS
from yakusoku.domain.survey.charts.table import ChartRow
from yakusoku.domain.survey.letters import SMALL_BASE
from yakusoku.domain.survey.suppression import SHOWN_AS
from yakusoku.domain.survey.tabulating import TableCell, TableRow

CONTENTS: Final = "目次"
ROW_PIXELS: Final = 20
NAME_LIMIT: Final = 31
CELL_LIMIT: Final = 32_767
READING: Final = (
    "割合は四捨五入した値で、数として入っている。丸める前の値は、各シートの下の表にある。",
    "N は全員、n はその設問の割合の分母。n の * は30未満（参考値）。",
)
# Widths of columns in letters, and of a letter in points.
_FIRST, _COLUMN, _LETTER = 34, 14, 5.4
_HEADS: Final = ("区分", "記号", "N", "n", "")
# What a cell of one of the tables holds: words, a number, or nothing; and how it looks.
Value = Callable[[TableCell], tuple[str | float | None, Any]]


def tab_book(
    title: str,
    sheets: Sequence[BookSheet],
    left_out: Sequence[tuple[str, str, str]] = (),
    *,
    source: str = "",
    day: date | None = None,
    errors: Sequence[str] = (),
) -> bytes:
    """Return the tables of a survey as a workbook.

    left_out   questions without a table: name, words and why
    errors     the design of the sample that errors assume, and why some are lacking; empty: they were not asked for
    """
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    made = datetime.combine(day, time()) if day else None
    book.set_properties({"title": writable(title), **({"created": made} if made else {})})
    looks = _Looks(book)
    names = _sheet_names(sheets)
    told = [title, source, *([ERRORS] if errors else [])]
    _write_contents(book, looks, told, list(zip(names, sheets, strict=True)), left_out)
    cells = [_SheetWriter(book, looks, name).write(each) for name, each in zip(names, sheets, strict=True)]
    if errors:
        write_errors(book, looks, errors, list(zip(sheets, cells, strict=True)), CONTENTS)
    book.close()
    return out.getvalue()


class _Looks:
    """The formats of the book."""

    def __init__(self, book: Workbook) -> None:
        plain = {"font_name": FONT, "font_size": 10, "valign": "vcenter"}
        edged = plain | {"border": 1, "border_color": "#9A9A9A"}
        self.plain = book.add_format(plain)
        self.note = book.add_format(plain | {"font_size": 9, "font_color": "#595959", "text_wrap": True})
        self.aside = book.add_format(plain | {"font_size": 9, "font_color": "#595959"})
        self.title = book.add_format(plain | {"font_size": 14, "bold": True})
        self.part = book.add_format(plain | {"font_size": 11, "bold": True})
        self.link = book.add_format(plain | {"font_color": "#0B4F8A", "underline": 1})
        head = edged | {"bold": True, "bg_color": "#DCE6EC", "text_wrap": True, "align": "center"}
        self.head = book.add_format(head)
        self.name = book.add_format(edged | {"text_wrap": True})
        self.words = book.add_format(edged | {"align": "center"})
        self.count = book.add_format(edged | {"num_format": "#,##0"})
        # Who is under 30 is marked without turning the number into words.
        self.small = book.add_format(edged | {"num_format": '#,##0"*"'})
        self.weight = book.add_format(edged | {"num_format": "#,##0.0"})
        self.exact = book.add_format(edged | {"num_format": "0.000000"})
        self._percents: dict[int, Any] = {
            decimals: book.add_format(edged | {"num_format": f"0.{'0' * decimals}%" if decimals else "0%"})
            for decimals in range(4)
        }

    def percent(self, printed: str) -> Any:
        """Return the format that shows as many decimals as were printed."""
        return self._percents[min(len(printed.partition(".")[2]), 3)]


def _sheet_names(sheets: Sequence[BookSheet]) -> list[str]:
    """Return a name for each sheet that Excel takes, all different, as near to those of the questions as can be."""
    found: list[str] = []
    taken = {CONTENTS, ERRORS, "history"}
    for sheet in sheets:
        plain = re.sub(r"[\[\]:*?/\\']", "_", writable(sheet.name)).strip() or "表"
        name, turn = plain[:NAME_LIMIT], 2
        while name.lower() in taken:
            ending = f" ({turn})"
            name, turn = plain[: NAME_LIMIT - len(ending)] + ending, turn + 1
        taken.add(name.lower())
        found.append(name)
    return found


def _write_contents(
    book: Workbook,
    looks: _Looks,
    told: Sequence[str],
    sheets: Sequence[tuple[str, BookSheet]],
    left_out: Sequence[tuple[str, str, str]],
) -> None:
    page = book.add_worksheet(CONTENTS)
    for column, width in enumerate((16, 70, 12, 9, 9, 14)):
        page.set_column(column, column, width, looks.plain)
    title, source, *more = told
    page.write_string(0, 0, writable(title), looks.title)
    lines = [*READING, *([f"出典 {source}"] if source else [])]
    for row, line in enumerate(lines, start=1):
        page.write_string(row, 0, writable(line), looks.aside)
    top = len(lines) + 2 + len(more)
    for row, name in enumerate(more, start=len(lines) + 1):
        page.write_url(row, 0, f"internal:'{name}'!A1", looks.link, name)
    for column, head in enumerate(("シート", "設問", "種類", "区分の数", "全体の n", "図")):
        page.write_string(top, column, head, looks.head)
    for row, (name, sheet) in enumerate(sheets, start=top + 1):
        page.write_url(row, 0, f"internal:'{name}'!A1", looks.link, name)
        page.write_string(row, 1, writable(sheet.title)[:CELL_LIMIT], looks.name)
        page.write_string(row, 2, sheet.kind, looks.words)
        page.write_number(row, 3, len(sheet.rows), looks.count)
        page.write_number(row, 4, sheet.rows[0].n if sheet.rows else 0, looks.count)
        page.write_string(row, 5, KIND_LABELS[sheet.chart.kind] if sheet.chart else "なし", looks.words)
    for row, (name, words, why) in enumerate(left_out, start=top + 1 + len(sheets)):
        page.write_string(row, 0, writable(name), looks.name)
        page.write_string(row, 1, writable(words)[:CELL_LIMIT], looks.name)
        page.write_string(row, 2, why, looks.aside)
    page.freeze_panes(top + 1, 0)
    _fit_to_page(page)


def _fit_to_page(page: Any) -> None:
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.hide_gridlines(2)


class _SheetWriter:
    """Writes one sheet from the top down."""

    def __init__(self, book: Workbook, looks: _Looks, name: str) -> None:
        self._book, self._looks, self._name = book, looks, name
        self._page = book.add_worksheet(name)
        self._row = 0

    def write(self, sheet: BookSheet) -> Cells:
        """Write the table of shares, the chart, and below them the counts, the letters and the exact shares.

        Return where the table of shares stands.
        """
        page, looks = self._page, self._looks
        page.set_column(0, 0, _FIRST, looks.plain)
        page.set_column(1, 3, 8, looks.plain)
        page.set_column(4, 4, 12 if sheet.weighted else 2, looks.plain)
        page.set_column(5, 5 + len(sheet.categories) + 1, _COLUMN, looks.plain)
        page.write_string(0, 0, writable(f"{sheet.name} {sheet.title}")[:CELL_LIMIT], looks.title)
        page.write_url(1, 0, f"internal:'{CONTENTS}'!A1", looks.link, "目次へ")
        page.write_string(1, 1, sheet.kind, looks.plain)
        self._row = 3
        cells = self._table("割合", sheet, self._share, labels=sheet.chart is not None)
        said = self._charts(sheet, cells)
        for line in (*sheet.lines, *said):
            self._note(writable(line)[:CELL_LIMIT], 4 + len(sheet.categories))
        self._row += 1
        self._table(
            "人数（重みのない）" if sheet.weighted else "人数", sheet, lambda c: (c.count, looks.count)
        )
        if any(cell.letters for row in sheet.rows for cell in row.cells):
            self._table("有意差の印", sheet, lambda c: (c.letters, looks.words))
        self._table("丸める前の割合（%）", sheet, lambda c: (c.percent_exact, looks.exact))
        _fit_to_page(page)
        return cells

    def _note(self, line: str, last: int) -> None:
        """Write a note over the width of the table and no wider, so that it does not shrink the print."""
        letters = _FIRST + 3 * 8 + 2 + (last - 4) * _COLUMN
        lines = lines_of(line, 9, letters * _LETTER)
        self._page.set_row(self._row, 13 * len(lines))
        self._page.merge_range(self._row, 0, self._row, last, line, self._looks.note)
        self._row += 1

    def _table(self, title: str, sheet: BookSheet, value: Value, *, labels: bool = False) -> Cells:
        """Write a table; with `labels`, the names that the chart shows stand beside it."""
        page, looks, head = self._page, self._looks, self._row + 1
        page.write_string(self._row, 0, title, looks.part)
        heads = [*_HEADS[:4], "n（重み付き）" if sheet.weighted else "", *sheet.categories]
        beside = len(heads)
        deep = max(len(lines_of(words, 10, _COLUMN * _LETTER - 6, bold=True)) for words in heads)
        page.set_row(head, max(30, 14 * deep + 4))
        for column, words in enumerate([*heads, *(["図の見出し"] if labels else [])]):
            if words:
                page.write_string(head, column, writable(words), looks.head)
        for row, group in enumerate(sheet.rows, start=head + 1):
            self._group(row, group, weighted=sheet.weighted)
            for column, cell in enumerate(group.cells, start=5):
                hidden = (row - head - 1, column - 5) in sheet.hidden
                self._value(row, column, *((SHOWN_AS, looks.words) if hidden else value(cell)))
            if labels:
                label = label_of(ChartRow(group.group, group.n, ()))
                page.write_string(row, beside, writable(label), looks.aside)
        self._row = head + len(sheet.rows) + 2
        return Cells(self._name, head, head + 1, 5, beside)

    def _group(self, row: int, group: TableRow, *, weighted: bool) -> None:
        page, looks = self._page, self._looks
        page.write_string(row, 0, writable(group.group), looks.name)
        page.write_string(row, 1, group.letter, looks.words)
        page.write_number(row, 2, group.everybody, looks.count)
        page.write_number(row, 3, group.n, looks.small if group.n < SMALL_BASE else looks.count)
        if weighted:
            page.write_number(row, 4, group.n_weighted, looks.weight)

    def _value(self, row: int, column: int, value: str | float | None, look: Any) -> None:
        if value is None or value == "":
            self._page.write_blank(row, column, None, look)
        elif isinstance(value, str):
            self._page.write_string(row, column, value, look)
        else:
            self._page.write_number(row, column, value, look)

    def _share(self, cell: TableCell) -> tuple[float | None, Any]:
        """Return a share as printed, as a number: what is shown is what was rounded, half up."""
        printed = cell.percent or ""
        return number_of(printed), self._looks.percent(printed)

    def _charts(self, sheet: BookSheet, cells: Cells) -> list[str]:
        """Put the chart below its table, panels one under the other; return what must be said of it."""
        said: list[str] = []
        if sheet.chart is None:
            return said
        panels = panels_of(sheet.chart)
        across = 2 if len(panels) > 1 else 1
        for place, panel in enumerate(panels):
            width = PANEL_WIDTH if across == 2 else WIDTH
            made, more = native_chart(self._book, panel, cells, group=place, width=width)
            said += [each for each in more if each not in said]
            options = {"description": writable(panel.description), "object_position": 2}
            options["x_offset"] = place % across * (PANEL_WIDTH + 6)
            self._page.insert_chart(self._row, 0, made, options)
            if place % across == across - 1 or place == len(panels) - 1:
                self._row += height_of(panel, width) // ROW_PIXELS + 2
        return said

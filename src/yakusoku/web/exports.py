"""Tables that leave as files: exactly the rows that are seen, as csv or xlsx."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from unicodedata import east_asian_width
from urllib.parse import quote

import xlsxwriter
from django.http import HttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from yakusoku.adapters.delimited import FORMULA_STARTS, harmless

Cell = str | int | float | Decimal | date | bool | None

# Widths of columns, in digits.
NARROWEST, WIDEST = 8, 48
DAY_WIDE, MOMENT_WIDE = 16, 22
A4 = 9
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def plain(cell: Cell) -> str:
    """Return a cell as csv text: dates as 2027-04-01, moments to the minute, nothing as empty."""
    if isinstance(cell, datetime):
        local = timezone.localtime(cell) if timezone.is_aware(cell) else cell
        return f"{local:%Y-%m-%d %H:%M}"
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, str):
        return harmless(cell)
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    return "" if cell is None else str(cell)


def csv_answer(name: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> HttpResponse:
    """Return a csv download in UTF-8 with a mark that Excel understands. `name` has no suffix."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([harmless(title) for title in head])
    writer.writerows([plain(cell) for cell in row] for row in rows)
    return download(text.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8", f"{name}.csv")


def xlsx_answer(name: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> HttpResponse:
    """Return an xlsx download: one sheet, head row frozen and filterable. `name` has no suffix."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet()
    bold = book.add_format({"bold": True, "bottom": 1})
    for column, title in enumerate(head):
        sheet.write_string(0, column, title, bold)
    writer = Writer(book, sheet)
    # The button of the filter stands beside the title.
    widths = [broad(title) + 3 for title in head]
    last = 0
    for last, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            writer.write(last, column, cell)
            widths[column] = max(widths[column], room_for(cell))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(WIDEST, max(NARROWEST, width)))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, last, max(0, len(head) - 1))
    on_paper(sheet)
    book.close()
    return download(file.getvalue(), XLSX, f"{name}.xlsx")


def broad(text: str) -> int:
    """Return how many digits wide a text is: a Japanese letter is as wide as two."""
    return sum(2 if east_asian_width(letter) in "FW" else 1 for letter in text)


def room_for(cell: Cell) -> int:
    """Return how many digits wide a column must be to show a cell; a date that does not fit shows as ###."""
    if isinstance(cell, datetime):
        return MOMENT_WIDE
    if isinstance(cell, date):
        return DAY_WIDE
    return 1 + max((broad(line) for line in plain(cell).splitlines()), default=0)


def on_paper(sheet: xlsxwriter.workbook.Worksheet) -> None:
    """Let the sheet print as it is read: all columns on one A4 sheet that lies, the head on every page."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer("&C&P / &N")


def table_answer(kind: str, name: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> HttpResponse:
    """Return the download that `?format=` asks for: xlsx, or csv for every other word."""
    return (xlsx_answer if kind == "xlsx" else csv_answer)(name, head, rows)


@dataclass(frozen=True, slots=True)
class Table:
    """A list as it leaves as a file, asked for alike by page and interface. `name` has no suffix."""

    name: str
    head: Sequence[str | Promise]
    rows: Iterable[Sequence[Cell]]

    def answer(self, kind: str) -> HttpResponse:
        """Return the download: xlsx, or csv for every other word."""
        return table_answer(kind, self.name, [str(title) for title in self.head], self.rows)


class Writer:
    """Writes typed cells into one sheet."""

    def __init__(self, book: xlsxwriter.Workbook, sheet: xlsxwriter.workbook.Worksheet) -> None:
        self.sheet = sheet
        self.day = book.add_format({"num_format": _('yyyy"年"m"月"d"日"'), "align": "left"})
        self.moment = book.add_format({"num_format": _('yyyy"年"m"月"d"日" hh:mm'), "align": "left"})
        # The quote prefix is Excel's own leading apostrophe: kept through editing, not part of the text.
        self.quoted = book.add_format({"quote_prefix": True})

    def write(self, row: int, column: int, cell: Cell) -> None:
        """Write one cell in its own type; text stays text, also when it looks like a formula."""
        if isinstance(cell, datetime):
            local = timezone.make_naive(cell) if timezone.is_aware(cell) else cell
            self.sheet.write_datetime(row, column, local, self.moment)
        elif isinstance(cell, date):
            self.sheet.write_datetime(row, column, cell, self.day)
        elif isinstance(cell, bool):
            self.sheet.write_boolean(row, column, cell)
        elif isinstance(cell, (int, float, Decimal)):
            self.sheet.write_number(row, column, cell)
        elif cell:
            style = self.quoted if cell.startswith(FORMULA_STARTS) else None
            self.sheet.write_string(row, column, cell, style)


def download(content: bytes, kind: str, name: str) -> HttpResponse:
    """Return `content` as a file to keep; the Japanese name is sent as RFC 6266 asks."""
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer

"""A ledger that a city keeps in Excel or csv, as rows of text. Nothing in it is trusted."""

import io
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, ZipError

from yakusoku.adapters.delimited import read_delimited
from yakusoku.adapters.workbook_copies import UnusableWorkbook, safe_copy
from yakusoku.domain.refusal import Refusal

MOST_ROWS, MOST_COLUMNS = 20_000, 100
MOST_LETTERS = 2_000


class LedgerUnreadable(Refusal):
    """The file cannot be read as a table."""

    code = "register.ledger-unreadable"


class LedgerEmpty(Refusal):
    """The table has no rows below its head."""

    code = "register.ledger-empty"


class LedgerTooLong(Refusal):
    """The table has more rows or columns than are taken at once."""

    code = "register.ledger-too-long"


@dataclass(frozen=True, slots=True)
class Table:
    """The first sheet with anything in it: its name (empty for csv) and its rows, from the first one on."""

    sheet: str
    rows: tuple[tuple[str, ...], ...]


def read_table(raw: bytes, name: str) -> Table:
    """Return the rows of a ledger as text. Raises LedgerUnreadable, LedgerEmpty, LedgerTooLong."""
    table = _csv(raw) if name.lower().endswith(".csv") else _workbook(raw)
    if sum(1 for row in table.rows if any(row)) < 2:
        raise LedgerEmpty()
    if len(table.rows) > MOST_ROWS + 1 or max(map(len, table.rows)) > MOST_COLUMNS:
        raise LedgerTooLong(rows=MOST_ROWS, columns=MOST_COLUMNS)
    return table


def _workbook(raw: bytes) -> Table:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(safe_copy(raw)))
        for sheet in book.sheet_names:
            rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
            if any(cell not in ("", None) for row in rows for cell in row):
                return Table(sheet, _trimmed([[_text(cell) for cell in row] for row in rows]))
    except (UnusableWorkbook, CalamineError, ZipError, KeyError, OSError) as error:
        raise LedgerUnreadable() from error
    except BaseException as error:
        # A panic of the reader is no Exception.
        if type(error).__name__ == "PanicException":
            raise LedgerUnreadable() from error
        raise
    raise LedgerEmpty()


def _csv(raw: bytes) -> Table:
    try:
        rows = read_delimited(raw)
    except ValueError as error:
        raise LedgerUnreadable() from error
    return Table("", _trimmed(rows))


def _trimmed(rows: list[list[str]]) -> tuple[tuple[str, ...], ...]:
    """Return the rows without what is empty at the right and at the end."""
    width = max((place for row in rows for place, cell in enumerate(row, 1) if cell.strip()), default=0)
    last = max((place for place, row in enumerate(rows, 1) if any(cell.strip() for cell in row)), default=0)
    return tuple(tuple(cell[:MOST_LETTERS] for cell in (row + [""] * width)[:width]) for row in rows[:last])


def _text(cell: Any) -> str:
    """Return a cell as text: a day as 2027-04-01, a whole number without its point."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)

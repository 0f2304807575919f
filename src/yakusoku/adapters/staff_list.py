"""Staff lists: an empty form to fill in, and what comes back, as Excel or csv."""

import csv
import io
from datetime import date, datetime
from typing import Any

import xlsxwriter
from python_calamine import CalamineError, CalamineWorkbook, ZipError

from yakusoku.adapters.workbook_copies import UnusableWorkbook, safe_copy
from yakusoku.adapters.yaml_files import Problem, UnreadableFile
from yakusoku.domain.training.requirements import PART_LABELS
from yakusoku.domain.training.roster import COLUMNS

TAB = "従事者名簿"
MOST_ROWS = 3_000
MOST_COLUMNS = 20
MOST_LETTERS = 1_000
FORM_ROWS = 500


def staff_list_form(companies: tuple[str, ...] = ()) -> bytes:
    """Return an empty list as xlsx. `companies`: the subcontractors that the last column offers."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet(TAB)
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
    for column, title in enumerate(COLUMNS):
        sheet.write_string(0, column, title, bold)
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 12)
    sheet.set_column(2, 3, 18, day)
    sheet.set_column(4, 4, 32)
    parts = {"validate": "list", "source": list(PART_LABELS.values())}
    sheet.data_validation(1, 1, FORM_ROWS, 1, parts)
    # Excel takes a list of at most 255 letters in place; longer ones are typed.
    if companies and len(",".join(companies)) <= 255 and not any("," in name for name in companies):
        sheet.data_validation(1, 4, FORM_ROWS, 4, {"validate": "list", "source": list(companies)})
    sheet.freeze_panes(1, 0)
    book.close()
    return file.getvalue()


def read_rows(raw: bytes, file: str) -> list[list[str]]:
    """Return the cells of the first sheet, or of a csv, as texts. Raises UnreadableFile."""
    rows = _csv_rows(raw, file) if file.lower().endswith((".csv", ".txt")) else _book_rows(raw, file)
    if len(rows) > MOST_ROWS:
        raise _refuse(file, f"行が多すぎます（{MOST_ROWS:,}行まで）。分けてください。")
    return [[cell[:MOST_LETTERS] for cell in row[:MOST_COLUMNS]] for row in rows]


def _book_rows(raw: bytes, file: str) -> list[list[str]]:
    message = "Excel（.xlsx）かCSVのファイルとして開けません。ひな形に書いたものを選んでください。"
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(safe_copy(raw)))
        table = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (UnusableWorkbook, CalamineError, ZipError, LookupError, ValueError, OSError) as error:
        raise _refuse(file, message) from error
    except BaseException as error:
        # A panic of the reader is no Exception.
        if type(error).__name__ == "PanicException":
            raise _refuse(file, message) from error
        raise
    return [[_text(cell) for cell in row] for row in table]


def _csv_rows(raw: bytes, file: str) -> list[list[str]]:
    for encoding in ("utf-8-sig", "cp932"):
        try:
            text = raw.decode(encoding)
            return list(csv.reader(io.StringIO(text, newline=""), strict=True))
        except UnicodeDecodeError:
            continue
        except csv.Error as error:
            raise _refuse(
                file, "CSVの引用符が閉じていません。表計算ソフトで保存し直してください。"
            ) from error
    raise _refuse(file, "文字の種類が分かりません。UTF-8かシフトJISで保存し直してください。")


def _text(cell: Any) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def _refuse(file: str, message: str) -> UnreadableFile:
    return UnreadableFile([Problem(file, "", message)])

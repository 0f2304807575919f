import csv
import io
from datetime import UTC, date, datetime

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yakusoku.adapters.delimited import FORMULA_STARTS, harmless
from yakusoku.web.exports import csv_answer, table_answer, xlsx_answer

DANGEROUS = ["=1+1", "+81", "-2", "@SUM(A1)", "\t=1", "\r=1"]
MOMENT = datetime(2027, 7, 9, 1, 42, tzinfo=UTC)


def rows_of(answer):
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


@given(st.text())
def test_no_text_leaves_as_a_formula(text):
    assert not harmless(text).startswith(FORMULA_STARTS)
    assert harmless(text).removeprefix("'") == text.removeprefix("'")


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_formula_in_csv_gets_an_apostrophe(text):
    assert rows_of(csv_answer("一覧", ["名前"], [[text]]))[1] == [f"'{text}"]


def test_csv_keeps_numbers_dates_and_commas():
    rows = [["水道, 検針", -3, date(2027, 4, 1), MOMENT, None, 0]]
    assert rows_of(csv_answer("一覧", list("abcdef"), rows))[1] == [
        "水道, 検針", "-3", "2027-04-01", "2027-07-09 10:42", "", "0",
    ]  # fmt: skip


def test_csv_starts_with_the_mark_that_excel_needs():
    assert csv_answer("一覧", ["名前"], []).content.startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("text", DANGEROUS[:4])
def test_a_formula_in_xlsx_stays_text(text):
    book = openpyxl.load_workbook(io.BytesIO(xlsx_answer("一覧", ["名前"], [[text]]).content))
    cell = book.active["A2"]
    assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", text, True)


def test_xlsx_keeps_types():
    rows = [["水道検針", 8000, date(2027, 4, 1), MOMENT, None]]
    book = openpyxl.load_workbook(io.BytesIO(xlsx_answer("一覧", list("abcde"), rows).content))
    assert [cell.value for cell in book.active[2]] == [
        "水道検針", 8000, datetime(2027, 4, 1), datetime(2027, 7, 9, 10, 42), None,  # noqa: DTZ001
    ]  # fmt: skip


@pytest.mark.parametrize(("kind", "suffix"), [("xlsx", "xlsx"), ("csv", "csv"), ("exe", "csv")])
def test_the_answer_is_a_download_with_a_japanese_name(kind, suffix):
    answer = table_answer(kind, "委託台帳", ["名前"], [])
    assert (
        answer["Content-Disposition"]
        == f"attachment; filename*=UTF-8''%E5%A7%94%E8%A8%97%E5%8F%B0%E5%B8%B3.{suffix}"
    )
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_xlsx_prints_on_one_sheet_in_width_and_shows_its_days():
    head = ["委託先", "終わり", "動いた時"]
    rows = [["一般財団法人はるか健診センター", date(2027, 12, 31), MOMENT], ["小", None, None]]
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_answer("一覧", head, rows).content)).active
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$1:$1"
    wide = [sheet.column_dimensions[column].width for column in "ABC"]
    assert wide[0] >= 2 * len(rows[0][0])
    # Narrower, and a spreadsheet shows ### in place of the day.
    assert wide[1] >= len("2027") + 2 + 4 + 2 + 2 + 2
    assert wide[2] > wide[1]

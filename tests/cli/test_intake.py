"""`yakusoku intake`."""

import openpyxl
import pytest

from tests.packs import example_pack
from yakusoku.adapters.check_sheet import check_sheet_xlsx
from yakusoku.domain.inspections.sheet import SHEET_TAB

PACK = example_pack()
FIRST, ANSWER, COMMENT, EVIDENCE = 8, 7, 8, 9


@pytest.fixture
def returned(tmp_path):
    """Write a sheet that is filled with はい and evidence, then changed."""

    def write(change=None, *, rows=len(PACK.checks)):
        file = tmp_path / "checksheet.xlsx"
        file.write_bytes(check_sheet_xlsx(PACK))
        book = openpyxl.load_workbook(file)
        sheet = book[SHEET_TAB]
        for row in range(FIRST, FIRST + rows):
            sheet.cell(row, ANSWER).value, sheet.cell(row, EVIDENCE).value = "はい", "記録.pdf"
        if change:
            change(book, sheet)
        book.save(file)
        return file

    return write


def test_a_full_sheet_without_shortfall_ends_with_zero(run, returned):
    ran = run("intake", returned(), "--json")
    assert ran.code == 0
    assert list(ran.data) == ["engagement", "version", "answers", "findings", "problems"]
    assert (ran.data["engagement"], ran.data["version"]) == (PACK.identity.title, 1)
    assert len(ran.data["answers"]) == len(PACK.checks)
    first = PACK.checks[0]
    assert ran.data["answers"][0] == {
        "check": first.id,
        "aspect": first.aspect.value,
        "answer": "はい",
        "comment": "",
    }


def test_a_half_filled_sheet_is_read_and_never_called_compliant(run, returned):
    ran = run("intake", returned(rows=10), "--json")
    assert ran.code == 1
    assert len(ran.data["answers"]) == 10
    assert len(ran.data["problems"]) == len(PACK.checks) - 10
    assert ran.data["problems"][0]["cell"] == "G18"


def test_a_no_becomes_a_finding_with_its_remedies(run, returned):
    def say_no(book, sheet):
        sheet.cell(FIRST, ANSWER).value = "いいえ"

    ran = run("intake", returned(say_no), "--json")
    assert ran.code == 1
    (finding,) = ran.data["findings"]
    assert set(finding) == {"slug", "check", "aspect", "kind", "severity", "remedies"}
    assert finding["kind"] == "design-missing"
    assert finding["remedies"]


def rename_tab(book, sheet):
    sheet.title = "Sheet1"


def delete_row(book, sheet):
    sheet.delete_rows(FIRST + 3)


def merge(book, sheet):
    sheet.merge_cells("G8:H8")


def another_version(book, sheet):
    sheet["B3"].value = "第7版"


@pytest.mark.parametrize("change", [rename_tab, delete_row, merge, another_version])
def test_a_damaged_sheet_is_refused(run, returned, change):
    ran = run("intake", returned(change), "--json")
    assert (ran.code, ran.out) == (2, "")
    assert "checksheet.xlsx" in ran.err


@pytest.mark.parametrize("raw", [b"", b"%PDF-1.7", b"PK\x03\x04junk"])
def test_a_file_that_is_no_workbook_is_refused(run, tmp_path, raw):
    file = tmp_path / "x.xlsx"
    file.write_bytes(raw)
    ran = run("intake", file)
    assert ran.code == 2
    assert "x.xlsx" in ran.err
    assert "Traceback" not in ran.err


def test_a_missing_file_is_refused(run, tmp_path):
    ran = run("intake", tmp_path / "none.xlsx")
    assert ran.code == 2
    assert "none.xlsx" in ran.err

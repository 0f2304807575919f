"""採否判断 as a workbook, read back."""

import io

import openpyxl
import pypdfium2
import pytest

from tests.adapters.papers import HOSTILE, converted, pack_of
from tests.packs import example_pack
from yakusoku.adapters.decision_sheet import decisions_xlsx


def read(pack):
    return openpyxl.load_workbook(io.BytesIO(decisions_xlsx(pack)))


def rows_of(sheet):
    return [row for row in sheet.iter_rows(min_row=5, values_only=True)]


def test_each_requirement_has_its_row_also_the_declined_one():
    pack = pack_of()
    rows = rows_of(read(pack)["採否判断"])
    assert [row[1] for row in rows] == [r.title for r in (*pack.requirements, *pack.declined)]
    copying = next(row for row in rows if row[1] == "複写・複製")
    assert copying[2:5] == ("代替案で採用", "禁止", "条件つき許可")
    assert copying[7] == "高齢福祉課長"
    assert rows[-1][2] == "不採用"
    assert rows[-1][6] == "庁舎の規程で足りるため。"


def test_hours_and_risk_are_numbers():
    pack = example_pack()
    rows = rows_of(read(pack)["採否判断"])
    for row, promised in zip(rows, pack.requirements, strict=True):
        assert row[8] == promised.risk_level
        assert row[10:12] == tuple(promised.client_hours)
        assert row[12:14] == tuple(promised.contractor_hours)


def test_balance_facts_and_conflicts_have_their_sheets():
    pack = pack_of()
    book = read(pack)
    assert book.sheetnames == ["採否判断", "手間とリスク", "業務の実態", "抵触"]
    balance = rows_of(book["手間とリスク"])
    assert balance[0] == ("委託元の手間（見積り）", *pack.balance.client_hours, "時間/年")
    assert ("私物機器・ファイル交換ソフト", "不採用") in [row[:2] for row in balance]
    assert rows_of(book["業務の実態"]) == list(pack.facts_told)
    conflict = rows_of(book["抵触"])[0]
    assert conflict[:3] == ("複写・複製", "禁止", "複写・複製")
    assert conflict[5] == pack.conflicts[0].resolution_text


def test_without_conflicts_the_sheet_says_so():
    assert rows_of(read(example_pack())["抵触"])[0][0] == "この業務で守れない条文はありません。"


def test_it_can_be_worked_through_and_printed():
    sheet = read(pack_of())["採否判断"]
    assert sheet.freeze_panes == "A5"
    assert sheet.auto_filter.ref.startswith("A4:N")
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.print_title_rows == "$4:$4"


@pytest.mark.parametrize("title", [*HOSTILE, "調査\x00\x0b業務 🙂"])
def test_no_text_becomes_a_formula(title):
    book = read(pack_of(title=title, client=title, department=title))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert kinds <= {"s", "n"}
    expected = title.replace("\x00", "").replace("\x0b", "")
    assert expected[:100] in read_clean(rows_of(book["業務の実態"])[0][1])


def read_clean(text):
    return text.replace("\x00", "").replace("\x0b", "").replace("_x0000_", "").replace("_x000B_", "")


def test_the_same_pack_gives_the_same_bytes():
    once = decisions_xlsx(pack_of())
    decisions_xlsx(example_pack("data-entry"))
    assert decisions_xlsx(pack_of()) == once


@pytest.mark.libreoffice
def test_libreoffice_opens_it(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(decisions_xlsx(pack_of()))
    pages = pypdfium2.PdfDocument(converted(tmp_path, "a.xlsx"))
    assert "採否判断" in pages[0].get_textpage().get_text_range()

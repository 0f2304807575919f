"""`yakusoku survey check-table`."""

import io

import pytest
import xlsxwriter

from tests.packs import EXAMPLES

HEAD = "table,kind,group,n,category,percent\n"
ROWS = "T14,multiple,委託元,186,漏えい,33.2\nT14,multiple,委託元,186,特に課題はない,32.8%\n"


def test_a_finding_tells_where_what_and_which_base_would_fit(run, tmp_path):
    file = tmp_path / "t.csv"
    file.write_text(HEAD + ROWS, encoding="utf-8")
    ran = run("survey", "check-table", file, "--json")
    (finding,) = ran.data["findings"]
    fits, message = finding.pop("fits"), finding.pop("message")
    assert ran.code == 1
    assert finding == {
        "table": "T14",
        "row": "委託元",
        "column": "漏えい",
        "printed": "33.2",
        "n": 186,
        "kind": "impossible",
    }
    assert 0 < len(fits) <= 20
    assert "62人なら33.3%" in message
    assert run("survey", "check-table", file).code == 1


def test_a_published_survey(run):
    """26 of 192 percentages cannot come from the base that is printed beside them; nothing else is said."""
    found = run("survey", "check-table", EXAMPLES / "surveys" / "telework-2020.csv", "--json").data[
        "findings"
    ]
    assert (len(found), {each["kind"] for each in found}) == (26, {"impossible"})
    reviewed = [each for each in found if each["n"] == 107]
    assert len(reviewed) == 16
    assert {each["fits"][0] for each in reviewed} == {108}
    assert all(500 in each["fits"] for each in found if each["n"] == 499)
    assert all(382 in each["fits"] for each in found if each["n"] == 381)


def test_a_table_without_contradiction_ends_with_nothing(run, tmp_path):
    file = tmp_path / "t.csv"
    file.write_bytes((HEAD + ROWS.replace("33.2", "33.3")).replace(",", "\t").encode("cp932"))
    ran = run("survey", "check-table", file, "--json")
    assert (ran.code, ran.data) == (0, {"findings": []})


def test_a_workbook_that_shows_shares_in_per_cent(run, tmp_path):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    for line, cells in enumerate(
        [
            ["表", "種別", "区分", "n", "選択肢", "割合"],
            ["1", "単一回答", "計", 16, "a", 0.5625],
            ["1", "SA", "計", 16, "b", 0.438],
        ]
    ):
        sheet.write_row(line, 0, cells)
    book.close()
    file = tmp_path / "t.xlsx"
    file.write_bytes(out.getvalue())
    assert run("survey", "check-table", file, "--json").data == {"findings": []}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("table,kind\n1,single\n", "列がありません: group, n, category, percent", id="columns"),
        pytest.param(HEAD, "行がありません", id="no-rows"),
        pytest.param(HEAD + "1,pie,計,10,a,50\n", "2行目: kind は", id="kind"),
        pytest.param(HEAD + "1,single,計,ten,a,50\n", "n を0以上の整数", id="base"),
        pytest.param(HEAD + "1,single,計,10,a,半分\n", "percent を数で", id="percent"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(run, tmp_path, text, words):
    file = tmp_path / "t.csv"
    file.write_text(text, encoding="utf-8")
    ran = run("survey", "check-table", file)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err


def test_what_excel_calls_unicode_text_is_read(run, tmp_path):
    file = tmp_path / "t.txt"
    file.write_bytes(
        (HEAD + "1,single,計,10,はい,50\n1,single,計,10,いいえ,50\n").replace(",", "\t").encode("utf-16")
    )
    assert run("survey", "check-table", file, "--json").data == {"findings": []}

"""`yakusoku survey report` and `check-text`: a report whose numbers hold, and what is said where they do not."""

import io

import pytest
import xlsxwriter
from docx import Document
from pypdfium2 import PdfDocument

from tests.cli.test_survey_tabulate import survey  # noqa: F401 (a fixture)
from tests.packs import EXAMPLES

PLAN = """
title: 委託とテレワークの調査
unit: 社
overview: {調査対象: 企業, 調査方法: 郵送と Web, 調査期間: 2020年11月18日から12月11日, 基準日: 2020年10月31日}
strata: [role]
tables:
  - {id: T01, question: Q1, by: [role]}
  - {id: T02, question: Q2}
results:
  - tables: [T01]
    headline: HEADLINE
  - tables: [T02]
"""


def test_a_report_is_written_only_when_its_numbers_hold(run, survey, tmp_path):  # noqa: F811
    responses, form = survey
    plan, out = tmp_path / "plan.yaml", tmp_path / "out"
    command = ("survey", "report", responses, form, plan, "--out", out)
    plan.write_text(PLAN.replace("HEADLINE", "委託先では39.0%が実施している。"))
    refused = run(*command)
    assert (refused.code, out.exists()) == (1, False)
    assert refused.out.startswith("other-base\t別の母数\t「39.0%」")
    excuse = "excuses: [{quote: 委託先では39.0%, by: 調査係長, at: 2027-03-01, why: 前の報告書の引用}]"
    plan.write_text(PLAN.replace("HEADLINE", "委託先では39.0%が実施している。") + excuse)
    assert run(*command).code == 0
    plan.write_text(PLAN.replace("HEADLINE", "委託先では{{T01|v|1|8割強}}が実施している。"))
    ran = run(*command)
    assert (ran.code, len(ran.out.splitlines())) == (0, 4)
    words = "\n".join(p.text for p in Document(out / "report.docx").paragraphs)
    pages = "\n".join(page.get_textpage().get_text_bounded() for page in PdfDocument(out / "report.pdf"))
    page = (out / "report.html").read_text()
    assert "<script" not in page
    for text in (words, pages, page):
        assert "委託先では8割強が実施している。" in text.replace(" ", "")
    # What was drawn as slides is read back, and nothing in it contradicts itself.
    checked = run("survey", "check-table", out / "report.pptx", "--json")
    assert (checked.code, checked.data) == (0, {"findings": []})


def test_a_plan_can_be_left_out_and_what_it_names_must_be_there(run, survey, tmp_path):  # noqa: F811
    responses, form = survey
    plan = tmp_path / "plan.yaml"
    assert run("survey", "report", responses, form, "--out", tmp_path / "draft", "--by", "role").code == 0
    plan.write_text("tables: [{id: T01, question: Q7}]")
    ran = run("survey", "report", responses, form, plan, "--out", tmp_path / "out")
    assert (ran.code, ran.err) == (2, "plan.yaml: T01: 表にできる設問「Q7」がありません。\n")


@pytest.mark.parametrize(
    ("text", "tables", "found"),
    [
        pytest.param(
            "report-2020.txt",
            "telework-2020.csv",
            [(4, "other-base"), (7, "near"), (12, "other-base"), (12, "near")],
            id="one-wave",
        ),
        pytest.param(
            "report-2021.txt", "two-waves.csv", [(3, "not-significant"), (6, "definition")], id="two-waves"
        ),
    ],
)
def test_sentences_are_held_against_published_tables(run, text, tables, found):
    folder = EXAMPLES / "surveys"
    ran = run("survey", "check-text", folder / text, "--tables", folder / tables, "--json")
    assert ran.code == 1
    assert [(each["line"], each["kind"]) for each in ran.data["findings"]] == found
    assert all(each["message"] for each in ran.data["findings"])
    assert run("survey", "check-text", folder / text, "--tables", folder / tables, "--fact", "505").code == 2


def test_tables_as_they_look_on_pages(run, tmp_path):
    """Two sheets of a workbook, groups down and groups across, and the same pasted as text."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheets = [
        [
            ["導入（単一回答）"],
            ["", "n", "実施", "未実施"],
            ["委託先", 287, 0.836, 0.164],
            ["委託元", 218, 0.39, 0.61],
        ],
        [["懸念（複数回答）"], ["", "委託元(n=186)"], ["漏えい", "33.2%"], ["紛失", "16.1%"]],
    ]
    for rows in sheets:
        sheet = book.add_worksheet()
        for line, cells in enumerate(rows):
            sheet.write_row(line, 0, cells)
    book.close()
    file = tmp_path / "t.xlsx"
    file.write_bytes(out.getvalue())
    pasted = tmp_path / "t.txt"
    pasted.write_text(
        "導入 (n=287)\n      実施  未実施\n委託先  83.6%  16.4%\n\n懸念（複数回答） (n=186)\n漏えい 33.2%\n紛失 16.1%\n"
    )
    for source in (file, pasted):
        (finding,) = run("survey", "check-table", source, "--json").data["findings"]
        assert (finding["column"], finding["printed"], finding["n"]) == ("漏えい", "33.2%", 186)


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04 and no more", b"\x00" * 100, b""], ids=["cut", "zeros", "empty"]
)
def test_what_is_no_presentation_is_refused_in_words(run, tmp_path, content):
    file = tmp_path / "t.pptx"
    file.write_bytes(content)
    ran = run("survey", "check-table", file)
    assert (ran.code, ran.err) == (2, "t.pptx: PowerPoint のファイル（.pptx）として開けません。\n")


def test_a_long_row_of_digits_does_not_hold_up_the_look_at_a_text(run, tmp_path):
    text = tmp_path / "t.txt"
    text.write_text("8" * 20_000 + "割" + "%" * 2000 + "約" * 20_000)
    tables = EXAMPLES / "surveys" / "two-waves.csv"
    assert run("survey", "check-text", text, "--tables", tables).code == 0

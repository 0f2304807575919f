"""A tab book: numbers as numbers, charts that Excel can edit, every question found from the contents."""

import zipfile
from io import BytesIO

import pytest
from lxml import etree
from openpyxl import load_workbook

from tests.adapters.test_survey_charts import LONG
from tests.adapters.test_survey_slides import NS
from yakusoku.adapters.survey_books import sheet_of, tab_book
from yakusoku.domain.survey.answers import Given, State
from yakusoku.domain.survey.axes import Axis
from yakusoku.domain.survey.form import Choice, Question, QuestionKind
from yakusoku.domain.survey.tabulating import count, table_rows
from yakusoku.domain.survey.telling import comparison_of

ROLE = Axis("role", ("委託先", "委託元"), [(0,)] * 287 + [(1,)] * 218)
T01 = [
    code
    for code, people in zip("12341234", (240, 35, 3, 9, 85, 25, 20, 88), strict=True)
    for _ in range(people)
]


def sheet(answers, kind=QuestionKind.SINGLE, name="Q1", axes=(ROLE,), labels=("実施", LONG, "予定", "なし")):
    choices = tuple(Choice(str(code), label) for code, label in enumerate(labels, start=1))
    given = [Given(State.ANSWERED, tuple(each)) if each else Given(State.BLANK) for each in answers]
    counted = count(Question(name, f"{name}の問い", kind, choices), given, axes)
    rows = table_rows(counted)
    return sheet_of(counted, rows, comparison_of(counted))


@pytest.fixture(scope="module")
def made():
    groups = Axis("業種", tuple(f"{LONG}{g}" for g in range(12)), [(place % 12,) for place in range(505)])
    several = QuestionKind.MULTIPLE
    return tab_book(
        "調査",
        [
            sheet(T01),
            sheet(T01, several, "q1", axes=[groups]),
            sheet([""] * 505, name="空[の]問い/" * 5),
            sheet(T01, axes=()),
        ],
        [("Q9", "=1+1", "自由記述なので、表はない。")],
        source="ある調査",
    )


def charts_in(book):
    with zipfile.ZipFile(BytesIO(book)) as archive:
        names = sorted((n for n in archive.namelist() if n.startswith("xl/charts/chart")), key=len)
        return [etree.fromstring(archive.read(name)) for name in names]


def test_the_contents_lead_to_every_question(made):
    book = load_workbook(BytesIO(made))
    assert book.sheetnames == [
        "目次",
        "Q1",
        "q1 (2)",
        "空_の_問い_空_の_問い_空_の_問い_空_の_問い_空_の",
        "Q1 (3)",
    ]
    cells = list(book["目次"].iter_rows(values_only=True))
    assert ("Q1", "Q1の問い", "単一回答", 3, 505, "帯グラフ") in cells
    assert [row[5] for row in cells if row[0] in book.sheetnames[2:]] == ["棒グラフ", "なし", "円グラフ"]
    assert ("Q9", "=1+1", "自由記述なので、表はない。", None, None, None) in cells
    assert book["目次"]["A7"].hyperlink.location == "'Q1'!A1"


def test_shares_are_numbers_as_printed_with_the_exact_ones_below(made):
    page = load_workbook(BytesIO(made))["Q1"]
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    vendor = [row[:9] for row in rows if row[0] == "委託先"]
    assert vendor[0] == ["委託先", "A", 287, 287, None, 0.836, 0.122, 0.01, 0.031]
    assert vendor[1][5:] == [240, 35, 3, 9]
    assert vendor[2][5:] == ["B", None, None, None]
    assert vendor[3][5] == pytest.approx(24000 / 287, rel=1e-14)
    assert page["F7"].number_format == "0.0%"
    said = " ".join(str(row[0]) for row in rows if row[0])
    assert "カイ二乗検定" in said
    assert "四捨五入" in said


def test_charts_are_drawn_from_the_cells_of_their_tables(made):
    charts = charts_in(made)
    band, panels, pie = charts[0], charts[1:14], charts[14]
    assert band.xpath("string(//c:grouping/@val)", namespaces=NS) == "percentStacked"
    assert band.xpath("//c:ser/c:val//c:f/text()", namespaces=NS)[0] == "'Q1'!$F$6:$F$8"
    assert band.xpath("//c:ser/c:cat//c:f/text()", namespaces=NS)[0] == "'Q1'!$J$6:$J$8"
    assert band.xpath("//c:ser/c:spPr/a:pattFill/@prst", namespaces=NS) == ["wdUpDiag", "pct20"]
    assert len(panels) == 13
    assert panels[12].xpath("//c:ser/c:val//c:f/text()", namespaces=NS) == ["'q1 (2)'!$F$18:$I$18"]
    assert pie.xpath("count(//c:pieChart)", namespaces=NS) == 1
    with zipfile.ZipFile(BytesIO(made)) as archive:
        assert "委託先 (n=287): 実施 83.6%" in archive.read("xl/drawings/drawing1.xml").decode()

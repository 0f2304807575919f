"""Slides of a survey: charts that PowerPoint can edit, words that stay in their places."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook
from pptx import Presentation
from pptx.util import Pt

from tests.adapters.test_survey_charts import LONG, SMALL_PARTS, TEN
from tests.domain.survey.test_charts import PARTS, SEVERAL, USER, VENDOR, table
from yakusoku.adapters.survey_slides import SlideDeck
from yakusoku.adapters.survey_slides.words import height_of
from yakusoku.domain.survey.charts.choosing import chart_of
from yakusoku.domain.survey.charts.spec import ChartKind

NS = {
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
}


def opened(deck):
    return Presentation(BytesIO(deck.bytes()))


def charts_of(presentation):
    return [shape for slide in presentation.slides for shape in slide.shapes if shape.has_chart]


def shown(chart, **more):
    """The chart on a slide, read back."""
    deck = SlideDeck("題")
    deck.add_chart("見出し", chart, **more)
    presentation = opened(deck)
    shapes = charts_of(presentation)
    return presentation, shapes[0], shapes[0].chart._chartSpace


def test_a_band_is_a_chart_that_can_be_edited():
    chart = chart_of(table(PARTS, VENDOR, USER, ("空", 0, (0, 0, 0, 0)), source="調査"))
    presentation, shape, xml = shown(chart, callout="差は大きい。")
    assert xml.xpath("string(//c:barChart/c:grouping/@val)") == "percentStacked"
    assert xml.xpath("//c:barDir/@val") == ["bar"]
    assert [series.name for series in shape.chart.plots[0].series] == list("甲乙丙丁")
    assert list(shape.chart.plots[0].categories) == ["委託先 (n=287)", "委託元 (n=218)", "空 (n=0)*"]
    assert list(shape.chart.plots[0].series[0].values) == [0.836, 0.39, None]
    assert set(xml.xpath("//c:dLbls/c:numFmt/@formatCode")) == {"0.0%"}
    assert xml.xpath("//c:ser/c:spPr/a:pattFill/@prst") == ["wdUpDiag", "pct20"]
    assert set(xml.xpath("//a:latin/@typeface | //a:ea/@typeface")) == {"BIZ UDPゴシック"}
    # Where the number of a part has no room it is left out, and a note says so.
    assert xml.xpath("//c:ser[c:idx/@val='2']//c:dLbl/c:idx/@val") == ["0"]
    words = [s.text_frame.text for s in presentation.slides[0].shapes if s.has_text_frame]
    assert {"見出し", "差は大きい。", "出典 調査"} <= set(words)
    assert any("参考値" in each and "図に書いていない" in each for each in words)
    assert "委託先 (n=287): 甲 83.6%" in shape._element.nvGraphicFramePr.cNvPr.get("descr")
    book = load_workbook(BytesIO(shape.chart.part.chart_workbook.xlsx_part.blob))
    assert [cell.value for cell in book.active[2]] == ["委託先 (n=287)", 0.836, 0.122, 0.01, 0.031]


@pytest.mark.parametrize(
    ("given", "kind", "element", "slides", "charts"),
    [
        pytest.param(table(PARTS, ("全体", 99, (95, 4))), None, "pieChart", 1, 1, id="pie"),
        pytest.param(table(PARTS, ("全体", 9, (9, 0))), ChartKind.PIE, "pieChart", 1, 1, id="one-part"),
        pytest.param(table(SEVERAL, VENDOR, USER), None, "barChart", 1, 1, id="bars"),
        pytest.param(table(SEVERAL, ("全体", 9, (0, 0))), None, "barChart", 1, 1, id="zero"),
        pytest.param(
            table(SEVERAL, *[(LONG, 40, (1, 2, 3))] * 12, categories=TEN),
            None,
            "barChart",
            3,
            12,
            id="panels",
        ),
        pytest.param(
            table(PARTS, *[(LONG, 100, SMALL_PARTS)] * 13, categories=TEN),
            None,
            "barChart",
            3,
            3,
            id="13-bands",
        ),
    ],
)
def test_every_chart_is_native_and_not_too_much_for_its_slide(given, kind, element, slides, charts):
    presentation, _, xml = shown(chart_of(given, kind))
    assert xml.xpath(f"count(//c:{element})") == 1
    assert (len(presentation.slides), len(charts_of(presentation))) == (slides, charts)


def test_words_and_tables_stay_in_their_places_however_long():
    deck = SlideDeck("報告", day=date(2027, 3, 1))
    deck.add_title(LONG * 2, "2027年3月", ["課"])
    deck.add_section("1 結果")
    deck.add_text(LONG * 3, [LONG * 6] * 8)
    deck.add_table("表", ["", *TEN], [[LONG, *["100.0%"] * 10]] * 30, ["注"], "出典")
    presentation = opened(deck)
    assert presentation.core_properties.title == "報告"
    rows = 0
    for slide in presentation.slides:
        assert slide.shapes.title.text_frame.text
        assert slide._element.xpath("//a:fld[@type='slidenum']")
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= presentation.slide_width
            if shape.has_table:
                rows += len(shape.table.rows) - 1
                heights = sum(row.height for row in shape.table.rows)
                assert shape.top + heights <= Pt(72 * 6.3)
            elif shape.has_text_frame and shape.text_frame.paragraphs[0].runs:
                texts = [p.text for p in shape.text_frame.paragraphs]
                size = shape.text_frame.paragraphs[0].runs[0].font.size.pt
                assert height_of(texts, size, shape.width / Pt(1) - 15) <= shape.height / Pt(1)
    assert rows == 30

"""Charts as SVG and as pictures: nothing overlaps, nothing is blocked, nothing is lost."""

from itertools import combinations

import pytest
from lxml import etree, html

from tests.domain.survey.test_charts import PARTS, SEVERAL, USER, VENDOR, table
from yakusoku.adapters.font_measures import width_of
from yakusoku.adapters.survey_charts import chart_figure, chart_pdf, chart_png, chart_svg
from yakusoku.domain.survey.charts.choosing import chart_of
from yakusoku.domain.survey.charts.refusals import GlyphMissing
from yakusoku.domain.survey.charts.spec import ChartKind

LONG = "情報セキュリティ対策の実施状況を年に一回以上の頻度で定期的に確認している割合の設問"
TEN = [f"{LONG}{place}" for place in range(10)]
SMALL_PARTS = (91, 1, 1, 1, 1, 1, 1, 1, 1, 1)
CASES = [
    pytest.param(table(PARTS, VENDOR, USER, ("空", 0, (0, 0, 0, 0))), None, id="band"),
    pytest.param(
        table(PARTS, *[(f"{LONG}{g}", 100, SMALL_PARTS) for g in range(12)], categories=TEN),
        ChartKind.BAND,
        id="band-of-12-long-groups-with-10-small-parts",
    ),
    pytest.param(
        table(PARTS, (LONG * 3, 100, (97, 3)), (LONG * 3, 100, (3, 97))), None, id="names-higher-than-bars"
    ),
    pytest.param(table(PARTS, ("全体", 100, SMALL_PARTS[::-1]), categories=TEN), None, id="band-small-first"),
    pytest.param(table(PARTS, ("全体", 99, (95, 1, 1, 1, 1)), categories=TEN), None, id="pie"),
    pytest.param(table(PARTS, ("全体", 9, (9, 0))), ChartKind.PIE, id="pie-of-one-part"),
    pytest.param(table(SEVERAL, VENDOR, USER), None, id="bars-together"),
    pytest.param(
        table(SEVERAL, *[(f"{LONG}{g}", 40, (0, 40, 3)) for g in range(12)], categories=TEN),
        None,
        id="bars-of-12-long-groups",
    ),
    pytest.param(table(SEVERAL, ("全体", 40, (0, 0))), None, id="bars-of-zero"),
]
NS = {"s": "http://www.w3.org/2000/svg"}


def boxes_of(svg):
    """Each line of text with the box that it takes."""
    for text in svg.iterfind(".//s:text", NS):
        size, x, y = (float(text.get(key)) for key in ("font-size", "x", "y"))
        width = width_of(text.text, size)
        left = x - {"start": 0, "middle": width / 2, "end": width}[text.get("text-anchor", "start")]
        yield text.text, (left, y - size * 0.8, left + width, y + size * 0.1)


@pytest.mark.parametrize(("given", "kind"), CASES)
def test_no_words_overlap_or_leave_the_picture(given, kind):
    chart = chart_of(given, kind)
    svg = etree.fromstring(chart_svg(chart))
    width, height = (float(svg.get(key)) for key in ("width", "height"))
    boxes = list(boxes_of(svg))
    outside = [
        words
        for words, (left, top, right, bottom) in boxes
        if left < 0 or top < 0 or right > width or bottom > height
    ]
    over = [
        (one, other)
        for (one, a), (other, b) in combinations(boxes, 2)
        if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
    ]
    assert (outside, over) == ([], [])
    said = "".join(words for words, _ in boxes)
    shown = [m.percent for group in chart.groups for m in group.marks if m.share > 0]
    assert all(percent in said for percent in shown)
    assert all(group.label.replace(" ", "") in said.replace(" ", "") for group in chart.groups)


def test_a_page_gets_marks_with_addresses_and_numbers_without_script_or_style():
    hostile = table(
        PARTS, ('"><script>x</script>', 30, (20, 10)), ("乙", 30, (10, 20)), categories=["<b>甲", "&\x00"]
    )
    chart = chart_of(hostile)
    figure = chart_figure(chart, name="q1", links=lambda group, category: f"?group={group}&answer={category}")
    page = html.fragment_fromstring(figure)
    assert page.xpath("//*[@style or @onclick] | //script | //style | //b") == []
    marks = page.xpath("//a[@href]/g[@data-group]")
    assert [(m.get("data-percent"), m.get("data-count")) for m in marks][:2] == [
        ("66.7%", "20"),
        ("33.3%", "10"),
    ]
    assert marks[2].xpath("string(title)") == "乙 (n=30) <b>甲 33.3%（10人）"
    assert [cell.text for cell in page.xpath("//details//td")] == ["66.7%", "33.3%", "33.3%", "66.7%"]
    assert len(page.xpath("//*[@id]/@id")) == len(set(page.xpath("//*[@id]/@id")))
    etree.fromstring(chart_svg(chart))
    with pytest.raises(ValueError, match="address"):
        chart_svg(chart, links=lambda group, category: "javascript:alert(1)")


def test_pictures_are_set_in_the_bundled_font_or_not_at_all():
    chart = chart_of(table(PARTS, VENDOR, USER))
    assert chart_png(chart, 72).startswith(b"\x89PNG")
    assert chart_pdf(chart) == chart_pdf(chart)
    assert b"BIZUDPGothic" in chart_pdf(chart)
    with pytest.raises(GlyphMissing) as refused:
        chart_png(chart_of(table(PARTS, ("𠮷野🙂家", 30, (20, 10)))))
    assert refused.value.facts == {"letters": "𠮷🙂"}

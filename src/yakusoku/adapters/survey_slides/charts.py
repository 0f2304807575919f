"""A chart of PowerPoint itself: its numbers can be edited, its patterns print in black and white."""

from dataclasses import dataclass
from typing import Any, Final

from lxml import etree
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from yakusoku.adapters.native_charts import (
    FONT,
    PRESETS,
    Plan,
    leaves_out_any,
    names_along,
    number_format,
    number_of,
    plan_of,
    scale_step,
    series_of,
)
from yakusoku.adapters.survey_slides.words import rgb
from yakusoku.adapters.xml_text import writable
from yakusoku.domain.survey.charts.palette import INK, QUIET, Look, Pattern
from yakusoku.domain.survey.charts.spec import Chart, ChartKind

_ChartData: Any = CategoryChartData
TYPES: Final = {
    ChartKind.BAND: XL_CHART_TYPE.BAR_STACKED_100,
    ChartKind.PIE: XL_CHART_TYPE.PIE,
    ChartKind.BAR: XL_CHART_TYPE.BAR_CLUSTERED,
}
HAIRLINE: Final = "#C4C4C4"


@dataclass(frozen=True, slots=True)
class Frame:
    """A place on a slide, in EMU."""

    left: int
    top: int
    width: int
    height: int


def add_native_chart(slide: Any, chart: Chart, frame: Frame, size: float) -> bool:
    """Put a chart on a slide, its words `size` points high, with the chart in words for who cannot see it.

    Return whether some of its numbers had no room.
    """
    plan = plan_of(chart, frame.width / Pt(1), frame.height / Pt(1), size)
    data: Any = _ChartData(number_format=number_format(chart))
    data.categories = [writable(name) for name in names_along(chart)]
    for name, marks in series_of(chart):
        data.add_series(writable(name), [number_of(mark.percent) for mark in marks])
    place = (frame.left, frame.top, frame.width, frame.height)
    shape = slide.shapes.add_chart(TYPES[chart.kind], *place, data)
    shape.name = "図"
    shape._element.nvGraphicFramePr.cNvPr.set("descr", writable(chart.description))
    made = shape.chart
    _write_font(made, size)
    _head(made, chart, size)
    _fill(made, chart)
    _number(made, chart, plan)
    if chart.kind is not ChartKind.PIE:
        _scale(made, chart, size)
        _lay_out(made, plan)
    return leaves_out_any(chart, plan)


def _write_font(made: Any, size: float) -> None:
    made.font.size, made.font.name = Pt(size), FONT
    made.font.color.rgb = rgb(INK)
    latin = made._chartSpace.txPr.find(".//" + qn("a:latin"))
    latin.addnext(latin.makeelement(qn("a:ea"), {"typeface": FONT}))


def _head(made: Any, chart: Chart, size: float) -> None:
    """Show the legend, or, where only one group is shown, the group with its base."""
    alone = len(chart.groups) == 1 and chart.kind is not ChartKind.BAND
    made.has_title = alone
    if alone:
        words = made.chart_title.text_frame
        words.text = writable(chart.groups[0].label)
        words.paragraphs[0].runs[0].font.size, words.paragraphs[0].runs[0].font.bold = Pt(size), False
    made.has_legend = chart.kind is not ChartKind.BAR or not alone
    if made.has_legend:
        made.legend.position = (
            XL_LEGEND_POSITION.TOP if chart.kind is not ChartKind.PIE else XL_LEGEND_POSITION.RIGHT
        )
        made.legend.include_in_layout = False


def _fill(made: Any, chart: Chart) -> None:
    plot = made.plots[0]
    plot.vary_by_categories = chart.kind is ChartKind.PIE
    if chart.kind is not ChartKind.PIE:
        plot.gap_width = 45
    if chart.kind is ChartKind.BAR and len(chart.groups) > 1:
        plot.overlap = 0
    by_series = chart.kind is ChartKind.BAND or chart.compares_groups
    for place, series in enumerate(plot.series):
        if by_series:
            _paint(series.format, chart.looks[place])
            continue
        if chart.kind is ChartKind.BAR:
            _paint(series.format, chart.looks[0])
        for at, look in enumerate(chart.looks):
            if chart.kind is ChartKind.PIE or look != chart.looks[0]:
                _paint(series.points[at].format, look)


def _paint(shape: Any, look: Look) -> None:
    if look.pattern is Pattern.NONE:
        shape.fill.solid()
        shape.fill.fore_color.rgb = rgb(look.fill)
    else:
        shape.fill.patterned()
        shape.fill.fore_color.rgb = rgb(look.line)
        shape.fill.back_color.rgb = rgb(look.fill)
        shape.fill._xPr.find(qn("a:pattFill")).set("prst", PRESETS[look.pattern])
    shape.line.color.rgb, shape.line.width = rgb(INK), Pt(0.75)


def _number(made: Any, chart: Chart, plan: Plan) -> None:
    for place, (series, (_, marks)) in enumerate(zip(made.plots[0].series, series_of(chart), strict=True)):
        look = chart.looks[place] if chart.kind is ChartKind.BAND else None
        position = {ChartKind.BAND: "ctr", ChartKind.PIE: "outEnd", ChartKind.BAR: "outEnd"}[chart.kind]
        labels = series.data_labels._element
        for child in list(labels):
            labels.remove(child)
        for at, mark in enumerate(marks):
            if plan.leaves_out(chart, mark) or (chart.kind is ChartKind.PIE and not mark.share):
                labels.append(_left_out(at))
        for part in _label_parts(chart, look, position, plan.size):
            labels.append(part)


def _left_out(at: int) -> etree._Element:
    found = f'<c:dLbl {nsdecls("c")}><c:idx val="{at}"/><c:delete val="1"/></c:dLbl>'
    return parse_xml(found)  # type: ignore[no-any-return]


def _label_parts(chart: Chart, look: Look | None, position: str, size: float) -> list[etree._Element]:
    """Return what the numbers of a series look like, in the order that the format asks for."""
    ink = (look.ink if look else INK)[1:]
    ground = "<a:noFill/>"
    if look and look.pattern is not Pattern.NONE:
        ground = f'<a:solidFill><a:srgbClr val="{look.fill[1:]}"/></a:solidFill>'
    font = f'<a:latin typeface="{FONT}"/><a:ea typeface="{FONT}"/>'
    run = f'<a:defRPr sz="{round(size * 100)}"><a:solidFill><a:srgbClr val="{ink}"/></a:solidFill>{font}</a:defRPr>'
    shown = "".join(
        f'<c:{name} val="{int(name == "showVal")}"/>'
        for name in (
            "showLegendKey",
            "showVal",
            "showCatName",
            "showSerName",
            "showPercent",
            "showBubbleSize",
        )
    )
    whole = (
        f'<c:dLbls {nsdecls("c", "a")}><c:numFmt formatCode="{number_format(chart)}" sourceLinked="0"/>'
        f"<c:spPr>{ground}</c:spPr><c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr>{run}</a:pPr>"
        f'<a:endParaRPr lang="ja-JP"/></a:p></c:txPr><c:dLblPos val="{position}"/>{shown}</c:dLbls>'
    )
    return list(parse_xml(whole))


def _scale(made: Any, chart: Chart, size: float) -> None:
    names, values = made.category_axis, made.value_axis
    # The first group stands on top, and the scale still below.
    names.reverse_order = True
    values.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
    names.major_tick_mark = XL_TICK_MARK.NONE
    names.format.line.color.rgb = rgb(QUIET)
    names.tick_labels.font.size = Pt(size)
    # Names lie flat, break into lines, and are all shown: else some programs leave every second one out.
    names._element.find(qn("c:txPr")).find(qn("a:bodyPr")).set("rot", "0")
    levels = names._element.find(qn("c:noMultiLvlLbl"))
    levels.addprevious(levels.makeelement(qn("c:tickLblSkip"), {"val": "1"}))
    values.minimum_scale = 0
    values.maximum_scale = 1 if chart.kind is ChartKind.BAND else chart.ceiling / 100
    values.major_unit = scale_step(chart)
    values.has_major_gridlines = True
    values.major_gridlines.format.line.color.rgb = rgb(HAIRLINE)
    values.format.line.fill.background()
    values.major_tick_mark = XL_TICK_MARK.NONE
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = "0%", False
    values.tick_labels.font.size = Pt(size - 1)


def _lay_out(made: Any, plan: Plan) -> None:
    """Fix where the bars stand: programs would give a long name half of the chart."""
    area = made._chartSpace.chart.plotArea
    for old in area.findall(qn("c:layout")):
        area.remove(old)
    sides = {"x": plan.x, "y": plan.y, "w": plan.width, "h": plan.height}
    shares = "".join(f'<c:{name} val="{share:.4f}"/>' for name, share in sides.items())
    modes = '<c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
    area.insert(
        0, parse_xml(f"<c:layout {nsdecls('c')}><c:manualLayout>{modes}{shares}</c:manualLayout></c:layout>")
    )

"""A chart as SVG text, and as a figure of a page with its numbers in a table."""

from yakusoku.adapters.font_measures import lines_of
from yakusoku.adapters.survey_charts import bands, bars, pies
from yakusoku.adapters.survey_charts.canvas import (
    HEAD,
    LEADING,
    MARGIN,
    SIZE,
    SMALL,
    TOLD_LINES,
    WIDTH,
    Canvas,
    Links,
    plain,
    said_of,
    tag,
)
from yakusoku.domain.survey.charts.palette import INK
from yakusoku.domain.survey.charts.spec import Chart, ChartKind, ChartMark

_DRAW = {ChartKind.BAND: bands.draw, ChartKind.PIE: pies.draw, ChartKind.BAR: bars.draw}


def chart_svg(
    chart: Chart,
    *,
    name: str = "chart",
    links: Links | None = None,
    framed: bool = True,
    tells: bool = False,
) -> str:
    """Return a chart as one SVG element.

    name     what its identifiers begin with; one for each chart of a page
    links    the address behind each mark, from the names of its group and category
    tells    for a page: a mark that is pointed at or focused is told in words above the drawing
    framed   with title, notes and source inside, as a picture that stands alone needs them
    raises   ValueError for a name or an address that cannot stand in a page
    """
    canvas = Canvas(name, chart.looks, links, MARGIN if tells else None)
    top = MARGIN + (SIZE * LEADING * _lines_told(chart) if tells else 0)
    if framed:
        top = canvas.paragraph(top, chart.title, size=HEAD, ink=INK) + 6
    bottom = _DRAW[chart.kind](canvas, chart, top)
    if framed:
        bottom += 6
        for note in (*(f"注 {note}" for note in chart.notes), *_source(chart)):
            bottom = canvas.paragraph(bottom, note, size=SMALL)
    return canvas.svg(bottom + MARGIN / 2, chart.title, chart.description)


def _lines_told(chart: Chart) -> int:
    """Return how many lines the longest mark needs."""
    said = (said_of(group, mark) for group in chart.groups for mark in group.marks)
    return min(TOLD_LINES, max(len(lines_of(words, SIZE, WIDTH - 2 * MARGIN)) for words in said))


def _source(chart: Chart) -> list[str]:
    return [f"出典 {chart.source}"] if chart.source else []


def chart_table(chart: Chart) -> str:
    """Return the numbers of a chart, shares and people, as a table of a page, for who does not see it or wants to copy them."""
    head = "".join(tag("th", {"scope": "col"}, plain(name)) for name in ("", *chart.categories))
    rows = []
    for group in chart.groups:
        cells = "".join(tag("td", {}, _cell(mark)) for mark in group.marks)
        rows.append(tag("tr", {}, tag("th", {"scope": "row"}, plain(group.label)) + cells))
    caption = tag("caption", {}, plain(chart.title))
    return tag(
        "table",
        {"class": "chart-table"},
        caption + tag("thead", {}, tag("tr", {}, head)) + tag("tbody", {}, "".join(rows)),
    )


def _cell(mark: ChartMark) -> str:
    """Return a share with its people below."""
    people = "" if mark.count is None else f"<br>{mark.count:,}"
    return plain(mark.percent or "-") + people


def chart_figure(chart: Chart, *, name: str = "chart", links: Links | None = None) -> str:
    """Return a chart as a figure of a page: title, drawing, notes, and the numbers folded below."""
    title = tag("figcaption", {}, plain(chart.title))
    svg = chart_svg(chart, name=name, links=links, framed=False, tells=True)
    # Wider than a phone: it is scrolled, also by keys, and not shrunk until nobody can read it.
    scrolled = {"class": "chart-drawing", "role": "region", "tabindex": "0", "aria-label": chart.title}
    drawing = tag("div", scrolled, svg)
    notes = "".join(tag("li", {}, plain(note)) for note in (*chart.notes, *_source(chart)))
    numbers = tag("details", {}, tag("summary", {}, "表で見る") + chart_table(chart))
    return tag(
        "figure",
        {"class": "survey-chart"},
        title + drawing + tag("ul", {"class": "chart-notes"}, notes) + numbers,
    )

"""棒グラフ: lying bars, the groups together or each in a panel of its own."""

from yakusoku.adapters.font_measures import lines_of, width_of
from yakusoku.adapters.survey_charts.canvas import LEADING, MARGIN, SIZE, SMALL, WIDTH, Canvas
from yakusoku.adapters.survey_charts.frames import column_of, legend, scale
from yakusoku.domain.survey.charts.palette import INK, PAPER, QUIET
from yakusoku.domain.survey.charts.spec import Chart, ChartGroup, Layout

ALONE, BESIDE, ROOM, NUMBER = 18.0, 14.0, 10.0, 44.0
COLUMNS, BETWEEN = 3, 22.0


def draw(canvas: Canvas, chart: Chart, top: float) -> float:
    """Draw the bars with the names of what they are; return where they end. Every number stands after its bar."""
    if chart.layout is Layout.PANELS:
        return _panels(canvas, chart, top)
    if chart.compares_groups:
        top = legend(canvas, top, [group.label for group in chart.groups], chart.looks)
    else:
        top = canvas.paragraph(top, chart.groups[0].label) + 4
    column, names = column_of(chart.categories)
    left, right = MARGIN + column + 10, WIDTH - MARGIN - NUMBER
    thick = BESIDE if chart.compares_groups else ALONE
    rows, y = [], top
    for lines in names:
        height = max(thick * len(chart.groups), SIZE * LEADING * len(lines))
        rows.append((lines, y, height))
        y += height + ROOM
    scale(canvas, left, right, top, y - ROOM / 2, chart.ceiling)
    for place, (lines, start, height) in enumerate(rows):
        canvas.beside(left - 10, start + height / 2, lines)
        bar = start + (height - thick * len(chart.groups)) / 2
        for turn, group in enumerate(chart.groups):
            look = turn if chart.compares_groups else place
            _bar(canvas, chart, (group, place, look), (left, bar + thick * turn, right - left, thick))
    return y - ROOM / 2 + 20


def _panels(canvas: Canvas, chart: Chart, top: float) -> float:
    column, names = column_of(chart.categories)
    left = MARGIN + column + 10
    width = (WIDTH - MARGIN - left - BETWEEN * (COLUMNS - 1)) / COLUMNS
    heights = [max(ALONE, SIZE * LEADING * len(lines)) + 6 for lines in names]
    for first in range(0, len(chart.groups), COLUMNS):
        row = chart.groups[first : first + COLUMNS]
        heads = [lines_of(group.label, SIZE, width) for group in row]
        head = SIZE * LEADING * max(map(len, heads)) + 6
        for lines, y, height in _stacked(names, heights, top + head):
            canvas.beside(left - 10, y + height / 2, lines)
        for turn, group in enumerate(row):
            x = left + turn * (width + BETWEEN)
            canvas.lines(x, top, heads[turn])
            reach = width - NUMBER
            scale(canvas, x, x + reach, top + head, top + head + sum(heights), chart.ceiling)
            for place, (_, y, height) in enumerate(_stacked(names, heights, top + head)):
                _bar(canvas, chart, (group, place, place), (x, y + (height - 14) / 2, reach, 14))
        top += head + sum(heights) + 34
    return top - 12


def _stacked(
    names: list[list[str]], heights: list[float], top: float
) -> list[tuple[list[str], float, float]]:
    found = []
    for lines, height in zip(names, heights, strict=True):
        found.append((lines, top, height))
        top += height
    return found


def _bar(
    canvas: Canvas,
    chart: Chart,
    what: tuple[ChartGroup, int, int],
    frame: tuple[float, float, float, float],
) -> None:
    (group, place, look), (left, top, width, thick) = what, frame
    mark = group.marks[place]
    long = width * mark.share / chart.ceiling
    words = "-" if group.empty else mark.percent or "-"
    with canvas.mark(group, mark):
        if long > 0:
            canvas.box(left, top + 1, long, thick - 2, chart.looks[look])
        ground = width_of(words, SMALL) + 4
        # The lines of the scale would run through the number.
        canvas.patch(left + long + 2, top + 1, ground, thick - 2, PAPER)
        ink = QUIET if words == "-" else INK
        canvas.text(left + long + 4, top + thick / 2 + SMALL * 0.36, words, size=SMALL, ink=ink)

"""帯グラフ: one bar of 100 % for each group."""

from yakusoku.adapters.font_measures import width_of
from yakusoku.adapters.survey_charts.canvas import LEADING, MARGIN, SIZE, SMALL, WIDTH, Canvas
from yakusoku.adapters.survey_charts.frames import column_of, legend, scale, spread
from yakusoku.domain.survey.charts.palette import PAPER, QUIET, Pattern
from yakusoku.domain.survey.charts.spec import Chart, ChartGroup

BAR, ROOM, ABOVE = 26.0, 14.0, 17.0


def draw(canvas: Canvas, chart: Chart, top: float) -> float:
    """Draw the groups with legend and scale; return where they end.

    A number stands in its part where it fits; else above the bar, tied to its part by a line. A part of nobody
    has no number.
    """
    top = legend(canvas, top, chart.categories, chart.looks)
    column, names = column_of([group.label for group in chart.groups])
    left, right = MARGIN + column + 10, WIDTH - MARGIN - 14
    rows, y = [], top
    for group, lines in zip(chart.groups, names, strict=True):
        # The name stands around the middle of its bar, and may be higher than it.
        below = max(0, (SIZE * LEADING * len(lines) - BAR) / 2)
        above = max(below, ABOVE if _narrow(group, right - left) else 0)
        rows.append((group, lines, y + above))
        y += above + BAR + below + ROOM
    scale(canvas, left, right, top, y - ROOM / 2, 100)
    for group, lines, bar in rows:
        canvas.beside(left - 10, bar + BAR / 2, lines)
        if group.empty:
            canvas.text(left + 6, bar + BAR / 2 + 4, "該当者なし", size=SMALL, ink=QUIET)
        else:
            _band(canvas, chart, group, (left, right - left, bar))
    return y - ROOM / 2 + 20


def _whole(group: ChartGroup) -> float:
    """Return what the parts add up to: 100, but for rounding."""
    return sum(mark.share for mark in group.marks)


def _fits(words: str, width: float) -> bool:
    return width_of(words, SMALL) + 6 <= width


def _narrow(group: ChartGroup, width: float) -> list[int]:
    """Return the places of the parts that are too narrow for their numbers."""
    return [
        place
        for place, mark in enumerate(group.marks)
        if mark.share > 0 and not _fits(mark.percent, width * mark.share / _whole(group))
    ]


def _band(canvas: Canvas, chart: Chart, group: ChartGroup, frame: tuple[float, float, float]) -> None:
    left, width, bar = frame
    narrow = _narrow(group, width)
    x, middles = left, {}
    parts = []
    for place, mark in enumerate(group.marks):
        part = width * mark.share / _whole(group)
        middles[place] = x + part / 2
        parts.append((x, part))
        x += part
    reach = max((width_of(group.marks[place].percent, SMALL) for place in narrow), default=0)
    above = spread([middles[p] for p in narrow], reach + 4, left + reach / 2, left + width - reach / 2 + 12)
    high = dict(zip(narrow, above, strict=True))
    for place, (mark, (start, part)) in enumerate(zip(group.marks, parts, strict=True)):
        if mark.share <= 0:
            continue
        look, middle = chart.looks[place], middles[place]
        with canvas.mark(group, mark):
            canvas.box(start, bar, part, BAR, look)
            if place in high:
                canvas.patch(high[place] - reach / 2 - 1, bar - 16, reach + 2, 12, PAPER)
                canvas.line(high[place], bar - 4, middle, bar, QUIET)
                canvas.text(high[place], bar - 6, mark.percent, size=SMALL, anchor="middle")
                continue
            if look.pattern is not Pattern.NONE:
                wide = width_of(mark.percent, SMALL) + 4
                canvas.patch(middle - wide / 2, bar + 5, wide, BAR - 10, look.fill)
            foot = bar + BAR / 2 + SMALL * 0.36
            canvas.text(middle, foot, mark.percent, size=SMALL, anchor="middle", ink=look.ink)

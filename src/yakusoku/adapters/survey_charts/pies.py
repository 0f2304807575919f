"""円グラフ: one group, clockwise from the top."""

from math import cos, pi, sin

from yakusoku.adapters.font_measures import width_of
from yakusoku.adapters.survey_charts.canvas import MARGIN, SMALL, WIDTH, Canvas
from yakusoku.adapters.survey_charts.frames import legend, spread
from yakusoku.domain.survey.charts.palette import QUIET, Look, Pattern
from yakusoku.domain.survey.charts.spec import Chart, ChartMark

RADIUS = 112.0
# In a narrower part a number would lie over the edges.
LEAST_INSIDE = 8.0


def draw(canvas: Canvas, chart: Chart, top: float) -> float:
    """Draw the parts; return where they end. Numbers of narrow parts stand outside, tied to them by a line."""
    group = chart.groups[0]
    top = legend(canvas, canvas.paragraph(top, group.label) + 4, chart.categories, chart.looks)
    x, y = WIDTH / 2, top + 22 + RADIUS
    whole, turned, outside = sum(mark.share for mark in group.marks), 0.0, []
    for mark, look in zip(group.marks, chart.looks, strict=True):
        if mark.share <= 0:
            continue
        part = 2 * pi * mark.share / whole
        middle = turned + part / 2
        with canvas.mark(group, mark):
            _slice(canvas, (x, y), turned, part, look)
            if mark.share < LEAST_INSIDE:
                outside.append((middle, mark))
            else:
                full = part >= 2 * pi - 1e-9
                _inside(canvas, (x, y) if full else _at((x, y), middle, RADIUS * 0.66), mark.percent, look)
        turned += part
    for right in (True, False):
        _outside(canvas, (x, y), [each for each in outside if (each[0] < pi) is right], right=right)
    return y + RADIUS + 24


def _at(centre: tuple[float, float], angle: float, radius: float) -> tuple[float, float]:
    return centre[0] + radius * sin(angle), centre[1] - radius * cos(angle)


def _slice(canvas: Canvas, centre: tuple[float, float], start: float, part: float, look: Look) -> None:
    if part >= 2 * pi - 1e-9:
        (x, y), r = centre, RADIUS
        ring = f"M{x:.2f} {y - r:.2f} A{r:g} {r:g} 0 1 1 {x:.2f} {y + r:.2f} A{r:g} {r:g} 0 1 1 {x:.2f} {y - r:.2f} Z"
        canvas.path(ring, look)
        return
    (x1, y1), (x2, y2) = _at(centre, start, RADIUS), _at(centre, start + part, RADIUS)
    arc = f"A{RADIUS:g} {RADIUS:g} 0 {int(part > pi)} 1 {x2:.2f} {y2:.2f}"
    canvas.path(f"M{centre[0]:.2f} {centre[1]:.2f} L{x1:.2f} {y1:.2f} {arc} Z", look)


def _inside(canvas: Canvas, place: tuple[float, float], words: str, look: Look) -> None:
    x, y = place
    if look.pattern is not Pattern.NONE:
        wide = width_of(words, SMALL) + 6
        canvas.patch(x - wide / 2, y - 8, wide, 16, look.fill)
    canvas.text(x, y + SMALL * 0.36, words, size=SMALL, anchor="middle", ink=look.ink)


def _outside(
    canvas: Canvas, centre: tuple[float, float], marks: list[tuple[float, ChartMark]], *, right: bool
) -> None:
    marks = marks if right else marks[::-1]
    wanted = [_at(centre, angle, RADIUS + 12)[1] for angle, _ in marks]
    places = spread(wanted, SMALL + 5, MARGIN, centre[1] + RADIUS + 12)
    for (angle, mark), y in zip(marks, places, strict=True):
        edge = _at(centre, angle, RADIUS)
        x = centre[0] + (RADIUS + 26) * (1 if right else -1)
        canvas.line(*edge, x - (3 if right else -3), y, QUIET)
        anchor = "start" if right else "end"
        canvas.text(x, y + SMALL * 0.36, mark.percent, size=SMALL, anchor=anchor)

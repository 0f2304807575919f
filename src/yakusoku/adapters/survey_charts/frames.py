"""What stands around the marks: scale, legend, the column of names."""

from collections.abc import Sequence
from itertools import pairwise

from yakusoku.adapters.font_measures import lines_of, width_of
from yakusoku.adapters.survey_charts.canvas import LEADING, MARGIN, SIZE, SMALL, WIDTH, Canvas
from yakusoku.domain.survey.charts.palette import QUIET, Look

KEY, GAP = 13.0, 18.0
STEPS = (5, 10, 20, 50)
# Names never take more of the width than this.
NAMES_SHARE = 0.36


def legend(canvas: Canvas, top: float, names: Sequence[str], looks: Sequence[Look]) -> float:
    """Draw a key for each look, in the order of the marks; return where the legend ends."""
    x, y = MARGIN, top
    height = SIZE * LEADING
    for name, look in zip(names, looks, strict=True):
        lines = lines_of(name, SIZE, WIDTH - 2 * MARGIN - KEY - 5)
        width = KEY + 5 + max(width_of(line, SIZE) for line in lines)
        if x > MARGIN and x + width > WIDTH - MARGIN:
            x, y = MARGIN, y + height + 4
        canvas.box(x, y + 1, KEY, KEY - 2, look)
        end = canvas.lines(x + KEY + 5, y, lines)
        x += width + GAP
        if len(lines) > 1:
            x, y = MARGIN, end + 4
    return (y if x == MARGIN else y + height + 4) + 6


def column_of(names: Sequence[str]) -> tuple[float, list[list[str]]]:
    """Return how wide the column of names is, and each name in lines."""
    most = WIDTH * NAMES_SHARE
    lines = [lines_of(name, SIZE, most) for name in names]
    return max((width_of(line, SIZE) for each in lines for line in each), default=0), lines


def scale(canvas: Canvas, left: float, right: float, top: float, bottom: float, ceiling: int) -> None:
    """Draw the lines of a scale from 0 to `ceiling` per cent, with its numbers under them."""
    room = width_of("100%", SMALL) + 24
    steps = (step for step in STEPS if ceiling % step == 0 and (right - left) * step / ceiling >= room)
    step = next(steps, ceiling)
    for value in range(0, ceiling + 1, step):
        x = left + (right - left) * value / ceiling
        canvas.line(x, top, x, bottom)
        canvas.text(x, bottom + SMALL + 2, f"{value}%", size=SMALL, anchor="middle", ink=QUIET)


def spread(wanted: Sequence[float], room: float, low: float, high: float) -> list[float]:
    """Return places as near to those wanted as they can be with `room` between two, from `low` to `high`."""
    places = list(wanted)
    for at in range(len(places)):
        places[at] = max(places[at], low if at == 0 else places[at - 1] + room)
    if places and places[-1] > high:
        places[-1] = high
        for after, before in pairwise(range(len(places) - 1, -1, -1)):
            places[before] = min(places[before], places[after] - room)
    return places

"""What slides and workbooks share of a chart that is their own: its numbers, its parts, its patterns."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from yakusoku.adapters.font_measures import lines_of, width_of
from yakusoku.domain.survey.charts.palette import Pattern
from yakusoku.domain.survey.charts.spec import Chart, ChartKind, ChartMark, Layout

# Office looks for the Japanese name first; where it is missing, a gothic of the system takes its place.
FONT: Final = "BIZ UDPゴシック"
SPARE_FONT: Final = "游ゴシック"
# The names are those of DrawingML.
PRESETS: Final = {
    Pattern.RISING: "wdUpDiag",
    Pattern.FALLING: "wdDnDiag",
    Pattern.DOTS: "pct20",
    Pattern.LEVEL: "narHorz",
    Pattern.UPRIGHT: "narVert",
}
# Names never take more of the width than this.
NAMES_SHARE = 0.36
SIZES: Final = (12, 11, 10, 9)
# Columns and rows of panels on a slide, from the fullest on.
GRIDS: Final = ((2, 2), (1, 2), (2, 1), (1, 1))
# Lines of a name, and bars with the gaps between them, each as a multiple of the size of the words.
LINE, BAR = 1.2, 1.5


LEFT_OUT_NOTE: Final = "幅に入らない小さな割合の数字は、図に書いていない。"


@dataclass(frozen=True, slots=True)
class Plan:
    """Where the bars of a chart stand in it, as shares of its width and height; `width_pt`: how wide they can be."""

    x: float
    y: float
    width: float
    height: float
    width_pt: float
    size: float

    def leaves_out(self, chart: Chart, mark: ChartMark) -> bool:
        """Return whether the number of a part would lie over its neighbours."""
        if chart.kind is not ChartKind.BAND:
            return False
        return width_of(mark.percent, self.size) > self.width_pt * mark.share / 100


def plan_of(chart: Chart, width: float, height: float, size: float) -> Plan:
    """Return where the bars stand in a chart of so many points, its words `size` points high."""
    names = names_along(chart)
    column = min(max(width_of(name, size) for name in names) + 14, width * NAMES_SHARE)
    legend = 0.0
    if chart.kind is ChartKind.BAND or chart.compares_groups:
        legend = _legend_lines([name for name, _ in series_of(chart)], width, size) * size * 1.4
    elif len(chart.groups) == 1:
        legend = size * 1.8
    top, below, right = legend + 10, size * 2.2, size * (2.5 if chart.kind is ChartKind.BAND else 4)
    wide = width - column - right
    return Plan(column / width, top / height, wide / width, (height - top - below) / height, wide, size)


def _legend_lines(names: Sequence[str], width: float, size: float) -> int:
    """Return how many lines a legend may take. Programs set its keys in columns as wide as the widest.

    Legends are in our font, or one as narrow: letters are not counted as wide as they could be.
    """
    widest = max(width_of(name, size) for name in names) * 0.92 + size * 1.6
    return -(-len(names) // max(1, int(width * 0.97 // widest)))


def leaves_out_any(chart: Chart, plan: Plan) -> bool:
    """Return whether some number of a chart is left out, so that a note must say so."""
    return any(m.share > 0 and plan.leaves_out(chart, m) for group in chart.groups for m in group.marks)


def scale_step(chart: Chart) -> float:
    """Return the step of the scale, in parts of 1."""
    steps = ((50, 0.2), (20, 0.1), (10, 0.05))
    return next((step for above, step in steps if _end(chart) > above), 0.02)


def _end(chart: Chart) -> int:
    return 100 if chart.kind is ChartKind.BAND else chart.ceiling


def number_of(percent: str) -> float | None:
    """Return a printed share as a number of 1 and not of 100: what is shown is what was rounded."""
    return float(Decimal(percent.rstrip("%")) / 100) if percent else None


def number_format(chart: Chart) -> str:
    """Return how numbers of the chart are shown."""
    return f"0.{'0' * chart.decimals}%" if chart.decimals else "0%"


def series_of(chart: Chart) -> list[tuple[str, list[ChartMark]]]:
    """Return the series: a category over the groups (帯), or a group over the categories (円, 棒)."""
    if chart.kind is ChartKind.BAND:
        return [(name, [group.marks[k] for group in chart.groups]) for k, name in enumerate(chart.categories)]
    return [(group.label, list(group.marks)) for group in chart.groups]


def names_along(chart: Chart) -> list[str]:
    """Return the names along the axis, or of the parts of a pie."""
    groups = [group.label for group in chart.groups]
    return groups if chart.kind is ChartKind.BAND else list(chart.categories)


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on one slide: charts in columns and rows, their words of one size."""

    panels: tuple[Chart, ...]
    columns: int
    rows: int
    size: float


def row_height(chart: Chart, width: float, size: float) -> float:
    """Return how high a row of bars must be for its name and its numbers not to touch those of the next."""
    room = plan_of(chart, width, 100, size).x * width - 12
    lines = max(len(lines_of(name, size, room)) for name in names_along(chart))
    bars = len(chart.groups) if chart.kind is ChartKind.BAR else 1
    return size * max(lines * LINE, bars * BAR)


def height_for(chart: Chart, width: float, size: float) -> float:
    """Return how high a chart must be for its words not to touch."""
    # What is around the bars is as high as the plan leaves: legend above, scale below.
    around = 1000 * (1 - plan_of(chart, width, 1000, size).height)
    return around + len(names_along(chart)) * row_height(chart, width, size)


def pages_of(chart: Chart, width: float, height: float) -> list[Page]:
    """Return the slides that a chart needs, each place on them so many points wide and high."""
    if chart.kind is ChartKind.PIE:
        return [Page((chart,), 1, 1, SIZES[0])]
    if chart.layout is Layout.PANELS:
        return _pages_of_panels(chart, width, height)
    for size in SIZES:
        if height_for(chart, width, size) <= height:
            return [Page((chart,), 1, 1, size)]
    names = len(names_along(chart))
    parts, size = [chart], SIZES[1]
    for pages in range(2, names + 1):
        parts = _parts(chart, -(-names // pages))
        if all(height_for(part, width, size) <= height for part in parts):
            break
    return [Page((part,), 1, 1, size) for part in parts]


def _pages_of_panels(chart: Chart, width: float, height: float) -> list[Page]:
    panels = panels_of(chart)
    for columns, rows in GRIDS:
        size = 9 if columns * rows > 1 else 11
        needed = max(height_for(panel, width / columns, size) for panel in panels)
        if needed <= height / rows:
            break
    most = columns * rows
    heaps = (tuple(panels[first : first + most]) for first in range(0, len(panels), most))
    return [Page(heap, columns, rows, size) for heap in heaps]


def _parts(chart: Chart, most: int) -> list[Chart]:
    """Return a chart cut into charts with so many names along the axis."""
    starts = range(0, len(names_along(chart)), most)
    if chart.kind is ChartKind.BAND:
        return [replace(chart, groups=chart.groups[first : first + most]) for first in starts]
    return [_categories(chart, first, most) for first in starts]


def panels_of(chart: Chart) -> list[Chart]:
    """Return the charts that stand side by side: one for each group of 棒 in panels, else the chart itself."""
    if chart.layout is Layout.TOGETHER:
        return [chart]
    return [replace(chart, groups=(group,), layout=Layout.TOGETHER) for group in chart.groups]


def _categories(chart: Chart, first: int, most: int) -> Chart:
    end = first + most
    return replace(
        chart,
        categories=chart.categories[first:end],
        groups=tuple(replace(group, marks=group.marks[first:end]) for group in chart.groups),
        looks=chart.looks if chart.compares_groups else chart.looks[first:end],
    )

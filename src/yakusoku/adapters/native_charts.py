"""What slides and workbooks share of a chart that is their own: its numbers, its parts, its patterns."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from yakusoku.adapters.font_measures import width_of
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
MOST_BANDS, MOST_BARS, MOST_PANELS = 12, 36, 4


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
        legend = _legend_lines([name for name, _ in series_of(chart)], width * 0.9, size) * size * 1.5
    elif len(chart.groups) == 1:
        legend = size * 1.8
    top, below, right = legend + 10, size * 2.2, size * (2.5 if chart.kind is ChartKind.BAND else 4)
    wide = width - column - right
    return Plan(column / width, top / height, wide / width, (height - top - below) / height, wide, size)


def _legend_lines(names: Sequence[str], width: float, size: float) -> int:
    """Return how many lines a legend may take. Programs set its keys in columns as wide as the widest."""
    widest = max(width_of(name, size) for name in names) + size * 1.6
    return -(-len(names) // max(1, int(width // widest)))


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


def pages_of(chart: Chart) -> list[Chart]:
    """Return the charts that a chart is split into, so that each stays legible on a slide."""
    if chart.kind is ChartKind.BAR and chart.layout is Layout.TOGETHER:
        most = max(4, MOST_BARS // len(chart.groups))
        return [_categories(chart, first, most) for first in range(0, len(chart.categories), most)]
    most = MOST_BANDS if chart.kind is ChartKind.BAND else MOST_PANELS
    starts = range(0, len(chart.groups), most)
    return [replace(chart, groups=chart.groups[first : first + most]) for first in starts]


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

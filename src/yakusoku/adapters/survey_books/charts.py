"""A chart of Excel itself, drawn from the cells of its table."""

from dataclasses import dataclass
from typing import Any, Final

from xlsxwriter.workbook import Workbook

from yakusoku.adapters.native_charts import (
    FONT,
    LEFT_OUT_NOTE,
    Plan,
    height_for,
    leaves_out_any,
    number_format,
    plan_of,
    scale_step,
    series_of,
)
from yakusoku.domain.survey.charts.palette import INK, QUIET, Look, Pattern
from yakusoku.domain.survey.charts.spec import Chart, ChartKind

PIXEL: Final = 0.75
WIDTH, PANEL_WIDTH, SIZE = 900, 450, 10
_TYPES: Final = {
    ChartKind.BAND: {"type": "bar", "subtype": "percent_stacked"},
    ChartKind.PIE: {"type": "pie"},
    ChartKind.BAR: {"type": "bar"},
}
_PATTERNS: Final = {
    Pattern.RISING: "wide_upward_diagonal",
    Pattern.FALLING: "wide_downward_diagonal",
    Pattern.DOTS: "percent_20",
    Pattern.LEVEL: "narrow_horizontal",
    Pattern.UPRIGHT: "narrow_vertical",
}
Options = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Cells:
    """Where the table of a chart stands: its first row and column of shares, and the column of its labels."""

    sheet: str
    head: int
    first: int
    left: int
    labels: int

    def label(self, group: int) -> list[Any]:
        """Return the cell with the label of a group."""
        return [self.sheet, self.first + group, self.labels]


def height_of(chart: Chart, width: int = WIDTH) -> int:
    """Return how high a chart must be, in pixels, for its words not to touch."""
    if chart.kind is ChartKind.PIE:
        return 360
    return round(height_for(chart, width * PIXEL, SIZE) / PIXEL) + 10


def native_chart(
    book: Workbook, chart: Chart, cells: Cells, *, group: int = 0, width: int = WIDTH
) -> tuple[Any, list[str]]:
    """Return a chart of the cells of its table, and what must be said of it.

    group   the row of the table that its first group is in
    width   in pixels
    """
    height = height_of(chart, width)
    plan = plan_of(chart, width * PIXEL, height * PIXEL, SIZE)
    made = book.add_chart(_TYPES[chart.kind])
    for place in range(len(series_of(chart))):
        made.add_series(_series(chart, cells, plan, place, group))
    alone = len(chart.groups) == 1 and chart.kind is not ChartKind.BAND
    if alone:
        made.set_title({"name": cells.label(group), "name_font": _font(SIZE + 1), "overlay": False})
    else:
        made.set_title({"none": True})
    if chart.kind is ChartKind.BAR and alone:
        made.set_legend({"none": True})
    else:
        position = "right" if chart.kind is ChartKind.PIE else "top"
        made.set_legend({"position": position, "font": _font(SIZE)})
    if chart.kind is not ChartKind.PIE:
        _scale(made, chart, plan)
    made.set_size({"width": width, "height": height})
    return made, [LEFT_OUT_NOTE] if leaves_out_any(chart, plan) else []


def _series(chart: Chart, cells: Cells, plan: Plan, place: int, group: int) -> Options:
    right = cells.left + len(chart.categories) - 1
    top, bottom = cells.first + group, cells.first + group + len(chart.groups) - 1
    if chart.kind is ChartKind.BAND:
        column = cells.left + place
        return {
            "name": [cells.sheet, cells.head, column],
            "categories": [cells.sheet, top, cells.labels, bottom, cells.labels],
            "values": [cells.sheet, top, column, bottom, column],
            "gap": 45,
            **_paint(chart.looks[place]),
            "data_labels": _labels(chart, plan, place),
        }
    row = top + place
    found = {
        "name": cells.label(group + place),
        "categories": [cells.sheet, cells.head, cells.left, cells.head, right],
        "values": [cells.sheet, row, cells.left, row, right],
        "data_labels": _labels(chart, plan, place),
    }
    if chart.kind is ChartKind.PIE:
        return {**found, "points": [_paint(look) for look in chart.looks]}
    if chart.compares_groups:
        return {**found, "gap": 45, "overlap": 0, **_paint(chart.looks[place])}
    first = chart.looks[0]
    points = [None if look == first else _paint(look) for look in chart.looks]
    return {**found, "gap": 45, **_paint(first), **({"points": points} if any(points) else {})}


def _labels(chart: Chart, plan: Plan, place: int) -> Options:
    look = chart.looks[place] if chart.kind is ChartKind.BAND else None
    labels: Options = {
        "value": True,
        "num_format": number_format(chart),
        "position": "center" if chart.kind is ChartKind.BAND else "outside_end",
        "font": _font(plan.size, look.ink if look else INK),
    }
    if look and look.pattern is not Pattern.NONE:
        labels["fill"] = {"color": look.fill}
    marks = series_of(chart)[place][1]
    gone = [plan.leaves_out(chart, m) or (chart.kind is ChartKind.PIE and not m.share) for m in marks]
    if any(gone):
        labels["custom"] = [{"delete": True} if each else None for each in gone]
    return labels


def _paint(look: Look) -> Options:
    border = {"color": INK, "width": 0.75}
    if look.pattern is Pattern.NONE:
        return {"fill": {"color": look.fill}, "border": border}
    pattern = {"pattern": _PATTERNS[look.pattern], "fg_color": look.line, "bg_color": look.fill}
    return {"pattern": pattern, "border": border}


def _font(size: float, colour: str = INK) -> Options:
    return {"name": FONT, "size": size, "bold": False, "color": colour}


def _scale(made: Any, chart: Chart, plan: Plan) -> None:
    made.set_y_axis(
        {
            "reverse": True,
            # Names lie flat (written as 360), break into lines, and are all shown.
            "interval_unit": 1,
            "num_font": {**_font(SIZE), "rotation": 360},
            "major_tick_mark": "none",
            "line": {"color": QUIET},
            "major_gridlines": {"visible": False},
        }
    )
    made.set_x_axis(
        {
            "min": 0,
            "max": 1 if chart.kind is ChartKind.BAND else chart.ceiling / 100,
            "major_unit": scale_step(chart),
            "num_format": "0%",
            "num_font": _font(SIZE - 1),
            # With the groups from the top down, the far side is the lower one.
            "label_position": "high",
            "major_tick_mark": "none",
            "line": {"none": True},
            "major_gridlines": {"visible": True, "line": {"color": "#C4C4C4", "width": 0.75}},
        }
    )
    layout = {"x": plan.x, "y": plan.y, "width": plan.width, "height": plan.height}
    made.set_plotarea({"layout": layout})

"""Choosing a chart for a table, and refusing one that would mislead (docs/rules/survey-charts.md)."""

from collections.abc import Iterator
from dataclasses import replace
from math import ceil

from yakusoku.domain.survey.charts.palette import BLANK, Look, looks
from yakusoku.domain.survey.charts.refusals import (
    NobodyToShow,
    NotAWhole,
    OneGroupOnly,
    ShareImpossible,
    SharesOverlap,
    TooManyCategories,
    TooManyGroups,
)
from yakusoku.domain.survey.charts.spec import Chart, ChartGroup, ChartKind, ChartMark, Layout, Order
from yakusoku.domain.survey.charts.table import ChartCell, ChartRow, ChartTable
from yakusoku.domain.survey.letters import SMALL_BASE
from yakusoku.domain.survey.printed import TableKind

MOST_PARTS = {ChartKind.BAND: 10, ChartKind.PIE: 6, ChartKind.BAR: 50}
MOST_GROUPS = {ChartKind.BAND: 40, ChartKind.PIE: 1, ChartKind.BAR: 24}
# So many groups can still be compared bar by bar; more get a panel each.
MOST_TOGETHER = 4
OTHERS = ("その他", "そのほか")


def kind_for(table: ChartTable) -> ChartKind:
    """Return the chart that a table gets where nobody chose one."""
    parts = table.kind is TableKind.SINGLE and not table.in_order
    shown = sum(any(row.cells[place].share for row in table.rows) for place in range(len(table.categories)))
    if not parts or len(table.categories) > MOST_PARTS[ChartKind.BAND]:
        return ChartKind.BAR
    one = len(table.rows) == 1 and shown >= 2 and len(table.categories) < MOST_PARTS[ChartKind.PIE]
    return ChartKind.PIE if one else ChartKind.BAND


def chart_of(table: ChartTable, kind: ChartKind | None = None, order: Order = Order.FORM) -> Chart:
    """Return the chart of a table; of the kind that fits it, where none is named.

    raises  SharesOverlap, OneGroupOnly, TooManyCategories, TooManyGroups, NobodyToShow, NotAWhole, ShareImpossible
    """
    kind = kind or kind_for(table)
    _refuse(table, kind)
    if order is Order.LARGEST and kind is ChartKind.BAR and not table.in_order:
        table = _largest_first(table)
    together = kind is not ChartKind.BAR or len(table.rows) <= MOST_TOGETHER
    return Chart(
        kind,
        Layout.TOGETHER if together else Layout.PANELS,
        table.title,
        table.categories,
        tuple(_group(table, row) for row in table.rows),
        _looks(table, kind),
        _ceiling(table),
        table.decimals,
        tuple(_notes(table)),
        table.source,
    )


def _refuse(table: ChartTable, kind: ChartKind) -> None:
    if kind is not ChartKind.BAR and table.kind is not TableKind.SINGLE:
        raise SharesOverlap
    if kind is ChartKind.PIE and len(table.rows) > 1:
        raise OneGroupOnly(groups=len(table.rows))
    if len(table.categories) > MOST_PARTS[kind]:
        raise TooManyCategories(categories=len(table.categories), most=MOST_PARTS[kind])
    if len(table.rows) > MOST_GROUPS[kind]:
        raise TooManyGroups(groups=len(table.rows), most=MOST_GROUPS[kind])
    if all(_is_empty(row) for row in table.rows):
        raise NobodyToShow
    for row in table.rows:
        for category, cell in zip(table.categories, row.cells, strict=True):
            if cell.share is not None and not 0 <= cell.share <= 100:
                raise ShareImpossible(group=row.label, category=category, percent=cell.percent)
        if kind is not ChartKind.BAR and not _is_empty(row):
            _refuse_what_is_no_whole(row, table.decimals)


def _refuse_what_is_no_whole(row: ChartRow, decimals: int) -> None:
    """Each printed share is off by half of its last digit at most."""
    total = sum(cell.share or 0 for cell in row.cells)
    if abs(total - 100) > len(row.cells) / 2 / 10**decimals + 1e-9:
        raise NotAWhole(group=row.label, total=f"{total:.{decimals}f}")


def _is_empty(row: ChartRow) -> bool:
    return row.n == 0 or all(cell.share is None for cell in row.cells)


def _largest_first(table: ChartTable) -> ChartTable:
    """Order the categories by the first group; その他, exclusive ones and 無回答 stay last."""

    def key(place: int) -> tuple[bool, bool, float]:
        other = table.categories[place].startswith(OTHERS)
        last = place in table.last
        return last, other, 0 if last or other else -(table.rows[0].cells[place].share or 0)

    order = sorted(range(len(table.categories)), key=key)
    rows = (replace(row, cells=tuple(row.cells[place] for place in order)) for row in table.rows)
    return replace(
        table,
        categories=tuple(table.categories[place] for place in order),
        rows=tuple(rows),
        last=frozenset(order.index(place) for place in table.last),
        blank=None if table.blank is None else order.index(table.blank),
    )


def _group(table: ChartTable, row: ChartRow) -> ChartGroup:
    empty = _is_empty(row)
    marks = (
        ChartMark(category, _words(cell, empty=empty), 0.0 if empty else cell.share or 0.0, cell.count)
        for category, cell in zip(table.categories, row.cells, strict=True)
    )
    return ChartGroup(row.label, label_of(row), tuple(marks), empty)


def label_of(row: ChartRow) -> str:
    """Return the words of a group with its base: 委託先 (n=287), and * where that is small."""
    if row.n is None:
        return f"{row.label} (n は項目による)"
    return f"{row.label} (n={row.n:,}){'*' if row.n < SMALL_BASE else ''}"


def _words(cell: ChartCell, *, empty: bool) -> str:
    return "" if empty or cell.percent is None else f"{cell.percent}%"


def _looks(table: ChartTable, kind: ChartKind) -> tuple[Look, ...]:
    if kind is ChartKind.BAR:
        groups = len(table.rows)
        if 1 < groups <= MOST_TOGETHER:
            return looks(groups)
        return tuple(BLANK if place == table.blank else looks(1)[0] for place in range(len(table.categories)))
    ladder = iter(looks(len(table.categories) - (table.blank is not None)))
    return tuple(BLANK if place == table.blank else next(ladder) for place in range(len(table.categories)))


def _ceiling(table: ChartTable) -> int:
    """Return the end of the scale: 100, or a round number not far above the largest share where all are small."""
    largest = max((cell.share or 0 for row in table.rows for cell in row.cells), default=0)
    return 100 if largest > 50 else max(10, 10 * ceil(largest / 10))


def _notes(table: ChartTable) -> Iterator[str]:
    if table.kind is TableKind.MULTIPLE:
        yield "複数回答。割合の分母は回答者の数で、合計は100%を超えることがある。"
    places = f"小数第{table.decimals + 1}位" if table.decimals else "小数第1位"
    sums = "四捨五入のため、合計が100%にならないことがある。" if table.kind is TableKind.SINGLE else ""
    yield f"割合は{places}を四捨五入した。{sums}"
    if table.weighted:
        yield "割合は重みを付けた値、n は重みのない人数。"
    yield from table.notes
    if any(row.n is not None and row.n < SMALL_BASE for row in table.rows):
        yield f"* n が{SMALL_BASE}未満のため参考値。"

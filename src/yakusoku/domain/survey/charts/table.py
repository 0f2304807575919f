"""A table as a chart takes it: from answers, from a publication, from several waves."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from yakusoku.domain.survey.batteries import bar_of
from yakusoku.domain.survey.form import QuestionKind
from yakusoku.domain.survey.printed import Cell, Group, TableKind
from yakusoku.domain.survey.rounding import in_print
from yakusoku.domain.survey.tabulating import Counted, TableCell, TableRow


@dataclass(frozen=True, slots=True)
class ChartCell:
    """One share. `percent`: as printed, None where there is none; `share`: how long it is drawn, in per cent."""

    percent: str | None
    share: float | None
    count: int | None = None


@dataclass(frozen=True, slots=True)
class ChartRow:
    """One group. `n`: the base of its shares; None: each share has its own."""

    label: str
    n: int | None
    cells: tuple[ChartCell, ...]


@dataclass(frozen=True, slots=True)
class ChartTable:
    """A table that can be drawn.

    kind        whether the shares of a row are parts of a whole
    rows        groups; each has one cell for each category
    in_order    the categories have an order of their own (numbers), which a chart never changes
    last        places of the categories that stay at the end however the others are ordered: 無回答 and the like
    weighted    the shares are of weights, n of people
    notes       what must be said beside the notes that every chart has, such as a changed definition
    source      where the numbers are from
    """

    title: str
    kind: TableKind
    categories: tuple[str, ...]
    rows: tuple[ChartRow, ...]
    in_order: bool = False
    last: frozenset[int] = frozenset()
    blank: int | None = None
    weighted: bool = False
    notes: tuple[str, ...] = ()
    source: str = ""

    def __post_init__(self) -> None:
        if any(len(row.cells) != len(self.categories) for row in self.rows):
            raise ValueError("a row does not have one cell for each category")

    @property
    def decimals(self) -> int:
        """Return how many decimals the shares are printed with."""
        printed = (cell.percent for row in self.rows for cell in row.cells if cell.percent)
        return max((len(percent.partition(".")[2]) for percent in printed), default=1)


def table_of(counted: Counted, rows: Sequence[TableRow], source: str = "") -> ChartTable:
    """Return a question that was counted, with its groups in the order of the table."""
    question = counted.question
    several = question.kind is QuestionKind.MULTIPLE
    blank = counted.asked if counted.shows_blank else None
    # Columns behind these only add others up.
    whole = counted.asked + counted.shows_blank
    exclusive = {place for place, choice in enumerate(question.choices) if choice.exclusive}
    return ChartTable(
        question.label or question.name,
        TableKind.MULTIPLE if several else TableKind.SINGLE,
        counted.categories[:whole],
        tuple(ChartRow(row.group, row.n, tuple(map(_cell, row.cells[:whole]))) for row in rows),
        in_order=question.kind is QuestionKind.NUMBER,
        last=frozenset(exclusive if blank is None else {*exclusive, blank}),
        blank=blank,
        weighted=counted.weighted,
        notes=(
            "n は無回答と無効を含み、非該当を除く。"
            if counted.shows_blank
            else "n は無回答、無効、非該当を除く。",
        ),
        source=source,
    )


def _cell(cell: TableCell) -> ChartCell:
    return ChartCell(cell.percent, cell.percent_exact, cell.count)


def table_of_items(tables: Sequence[ChartTable], title: str) -> ChartTable:
    """Return a battery as one table: a row for each item, and for each group of it, of items with one scale."""
    first = tables[0]
    if any(each.categories != first.categories for each in tables):
        raise ValueError("the items do not share one scale")
    rows = (
        replace(row, label=bar_of(each.title, row.label, len(each.rows)))
        for each in tables
        for row in each.rows
    )
    return replace(first, title=title, rows=tuple(rows))


def table_of_waves(waves: Sequence[tuple[str, ChartTable]], warnings: Sequence[str] = ()) -> ChartTable:
    """Return the same table of several waves as one, the waves of each group one under the other.

    warnings   what changed between the waves, as the crosswalk says it: it stands under the chart
    raises     ValueError where the categories are not the same; what may be compared is decided before
    """
    last = waves[-1][1]
    if any(table.categories != last.categories or table.kind is not last.kind for _, table in waves):
        raise ValueError("the waves do not have the same categories")
    names = dict.fromkeys(row.label for _, table in waves for row in table.rows)
    rows = (
        replace(row, label=f"{row.label} {wave}")
        for name in names
        for wave, table in waves
        for row in table.rows
        if row.label == name
    )
    return replace(last, rows=tuple(rows), notes=(*last.notes, *warnings))


def table_of_published(cells: Sequence[Cell], title: str = "", source: str = "") -> ChartTable:
    """Return a published table; columns that only add others up (計) are left out of parts of a whole."""
    groups: dict[str, dict[str, Cell]] = {}
    for cell in cells:
        if not cell.is_sum:
            groups.setdefault(cell.group, {})[cell.category] = cell
    if cells[0].kind is TableKind.SINGLE and any(_adds_twice(row) for row in groups.values()):
        groups = {
            name: {c: cell for c, cell in row.items() if not cell.may_be_net} for name, row in groups.items()
        }
    categories = tuple(dict.fromkeys(category for row in groups.values() for category in row))
    blanks = [
        place
        for place, category in enumerate(categories)
        if any(category in row and row[category].is_blank for row in groups.values())
    ]
    rows = tuple(
        ChartRow(name, Group(tuple(row.values())).n, tuple(_printed(row.get(c)) for c in categories))
        for name, row in groups.items()
    )
    return ChartTable(
        title or cells[0].table,
        cells[0].kind,
        categories,
        rows,
        last=frozenset(blanks),
        blank=blanks[0] if blanks else None,
        source=source,
    )


def _adds_twice(row: dict[str, Cell]) -> bool:
    values = [cell.printed.value for cell in row.values() if cell.printed]
    return any(cell.may_be_net for cell in row.values()) and sum(values) > 101


def _printed(cell: Cell | None) -> ChartCell:
    if cell is None or cell.printed is None:
        return ChartCell(None, None)
    span = cell.counts()
    count = span.low if span and span.low == span.high else None
    return ChartCell(in_print(cell.printed.units, cell.printed.decimals), float(cell.printed.value), count)

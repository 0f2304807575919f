"""What stands on a sheet of a tab book: one question with its tables and its chart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from yakusoku.domain.refusal import Refusal
from yakusoku.domain.survey.association import Test
from yakusoku.domain.survey.batteries import rows_together, runs_of
from yakusoku.domain.survey.charts.choosing import chart_of
from yakusoku.domain.survey.charts.spec import Chart, ChartKind
from yakusoku.domain.survey.charts.table import ChartCell, ChartRow, ChartTable, table_of
from yakusoku.domain.survey.error_lines import ErrorLine
from yakusoku.domain.survey.form import Question, QuestionKind
from yakusoku.domain.survey.moves import Cell
from yakusoku.domain.survey.printed import TableKind
from yakusoku.domain.survey.tabulating import Counted, TableRow
from yakusoku.domain.survey.telling import TEST_LABELS, notes_of

KIND_WORDS: Final = {
    QuestionKind.SINGLE: "単一回答",
    QuestionKind.MULTIPLE: "複数回答",
    QuestionKind.NUMBER: "数",
    QuestionKind.OTHER: "自由記述",
}
NO_CHART: Final = "この表の図はない（区分又は選択肢が多すぎるか、答えた人がいない）。"


@dataclass(frozen=True, slots=True)
class BookSheet:
    """One question.

    lines    what is said under its tables
    chart    None where none would be legible
    hidden   cells that are shown as x, by row and category
    asked    the question; None: of the items of a battery
    errors   of each share its standard error and interval; none: they were not asked for, or are not known
    """

    name: str
    title: str
    kind: str
    categories: tuple[str, ...]
    rows: tuple[TableRow, ...]
    weighted: bool
    lines: tuple[str, ...]
    chart: Chart | None
    hidden: frozenset[Cell] = frozenset()
    asked: Question | None = None
    errors: tuple[ErrorLine, ...] = ()


def sheet_of(counted: Counted, rows: Sequence[TableRow], test: Test | None) -> BookSheet:
    """Return the sheet of a question that was counted."""
    question = counted.question
    chart = _chart(table_of(counted, rows))
    return BookSheet(
        question.name,
        question.label or question.name,
        KIND_WORDS[question.kind],
        counted.categories,
        tuple(rows),
        counted.weighted,
        (*_test(test), *notes_of(counted, rows, test), *([] if chart else [NO_CHART])),
        chart,
        asked=question,
    )


def with_batteries(sheets: Sequence[BookSheet], told: Mapping[str, tuple[str, str]]) -> list[BookSheet]:
    """Return the sheets with one for each battery before its items, which then have no chart of their own.

    told   of the batteries that are meant, how each is called and what it asks
    """
    found = list(sheets)
    asked = [each.asked or Question("", "", QuestionKind.OTHER) for each in sheets]
    for start, end in reversed(list(runs_of(asked))):
        items = found[start:end]
        name, title = told.get(asked[start].battery, ("", ""))
        made = _together(name, title, items) if name else None
        if made is not None:
            alone = [
                replace(each, chart=None, lines=(*each.lines, f"図は、シート「{name}」にある。"))
                for each in items
            ]
            found[start:end] = [made, *alone]
    return found


def _together(name: str, title: str, items: Sequence[BookSheet]) -> BookSheet | None:
    """Return the sheet of a battery; None where something is hidden or the chart would have too many bars."""
    if any(each.hidden or len(each.categories) != len(items[0].categories) for each in items):
        return None
    first = items[0]
    rows = rows_together([(each.title, each.rows) for each in items])
    whole = len(first.asked.choices) if first.asked else 0
    bars = (
        ChartRow(r.group, r.n, tuple(ChartCell(c.percent, c.percent_exact, c.count) for c in r.cells[:whole]))
        for r in rows
    )
    table = ChartTable(
        title, TableKind.SINGLE, first.categories[:whole], tuple(bars), weighted=first.weighted
    )
    try:
        chart = chart_of(table, ChartKind.BAND)
    except Refusal:
        return None
    return BookSheet(
        name, title, f"{first.kind}の組", first.categories, rows, first.weighted, chart.notes, chart
    )


def _chart(table: ChartTable) -> Chart | None:
    """Return the chart that fits, else lying bars, else none: a book is made without asking."""
    for kind in (None, ChartKind.BAR):
        try:
            return chart_of(table, kind)
        except Refusal:
            continue
    return None


def _test(test: Test | None) -> list[str]:
    if test is None:
        return []
    df = test.df if isinstance(test.df, tuple) else (test.df,)
    said = "、".join(f"{each:.6g}" for each in df)
    return [f"{TEST_LABELS[test.name]}: 統計量 {test.statistic:.4f}、自由度 {said}、p={test.p:.4g}"]

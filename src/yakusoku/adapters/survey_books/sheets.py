"""What stands on a sheet of a tab book: one question with its tables and its chart."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from yakusoku.domain.refusal import Refusal
from yakusoku.domain.survey.association import Test
from yakusoku.domain.survey.charts.choosing import chart_of
from yakusoku.domain.survey.charts.spec import Chart, ChartKind
from yakusoku.domain.survey.charts.table import ChartTable, table_of
from yakusoku.domain.survey.form import QuestionKind
from yakusoku.domain.survey.moves import Cell
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

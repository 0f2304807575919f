"""Tables as they are shown: counted, marked, hidden where they must be, with their chart."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from django.utils.translation import gettext as _

from yakusoku.apps.results.asked import Asked
from yakusoku.apps.results.data import Data
from yakusoku.domain.refusal import Refusal
from yakusoku.domain.survey.association import Test
from yakusoku.domain.survey.axes import TooManyGroups
from yakusoku.domain.survey.batteries import mark_of, runs_of, stem_of
from yakusoku.domain.survey.book import TableKey, row_names
from yakusoku.domain.survey.charts.choosing import chart_of
from yakusoku.domain.survey.charts.spec import Chart, ChartKind
from yakusoku.domain.survey.charts.table import ChartCell, ChartTable, table_of, table_of_items
from yakusoku.domain.survey.coding import BASE, FIRST_CATEGORY, TooManyValues, coding_of, nets_of
from yakusoku.domain.survey.error_lines import ErrorLine, error_lines
from yakusoku.domain.survey.estimates import Estimate
from yakusoku.domain.survey.exact import Weighing
from yakusoku.domain.survey.form import Question, QuestionKind
from yakusoku.domain.survey.grouping import Grouping, grouping_of
from yakusoku.domain.survey.letters import SMALL_BASE, STRICT_LEVEL
from yakusoku.domain.survey.marks import Mark, MarkKind, marks_of, with_letters
from yakusoku.domain.survey.measures import Measures, measures_of, printed
from yakusoku.domain.survey.moves import Cell, Released
from yakusoku.domain.survey.suppression import SHOWN_AS, suppressions_of
from yakusoku.domain.survey.table_tests import Sample, Tested, how_tested, letters_of
from yakusoku.domain.survey.tables_by_design import errors_by_design
from yakusoku.domain.survey.tabulating import Counted, TableRow, count_all, table_rows
from yakusoku.domain.survey.telling import TEST_LABELS, Terms, notes_of
from yakusoku.web.messages import sentence
from yakusoku.web.words import say


class TooManyParts(Refusal):
    """The axes have more groups than a table can show. Facts: groups."""

    code: ClassVar[str] = "results.too-many-groups"


class ErrorsHidden(Refusal):
    """A table hides cells: with the errors of the others, which are made of strata, they might be found out."""

    code: ClassVar[str] = "results.errors-hidden"


@dataclass(frozen=True, slots=True)
class Weighed:
    """How the respondents of tables are weighed.

    words     where the weights come from; empty: there are none
    sample    the design of the sample; None: nothing needs it, or not there for the reason `no_sample`
    """

    weighing: Weighing
    words: str = ""
    sample: Sample | None = None
    no_sample: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Errors:
    """Shares with standard errors and intervals, by row and category; `lines`: as printed.

    words   the design that was assumed
    """

    cells: Sequence[Sequence[Estimate]]
    lines: Sequence[Sequence[ErrorLine]]
    words: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A table with everything that is said of it.

    mark      how the question is called
    marks     of groups among one another, and against the rest, with all that each rests on
    signs     those against the rest as cells show them
    hidden    cells that are not shown
    chart     None: there is none, for the reason `no_chart`, or it is in that of the battery
    battery   of an item that stands beside others, how its battery is called and what that asks; None: it is alone
    joined    the chart of the whole battery, at its first item, and the names of its items
    errors    by row and category, with the design that was assumed; None: not asked for, or `no_errors` says why
    """

    key: TableKey
    mark: str
    counted: Counted
    rows: Sequence[TableRow]
    test: Test | None
    notes: Sequence[str]
    marks: Sequence[Mark]
    signs: Mapping[Cell, str]
    measures: Sequence[Measures] | None
    hidden: frozenset[Cell]
    chart: Chart | None
    no_chart: Refusal | None
    battery: tuple[str, str] | None = None
    joined: Chart | None = None
    battery_items: Sequence[str] = ()
    errors: Errors | None = None
    no_errors: Refusal | None = None

    @property
    def question(self) -> Question:
        """Return the question."""
        return self.counted.question

    @property
    def title(self) -> str:
        """Return the question in words."""
        return self.question.label or self.question.name

    @property
    def told_test(self) -> Test | None:
        """Return the test; none where its value would give a hidden cell away."""
        return None if self.hidden else self.test

    @property
    def told_measures(self) -> Sequence[Measures] | None:
        """Return the measures; where a cell is hidden only M.T., which adds up nothing that is not counted for."""
        several = self.question.kind is QuestionKind.MULTIPLE
        return self.measures if several or not self.hidden else None

    @property
    def measure_heads(self) -> tuple[str, ...]:
        """Return the heads of the columns of measures."""
        if not self.told_measures:
            return ()
        return ("M.T.",) if self.question.kind is QuestionKind.MULTIPLE else (_("平均"), _("中央値"))

    def measures_at(self, place: int) -> tuple[str, ...]:
        """Return the measures of a row, as printed."""
        if not self.told_measures:
            return ()
        found = self.told_measures[place]
        several = self.question.kind is QuestionKind.MULTIPLE
        return tuple(map(printed, (found.mentions,) if several else (found.mean, found.median)))

    def signs_at(self, place: int, category: int) -> str:
        """Return the letters and signs of a cell."""
        if (place, category) in self.hidden:
            return ""
        letters = self.rows[place].cells[category].letters
        return " ".join(filter(None, [letters, self.signs.get((place, category), "")]))

    @property
    def told_marks(self) -> list[Mark]:
        """Return the marks with all that they rest on; none where that would give a hidden cell away."""
        return [] if self.hidden else list(self.marks)

    def percent_at(self, place: int, category: int) -> str:
        """Return a share as it is shown: printed, x where it is hidden, - of nobody."""
        if (place, category) in self.hidden:
            return SHOWN_AS
        return self.rows[place].cells[category].percent or "-"

    def count_at(self, place: int, category: int) -> int | str:
        """Return the people of a cell; x where they are hidden."""
        return SHOWN_AS if (place, category) in self.hidden else self.rows[place].cells[category].count

    @property
    def test_line(self) -> str:
        """Return the test in a line: name, statistic, degrees of freedom, p; empty: there is none."""
        test = self.told_test
        if test is None:
            return ""
        df = test.df if isinstance(test.df, tuple) else (test.df,)
        told = {
            "name": say(TEST_LABELS[test.name]),
            "statistic": f"{test.statistic:.4f}",
            "df": "、".join(f"{each:.6g}" for each in df),
            "p": "p<0.001" if test.p < 0.001 else f"p={test.p:.3f}",
        }
        return _("%(name)s: 統計量 %(statistic)s、自由度 %(df)s、%(p)s") % told

    @property
    def error_lines(self) -> Sequence[Sequence[ErrorLine]]:
        """Return for each row its shares with their errors, as printed; nothing where there are none."""
        return self.errors.lines if self.errors else ()

    @property
    def errors_said(self) -> str:
        """Return the design that errors assume, or why there are none; empty: they were not asked for."""
        if self.errors:
            return self.errors.words
        return sentence(self.no_errors) if self.no_errors else ""

    def people(self, row: str, category: str) -> list[int] | None:
        """Return the places of the respondents behind a cell; None: there is no such cell, or it is hidden.

        row, category   their names, as a reference writes them; no category: everybody in the base of the row
        """
        names, codes = row_names(self.counted), self.counted.coding.names
        if row not in names or (category and category not in codes):
            return None
        if category and (names.index(row), codes.index(category)) in self.hidden:
            return None
        grouping, coding = self.counted.grouping, self.counted.coding
        inside = grouping.inside[names.index(row)][grouping.kinds] > 0
        column = FIRST_CATEGORY + codes.index(category) if category else BASE
        chosen = coding.counted[coding.kinds, column] > 0
        found: list[int] = (inside & chosen).nonzero()[0].tolist()
        return found


def is_small(row: TableRow) -> bool:
    """Return whether a base is so small that its figures are for reference only."""
    return row.n < SMALL_BASE


def tables_of(
    data: Data, asked: Asked, weighed: Weighed, tell: Callable[[int], None] = lambda _: None
) -> list[Shown]:
    """Return the tables that are asked for; `tell` is told how many are made. Raises TooManyParts."""
    try:
        grouping = grouping_of([data.axis(name) for name in asked.by], data.size)
    except TooManyGroups as error:
        raise TooManyParts(groups=str(error)) from error
    weighing = weighed.weighing
    found = [_counted(data, asked, weighing, grouping, data.questions[name]) for name in asked.questions]
    hidden = [frozenset[Cell]()] * len(found)
    if asked.suppress:
        # What is seen together is protected together.
        released = [Released(each, asked.by) for each in found]
        hidden = [each.hidden for each in suppressions_of(released, asked.suppress)]
    tables: list[Shown] = []
    for each, gone in zip(found, hidden, strict=True):
        tables.append(_table(data, asked, each, gone, weighed))
        tell(len(tables))
    if asked.draws and asked.chart in {None, ChartKind.BAND}:
        for start, end in runs_of([each.question for each in tables]):
            tables[start:end] = _together(tables[start:end], data, asked)
    return tables


def _together(items: Sequence[Shown], data: Data, asked: Asked) -> Sequence[Shown]:
    """Return the items of a battery with one chart for all; as they are, where it would not be legible."""
    battery = items[0].question.battery
    named = mark_of([each.mark for each in items]), stem_of(data.paper.form, battery)
    if any(each.hidden for each in items):
        return items
    try:
        bars = table_of_items([table_of(each.counted, each.rows) for each in items], named[1])
        joined = chart_of(bars, ChartKind.BAND, asked.order)
    except Refusal:
        return items
    alone = [replace(each, chart=None, no_chart=None, battery=named) for each in items]
    names = [each.question.name for each in items]
    return [replace(alone[0], joined=joined, battery_items=names), *alone[1:]]


def _table(data: Data, asked: Asked, counted: Counted, hidden: frozenset[Cell], weighed: Weighed) -> Shown:
    question, sample = counted.question, weighed.sample
    how = how_tested(counted, sample.design if sample else None)
    marks = _marks(counted, asked, how)
    rows = with_letters(table_rows(counted), letters_of(marks))
    terms = Terms(
        asked.correction,
        letters=asked.marks != "none",
        strict=asked.strict,
        rest=asked.marks == "rest",
        hidden=(asked.suppress or 0) if hidden else 0,
        design=sample.words if sample and how.by_design else "",
        df=how.tester.df,
        no_design=sentence(weighed.no_sample) if weighed.no_sample else how.unfit,
    )
    notes = [*notes_of(counted, rows, how.test, terms), *([weighed.words] if weighed.words else [])]
    measures = measures_of(counted)
    chart, why = _chart(table_of(counted, rows), asked, hidden)
    key = TableKey(question.name, asked.by, asked.weight, asked.shows_blank)
    mark = data.marks.get(question.name, question.name)
    signs = {(each.row, each.category): each.sign for each in marks if each.kind is MarkKind.REST}
    made = Shown(key, mark, counted, rows, how.test, notes, marks, signs, measures, hidden, chart, why)
    if not asked.errors:
        return made
    if sample is None or hidden:
        return replace(made, no_errors=ErrorsHidden() if hidden else weighed.no_sample)
    cells = errors_by_design(counted, sample.design)
    return replace(made, errors=Errors(cells, tuple(error_lines(cells)), sample.words))


def _counted(data: Data, asked: Asked, weighing: Weighing, grouping: Grouping, question: Question) -> Counted:
    nets = [*nets_of(question), *(asked.nets or {}).get(question.name, ())]
    answers, blank = data.answers[question.name], asked.shows_blank
    try:
        coding = coding_of(question, answers, show_blank=blank, nets=nets)
    except TooManyValues:
        # A number with many values is told by its measures.
        coding = coding_of(question, answers, show_blank=blank, by_value=False)
    return next(count_all([coding], grouping, weighing))


def _marks(counted: Counted, asked: Asked, how: Tested) -> list[Mark]:
    """Return the marks that are asked for: of groups among one another, and against the rest."""
    if asked.marks == "none":
        return []
    rest = asked.marks == "rest"
    return [
        mark
        for mark in marks_of(counted, asked.correction, how.tester, rest=rest)
        if not asked.strict or mark.level == STRICT_LEVEL
    ]


def _chart(table: ChartTable, asked: Asked, hidden: frozenset[Cell]) -> tuple[Chart | None, Refusal | None]:
    """Return the chart that is asked for; lying bars where nothing is asked and the usual one does not fit."""
    if not asked.draws:
        return None, None
    kinds: list[ChartKind | None] = [asked.chart] if asked.chart else [None, ChartKind.BAR]
    if hidden:
        # A whole with a gap gives the gap away.
        table, kinds = _without(table, hidden), [ChartKind.BAR]
    why: Refusal | None = None
    for kind in kinds:
        try:
            return chart_of(table, kind, asked.order), None
        except Refusal as refusal:
            why = refusal
    return None, why


def _without(table: ChartTable, hidden: frozenset[Cell]) -> ChartTable:
    rows = tuple(
        replace(
            row,
            cells=tuple(
                ChartCell(None, None) if (place, n) in hidden else cell for n, cell in enumerate(row.cells)
            ),
        )
        for place, row in enumerate(table.rows)
    )
    return replace(table, rows=rows)


def links_of(shown: Shown, address: Callable[[str, str], str]) -> Callable[[str, str], str | None]:
    """Return the address behind each mark of a chart, by the words of its group and category."""
    names = dict(zip((row.group for row in shown.rows), row_names(shown.counted), strict=True))
    codes = dict(zip(shown.counted.categories, shown.counted.coding.names, strict=True))
    places = {row.group: place for place, row in enumerate(shown.rows)}
    order = {words: place for place, words in enumerate(shown.counted.categories)}

    def link(group: str, category: str) -> str | None:
        if group not in names or category not in codes or (places[group], order[category]) in shown.hidden:
            return None
        return address(names[group], codes[category])

    return link

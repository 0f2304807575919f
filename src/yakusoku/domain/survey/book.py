"""The tables of a whole survey in the order of the questionnaire, each with a name that stays (docs/rules/survey-book.md)."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from yakusoku.domain.survey.answers import Given, unknown_filters
from yakusoku.domain.survey.association import Test
from yakusoku.domain.survey.axes import Axis
from yakusoku.domain.survey.coding import Coding, TooManyValues, coding_of, nets_of
from yakusoku.domain.survey.exact import Weighing, alike
from yakusoku.domain.survey.form import Form, Question, QuestionKind
from yakusoku.domain.survey.grouping import grouping_of
from yakusoku.domain.survey.measures import Measures, measures_of
from yakusoku.domain.survey.tabulating import Counted, TableCell, TableRow, count_all, rows_of_tables
from yakusoku.domain.survey.telling import comparisons_of, notes_of


@dataclass(frozen=True, slots=True)
class TableKey:
    """What makes a table the same table: not the answers, not the words, but what is asked of whom and how.

    axes         names of the axes, from the outermost one on
    weight       name of the weight; empty: everybody counts alike
    shows_blank  whether 無回答 is in the base
    """

    question: str
    axes: tuple[str, ...] = ()
    weight: str = ""
    shows_blank: bool = False

    @property
    def id(self) -> str:
        """Return a short name that texts use; it changes if and only if the key does."""
        told = json.dumps([self.question, self.axes, self.weight, self.shows_blank], ensure_ascii=False)
        return "T" + sha256(told.encode()).hexdigest()[:10]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with all that is said of it. `measures`: for each row, if the question has any."""

    key: TableKey
    counted: Counted
    rows: tuple[TableRow, ...]
    test: Test | None
    measures: tuple[Measures, ...] | None
    notes: tuple[str, ...]

    def cell(self, row: str, category: str) -> TableCell | None:
        """Return a cell by the names of its row and its category (code of a choice, 無回答, words of a net)."""
        names = row_names(self.counted)
        if row not in names or category not in self.counted.coding.names:
            return None
        return self.rows[names.index(row)].cells[self.counted.coding.names.index(category)]


@dataclass(frozen=True, slots=True)
class Block:
    """Tables that stand together: one question, or the items of a battery, which share one scale."""

    battery: str
    tables: tuple[Table, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """The tables of a survey, and the questions without one: free text, no column, or a base that cannot be known."""

    blocks: tuple[Block, ...]
    without: tuple[Question, ...]

    @property
    def tables(self) -> Mapping[str, Table]:
        """Return the tables by their names."""
        return {table.key.id: table for block in self.blocks for table in block.tables}


def row_names(counted: Counted) -> list[str]:
    """Return how a reference writes each row: codes on the axes, from the outermost one on; empty: 全体."""
    codes = [axis.codes for axis in counted.axes]
    return ["/".join(codes[n][place] for n, place in enumerate(row.path)) for row in counted.rows]


def book_of(
    form: Form,
    answers: Mapping[str, Sequence[Given]],
    axes: Sequence[Axis] = (),
    *,
    weighing: Weighing | None = None,
    weight: str = "",
    show_blank: bool = False,
) -> Book:
    """Return a table for each question in the order of the questionnaire: the GT tables, or by the same axes.

    weighing  of the respondents, with `weight` as its name; None: everybody counts alike
    raises    TooManyGroups
    """
    size = len(next(iter(answers.values()), ()))
    weighing = alike(size) if weighing is None else weighing
    known = {name for name in answers if not unknown_filters(form, form.questions[name], answers)}
    asked = [q for name, q in form.questions.items() if name in known and q.kind is not QuestionKind.OTHER]
    codings = [_coding(question, answers[question.name], show_blank=show_blank) for question in asked]
    tables = list(count_all(codings, grouping_of(axes, size), weighing))
    rows = rows_of_tables(tables) if tables else []
    names = tuple(axis.name for axis in axes)
    made = [
        _table(TableKey(counted.question.name, names, weight, show_blank), counted, each, test)
        for counted, each, test in zip(tables, rows, comparisons_of(tables), strict=True)
    ]
    return Book(tuple(_blocks(made)), tuple(q for q in form.questions.values() if q not in asked))


def _coding(question: Question, answers: Sequence[Given], *, show_blank: bool) -> Coding:
    try:
        return coding_of(question, answers, show_blank=show_blank, nets=nets_of(question))
    except TooManyValues:
        # A number with many values is told by its measures.
        return coding_of(question, answers, show_blank=show_blank, by_value=False)


def _table(key: TableKey, counted: Counted, rows: Sequence[TableRow], test: Test | None) -> Table:
    measures = measures_of(counted)
    notes = tuple(notes_of(counted, rows, test))
    return Table(key, counted, tuple(rows), test, tuple(measures) if measures else None, notes)


def _blocks(tables: Sequence[Table]) -> Iterator[Block]:
    together: list[Table] = []
    for table in tables:
        battery = table.counted.question.battery
        if together and (not battery or together[0].counted.question.battery != battery):
            yield _block(together)
            together = []
        together.append(table)
    if together:
        yield _block(together)


def _block(tables: Sequence[Table]) -> Block:
    return Block(tables[0].counted.question.battery, tuple(tables))

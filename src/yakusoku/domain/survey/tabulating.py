"""Tables of a survey from the answers: counts, bases, shares, tests (docs/rules/survey-tables.md)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from itertools import chain
from typing import NamedTuple

import numpy as np

from yakusoku.domain.survey.answers import Given, State
from yakusoku.domain.survey.axes import Axis, RowKey
from yakusoku.domain.survey.coded import Floats, Mask, grouped
from yakusoku.domain.survey.coding import (
    BASE,
    EVERYBODY,
    FIRST_CATEGORY,
    FIRST_STATE,
    LEFT_OUT,
    Coding,
    Net,
    coding_of,
    nets_of,
)
from yakusoku.domain.survey.differences import Shares, compared, letters_by_group
from yakusoku.domain.survey.exact import Sum, Weighing, Whole, alike, weighed
from yakusoku.domain.survey.form import Question
from yakusoku.domain.survey.grouping import Grouping, grouping_of
from yakusoku.domain.survey.letters import name_of_group
from yakusoku.domain.survey.long_tables import two_way
from yakusoku.domain.survey.rounding import in_print

# Up to here hundredfold sums are whole numbers that a float holds.
EXACT = 2**46
MOST_CELLS = 10_000_000
# So many answers are counted at once.
AT_ONCE = 100_000
_PRINTED = [in_print(units, 1) for units in range(1001)]


class TableCell(NamedTuple):
    """One answer of one group. `percent`: as printed, None of nobody; `count`: people, never weighted."""

    category: str
    count: int  # type: ignore[assignment]  # Nobody counts in a cell as in a tuple.
    percent: str | None
    percent_exact: float | None
    letters: str = ""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One group. `everybody`: N, all its respondents; `n`: those the shares are of; `n_weighted`: their weights."""

    group: str
    letter: str
    everybody: int
    n: int
    n_weighted: float
    cells: tuple[TableCell, ...]


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums over the rows of a table: of everybody in the base, and of who is in each category."""

    base: Whole
    cells: Whole


@dataclass(frozen=True, slots=True)
class Counted:
    """One question over the rows of a table, before anything is said of it.

    everybody  N for each row
    people     respondents; `weights`, `squares`: their weights and squared weights, in multiples of 1/unit, 1/unit²
    left_out   who is in no base, by the reason
    off_axes   who is in 全体 alone, as he or she is not on the axes
    """

    coding: Coding
    grouping: Grouping
    weighing: Weighing
    everybody: Whole
    people: Sums
    weights: Sums
    squares: Sums
    left_out: Mapping[State, int]
    off_axes: int

    @property
    def question(self) -> Question:
        """Return the question."""
        return self.coding.question

    @property
    def categories(self) -> tuple[str, ...]:
        """Return the heads of the columns: choices, 無回答 if it is shown, nets."""
        return self.coding.categories

    @property
    def asked(self) -> int:
        """Return how many categories, the first ones, are answers that could be chosen."""
        return self.coding.asked

    @property
    def rows(self) -> tuple[RowKey, ...]:
        """Return the rows."""
        return self.grouping.rows

    @property
    def axes(self) -> tuple[Axis, ...]:
        """Return the axes, from the outermost one on."""
        return self.grouping.axes

    @property
    def weighted(self) -> bool:
        """Return whether respondents have weights."""
        return self.weighing.weights is not None

    @property
    def shows_blank(self) -> bool:
        """Return whether 無回答 is a category."""
        return self.coding.shows_blank

    @property
    def is_blank(self) -> Mask:
        """Return for each category whether it is 無回答."""
        blank: Mask = np.zeros(len(self.categories), dtype=np.bool_)
        blank[self.asked : self.asked + self.shows_blank] = True
        return blank

    @property
    def overlapping(self) -> bool:
        """Return whether one person can stand in several rows of a family."""
        return self.grouping.overlapping

    def heads(self, digit: Floats) -> Floats:
        """Return sums of one number for each respondent, by row of the table and distinct answer."""
        return _heads(self.coding, self.grouping, digit)

    @property
    def effective(self) -> Floats:
        """Return for each row how many people with equal weights would know as much (Kish)."""
        return effective(self.weights.base, self.squares.base)

    @property
    def shares(self) -> Floats:
        """Return the share of each category in each row; 0 of nobody."""
        return quotients(self.weights.cells, self.weights.base[:, None])


def count(
    question: Question,
    answers: Sequence[Given],
    axes: Sequence[Axis],
    weights: Sequence[Fraction] | Weighing | None = None,
    *,
    show_blank: bool = False,
    nets: Sequence[Net] | None = None,
) -> Counted:
    """Return a question counted for everybody and each group on the axes.

    weights      one for each respondent, 0 or more; None: everybody counts alike
    show_blank   show who did not answer as a category and keep them in the base; else they are left out of both
    nets         categories taken together; None: those of the questionnaire
    raises       TooManyGroups, TooManyValues
    """
    nets = nets_of(question) if nets is None else nets
    coding = coding_of(question, answers, show_blank=show_blank, nets=nets)
    if not isinstance(weights, Weighing):
        weights = alike(len(answers)) if weights is None else weighed(weights)
    return next(count_all([coding], grouping_of(axes, len(answers)), weights))


def count_all(codings: Sequence[Coding], grouping: Grouping, weighing: Weighing) -> Iterator[Counted]:
    """Yield each question counted over the same rows."""
    off = weighing.people.summed(lambda digit: grouped(grouping.kinds, digit, len(grouping.off)))
    off_axes = int(off[grouping.off].sum())
    # As many questions at once as fit: what each call costs is more than what it counts.
    together = max(1, AT_ONCE // max(weighing.size, 1))
    blocks = (codings[start : start + together] for start in range(0, len(codings), together))
    for coding, (people, weights, squares) in chain.from_iterable(
        zip(block, _counted(block, grouping, weighing), strict=True) for block in blocks
    ):
        left_out = {state: int(people[0, FIRST_STATE + place]) for place, state in enumerate(LEFT_OUT)}
        counts = _sums(people)
        yield Counted(
            coding,
            grouping,
            weighing,
            people[:, EVERYBODY],
            counts,
            counts if weights is None else _sums(weights),
            counts if squares is None else _sums(squares),
            left_out,
            off_axes,
        )


def _counted(
    codings: Sequence[Coding], grouping: Grouping, weighing: Weighing
) -> Iterator[tuple[Whole, Whole | None, Whole | None]]:
    """Yield for each question people, weights and squares by row of the table and what an answer counts for."""
    alone = len(codings) == 1
    total: Sum = partial(_totals, codings[0], grouping) if alone else _all_totals(codings, grouping)
    ends = np.cumsum([coding.counted.shape[1] for coding in codings]).tolist()
    people, weights, squares = (
        None if parts is None else parts.summed(total)
        for parts in (weighing.people, weighing.weights, weighing.squares)
    )
    assert people is not None
    for start, end in zip([0, *ends], ends, strict=False):
        here = slice(start, end)
        yield (
            people[:, here],
            None if weights is None else weights[:, here],
            None if squares is None else squares[:, here],
        )


def _all_totals(codings: Sequence[Coding], grouping: Grouping) -> Sum:
    """Return what adds up rows for several questions side by side, as _totals does for one."""
    ways = grouping.inside.shape[1]
    ends = np.cumsum([len(coding.distinct) for coding in codings])
    starts = [0, *ends[:-1].tolist()]
    size = int(ends[-1])
    if ways * size > MOST_CELLS:
        return lambda digit: np.hstack([_totals(coding, grouping, digit) for coding in codings])
    kinds = np.concatenate([coding.kinds + start for coding, start in zip(codings, starts, strict=True)])
    places = np.tile(grouping.kinds * size, len(codings)) + kinds

    def total(digit: Floats) -> Floats:
        found = np.bincount(places, np.tile(digit, len(codings)), ways * size).reshape(ways, size)
        heads = grouping.inside @ found
        return np.hstack(
            [
                heads[:, start : start + len(coding.distinct)] @ coding.counted
                for coding, start in zip(codings, starts, strict=True)
            ]
        )

    return total


def table_rows(counted: Counted) -> list[TableRow]:
    """Return the rows of a table with shares and letters."""
    return rows_of_tables([counted])[0]


def rows_of_tables(tables: Sequence[Counted]) -> list[list[TableRow]]:
    """Return for each of several tables with the same rows its rows, with shares and letters; sooner than one by one."""
    part = np.hstack([counted.weights.cells for counted in tables])
    base = _by_category(tables, [counted.weights.base for counted in tables])
    if base.max(initial=0) >= EXACT:
        part, base = part.astype(object), base.astype(object)
    safe = np.where(base == 0, 1, base)
    # Halves up, in whole numbers: tenths of a percent.
    units = ((2000 * part + safe) // (2 * safe)).tolist()
    exact = quotients(part * 100, safe).tolist()
    letters = [[""] * part.shape[1] for _ in tables[0].rows]
    for (row, column), names in _letters(tables, quotients(part, base)).items():
        letters[row][column] = names
    weights = quotients(
        np.column_stack([counted.weights.base for counted in tables]), np.array(tables[0].weighing.unit)
    ).T.tolist()
    found, start = [], 0
    for counted, weight in zip(tables, weights, strict=True):
        cells = _Cells(start, counted.categories, units, exact, letters)
        found.append(_rows(counted, weight, cells))
        start += len(counted.categories)
    return found


class _Cells(NamedTuple):
    """The cells of one table among those of all: its first column, and what is known of all by row and column."""

    start: int
    names: tuple[str, ...]
    units: list[list[int]]
    exact: list[list[float]]
    letters: list[list[str]]

    def row(self, place: int, counts: Sequence[int]) -> tuple[TableCell, ...]:
        here = slice(self.start, self.start + len(self.names))
        printed = map(_PRINTED.__getitem__, self.units[place][here])
        exact, letters = self.exact[place][here], self.letters[place][here]
        return tuple(map(TableCell, self.names, counts, printed, exact, letters))


def _rows(counted: Counted, weights: Sequence[float], cells: _Cells) -> list[TableRow]:
    counts, everybody = counted.people.cells.tolist(), counted.everybody.tolist()
    rows = zip(counted.rows, counted.people.base.tolist(), weights, strict=True)
    found = []
    for place, (row, n, weight) in enumerate(rows):
        if weight:
            here = cells.row(place, counts[place])
        else:
            here = tuple(
                TableCell(*each, None, None) for each in zip(cells.names, counts[place], strict=True)
            )
        letter = name_of_group(place - 1) if place else ""
        found.append(TableRow(row.label, letter, everybody[place], n, weight, here))
    return found


def shares_of_tables(tables: Sequence[Counted], shares: Floats) -> Shares:
    """Return shares, rows by the categories of all tables, with what they rest on."""
    weights = np.column_stack([counted.weights.base for counted in tables])
    squares = np.column_stack([counted.squares.base for counted in tables])
    people = _by_category(tables, list(effective(weights, squares).T))
    n = _by_category(tables, [counted.people.base for counted in tables])
    return Shares(shares, people, n)


def _letters(tables: Sequence[Counted], shares: Floats) -> dict[tuple[int, int], str]:
    """Return the letters of each row and category of all tables; 無回答 has none."""
    grouping = tables[0].grouping
    if grouping.overlapping or len(grouping.rows) < 3:
        return {}
    every = shares_of_tables(tables, shares)
    blank = np.hstack([counted.is_blank for counted in tables])
    return letters_by_group(
        grouping.families, lambda one, other: compared(every.of(one), every.of(other)), skip=blank
    )


def _by_category(tables: Sequence[Counted], columns: Sequence[Whole]) -> Whole:
    """Return one column for each table as one for each of its categories."""
    widths = [len(counted.categories) for counted in tables]
    spread: Whole = np.repeat(np.column_stack(columns), widths, axis=1)
    return spread


def effective(weights: Whole, squares: Whole) -> Floats:
    """Return how many people with equal weights would know as much as people with these sums (Kish)."""
    if weights.dtype == object or weights.max(initial=0) >= 2**31:
        weights = weights.astype(object)
    return quotients(weights * weights, squares)


def quotients(part: Whole, base: Whole) -> Floats:
    """Return quotients of whole numbers, each the float that is nearest to it; 0 where the base is 0."""
    safe = np.where(base == 0, 1, base)
    zero = np.where(base == 0, 0, part)
    short = object not in (part.dtype, base.dtype)
    if short and max(part.max(initial=0), base.max(initial=0)) < EXACT * 100:
        found: Floats = zero / safe
        return found
    # Python divides whole numbers of any length and rounds once.
    return np.asarray(zero.astype(object) / safe.astype(object), dtype=np.float64)


def _totals(coding: Coding, grouping: Grouping, digit: Floats) -> Floats:
    """Return sums by row of the table and what an answer counts for."""
    ways, distinct = grouping.inside.shape[1], len(coding.distinct)
    if ways * distinct <= MOST_CELLS:
        return _heads(coding, grouping, digit) @ coding.counted
    # So many different answers (many options, many people) that a table of all of them would fill the memory.
    columns = [
        grouped(grouping.kinds, digit * coding.counted[coding.kinds, column], ways)
        for column in range(coding.counted.shape[1])
    ]
    found: Floats = grouping.inside @ np.column_stack(columns)
    return found


def _heads(coding: Coding, grouping: Grouping, digit: Floats) -> Floats:
    """Return sums by row of the table and distinct answer."""
    ways, distinct = grouping.inside.shape[1], len(coding.distinct)
    found: Floats = grouping.inside @ two_way(grouping.kinds, coding.kinds, ways, distinct, digit)
    return found


def _sums(found: Whole) -> Sums:
    return Sums(found[:, BASE], found[:, FIRST_CATEGORY:])

"""Marks of differences as data: each with its test, level, correction and bases (docs/rules/survey-tests.md)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import numpy as np

from yakusoku.domain.survey.coded import Floats
from yakusoku.domain.survey.differences import (
    Shares,
    Significant,
    Statistics,
    compared,
    pairs_of,
    significant,
)
from yakusoku.domain.survey.letters import STRICT_LEVEL
from yakusoku.domain.survey.multiplicity import Correction
from yakusoku.domain.survey.tabulating import Counted, TableRow, quotients, shares_of_tables

Comparison = tuple[int, int]


class MarkKind(StrEnum):
    """What a group is compared with: another group of the same whole, or all others of that whole (the rest)."""

    GROUP = "group"
    REST = "rest"


@dataclass(frozen=True, slots=True)
class Mark:
    """One difference beyond chance, of a share that is higher or lower than another.

    row, against  the rows that are compared; against the rest: the whole that the row is a part of
    category      place among the categories
    test          z-pooled, or t-design where the sample has a design
    df            degrees of freedom of t; None of z
    level         the stricter of the two levels that the adjusted probability meets
    tests         how many comparisons the correction is for
    bases, people n of both sides, and how many people with equal weights would know as much
    """

    kind: MarkKind
    row: int
    against: int
    category: int
    higher: bool
    test: str
    statistic: float
    df: int | None
    p: float
    adjusted: float
    level: float
    correction: Correction
    tests: int
    bases: tuple[int, int]
    people: tuple[float, float]

    @property
    def sign(self) -> str:
        """Return the mark of a comparison with the rest: one sign at 5 %, two at 1 %."""
        return ("+" if self.higher else "-") * (2 if self.level == STRICT_LEVEL else 1)


class Tester(Protocol):
    """Tests shares of rows of one table against one another."""

    @property
    def name(self) -> str:
        """Return the name of the test."""

    @property
    def df(self) -> int | None:
        """Return the degrees of freedom; None: those of the normal distribution."""

    def between(self, first: Sequence[int], second: Sequence[int]) -> Statistics:
        """Return the tests of rows, comparison by comparison, for all categories."""

    def with_rest(self, rows: Sequence[int], wholes: Sequence[int]) -> Statistics:
        """Return the tests of rows against the rest of the rows that they are parts of."""


class CountsTester:
    """The z test of shares from counts and weights alone."""

    name = "z-pooled"
    df: int | None = None

    def __init__(self, counted: Counted) -> None:
        self.shares = shares_of_tables([counted], counted.shares)
        self.counted = counted

    def between(self, first: Sequence[int], second: Sequence[int]) -> Statistics:
        """Return the tests of rows, comparison by comparison, for all categories."""
        return compared(self.shares.of(first), self.shares.of(second))

    def with_rest(self, rows: Sequence[int], wholes: Sequence[int]) -> Statistics:
        """Return the tests of rows against the rest of the rows that they are parts of."""
        return compared(self.shares.of(rows), rest_of(self.counted, rows, wholes))


def rest_of(counted: Counted, rows: Sequence[int], wholes: Sequence[int]) -> Shares:
    """Return the shares of who is in a whole and not in its part, from exact sums."""
    part, whole = list(rows), list(wholes)
    base = counted.weights.base[whole] - counted.weights.base[part]
    cells = counted.weights.cells[whole] - counted.weights.cells[part]
    square = counted.squares.base[whole] - counted.squares.base[part]
    n = counted.people.base[whole] - counted.people.base[part]
    people = quotients(base.astype(object) ** 2, square)
    width = cells.shape[1]
    return Shares(quotients(cells, base[:, None]), _wide(people, width), _wide(n, width))


def marks_of(
    counted: Counted,
    correction: Correction = Correction.HOLM,
    by: Tester | None = None,
    *,
    rest: bool = True,
) -> list[Mark]:
    """Return the marks of a table: groups among one another, unless one person can be in two, and against the rest.

    rest   False: not against the rest
    """
    tester: Tester = by or CountsTester(counted)
    found: list[Mark] = []
    for family in counted.grouping.families:
        wholes = [counted.grouping.parent(family[0])] * len(family)
        if not counted.overlapping and len(family) > 1:
            first, second = pairs_of(family)
            tests = tester.between(first, second)
            pairs = list(zip(first, second, strict=True))
            found += _marks(
                counted, tester, MarkKind.GROUP, pairs, significant(tests, correction), correction
            )
        if not rest:
            continue
        tests = tester.with_rest(family, wholes)
        pairs = list(zip(family, wholes, strict=True))
        found += _marks(counted, tester, MarkKind.REST, pairs, significant(tests, correction), correction)
    return found


def with_letters(rows: Sequence[TableRow], letters: dict[tuple[int, int], str]) -> list[TableRow]:
    """Return rows with other letters."""
    return [
        TableRow(
            row.group,
            row.letter,
            row.everybody,
            row.n,
            row.n_weighted,
            tuple(
                cell._replace(letters=letters.get((place, category), ""))
                for category, cell in enumerate(row.cells)
            ),
        )
        for place, row in enumerate(rows)
    ]


def _marks(
    counted: Counted,
    tester: Tester,
    kind: MarkKind,
    pairs: Sequence[Comparison],
    found: Iterable[Significant],
    correction: Correction,
) -> Iterator[Mark]:
    n, people = counted.people.base.tolist(), counted.effective.tolist()
    blank = counted.is_blank
    for each in found:
        if blank[each.answer]:
            continue
        row, against = pairs[each.comparison]
        bases, sizes = (n[row], n[against]), (people[row], people[against])
        if kind is MarkKind.REST:
            rest = rest_of(counted, [row], [against])
            bases, sizes = (n[row], n[against] - n[row]), (people[row], float(rest.people[0, 0]))
        yield Mark(
            kind, row, against, each.answer, each.z > 0, tester.name, each.z, tester.df, each.p, each.adjusted,
            each.level, correction, each.tests, bases, sizes,
        )  # fmt: skip


def _wide(column: Floats, width: int) -> Floats:
    wide: Floats = np.repeat(np.asarray(column, dtype=np.float64)[:, None], width, axis=1)
    return wide

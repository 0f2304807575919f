"""Cells that are not shown because few people are in them, nor can be recomputed from the others (docs/rules/survey-suppression.md)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from yakusoku.domain.survey.exact import Whole
from yakusoku.domain.survey.form import QuestionKind
from yakusoku.domain.survey.tabulating import Counted

SHOWN_AS = "x"
# A direction that leaves a cell as it is, to the last bits.
STILL = 1e-9

Cell = tuple[int, int]
# Cells whose counts, some added and some taken away, make a number that is known: place and sign.
Equation = tuple[tuple[Cell, int], ...]


@dataclass(frozen=True, slots=True)
class Suppression:
    """What a table does not show, by row and category.

    primary    few people are in the cell (or all but a few of its base)
    secondary  it would give away another
    """

    least: int
    primary: frozenset[Cell]
    secondary: frozenset[Cell]

    @property
    def hidden(self) -> frozenset[Cell]:
        """Return all cells that are not shown; a table does not say why."""
        return self.primary | self.secondary


def suppression_of(counted: Counted, least: int) -> Suppression:
    """Return the cells to hide so that none with 1 to `least` - 1 people is shown or can be recomputed.

    A row whose base has so few people is hidden whole. The exact table is left as it is.
    """
    counts = counted.people.cells
    primary = frozenset(_primary(counted, least))
    hidden, equations = set(primary), _equations(counted)
    while True:
        open_ = _given_away(hidden, equations, counts)
        if open_ is None:
            return Suppression(least, primary, frozenset(hidden - primary))
        candidates = [cell for cell in _neighbours(open_, equations) if cell not in hidden]
        if not candidates:
            # Nothing is left to hide beside it: the whole table is known or hidden.
            return Suppression(least, primary, frozenset(hidden - primary))
        hidden.add(min(candidates, key=lambda cell: _cost(cell, counts)))


def _primary(counted: Counted, least: int) -> Iterator[Cell]:
    several = counted.question.kind is QuestionKind.MULTIPLE
    for row, base in enumerate(counted.people.base.tolist()):
        for category, many in enumerate(counted.people.cells[row].tolist()):
            net = category >= counted.asked + counted.shows_blank
            few = 0 < many < least or ((several or net) and 0 < base - many < least)
            if few or 0 < base < least:
                yield row, category


def _equations(counted: Counted) -> list[Equation]:
    """Return what a reader can add up: the answers of a row make its base, the parts of a whole make the whole."""
    found: list[Equation] = []
    answers = range(counted.asked + counted.shows_blank)
    for row in range(len(counted.rows)):
        # For a 複数回答 the number of mentions is printed, so that its answers add up as well.
        found.append(tuple(((row, category), 1) for category in answers))
        if counted.question.kind is not QuestionKind.MULTIPLE:
            found += _of_nets(counted, row)
    for family in () if counted.overlapping else counted.grouping.families:
        whole = counted.grouping.parent(family[0])
        for category in range(len(counted.categories)):
            found.append((((whole, category), -1), *(((row, category), 1) for row in family)))
    return found


def _of_nets(counted: Counted, row: int) -> Iterator[Equation]:
    """Yield that a net is the sum of its answers."""
    for net, inside in enumerate(counted.coding.nets, counted.asked + counted.shows_blank):
        yield (((row, net), -1), *(((row, category), 1) for category in inside))


def _given_away(hidden: set[Cell], equations: Iterable[Equation], counts: Whole) -> Cell | None:
    """Return a hidden cell that the shown ones tell, the smallest first; None if there is none."""
    known = [[(cell, sign) for cell, sign in equation if cell in hidden] for equation in equations]
    known = [equation for equation in known if equation]
    for equation in known:
        # Nobody hides an empty cell without need: so many cells with one person each tell that each has one.
        if len(equation) == 1 or _all_ones(equation, counts):
            return equation[0][0]
    return _determined(sorted(hidden), known)


def _all_ones(equation: Sequence[tuple[Cell, int]], counts: Whole) -> bool:
    return all(sign > 0 and counts[cell] == 1 for cell, sign in equation)


def _determined(cells: Sequence[Cell], equations: Sequence[Sequence[tuple[Cell, int]]]) -> Cell | None:
    """Return a cell that has one value in all solutions of the equations together."""
    if not cells:
        return None
    places = {cell: place for place, cell in enumerate(cells)}
    matrix = np.zeros((max(len(equations), 1), len(cells)))
    for line, equation in enumerate(equations):
        for cell, sign in equation:
            matrix[line, places[cell]] += sign
    _, sizes, directions = np.linalg.svd(matrix)
    rank = int((sizes > STILL).sum())
    moves = np.abs(directions[rank:]).max(axis=0, initial=0)
    still = np.flatnonzero(moves < STILL)
    return cells[int(still[0])] if len(still) else None


def _neighbours(cell: Cell, equations: Iterable[Equation]) -> set[Cell]:
    return {
        other
        for equation in equations
        if any(each == cell for each, _ in equation)
        for other, _ in equation
        if other != cell
    }


def _cost(cell: Cell, counts: Whole) -> tuple[int, int, int, int]:
    """Return in which order cells are hidden: those of everybody last, empty ones late, small ones first."""
    row, category = cell
    many = int(counts[cell])
    return int(row == 0), int(many == 0), many, row * 1000 + category

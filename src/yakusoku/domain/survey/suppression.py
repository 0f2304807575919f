"""Cells that are not shown because few people are in them, nor can be recomputed from the others (docs/rules/survey-suppression.md).

The tables that come out together are protected together: what one of them hides, no other shows or gives away.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from yakusoku.domain.survey.form import QuestionKind
from yakusoku.domain.survey.moves import Cell, Key, Released, Together
from yakusoku.domain.survey.tabulating import Counted

SHOWN_AS = "x"


@dataclass(frozen=True, slots=True)
class Suppression:
    """What a table does not show, by row and category.

    primary    few people are in the cell (or all but a few of its base)
    secondary  it would give away another, here or in another table
    """

    least: int
    primary: frozenset[Cell]
    secondary: frozenset[Cell]

    @property
    def hidden(self) -> frozenset[Cell]:
        """Return all cells that are not shown; a table does not say why."""
        return self.primary | self.secondary


def suppression_of(counted: Counted, least: int) -> Suppression:
    """Return the cells to hide of one table that comes out alone."""
    return suppressions_of([Released(counted, tuple(axis.name for axis in counted.axes))], least)[0]


def suppressions_of(tables: Sequence[Released], least: int) -> list[Suppression]:
    """Return for each table the cells to hide so that none with 1 to `least` - 1 people is shown or can be recomputed.

    A row whose base has so few people is hidden whole. The exact tables are left as they are.
    """
    asked: dict[str, list[Released]] = {}
    for each in tables:
        asked.setdefault(each.counted.question.name, []).append(each)
    together = {name: Together(each) for name, each in asked.items()}
    primary = [frozenset(_primary(each.counted, least)) for each in tables]
    few: dict[str, set[Cell]] = {}
    for each, cells in zip(tables, primary, strict=True):
        name = each.counted.question.name
        few.setdefault(name, set()).update(together[name].places(each, cells))
    _protect(together, few)
    return [
        Suppression(least, cells, together[each.counted.question.name].hidden_of(each) - cells)
        for each, cells in zip(tables, primary, strict=True)
    ]


def _primary(counted: Counted, least: int) -> Iterator[Cell]:
    several, answers = counted.question.kind is QuestionKind.MULTIPLE, counted.asked + counted.shows_blank
    bases, rows = counted.people.base.tolist(), counted.people.cells.tolist()
    for row, (base, counts) in enumerate(zip(bases, rows, strict=True)):
        for category, many in enumerate(counts):
            part = several or category >= answers
            few = 0 < many < least or (part and 0 < base - many < least)
            if few or 0 < base < least:
                yield row, category


def _protect(together: Mapping[str, Together], few: Mapping[str, set[Cell]]) -> None:
    """Hide cells, what would give them away, and the same people in tables of other questions; until none is left."""
    todo = {name: set(cells) for name, cells in few.items() if cells}
    same = _standing(together) if todo and len(together) > 1 else {}
    while todo:
        name, cells = todo.popitem()
        for cell in together[name].protect(cells):
            for other, there in same.get(together[name].key(cell) or frozenset(), ()):
                if not together[other].hidden[there]:
                    todo.setdefault(other, set()).add(there)


def _standing(together: Mapping[str, Together]) -> dict[Key, list[tuple[str, Cell]]]:
    """Return where the same people stand: who answered two questions so is in the tables of both."""
    found: dict[Key, list[tuple[str, Cell]]] = {}
    for name, each in together.items():
        for cell in each.cells():
            key = each.key(cell)
            if key is not None:
                found.setdefault(key, []).append((name, cell))
    return {key: cells for key, cells in found.items() if len(cells) > 1}

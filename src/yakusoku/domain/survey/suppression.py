"""Cells that are not shown because few people are in them, nor can be recomputed from the others (docs/rules/survey-suppression.md).

A cell is safe if another table, with another number in it, has all the numbers that are shown. Such a table differs
by a move: in some rows one person gives another answer, so that no base, no sum and no other row changes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from yakusoku.domain.survey.form import QuestionKind
from yakusoku.domain.survey.tabulating import Counted

SHOWN_AS = "x"
NOWHERE = -1

Cell = tuple[int, int]
# In a row one person leaves a category for another; NOWHERE: a net of a 複数回答 changes alone.
Shift = tuple[int, int, int]
Move = tuple[Shift, ...]


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
    table = _Table(counted)
    primary = frozenset(table.primary(least))
    hidden = set(primary)
    for cell in sorted(primary):
        cheapest = None
        for move in table.moves(cell):
            cost = table.cost(move, hidden)
            if cheapest is None or cost < cheapest[0]:
                cheapest = cost, move
            if cost == _FREE:
                break
        if cheapest is not None:
            hidden |= table.cells_of(cheapest[1])
    return Suppression(least, primary, frozenset(hidden - primary))


_FREE = (0, 0, 0, 0, 0)


@dataclass
class _Table:
    """The counts of a table, and the moves that leave its bases and sums as they are."""

    counted: Counted

    @cached_property
    def counts(self) -> list[list[int]]:
        found: list[list[int]] = self.counted.people.cells.tolist()
        return found

    @cached_property
    def bases(self) -> list[int]:
        found: list[int] = self.counted.people.base.tolist()
        return found

    @cached_property
    def parents(self) -> list[int]:
        """The row that each row is a part of; NOWHERE: none."""
        places = {row.path: place for place, row in enumerate(self.counted.rows)}
        if self.counted.overlapping:
            # Where one person stands in several rows they do not add up.
            return [NOWHERE] * len(places)
        return [places[row.path[:-1]] if row.path else NOWHERE for row in self.counted.rows]

    @cached_property
    def children(self) -> list[list[int]]:
        found: list[list[int]] = [[] for _ in self.parents]
        for place, parent in enumerate(self.parents):
            if parent != NOWHERE:
                found[parent].append(place)
        return found

    @property
    def several(self) -> bool:
        return self.counted.question.kind is QuestionKind.MULTIPLE

    @property
    def answers(self) -> int:
        """How many categories, the first ones, are not nets."""
        return self.counted.asked + self.counted.shows_blank

    def primary(self, least: int) -> Iterator[Cell]:
        for row, (base, counts) in enumerate(zip(self.bases, self.counts, strict=True)):
            for category, many in enumerate(counts):
                part = self.several or category >= self.answers
                few = 0 < many < least or (part and 0 < base - many < least)
                if few or 0 < base < least:
                    yield row, category

    def moves(self, cell: Cell) -> Iterator[Move]:
        """Yield the moves that change a cell."""
        row, category = cell
        for one, other in self._exchanges(category):
            above = self._above(row)
            for top in range(len(above)):
                # The rows from one that `row` is a part of, or from itself, down to the finest.
                chain = self._chain(above[: top + 1][::-1], one, other)
                parent = self.parents[above[top]]
                if chain is None:
                    continue
                if parent == NOWHERE:
                    yield chain
                    continue
                for sibling in self.children[parent]:
                    back = self._down(sibling, other, one) if sibling != above[top] else None
                    if back is not None:
                        yield (*chain, *back)

    def cells_of(self, move: Move) -> set[Cell]:
        """Return the cells that a move changes: what is shown of them would tell."""
        found = set()
        for row, one, other in move:
            found |= {(row, category) for category in (one, other) if category != NOWHERE}
            for net, members in enumerate(self.counted.coding.nets, self.answers):
                # The nets of a 複数回答 do not add up from its answers.
                if not self.several and (one in members) != (other in members):
                    found.add((row, net))
        return found

    def cost(self, move: Move, hidden: set[Cell]) -> tuple[int, ...]:
        """Return what a move costs: better none is emptied, as only cells with people are hidden without need."""
        new = self.cells_of(move) - hidden
        emptied = sum(1 for row, one, _ in move if one != NOWHERE and self.counts[row][one] < 2)
        whole, empty = (sum(map(kind, new)) for kind in (self._is_whole, self._is_empty))
        return emptied, whole, empty, len(new), sum(self.counts[row][category] for row, category in new)

    def _is_whole(self, cell: Cell) -> bool:
        return cell[0] == 0

    def _is_empty(self, cell: Cell) -> bool:
        return self.counts[cell[0]][cell[1]] == 0

    def _exchanges(self, category: int) -> Iterator[tuple[int, int]]:
        """Yield which category one person leaves for which other, so that the given one changes."""
        nets = self.counted.coding.nets
        if category < self.answers:
            pairs = [(category, other) for other in range(self.answers) if other != category]
        elif self.several:
            pairs = [(category, NOWHERE)]
        else:
            members = nets[category - self.answers]
            pairs = [(one, other) for one in members for other in range(self.answers) if other not in members]
        for one, other in pairs:
            yield one, other
            yield other, one

    def _above(self, row: int) -> list[int]:
        found = [row]
        while self.parents[found[-1]] != NOWHERE:
            found.append(self.parents[found[-1]])
        return found

    def _chain(self, rows: Sequence[int], one: int, other: int) -> Move | None:
        if not all(self._can(row, one, other) for row in rows[:-1]):
            return None
        below = self._down(rows[-1], one, other)
        return None if below is None else (*((row, one, other) for row in rows[:-1]), *below)

    def _down(self, row: int, one: int, other: int) -> Move | None:
        """Return the shift of a row and of one of its parts, of that part's part, and so on; None if it cannot be."""
        if not self._can(row, one, other):
            return None
        below = [move for child in self.children[row] if (move := self._down(child, one, other)) is not None]
        if not below:
            # Who is in no part of it can still give another answer; where everybody is, nobody can.
            inside = sum(self.bases[child] for child in self.children[row])
            return ((row, one, other),) if inside < self.bases[row] or not self.children[row] else None
        return ((row, one, other), *min(below, key=lambda move: self.cost(move, set())))

    def _can(self, row: int, one: int, other: int) -> bool:
        counts = self.counts[row]
        full = self.several and other != NOWHERE and counts[other] >= self.bases[row]
        return not full and (one == NOWHERE or counts[one] > 0)

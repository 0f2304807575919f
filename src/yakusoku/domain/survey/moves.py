"""Moves that leave all that is shown of a question as it is (docs/rules/survey-suppression.md).

A cell is safe if there are other answers, with another number in it, from which the same tables would be shown. They
differ by a move: one person gives another answer, and mostly one of another group the first one's, so that sums stay.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from yakusoku.domain.survey.coded import Codes, Floats, Mask, dense
from yakusoku.domain.survey.coding import BASE, FIRST_CATEGORY
from yakusoku.domain.survey.exact import Whole
from yakusoku.domain.survey.form import QuestionKind
from yakusoku.domain.survey.long_tables import two_way
from yakusoku.domain.survey.tabulating import Counted

NOWHERE = -1
# What a move costs: none is emptied rather than 全体 hidden, rather than a 0, rather than more cells, rather than more people.
EMPTIED, WHOLE, EMPTY, ANY = 1e14, 1e10, 1e6, 1e2

Cell = tuple[int, int]
# Groups by the names of their axes; and for a cell the answer by the name of its question.
Key = frozenset[tuple[str, str]]
EVERYBODY: Key = frozenset()
# A category by its code; a net by its words.
Category = tuple[bool, str]


@dataclass(frozen=True, slots=True)
class Released:
    """A table that comes out with others. `by`: the names of its axes, that mean the same in all tables."""

    counted: Counted
    by: tuple[str, ...]

    def rows(self) -> list[Key]:
        """Return who is in each row."""
        codes = [axis.codes for axis in self.counted.axes]
        return [
            frozenset((self.by[n], codes[n][place]) for n, place in enumerate(row.path))
            for row in self.counted.rows
        ]

    def categories(self) -> list[Category]:
        """Return the categories."""
        answers = self.counted.asked + self.counted.shows_blank
        return [(place >= answers, name) for place, name in enumerate(self.counted.coding.names)]


@dataclass(frozen=True, slots=True)
class _Part:
    """Tables that share axes, and how people stand on all of them at once.

    rows     places of their rows, but for 全体; `inside`: which ways to stand are in each
    counts   people by way and category; `base`: by way
    """

    rows: Codes
    inside: Mask
    counts: Whole
    base: Whole

    def can(self, one: int, other: int, *, several: bool) -> Mask:
        """Return in which ways there is somebody who may give another answer."""
        leaves = self.counts[:, one] > 0 if one != NOWHERE else np.ones(len(self.base), dtype=np.bool_)
        full = several and other != NOWHERE
        found: Mask = leaves & (self.counts[:, other] < self.base) if full else leaves
        return found


class Together:
    """All tables of one question that come out together; rows and categories that they share are one."""

    def __init__(self, tables: Sequence[Released]) -> None:
        self.question = tables[0].counted.question
        self.several = self.question.kind is QuestionKind.MULTIPLE
        self._rows = {key: n for n, key in enumerate(dict.fromkeys(k for t in tables for k in t.rows()))}
        self._keys = list(self._rows)
        named = dict.fromkeys(name for table in tables for name in table.categories())
        self._categories: dict[Category, int] = {name: n for n, name in enumerate(named)}
        self._names = list(named)
        size = len(self._rows), len(self._categories)
        self.counts: Whole = np.zeros(size, dtype=np.int64)
        # What no table shows is hidden.
        self.hidden: Mask = np.ones(size, dtype=np.bool_)
        for each in tables:
            here = self._where(each)
            self.hidden[here], self.counts[here] = False, each.counted.people.cells
        self.nets = {self._categories[net]: members for each in tables for net, members in self._nets(each)}
        shared = set.intersection(*({*each.categories()} for each in tables))
        self.answers = [n for name, n in self._categories.items() if not name[0] and name in shared]
        self.parts = [self._part(each) for each in _sharing_axes(tables)]
        self._price = ANY + self.counts / max(int(self.counts.max(initial=0)), 1) + EMPTY * (self.counts == 0)
        self._price[0] += WHOLE

    def places(self, table: Released, cells: Iterable[Cell]) -> set[Cell]:
        """Return where cells of one table stand among those of all."""
        rows, categories = self._lists(table)
        return {(rows[row], categories[category]) for row, category in cells}

    def hidden_of(self, table: Released) -> frozenset[Cell]:
        """Return what one table hides."""
        found = np.argwhere(self.hidden[self._where(table)]).tolist()
        return frozenset((row, category) for row, category in found)

    def cells(self) -> Iterator[Cell]:
        """Yield all cells."""
        for row in range(len(self._keys)):
            for category in range(len(self._names)):
                yield row, category

    def key(self, cell: Cell) -> Key | None:
        """Return who is in a cell; None of a net, which is no group of any axis."""
        is_net, name = self._names[cell[1]]
        return None if is_net else self._keys[cell[0]] | {(self.question.name, name)}

    def protect(self, cells: Iterable[Cell]) -> set[Cell]:
        """Hide cells and what a move needs that changes each; return all that is hidden now and was not before."""
        before = self.hidden.copy()
        targets = sorted(cells)
        for cell in targets:
            self.hidden[cell] = True
        for cell in targets:
            move = self._cheapest(cell)
            for row, category in move:
                self.hidden[row, category] = True
        return {(row, category) for row, category in np.argwhere(self.hidden & ~before).tolist()}

    def _cheapest(self, cell: Cell) -> set[Cell]:
        """Return the cells that the cheapest move changes; none if there is no move."""
        found: tuple[float, list[Codes], list[int]] | None = None
        for one, other in self._exchanges(cell[1]):
            touched = self._touched(one, other)
            for cost, rows in self._moves(cell[0], one, other, touched):
                if found is None or cost < found[0]:
                    found = cost, rows, touched
            if found is not None and found[0] == 0:
                break
        if found is None:
            return set()
        return {(row, category) for rows in found[1] for row in rows.tolist() for category in found[2]}

    def _exchanges(self, category: int) -> Iterator[tuple[int, int]]:
        """Yield which category one person leaves for which other, so that the given one changes."""
        if category not in self.nets:
            pairs = [(category, other) for other in self.answers if other != category]
        elif self.several:
            # The nets of a 複数回答 do not add up from its answers: one may change alone.
            pairs = [(category, NOWHERE)]
        else:
            members = self.nets[category]
            pairs = [(one, other) for one in members for other in self.answers if other not in members]
        for one, other in pairs:
            yield one, other
            yield other, one

    def _touched(self, one: int, other: int) -> list[int]:
        crossed = [n for n, members in self.nets.items() if (one in members) != (other in members)]
        return [n for n in (one, other) if n != NOWHERE] + ([] if self.several else crossed)

    def _moves(
        self, row: int, one: int, other: int, touched: Sequence[int]
    ) -> Iterator[tuple[float, list[Codes]]]:
        """Yield the cheapest moves by which a person leaves one category for another in a row, each with its rows."""
        new = np.where(self.hidden[:, touched], 0.0, self._price[:, touched]).sum(axis=1)
        leaves, back = (new + EMPTIED * self._last(each) for each in (one, other))
        for part in self.parts:
            if row in part.rows:
                yield from self._exchanged(part, row, (one, other), (leaves, back))
        # Nobody goes back: 全体 changes, and with it a group on every axis.
        cost, rows = float(leaves[0]), [np.zeros(1, dtype=np.int64)]
        for part in self.parts:
            can = part.can(one, other, several=self.several)
            if row in part.rows:
                can &= part.inside[(part.rows == row).argmax()]
            if not can.any():
                return
            costs = np.where(can, leaves[part.rows] @ part.inside, np.inf)
            way = int(costs.argmin())
            cost += float(costs[way])
            rows.append(part.rows[part.inside[:, way]])
        yield cost, rows

    def _exchanged(
        self, part: _Part, row: int, exchange: tuple[int, int], costs: tuple[Floats, Floats]
    ) -> Iterator[tuple[float, list[Codes]]]:
        """Yield the cheapest move in which somebody outside the row goes the other way."""
        one, other = exchange
        there = part.inside[(part.rows == row).argmax()]
        first = np.flatnonzero(there & part.can(one, other, several=self.several))
        second = np.flatnonzero(~there & part.can(other, one, several=self.several))
        if not len(first) or not len(second):
            return
        leaves, back = (each[part.rows] for each in costs)
        inside, outside = part.inside[:, first].astype(np.float64), part.inside[:, second].astype(np.float64)
        # Rows in which both are do not change.
        cost = (leaves @ inside)[:, None] + (back @ outside)[None, :]
        cost -= (inside * (leaves + back)[:, None]).T @ outside
        # What floats are off by is less than any price.
        cost[cost < 1] = 0
        at, to = np.unravel_index(int(cost.argmin()), cost.shape)
        changed = part.inside[:, first[at]] != part.inside[:, second[to]]
        yield float(cost[at, to]), [part.rows[changed]]

    def _last(self, category: int) -> Floats:
        """Return the rows that lose the last person in a category."""
        if category == NOWHERE:
            return np.zeros(len(self.counts))
        return (self.counts[:, category] < 2).astype(np.float64)

    def _part(self, tables: Sequence[Released]) -> _Part:
        kinds = tables[0].counted.grouping.kinds
        for each in tables[1:]:
            mine = each.counted.grouping
            kinds = dense(kinds * max(mine.inside.shape[1], 1) + mine.kinds)
        ways = int(kinds.max(initial=-1)) + 1
        rows: dict[int, Mask] = {}
        counts: Whole = np.zeros((ways, len(self._categories)), dtype=np.int64)
        base: Whole = np.zeros(ways, dtype=np.int64)
        for each in tables:
            grouping, places = each.counted.grouping, self._lists(each)
            here = np.zeros(ways, dtype=np.int64)
            here[kinds] = grouping.kinds
            rows |= dict(zip(places[0], grouping.inside[:, here] > 0, strict=True))
            found = _by_way(each.counted, kinds, ways)
            base, counts[:, places[1]] = found[:, BASE], found[:, FIRST_CATEGORY:]
        rows.pop(0)
        inside = np.array(list(rows.values()), dtype=np.bool_).reshape(len(rows), ways)
        return _Part(np.array(list(rows), dtype=np.int64), inside, counts, base)

    def _lists(self, table: Released) -> tuple[list[int], list[int]]:
        return (
            [self._rows[key] for key in table.rows()],
            [self._categories[name] for name in table.categories()],
        )

    def _where(self, table: Released) -> tuple[Codes, ...]:
        return np.ix_(*self._lists(table))

    def _nets(self, table: Released) -> Iterator[tuple[Category, tuple[int, ...]]]:
        names = table.categories()
        nets = [name for name in names if name[0]]
        for name, members in zip(nets, table.counted.coding.nets, strict=True):
            yield name, tuple(self._categories[names[member]] for member in members)


def _by_way(counted: Counted, kinds: Codes, ways: int) -> Whole:
    """Return people by the way in which they stand and by what their answer counts for."""
    coding = counted.coding
    return counted.weighing.people.summed(
        lambda digit: two_way(kinds, coding.kinds, ways, len(coding.distinct), digit) @ coding.counted
    )


def _sharing_axes(tables: Sequence[Released]) -> list[list[Released]]:
    """Return the tables in heaps: two that share an axis are in one."""
    heaps: list[tuple[set[str], list[Released]]] = []
    for each in tables:
        axes, mine = set(each.by), [each]
        apart = []
        for names, others in heaps:
            if names & axes:
                axes, mine = axes | names, [*others, *mine]
            else:
                apart.append((names, others))
        heaps = [*apart, (axes, mine)]
    return [mine for _, mine in heaps]

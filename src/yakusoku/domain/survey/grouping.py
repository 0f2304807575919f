"""Who stands in which rows of a table, from the axes (docs/rules/survey-tables.md)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from yakusoku.domain.survey.axes import Axis, RowKey, families, rows_of, rows_of_members
from yakusoku.domain.survey.coded import Codes, Floats, Mask, dense, present
from yakusoku.domain.survey.coding import distinguished


@dataclass(frozen=True)
class Grouping:
    """The rows of a table and who is in them.

    kinds    for each respondent which of the distinct ways to stand on the axes
    inside   rows of the table by those ways: 1 where who stands so is in the row
    off      the ways that are not on all axes
    """

    axes: tuple[Axis, ...]
    rows: tuple[RowKey, ...]
    kinds: Codes
    inside: Floats
    off: Mask

    @cached_property
    def overlapping(self) -> bool:
        """Return whether one person can stand in several rows of a family."""
        return any(axis.overlapping for axis in self.axes)

    @cached_property
    def finest(self) -> list[int]:
        """Return the rows that the axes split no further."""
        return [place for place, row in enumerate(self.rows) if len(row.path) == len(self.axes)]

    @cached_property
    def families(self) -> list[list[int]]:
        """Return the rows that are compared with one another: the parts of the same whole."""
        return families(self.rows)

    def parent(self, place: int) -> int:
        """Return the row that a row is a part of."""
        path = self.rows[place].path[:-1]
        return next(n for n, row in enumerate(self.rows) if row.path == path)


def grouping_of(axes: Sequence[Axis], size: int) -> Grouping:
    """Return the rows that the axes make for so many respondents. Raises TooManyGroups."""
    rows = tuple(rows_of(axes))
    places = {row.path: place for place, row in enumerate(rows)}
    kinds, ways = np.zeros(size, dtype=np.int64), [()] if size else []
    for axis in axes:
        codes, members = distinguished(axis.members)
        pairs = kinds * max(len(members), 1) + codes
        known = present(pairs).tolist()
        ways = [(*ways[pair // len(members)], members[pair % len(members)]) for pair in known]
        kinds = dense(pairs)
    inside = np.zeros((len(rows), len(ways)))
    off = np.zeros(len(ways), dtype=np.bool_)
    for way, groups in enumerate(ways):
        paths = list(rows_of_members(groups))
        inside[[places[path] for path in paths], way] = 1
        off[way] = all(len(path) < len(axes) for path in paths)
    return Grouping(tuple(axes), rows, kinds, inside, off)

"""Which base would explain what a table prints (docs/rules/survey-check.md)."""

from collections.abc import Iterator
from itertools import islice

from yakusoku.domain.survey.printed import Cell, Group, TableKind
from yakusoku.domain.survey.rounding import Rule

# How many bases a finding names: those for the whole row, and those for the cell alone.
MOST_TOGETHER, MOST_ALONE = 8, 12
# How far from the stated base one looks: as far as itself, within these.
LEAST_REACH, MOST_REACH = 100, 5000


def bases_of_row(group: Group) -> tuple[int, ...]:
    """Return the bases near the stated one that fit the whole row, nearest first.

    The items of a battery have bases of their own, so that no base is asked to fit them all.
    """
    if group.n is None or group.kind is TableKind.BATTERY or not all(map(_is_share, group.printed)):
        return ()
    return tuple(islice((n for n in _near(group.n) if group.fits(Rule.HALF_UP, n)), MOST_TOGETHER))


def bases_of_cell(cell: Cell, known: tuple[int, ...]) -> tuple[int, ...]:
    """Return the bases near the stated one that fit a cell and are not `known` already, nearest first."""
    if not _is_share(cell):
        return ()
    return tuple(islice((n for n in _near(cell.n) if n not in known and cell.counts(n)), MOST_ALONE))


def _is_share(cell: Cell) -> bool:
    return cell.printed is not None and 0 <= cell.printed.value <= 100


def _near(stated: int) -> Iterator[int]:
    for distance in range(1, min(max(stated, LEAST_REACH), MOST_REACH) + 1):
        if stated - distance > 0:
            yield stated - distance
        yield stated + distance

"""Which base would explain what a table prints (docs/rules/survey-check.md)."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from yakusoku.domain.survey.printed import Cell, Group, TableKind
from yakusoku.domain.survey.rounding import Printed, Rule

Whole = NDArray[np.int64]

# How many bases a finding names: those for the whole row, and those for the cell alone.
MOST_TOGETHER, MOST_ALONE = 8, 12
# How far from the stated base one looks: as far as itself, within these.
LEAST_REACH, MOST_REACH = 100, 5000
# Percentages of more decimals than this, times the largest base, do not fit into 64 bits: they are tried one by one.
MOST_AT_ONCE = 6


def bases_of_row(group: Group) -> tuple[int, ...]:
    """Return the bases near the stated one that fit the whole row, nearest first.

    The items of a battery have bases of their own, so that no base is asked to fit them all.
    """
    if group.n is None or group.kind is TableKind.BATTERY or not all(map(_is_share, group.printed)):
        return ()
    near = _near(group.n)
    if max((_decimals(cell) for cell in group.printed), default=0) > MOST_AT_ONCE:
        return tuple(islice((n for n in near.tolist() if group.fits(Rule.HALF_UP, n)), MOST_TOGETHER))
    return tuple(near[_fitting(group, near)][:MOST_TOGETHER].tolist())


def bases_of_cell(cell: Cell, known: tuple[int, ...]) -> tuple[int, ...]:
    """Return the bases near the stated one that fit a cell and are not `known` already, nearest first."""
    if not _is_share(cell):
        return ()
    near = _near(cell.n)
    if cell.printed is None or _decimals(cell) > MOST_AT_ONCE:
        fitting: Iterator[int] = (n for n in near.tolist() if cell.counts(n))
    else:
        low, high = _spans(cell.printed, near)
        fitting = iter(near[low <= high][: MOST_ALONE + len(known)].tolist())
    return tuple(islice((n for n in fitting if n not in known), MOST_ALONE))


def _decimals(cell: Cell) -> int:
    return cell.printed.decimals if cell.printed else 0


def _is_share(cell: Cell) -> bool:
    return cell.printed is not None and 0 <= cell.printed.value <= 100


@lru_cache(maxsize=100)
def _near(stated: int) -> Whole:
    """Return the bases to look at, nearest first."""
    far = np.arange(1, min(max(stated, LEAST_REACH), MOST_REACH) + 1, dtype=np.int64)
    both = np.stack([stated - far, stated + far], axis=1).reshape(-1)
    return both[both > 0]


def _spans(printed: Printed, bases: Whole) -> tuple[Whole, Whole]:
    """Return the lowest and highest counts that are printed like this, as `Printed.counts`, base by base."""
    scale = 2 * 100 * 10**printed.decimals
    low = -((-(2 * printed.units - 1) * bases) // scale)
    high = -((-(2 * printed.units + 1) * bases) // scale) - 1
    return np.maximum(low, 0), np.minimum(high, bases)


def _fitting(group: Group, bases: Whole) -> NDArray[np.bool_]:
    """Return which bases fit the whole row, as `Group.fits`."""
    spans = {id(cell): _spans(cell.printed, bases) for cell in group.printed if cell.printed}
    possible = np.ones(len(bases), dtype=bool)
    for low, high in spans.values():
        possible &= low <= high
    if group.kind is not TableKind.SINGLE or not group.is_one:
        return possible
    adds_up = np.zeros(len(bases), dtype=bool)
    for cells in group.readings:
        lowest = sum((spans[id(cell)][0] for cell in cells), np.zeros(len(bases), dtype=np.int64))
        highest = sum((spans[id(cell)][1] for cell in cells), np.zeros(len(bases), dtype=np.int64))
        adds_up |= (lowest <= bases) & ~(group.is_whole & (highest < bases))
    return possible & adds_up

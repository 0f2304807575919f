"""Which base would explain what a table prints (docs/rules/survey-check.md)."""

from collections.abc import Iterator
from itertools import islice

from yakusoku.domain.survey.printed import Cell, Group, TableKind
from yakusoku.domain.survey.rounding import Rule

# How many bases a finding names: those for the whole row, and those for the cell alone.
MOST_TOGETHER, MOST_ALONE = 8, 8
# How far from the stated base one looks: as far as itself, within these.
LEAST_REACH, MOST_REACH = 100, 5000


def fitting_bases(group: Group, cell: Cell | None) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the bases near the stated one that fit the whole row, and further ones that fit `cell`.

    Nearest first. The items of a battery have bases of their own, so that no base is asked to fit them all.
    """
    stated = cell.n if cell else group.n
    if stated is None or any(not 0 <= each.printed.value <= 100 for each in group.printed if each.printed):
        return (), _alone(cell, ()) if cell else ()
    together: tuple[int, ...] = ()
    if group.n is not None and group.kind is not TableKind.BATTERY:
        fits = (n for n in _near(stated) if group.fits(Rule.HALF_UP, n))
        together = tuple(islice(fits, MOST_TOGETHER))
    return together, _alone(cell, together) if cell else ()


def _alone(cell: Cell, known: tuple[int, ...]) -> tuple[int, ...]:
    if not cell.printed or not 0 <= cell.printed.value <= 100:
        return ()
    fits = (n for n in _near(cell.n) if n not in known and cell.counts(n))
    return tuple(islice(fits, MOST_ALONE))


def _near(stated: int) -> Iterator[int]:
    for distance in range(1, min(max(stated, LEAST_REACH), MOST_REACH) + 1):
        if stated - distance > 0:
            yield stated - distance
        yield stated + distance

"""What cannot be true in a published table of percentages (docs/rules/survey-check.md).

Only what is proved is a finding: a table that was computed from counts has none.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import groupby

from yakusoku.domain.survey import saying
from yakusoku.domain.survey.bases import bases_of_cell, bases_of_row
from yakusoku.domain.survey.printed import Cell, Group, TableKind
from yakusoku.domain.survey.rounding import Printed, Rule, half_up, in_print


class FindingKind(StrEnum):
    """In what way a table contradicts itself."""

    IMPOSSIBLE = "impossible"
    SUM = "sum"
    ROUNDING = "rounding"
    FEASIBILITY = "feasibility"


@dataclass(frozen=True, slots=True)
class Finding:
    """One contradiction.

    row, column  the group and the category; empty: the table, or the row, as a whole
    printed      what is printed there: a percentage, or the sum of a row; empty: nothing single
    n            the base that is stated; None: the table has several
    fits         bases that would explain what is printed, nearest to `n` first
    """

    table: str
    row: str
    column: str
    printed: str
    n: int | None
    kind: FindingKind
    fits: tuple[int, ...]
    message: str


def check_tables(cells: Sequence[Cell]) -> list[Finding]:
    """Return what cannot be true, table by table in the order of the cells."""
    order = {name: place for place, name in reversed(list(enumerate(cell.table for cell in cells)))}
    tables = groupby(sorted(cells, key=lambda cell: order[cell.table]), key=lambda cell: cell.table)
    return [finding for _, table in tables for finding in _check_table(_groups(table))]


def _groups(cells: Iterable[Cell]) -> list[Group]:
    rows: dict[str, list[Cell]] = {}
    for cell in cells:
        rows.setdefault(cell.group, []).append(cell)
    return [Group(tuple(row)) for row in rows.values()]


def _check_table(groups: list[Group]) -> Iterator[Finding]:
    found = [finding for group in groups for finding in _check_group(group)]
    yield from found
    if found and not all(group.fits(Rule.HALF_UP) for group in groups):
        rules = [rule for rule in (Rule.HALF_EVEN, Rule.FLOOR) if all(group.fits(rule) for group in groups)]
        if rules:
            table = groups[0].cells[0].table
            yield Finding(table, "", "", "", None, FindingKind.ROUNDING, (), saying.other_rules(rules))
    yield from _check_totals(groups)


def _check_group(group: Group) -> Iterator[Finding]:
    impossible = [cell for cell in group.printed if not cell.counts()]
    together = bases_of_row(group) if impossible else ()
    for cell in impossible:
        alone = bases_of_cell(cell, together)
        message = saying.impossible(cell, together, alone)
        near = tuple(sorted({*together, *alone}, key=lambda n: (abs(n - cell.n), n not in together)))
        yield _at(cell, FindingKind.IMPOSSIBLE, cell.printed.text if cell.printed else "", message, near)
    # Of nobody, every share may be printed as 0.0.
    if group.kind is TableKind.SINGLE and group.is_one and group.n != 0:
        sums = list(_check_sum(group))
        yield from sums
        if not impossible and not sums and not group.is_feasible():
            together = bases_of_row(group)
            message = saying.infeasible(group, together)
            yield _of_row(group, FindingKind.FEASIBILITY, "", message, together)
    if group.kind is TableKind.MULTIPLE and not impossible:
        yield from _check_exclusive(group)


def _check_sum(group: Group) -> Iterator[Finding]:
    """Find a row of a 単一回答 whose percentages cannot be rounded parts of 100, however the row is read."""
    read = [_sum_of([cell.printed for cell in cells if cell.printed]) for cells in group.readings]
    if group.printed and all(low > 100 or (high <= 100 and group.is_whole) for _, low, high in read):
        printed, _, high = read[-1]
        parts = len(group.readings[-1])
        message = saying.wrong_sum(printed, parts, short=high <= 100, shows_blank=group.shows_blank)
        yield _of_row(group, FindingKind.SUM, printed, message, ())


def _sum_of(cells: Sequence[Printed]) -> tuple[str, Fraction, Fraction]:
    """Return the sum as printed, and between what (the end excluded) the sum of the unrounded shares lies."""
    decimals = max((cell.decimals for cell in cells), default=0)
    half = [Fraction(1, 2 * 10**cell.decimals) for cell in cells]
    low = sum((max(Fraction(0), cell.value - h) for cell, h in zip(cells, half, strict=True)), Fraction(0))
    high = sum((cell.value + h for cell, h in zip(cells, half, strict=True)), Fraction(0))
    return in_print(half_up(sum((cell.value for cell in cells), Fraction(0)), decimals), decimals), low, high


def _check_exclusive(group: Group) -> Iterator[Finding]:
    """Find an exclusive option that together with another has more people than were asked."""
    if group.n is None:
        return
    alone = [cell for cell in group.printed if cell.is_exclusive]
    others = [cell for cell in group.printed if not cell.is_exclusive]
    if not alone:
        return
    most = max(others, key=lambda cell: cell.counts().low, default=None)
    people = sum(cell.counts().low for cell in alone) + (most.counts().low if most else 0)
    if people > group.n:
        text = alone[0].printed.text if alone[0].printed else ""
        yield _at(alone[0], FindingKind.FEASIBILITY, text, saying.exclusive(alone, most, group.n), ())


def _check_totals(groups: list[Group]) -> Iterator[Finding]:
    """Find a total that is not the sum of its parts. Only in tables that say which row is the total."""
    totals, parts = [g for g in groups if g.is_total], [g for g in groups if not g.is_total]
    bases = [part.n for part in parts if part.n is not None]
    if len(totals) != 1 or not parts or len(bases) < len(parts) or (n := totals[0].n) is None:
        return
    total = totals[0]
    if sum(bases) > n:
        yield _of_row(total, FindingKind.FEASIBILITY, "", saying.bases_of_parts(n, sum(bases)), ())
    if sum(bases) != n:
        return
    for cell in total.printed:
        below = [each for part in parts for each in part.printed if each.category == cell.category]
        spans = [each.counts() for each in below]
        if len(below) != len(parts) or not all(spans) or not cell.counts():
            continue
        low, high = sum(span.low for span in spans), sum(span.high for span in spans)
        if low > cell.counts().high or high < cell.counts().low:
            text = cell.printed.text if cell.printed else ""
            yield _at(cell, FindingKind.FEASIBILITY, text, saying.not_the_sum(cell, low, high), ())


def _at(cell: Cell, kind: FindingKind, printed: str, message: str, fits: tuple[int, ...]) -> Finding:
    return Finding(cell.table, cell.group, cell.category, printed, cell.n, kind, fits, message)


def _of_row(group: Group, kind: FindingKind, printed: str, message: str, fits: tuple[int, ...]) -> Finding:
    first = group.cells[0]
    return Finding(first.table, first.group, "", printed, group.n, kind, fits, message)

"""Figures from tables that somebody published."""

from collections.abc import Sequence
from fractions import Fraction

from yakusoku.domain.survey.printed import Cell
from yakusoku.domain.survey.report.figures import Figure, FigureTable
from yakusoku.domain.survey.rounding import Printed


def published_figures(
    cells: Sequence[Cell], waves: Sequence[str] = (), definitions: Sequence[str] = ()
) -> list[FigureTable]:
    """Return tables of figures from published cells; counts where only one number of people gives a percentage.

    waves, definitions  one for each cell, where the file has such columns
    """
    rounds = list(waves) or [""] * len(cells)
    meanings = list(definitions) or [""] * len(cells)
    tables: dict[tuple[str, str], list[tuple[Cell, str]]] = {}
    for cell, wave, meaning in zip(cells, rounds, meanings, strict=True):
        tables.setdefault((cell.table, wave), []).append((cell, meaning))
    several = {name for name, _ in tables if sum(name == other for other, _ in tables) > 1}
    return [_published(name, wave, rows, several) for (name, wave), rows in tables.items()]


def _published(name: str, wave: str, rows: Sequence[tuple[Cell, str]], several: set[str]) -> FigureTable:
    shown = [cell for cell, _ in rows if cell.printed and not cell.is_sum]
    return FigureTable(
        f"{name}@{wave}" if name in several else name,
        name,
        rows[0][0].kind,
        tuple(dict.fromkeys(cell.group for cell in shown)),
        tuple(dict.fromkeys(cell.category for cell in shown)),
        {(cell.group, cell.category): _figure(cell) for cell in reversed(shown)},
        wave,
        name,
        {cell.category: meaning for cell, meaning in rows if meaning},
    )


def _figure(cell: Cell) -> Figure:
    span = cell.counts()
    known = cell.n > 0 and span.low == span.high
    printed = cell.printed or Printed("0", 0, 0)
    return Figure(
        cell.n,
        printed,
        Fraction(span.low, cell.n) if known else None,
        span.low if known else None,
        float(cell.n),
    )

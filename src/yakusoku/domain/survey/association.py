"""Whether groups answer differently: one test for a whole table (docs/rules/survey-tests.md)."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

from yakusoku.domain.survey.distributions import chi2_upper

Matrix = list[list[float]]
# Below this expected count the chi-square distribution is a poor stand-in.
FEW_EXPECTED = 5


@dataclass(frozen=True, slots=True)
class Test:
    """A test of a table. `df`: one number, or two for an F. `least_expected`: the smallest expected count."""

    name: str
    statistic: float
    df: float | tuple[float, float]
    p: float
    least_expected: float


def pearson(counts: Sequence[Sequence[float]]) -> Test | None:
    """Return the chi-square test of independence, without correction; None if there is nothing to compare.

    counts   one row for each group; rows and columns without anybody are left out
    """
    table = _filled(counts)
    if len(table) < 2 or len(table[0]) < 2:
        return None
    statistic, least = chi_square(table)
    df = (len(table) - 1) * (len(table[0]) - 1)
    return Test("pearson-chi-square", statistic, df, chi2_upper(statistic, df), least)


def _filled(counts: Sequence[Sequence[float]]) -> Matrix:
    rows = [list(row) for row in counts if fsum(row) > 0]
    columns = [c for c in range(len(rows[0])) if fsum(row[c] for row in rows) > 0] if rows else []
    return [[row[c] for c in columns] for row in rows]


def chi_square(table: Sequence[Sequence[float]]) -> tuple[float, float]:
    """Return Pearson's statistic and the least expected count of a table without empty rows and columns."""
    rows, columns = [fsum(row) for row in table], [fsum(column) for column in zip(*table, strict=True)]
    total = fsum(rows)
    cells = [
        (seen, rows[r] * columns[c] / total) for r, row in enumerate(table) for c, seen in enumerate(row)
    ]
    return fsum((seen - want) ** 2 / want for seen, want in cells), min(want for _, want in cells)

"""Whether groups answer differently: one test for a whole table (docs/rules/survey-tests.md)."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

from yakusoku.domain.survey.distributions import chi2_upper, f_upper

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


def rao_scott(weights: Sequence[Sequence[float]], squares: Sequence[Sequence[float]], n: int) -> Test | None:
    """Return the Rao-Scott test for weighted answers, as an F (second order); None if it cannot be had.

    weights   sum of the weights in each cell, one row for each group
    squares   sum of the squared weights in each cell
    n         number of respondents in the table
    source    Rao & Scott (1984); the same as svychisq of R `survey` for a design with weights alone
    """
    rows = [place for place, row in enumerate(weights) if fsum(row) > 0]
    columns = [c for c in range(len(weights[0])) if fsum(row[c] for row in weights) > 0] if weights else []
    if len(rows) < 2 or len(columns) < 2 or n < 2:
        return None
    total = fsum(weights[r][c] for r in rows for c in columns)
    shares = [[weights[r][c] / total for c in columns] for r in rows]
    effects = _effects(shares, [[squares[r][c] for c in columns] for r in rows], total, n)
    if effects is None:
        return None
    trace, of_square = effects
    statistic, least = chi_square([[share * n for share in row] for row in shares])
    df = trace * trace / of_square
    value = statistic / trace
    return Test("rao-scott-f", value, (df, df * (n - 1)), f_upper(value, df, df * (n - 1)), least)


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


def _effects(shares: Matrix, squares: Matrix, total: float, n: int) -> tuple[float, float] | None:
    """Return the sum of the design effects and of their squares; None if they cannot be had.

    The effects are the eigenvalues of what the variance of the interaction contrasts is, over what it would be in a
    simple random sample.
    """
    columns = len(shares[0])
    p = [share for row in shares for share in row]
    s = [square / total**2 * n / (n - 1) for row in squares for square in row]
    everything = fsum(s)
    inverse = [1 / share if share > 0 else 0.0 for share in p]
    contrasts = [
        {r * columns + c: 1.0, 0: 1.0, r * columns: -1.0, c: -1.0}
        for r in range(1, len(shares))
        for c in range(1, columns)
    ]

    def variance(a: int, b: int) -> float:
        return (s[a] if a == b else 0.0) - p[a] * s[b] - p[b] * s[a] + p[a] * p[b] * everything

    def product(one: dict[int, float], other: dict[int, float], of: str) -> float:
        if of == "simple":
            return fsum(one[a] * other.get(a, 0.0) * inverse[a] / n for a in one)
        return fsum(one[a] * inverse[a] * variance(a, b) * inverse[b] * other[b] for a in one for b in other)

    simple = [[product(one, other, "simple") for other in contrasts] for one in contrasts]
    real = [[product(one, other, "real") for other in contrasts] for one in contrasts]
    delta = _solved(simple, real)
    if delta is None:
        return None
    size = range(len(delta))
    trace = fsum(delta[k][k] for k in size)
    of_square = fsum(delta[j][k] * delta[k][j] for j in size for k in size)
    return (trace, of_square) if trace > 0 and of_square > 0 else None


def _solved(left: Matrix, right: Matrix) -> Matrix | None:
    """Return X of left X = right, by elimination with pivots; None if `left` is singular."""
    size = len(left)
    rows = [list(a) + list(b) for a, b in zip(left, right, strict=True)]
    largest = max(abs(x) for row in left for x in row)
    for k in range(size):
        pivot = max(range(k, size), key=lambda r: abs(rows[r][k]))
        if abs(rows[pivot][k]) <= largest * 1e-12:
            return None
        rows[k], rows[pivot] = rows[pivot], rows[k]
        rows[k] = [x / rows[k][k] for x in rows[k]]
        for r in range(size):
            if r != k and rows[r][k]:
                factor = rows[r][k]
                rows[r] = [x - factor * y for x, y in zip(rows[r], rows[k], strict=True)]
    return [row[size:] for row in rows]

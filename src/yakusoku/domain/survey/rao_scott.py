"""Are two questions related, in a survey with weights or a design: the test of Rao and Scott (docs/rules/survey-association.md)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from yakusoku.domain.survey.association import Test
from yakusoku.domain.survey.coded import Coded, Codes, Floats, Mask, dense
from yakusoku.domain.survey.design import Design
from yakusoku.domain.survey.distributions import chi2_upper, f_upper
from yakusoku.domain.survey.estimates import joint_shares

# A contrast of so little variance, relative to the largest, is none: its cells are empty. A design effect of so
# little is none either: nothing varies.
UNKNOWN = 1e-12
# Where no share is so much smaller than another, no contrast is unknown.
EVEN = 1e-6


@dataclass(frozen=True, slots=True)
class Association:
    """The test of a two-way table. Second order (F) is the one to report; svychisq of R prints the same.

    chi2        Pearson's statistic of the weighted shares times n
    f, ndf, ddf statistic and degrees of freedom of the second-order correction
    p           its probability; None where the design has no degrees of freedom
    first_p     probability of the first-order correction (chi2 over the mean effect), for comparison
    effect      mean generalised design effect: 1 means as good as a simple random sample
    n           rows with both answers
    least       the smallest expected count
    """

    chi2: float
    f: float
    ndf: float
    ddf: float
    p: float | None
    first_p: float
    effect: float
    n: int
    least: float

    @property
    def test(self) -> Test | None:
        """Return the second-order test; None where the design has no degrees of freedom."""
        if self.p is None:
            return None
        return Test("rao-scott-f", self.f, (self.ndf, self.ddf), self.p, self.least)


def association(design: Design, rows: Coded, columns: Coded, inside: Mask) -> Association | None:
    """Return the test of independence among the rows inside; None where a question has one answer only.

    Who lacks one of the answers is left out of the shares, but the design keeps its degrees of freedom.
    """
    valid = inside & ~rows.missing & ~columns.missing & (design.weights > 0)
    if not valid.any():
        return None
    cells, height, width = _cells(rows.codes, columns.codes, valid)
    if height < 2 or width < 2:
        return None
    found = joint_shares(design, cells, height * width, valid, inside)
    if found is None:
        return None
    return of_shares(found.points.reshape(height, width), found.covariance, found.n, found.df)


def rao_scott(
    weights: Floats | Sequence[Sequence[float]], squares: Floats | Sequence[Sequence[float]], n: int
) -> Test | None:
    """Return the test for answers with weights and no other design, from sums alone; None if it cannot be had.

    weights   sum of the weights in each cell, one row for each group; in whatever unit
    squares   sum of the squared weights in each cell, in the square of that unit
    n         number of respondents in the table
    source    Rao & Scott (1984); the same as svychisq of R `survey` for a design with weights alone
    """
    table, of_squares = np.array(weights, dtype=np.float64), np.array(squares, dtype=np.float64)
    if table.ndim != 2 or n < 2:
        return None
    kept = np.ix_(table.sum(axis=1) > 0, table.sum(axis=0) > 0)
    table, of_squares = table[kept], of_squares[kept]
    if min(table.shape) < 2:
        return None
    shares, total = table / table.sum(), float(table.sum())
    if _is_full(table):
        return _of_full_tables(table[None], of_squares[None], [n])[0]
    points, spread = shares.ravel(), of_squares.ravel() / total**2 * (n / (n - 1))
    # The variance of shares whose respondents were drawn one by one.
    covariance = np.diag(spread) - np.outer(points, spread) - np.outer(spread, points)
    covariance += spread.sum() * np.outer(points, points)
    found = of_shares(shares, covariance, n, n - 1, whole=True)
    return found.test if found else None


def rao_scott_all(weights: Floats, squares: Floats, people: Sequence[int]) -> list[Test | None]:
    """Return the tests of tables of one shape, as rao_scott of each, sooner."""
    fit = [
        min(table.shape) > 1 and n > 1 and _is_full(table) for table, n in zip(weights, people, strict=True)
    ]
    full = [place for place, fits in enumerate(fit) if fits]
    made = _of_full_tables(weights[full], squares[full], [people[place] for place in full]) if full else []
    tests = iter(made)
    return [
        next(tests) if fits else rao_scott(*each)
        for fits, each in zip(fit, zip(weights, squares, people, strict=True), strict=True)
    ]


def _is_full(table: Floats) -> bool:
    return float(table.min()) > EVEN * float(table.max())


def _of_full_tables(weights: Floats, squares: Floats, people: Sequence[int]) -> list[Test | None]:
    """Return the tests of tables without small cells: the same, but every contrast is known beforehand.

    Of the variance diag(s) - ps' - sp' + Σs pp' only s is left: contrasts of interaction do not see p.
    """
    n = np.array(people, dtype=np.float64)
    totals, (height, width) = weights.sum(axis=(1, 2)), weights.shape[1:]
    shares = weights / totals[:, None, None]
    spread = squares * (n / (n - 1) / totals**2)[:, None, None]
    flat = shares.reshape(len(shares), -1, 1)
    weighed = _contrasts(height, width) / flat
    turned = weighed.transpose(0, 2, 1)
    effects = np.linalg.solve(turned @ (weighed * flat), turned @ (weighed * spread.reshape(flat.shape)))
    effects *= n[:, None, None]
    traces = np.trace(effects, axis1=1, axis2=2)
    of_squares = (effects * effects.transpose(0, 2, 1)).sum(axis=(1, 2))
    expected = shares.sum(axis=2, keepdims=True) * shares.sum(axis=1, keepdims=True)
    chi2 = n * ((shares - expected) ** 2 / expected).sum(axis=(1, 2))
    least = n * expected.min(axis=(1, 2))
    found = zip(traces.tolist(), of_squares.tolist(), chi2.tolist(), least.tolist(), people, strict=True)
    return [
        _second_order(trace, of_square, statistic, (few, many - 1))
        for trace, of_square, statistic, few, many in found
    ]


def _second_order(trace: float, of_square: float, chi2: float, told: tuple[float, int]) -> Test | None:
    least, nu = told
    if trace <= UNKNOWN or of_square <= 0:
        return None
    ndf = trace**2 / of_square
    return Test("rao-scott-f", chi2 / trace, (ndf, ndf * nu), f_upper(chi2 / trace, ndf, ndf * nu), least)


def of_shares(
    shares: Floats, covariance: Floats, n: int, nu: int, *, whole: bool = False
) -> Association | None:
    """Return the test of a table of weighted shares; None if it cannot be had.

    shares      groups by answers; each group and each answer has somebody
    covariance  of the shares, row by row
    nu          degrees of freedom of the design: units of the first stage less strata
    whole       no test where so many cells are empty that some contrasts are unknown; else those that are known count
    """
    effects = _effects(shares.ravel(), covariance, n, shares.shape, whole=whole)
    if effects is None:
        return None
    height, width = shares.shape
    trace, of_square = float(np.trace(effects)), float((effects * effects.T).sum())
    if trace <= UNKNOWN or of_square <= 0:
        return None
    expected = shares.sum(axis=1, keepdims=True) * shares.sum(axis=0, keepdims=True)
    ndf, chi2 = trace**2 / of_square, n * float(((shares - expected) ** 2 / expected).sum())
    size = (height - 1) * (width - 1)
    f = chi2 / trace
    p = f_upper(f, ndf, ndf * nu) if nu >= 1 else None
    first_p, least = chi2_upper(f * size, size), n * float(expected.min())
    return Association(chi2, f, ndf, ndf * nu, p, first_p, trace / size, n, least)


def _cells(rows: Codes, columns: Codes, valid: Mask) -> tuple[Codes, int, int]:
    """Return for each row its cell among the answers that were given (-1: none), and the size of the table."""
    down, across = dense(rows[valid]), dense(columns[valid])
    height, width = int(down.max()) + 1, int(across.max()) + 1
    cells = np.full(len(rows), -1, dtype=np.int64)
    cells[valid] = down * width + across
    return cells, height, width


def _effects(
    shares: Floats, covariance: Floats, n: int, size: tuple[int, int], *, whole: bool
) -> Floats | None:
    """Return the matrix whose eigenvalues are the design effects of the contrasts of interaction."""
    contrasts = _contrasts(*size)
    with np.errstate(divide="ignore"):
        inverse = np.where(shares > 0, 1 / shares, 0)
    weighed = contrasts * inverse[:, None]
    spread, directions = np.linalg.eigh(contrasts.T @ weighed / n)
    known = spread > spread[-1] * (UNKNOWN if whole else len(spread) * np.finfo(float).eps)
    if whole and not known.all():
        return None
    # Where too many cells are empty some contrasts are unknown: those that are known still count.
    directions = directions[:, known]
    simple = (directions / spread[known]) @ directions.T
    effects: Floats = simple @ (weighed.T @ covariance @ weighed)
    return effects


@lru_cache(maxsize=32)
def _contrasts(height: int, width: int) -> Floats:
    """Return the contrasts of interaction of a table: what rows and columns alone cannot make."""
    down = np.kron(np.eye(height), np.ones((width, 1)))
    across = np.kron(np.ones((height, 1)), np.eye(width))
    both = np.kron(np.eye(height)[:, 1:], np.eye(width)[:, 1:])
    mains = np.hstack([down, across])
    contrasts: Floats = both - mains @ np.linalg.lstsq(mains, both, rcond=None)[0]
    return contrasts

"""Are two questions related, in a survey with a design: the test of Rao and Scott (docs/rules/survey-association.md)."""

from dataclasses import dataclass

import numpy as np

from yakusoku.domain.survey.coded import Coded, Codes, Floats, Mask, dense
from yakusoku.domain.survey.design import Design
from yakusoku.domain.survey.distributions import chi2_upper, f_upper
from yakusoku.domain.survey.estimates import joint_shares


@dataclass(frozen=True, slots=True)
class Association:
    """The test of a two-way table. Second order (F) is the one to report; svychisq of R prints the same.

    chi2        Pearson's statistic of the weighted shares times n
    f, ndf, ddf statistic and degrees of freedom of the second-order correction
    p           its probability; None where the design has no degrees of freedom
    first_p     probability of the first-order correction (chi2 over the mean effect), for comparison
    effect      mean generalised design effect: 1 means as good as a simple random sample
    n           rows with both answers
    """

    chi2: float
    f: float
    ndf: float
    ddf: float
    p: float | None
    first_p: float
    effect: float
    n: int


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
    n = found.n
    shares = found.points
    effects = _effects(shares, found.covariance, n, height, width)
    trace = float(np.trace(effects))
    if trace <= 0:
        return None
    ndf = trace**2 / float(np.trace(effects @ effects))
    chi2 = n * _lack_of_fit(shares.reshape(height, width))
    nu = found.df
    size = (height - 1) * (width - 1)
    f = chi2 / trace
    p = f_upper(f, ndf, ndf * nu) if nu >= 1 else None
    return Association(chi2, f, ndf, ndf * nu, p, chi2_upper(chi2 / trace * size, size), trace / size, n)


def _cells(rows: Codes, columns: Codes, valid: Mask) -> tuple[Codes, int, int]:
    """Return for each row its cell among the answers that were given (-1: none), and the size of the table."""
    down, across = dense(rows[valid]), dense(columns[valid])
    height, width = int(down.max()) + 1, int(across.max()) + 1
    cells = np.full(len(rows), -1, dtype=np.int64)
    cells[valid] = down * width + across
    return cells, height, width


def _lack_of_fit(shares: Floats) -> float:
    expected = shares.sum(axis=1, keepdims=True) * shares.sum(axis=0, keepdims=True)
    return float(((shares - expected) ** 2 / expected).sum())


def _effects(shares: Floats, covariance: Floats, n: int, height: int, width: int) -> Floats:
    """Return the matrix whose eigenvalues are the design effects of the contrasts of interaction."""
    down = np.kron(np.eye(height), np.ones((width, 1)))
    across = np.kron(np.ones((height, 1)), np.eye(width))
    both = np.kron(np.eye(height)[:, 1:], np.eye(width)[:, 1:])
    mains = np.hstack([down, across])
    contrasts = both - mains @ np.linalg.lstsq(mains, both, rcond=None)[0]
    with np.errstate(divide="ignore"):
        inverse = np.where(shares > 0, 1 / shares, 0)
    weighed = contrasts * inverse[:, None]
    # Where too many cells are empty some contrasts are unknown: those that are known still count.
    simple = np.linalg.pinv(contrasts.T @ weighed / n, hermitian=True)
    effects: Floats = simple @ (weighed.T @ covariance @ weighed)
    return effects

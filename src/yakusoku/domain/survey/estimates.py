"""Means, totals and shares of a survey with standard errors and intervals (docs/rules/survey-estimates.md)."""

from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np

from yakusoku.domain.survey.coded import Coded, Codes, Floats, Mask, Measured, grouped
from yakusoku.domain.survey.design import Design
from yakusoku.domain.survey.distributions import beta_quantile, t_quantile
from yakusoku.domain.survey.stages import Cells

LEVEL = 0.95
LAST_BITS = 1e-12

# Low and high; unknown without degrees of freedom.
Interval = tuple[float, float] | tuple[None, None]
UNKNOWN = (None, None)


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a survey says about one number of the population.

    domain    the part of the population; None: all of it
    n         rows that the number rests on, unweighted
    estimate  None where no row counts; so se, low, high
    low, high at 95 %; None where there are no degrees of freedom
    df        units of the first stage less strata
    """

    name: str
    domain: str | None
    n: int
    estimate: float | None
    se: float | None
    low: float | None
    high: float | None
    df: int


@dataclass(frozen=True, slots=True)
class Joint:
    """Several estimates from the same rows, with their covariance."""

    points: Floats
    covariance: Floats
    n: int
    df: int


def joint_means(design: Design, values: Floats, inside: Mask, domain: Mask) -> Joint | None:
    """Return weighted means of columns; None if nothing inside has weight.

    values  rows by columns; what is not inside is not looked at, and may be NaN
    inside  the rows of the domain that have an answer
    domain  all its rows: who gave no answer leaves the degrees of freedom as they are
    """
    weights = np.where(inside, design.weights, 0.0)
    whole = float(weights.sum())
    if whole == 0:
        return None
    held = np.where(inside[:, None], values, 0.0)
    points = weights @ held / whole
    influence = weights[:, None] * (held - points) / whole
    covariance = design.covariance(influence, inside)
    return Joint(points, covariance, int(inside.sum()), design.df(domain))


def joint_shares(design: Design, codes: Codes, size: int, inside: Mask, domain: Mask) -> Joint | None:
    """Return weighted shares of `size` cells; as joint_means of a column of 0 and 1 for each, but faster.

    codes   for each row its cell; one that is not among the cells counts in the base only
    """
    if design.adjustments:
        marks = (codes[:, None] == np.arange(size)).astype(np.float64)
        return joint_means(design, marks, inside, domain)
    rows = np.flatnonzero(inside & (design.weights > 0))
    whole = float(design.weights[rows].sum())
    if whole == 0:
        return None
    cells = np.where((codes[rows] >= 0) & (codes[rows] < size), codes[rows], size)
    weights = design.weights[rows] / whole
    found = Cells(rows, cells, weights, grouped(cells, weights, size + 1))
    covariance = design.covariance_of_cells(found, inside)[:size, :size]
    return Joint(found.points[:size], covariance, int(inside.sum()), design.df(domain))


def joint_totals(design: Design, values: Floats, inside: Mask, domain: Mask) -> Joint:
    """Return weighted totals of columns; as joint_means, but 0 where nothing is inside."""
    influence = np.where(inside, design.weights, 0.0)[:, None] * np.where(inside[:, None], values, 0.0)
    covariance = design.covariance(influence, inside)
    return Joint(influence.sum(axis=0), covariance, int(inside.sum()), design.df(domain))


def mean_of(design: Design, column: Measured, inside: Mask, domain: str | None = None) -> Estimate:
    """Return the mean of a column among the rows inside that have a value."""
    found = joint_means(design, column.values[:, None], inside & ~column.missing, inside)
    return _estimate(column.name, domain, found)


def total_of(design: Design, column: Measured, inside: Mask, domain: str | None = None) -> Estimate:
    """Return the total of a column among the rows inside that have a value; what is missing is not made up for."""
    found = joint_totals(design, column.values[:, None], inside & ~column.missing, inside)
    return _estimate(column.name, domain, found)


def shares_of(design: Design, column: Coded, inside: Mask, domain: str | None = None) -> list[Estimate]:
    """Return the share of each category among the rows inside that have one; of 0 and 1 only that of 1.

    The interval is that of the logit, which stays between 0 and 1; where nobody or everybody gave the answer,
    that of Clopper and Pearson with the number of answers corrected for the design as by Korn and Graubard.
    """
    codes, names = column.codes, [f"{column.name}={label}" for label in column.labels]
    if set(column.labels) <= {"0", "1"}:
        # The share of 1, also where nobody gave it.
        yes = column.labels.index("1") if "1" in column.labels else len(column.labels)
        codes, names = np.where(codes == yes, 0, 1), [column.name]
    found = joint_shares(design, codes, len(names), inside & ~column.missing, inside)
    if found is None:
        return [_estimate(name, domain, None) for name in names]
    return [share_estimate(name, domain, found, place) for place, name in enumerate(names)]


def t_interval(point: float, se: float, df: float, level: float = LEVEL) -> Interval:
    """Return the interval of Student's t."""
    if df < 1:
        return UNKNOWN
    reach = t_quantile((1 + level) / 2, df) * se
    return point - reach, point + reach


def logit_interval(share: float, se: float, df: float, level: float = LEVEL) -> Interval:
    """Return the interval of a share, 0 < share < 1, made on the scale of the logit."""
    middle = log(share / (1 - share))
    low, high = t_interval(middle, se / (share * (1 - share)), df, level)
    if low is None or high is None:
        return UNKNOWN
    return 1 / (1 + exp(-low)), 1 / (1 + exp(-high))


def exact_interval(share: float, n: int, df: int, level: float = LEVEL) -> Interval:
    """Return the interval of Clopper and Pearson for n answers, of which the design makes fewer."""
    if df < 1 or n < 1:
        return UNKNOWN
    half = (1 - level) / 2
    lost = t_quantile(half, n - 1) / t_quantile(half, df) if n > 1 else 1.0
    effective = n * min(lost, 1.0) ** 2
    yes = effective * share
    return (
        beta_quantile(half, yes, effective - yes + 1),
        beta_quantile(1 - half, yes + 1, effective - yes),
    )


def share_estimate(name: str, domain: str | None, found: Joint | None, place: int) -> Estimate:
    """Return one of several shares with its interval; unknown if nobody is in them."""
    if found is None:
        return _estimate(name, domain, None)
    point = float(found.points[place])
    # A sum of weights that is everybody's leaves 1 by its last bits.
    point = 1.0 if point > 1 - LAST_BITS else point
    se = sqrt(max(float(found.covariance[place, place]), 0.0))
    inner = 0 < point < 1
    low, high = logit_interval(point, se, found.df) if inner else exact_interval(point, found.n, found.df)
    return Estimate(name, domain, found.n, point, se, low, high, found.df)


def _estimate(name: str, domain: str | None, found: Joint | None) -> Estimate:
    if found is None:
        return Estimate(name, domain, 0, None, None, None, None, 0)
    point = float(found.points[0])
    se = sqrt(max(float(found.covariance[0, 0]), 0.0))
    low, high = t_interval(point, se, found.df)
    return Estimate(name, domain, found.n, point, se, low, high, found.df)

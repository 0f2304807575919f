"""Whether groups answer a 複数回答 differently: one test for all its options (docs/rules/survey-tests.md)."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

import numpy as np

from yakusoku.domain.survey.association import Test
from yakusoku.domain.survey.coded import Floats, Mask
from yakusoku.domain.survey.distributions import chi2_upper, f_upper

LAST_BITS = 1e-12


@dataclass(frozen=True, slots=True)
class WeightedGroups:
    """The groups of a 複数回答 under weights.

    people   number of respondents in each group
    weight   sum of their weights; `chosen`: groups by options, of those who chose an option
    square   sum of the squared weights; `pairs`: groups by options by options, of those who chose two
             (an option with itself: who chose it)
    """

    people: Floats
    weight: Floats
    square: Floats
    chosen: Floats
    pairs: Floats

    def of(self, groups: Mask) -> "WeightedGroups":
        """Return some of the groups."""
        return WeightedGroups(
            self.people[groups],
            self.weight[groups],
            self.square[groups],
            self.chosen[groups],
            self.pairs[groups],
        )


@dataclass(frozen=True, slots=True)
class Spread:
    """How the shares of options lie in groups. `size`: with how many people a group counts; `common`: of all groups."""

    size: Floats
    common: Floats
    away: Floats
    options: Mask

    @property
    def unit(self) -> Floats:
        """Return the standard deviation of each option that some chose and some did not."""
        return np.sqrt(self.common * (1 - self.common))[self.options]

    @property
    def statistic(self) -> float:
        """Return the sum of the chi-squares of the options."""
        return float((self.size[:, None] * (self.away[:, self.options] / self.unit) ** 2).sum())

    @property
    def least(self) -> float:
        """Return the smallest expected count."""
        return float(self.size.min() * np.minimum(self.common, 1 - self.common)[self.options].min())

    @property
    def between(self) -> Floats:
        """Return how the squares of the groups weigh in the statistic, which is about the common share."""
        between: Floats = np.diag(self.size) - np.outer(self.size, self.size) / self.size.sum()
        return between


def several_answers(
    groups: Sequence[int], chosen: Sequence[Sequence[int]], pairs: Sequence[Sequence[int]]
) -> Test | None:
    """Return the test for a 複数回答: sum of the chi-squares of the options, corrected to the second order.

    groups   number of respondents in each group
    chosen   for each group and option, how many chose it
    pairs    for each two options, how many in all groups chose both (an option with itself: who chose it)
    source   Rao-Scott correction of the sum of Pearson statistics (Bilder & Loughin 2004)
    """
    kept = [place for place, n in enumerate(groups) if n]
    n = sum(groups)
    options = [j for j in range(len(pairs)) if 0 < pairs[j][j] < n]
    if len(kept) < 2 or not options:
        return None
    parts = [_yes_or_no([(groups[g], chosen[g][j]) for g in kept], pairs[j][j], n) for j in options]
    statistic, least = fsum(part[0] for part in parts), min(part[1] for part in parts)
    shares = {j: pairs[j][j] / n for j in options}
    spread = {j: shares[j] * (1 - shares[j]) for j in options}
    squares = fsum(
        (pairs[j][k] / n - shares[j] * shares[k]) ** 2 / (spread[j] * spread[k])
        for j in options
        for k in options
    )
    # The weights of the chi-squares are the eigenvalues of the correlation matrix: their sum is its size.
    inflation = squares / len(options)
    df = (len(kept) - 1) * len(options) / inflation
    value = statistic / inflation
    return Test("rao-scott-sum-of-chi-squares", value, df, chi2_upper(value, df), least)


def _yes_or_no(groups: Sequence[tuple[int, int]], yes: int, n: int) -> tuple[float, float]:
    """Return chi_square of one option, chosen or not, by groups (how many, and how many chose it)."""
    parts, least = [], float(n)
    for size, chosen in groups:
        want, rest = size * yes / n, size * (n - yes) / n
        parts += [(chosen - want) ** 2 / want, (size - chosen - rest) ** 2 / rest]
        least = min(least, want, rest)
    return fsum(parts), least


def spread_of(size: Floats, shares: Floats) -> Spread:
    """Return how shares, groups by options, lie about those of all groups."""
    common = size @ shares / size.sum()
    # A share of all or nobody leaves 0 or 1 by its last bits.
    options = (common > LAST_BITS) & (common < 1 - LAST_BITS)
    return Spread(size, common, shares - common, options)


def several_weighted(groups: WeightedGroups) -> Test | None:
    """Return the same test under weights, as an F; None if there is nothing to compare.

    A group counts as the number of people whose equal weights would tell as much (Kish); the variance of its shares
    is that of weighted respondents drawn one by one.
    """
    kept = groups.of(groups.weight > 0)
    if len(kept.weight) < 2 or kept.people.sum() <= len(kept.weight):
        return None
    shares = kept.chosen / kept.weight[:, None]
    spread = spread_of(kept.weight**2 / kept.square, shares)
    covariances = _covariances(kept, shares, spread)
    between = spread.between
    flat = covariances.reshape(len(shares), -1)
    trace = float((np.diag(between) * np.trace(covariances, axis1=1, axis2=2)).sum())
    of_square = float((between**2 * (flat @ flat.T)).sum())
    return test_of(spread, trace, of_square, float(kept.people.sum()) - len(shares))


def several_weighted_all(tables: Sequence[WeightedGroups]) -> list[Test | None]:
    """Return the tests of tables with as many groups and options each, as several_weighted of each, sooner."""
    if not tables:
        return []
    people, weight, square, chosen, pairs = (
        np.array([getattr(table, name) for table in tables])
        for name in ("people", "weight", "square", "chosen", "pairs")
    )
    full = (weight > 0).all(axis=1)
    safe = np.where(weight > 0, weight, 1.0)
    shares, size = chosen / safe[:, :, None], safe**2 / np.where(square > 0, square, 1.0)
    common = (size[:, None, :] @ shares)[:, 0] / size.sum(axis=1)[:, None]
    full &= ((common > LAST_BITS) & (common < 1 - LAST_BITS)).all(axis=1)
    spread = np.where(full[:, None], common * (1 - common), 1.0)
    away = shares - common[:, None]
    statistic = (size[:, :, None] * away**2 / spread[:, None]).sum(axis=(1, 2))
    free = np.where(people > 1, people / np.maximum(people - 1, 1), 1.0) / safe**2
    # Of the pairs about their shares: what is the same for both of a pair is made once.
    across = shares[:, :, :, None] * np.diagonal(pairs, axis1=2, axis2=3)[:, :, None, :]
    about = pairs - across - across.transpose(0, 1, 3, 2)
    about += shares[:, :, :, None] * (shares * square[:, :, None])[:, :, None, :]
    unit = np.sqrt(spread)
    about *= free[:, :, None, None] / (unit[:, :, None] * unit[:, None, :])[:, None]
    between = (
        np.eye(size.shape[1]) * size[:, :, None]
        - size[:, :, None] * (size / size.sum(axis=1)[:, None])[:, None]
    )
    trace = (np.diagonal(between, axis1=1, axis2=2) * np.trace(about, axis1=2, axis2=3)).sum(axis=1)
    flat = about.reshape(*size.shape, -1)
    of_square = (between**2 * (flat @ flat.transpose(0, 2, 1))).sum(axis=(1, 2))
    least = size.min(axis=1) * np.minimum(common, 1 - common).min(axis=1)
    nu = people.sum(axis=1) - size.shape[1]
    told = zip(
        statistic.tolist(), least.tolist(), trace.tolist(), of_square.tolist(), nu.tolist(), strict=True
    )
    fit = full & (nu >= 1) & (size.shape[1] > 1)
    return [
        _second_order(*each) if fits else several_weighted(table)
        for table, fits, each in zip(tables, fit.tolist(), told, strict=True)
    ]


def test_of(spread: Spread, trace: float, of_square: float, nu: float) -> Test | None:
    """Return the test from the sum of the weights of the chi-squares in the statistic, and of their squares."""
    # Where nobody differs there are no options of which one could be the least.
    return _second_order(spread.statistic, spread.least, trace, of_square, nu) if trace > LAST_BITS else None


def _second_order(statistic: float, least: float, trace: float, of_square: float, nu: float) -> Test | None:
    if trace <= LAST_BITS or of_square <= 0 or nu < 1:
        return None
    df, value = trace * trace / of_square, statistic / trace
    p = f_upper(value, df, df * nu)
    return Test("rao-scott-sum-of-chi-squares-f", value, (df, df * nu), p, least)


def _covariances(groups: WeightedGroups, shares: Floats, spread: Spread) -> Floats:
    """Return for each group the covariance of its shares, each in units of its common spread."""
    free = np.where(groups.people > 1, groups.people / np.maximum(groups.people - 1, 1), 1.0)
    alone = np.diagonal(groups.pairs, axis1=1, axis2=2)
    across = shares[:, :, None] * alone[:, None, :]
    about = groups.pairs - across - across.transpose(0, 2, 1)
    about += shares[:, :, None] * shares[:, None, :] * groups.square[:, None, None]
    if not spread.options.all():
        about = about[:, spread.options][:, :, spread.options]
    about /= np.outer(spread.unit, spread.unit)
    covariances: Floats = about * (free / groups.weight**2)[:, None, None]
    return covariances

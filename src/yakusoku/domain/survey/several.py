"""Whether groups answer a 複数回答 differently: one test for all its options (docs/rules/survey-tests.md)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum, sqrt

from yakusoku.domain.survey.association import Test, chi_square
from yakusoku.domain.survey.distributions import chi2_upper, f_upper


@dataclass(frozen=True, slots=True)
class WeightedGroup:
    """One group of a 複数回答 under weights.

    people   number of respondents
    weight   sum of their weights; `chosen`: of those who chose an option
    square   sum of the squared weights; `pairs`: of those who chose two options (an option with itself: who chose it)
    """

    people: int
    weight: float
    square: float
    chosen: Sequence[float]
    pairs: Sequence[Sequence[float]]


def several_answers(
    groups: Sequence[int], chosen: Sequence[Sequence[Mapping[int, int]]], size: int
) -> Test | None:
    """Return the test for a 複数回答: sum of the chi-squares of the options, corrected to the second order.

    groups   number of respondents in each group
    chosen   for each group and option, in `[0]`: with which option together how often (itself: its count)
    size     number of options
    source   Rao-Scott correction of the sum of Pearson statistics (Bilder & Loughin 2004)
    """
    kept = [place for place, n in enumerate(groups) if n]
    n = sum(groups)
    pairs = [[sum(chosen[g][j].get(k, 0) for g in kept) for k in range(size)] for j in range(size)]
    options = [j for j in range(size) if 0 < pairs[j][j] < n]
    if len(kept) < 2 or not options:
        return None
    parts = [
        chi_square([[chosen[g][j].get(j, 0), groups[g] - chosen[g][j].get(j, 0)] for g in kept])
        for j in options
    ]
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


def several_weighted(groups: Sequence[WeightedGroup]) -> Test | None:
    """Return the same test under weights, as an F; None if there is nothing to compare.

    A group counts as the number of people whose equal weights would tell as much (Kish); the variance of its shares
    is that of weighted respondents drawn one by one.
    """
    kept = [group for group in groups if group.weight > 0]
    size = [group.weight**2 / group.square for group in kept]
    people = sum(group.people for group in kept)
    if len(kept) < 2 or people <= len(kept):
        return None
    shares = [[part / group.weight for part in group.chosen] for group in kept]
    common = [
        fsum(m * row[j] for m, row in zip(size, shares, strict=True)) / fsum(size)
        for j in range(len(shares[0]))
    ]
    options = [j for j, share in enumerate(common) if 0 < share < 1]
    spread = {j: common[j] * (1 - common[j]) for j in options}
    value = fsum(
        m * (row[j] - common[j]) ** 2 / spread[j]
        for m, row in zip(size, shares, strict=True)
        for j in options
    )
    covariances = [_covariance(group, row, options, spread) for group, row in zip(kept, shares, strict=True)]
    trace, of_square = _moments(size, covariances)
    if trace <= 0 or of_square <= 0:
        return None
    least = min(m * min(common[j], 1 - common[j]) for m in size for j in options)
    df = trace * trace / of_square
    rest = df * (people - len(kept))
    return Test(
        "rao-scott-sum-of-chi-squares-f", value / trace, (df, rest), f_upper(value / trace, df, rest), least
    )


def _covariance(
    group: WeightedGroup, shares: Sequence[float], options: Sequence[int], spread: Mapping[int, float]
) -> list[list[float]]:
    """Return the covariance of the shares of a group, each in units of its common spread."""
    free = group.people / (group.people - 1) if group.people > 1 else 1.0

    def entry(j: int, k: int) -> float:
        p, q = shares[j], shares[k]
        sum_of = group.pairs[j][k] - p * group.pairs[k][k] - q * group.pairs[j][j] + p * q * group.square
        return free * sum_of / group.weight**2 / sqrt(spread[j] * spread[k])

    return [[entry(j, k) for k in options] for j in options]


def _moments(size: Sequence[float], covariances: Sequence[Sequence[Sequence[float]]]) -> tuple[float, float]:
    """Return the sum of the weights of the chi-squares that make up the statistic, and of their squares."""
    total = fsum(size)
    groups, options = range(len(size)), range(len(covariances[0]))
    trace = fsum((size[g] - size[g] ** 2 / total) * covariances[g][j][j] for g in groups for j in options)
    of_square = 0.0
    for g in groups:
        for h in groups:
            between = (size[g] if g == h else 0.0) - size[g] * size[h] / total
            together = fsum(covariances[g][j][k] * covariances[h][k][j] for j in options for k in options)
            of_square += between * between * together
    return trace, of_square

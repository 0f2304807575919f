"""What changed between two waves, and whether that is more than chance (docs/rules/survey-changes.md)."""

from dataclasses import dataclass
from math import inf, sqrt

import numpy as np

from yakusoku.domain.survey.coded import Floats, Mask, Measured
from yakusoku.domain.survey.design import Design
from yakusoku.domain.survey.distributions import t_quantile, t_two_sided
from yakusoku.domain.survey.estimates import LEVEL, Estimate, joint_means, t_interval


@dataclass(frozen=True, slots=True)
class Change:
    """Second wave less first.

    statistic  t, or z where df is infinite; None where the standard error is 0
    p          two-sided; None where there is no statistic
    test       independent-t, paired-t, rows-t or pooled-z
    n          rows of the first and the second wave
    """

    change: float
    se: float
    low: float | None
    high: float | None
    statistic: float | None
    df: float
    p: float | None
    test: str
    n: tuple[int, int]

    def significant(self, level: float = 1 - LEVEL) -> bool:
        """Return whether the change is more than chance at a level; False where that is unknown."""
        return self.p is not None and self.p < level


def between_samples(first: Estimate, second: Estimate) -> Change | None:
    """Return the change between two samples drawn apart; None where a wave has no estimate.

    As if the waves were two strata of one design: variances add up, and so do degrees of freedom.
    """
    if first.estimate is None or first.se is None or second.estimate is None or second.se is None:
        return None
    se = sqrt(first.se**2 + second.se**2)
    return _change(
        second.estimate - first.estimate, se, first.df + second.df, "independent-t", (first.n, second.n)
    )


def within_persons(design: Design, first: Measured, second: Measured, inside: Mask) -> Change | None:
    """Return the change among those who answered both waves: one row each, both answers in it."""
    both = inside & ~first.missing & ~second.missing
    found = joint_means(design, np.column_stack([first.values, second.values]), both, inside)
    if found is None:
        return None
    contrast = np.array([-1.0, 1.0])
    variance = float(contrast @ found.covariance @ contrast)
    return _change(
        float(contrast @ found.points), sqrt(max(variance, 0)), found.df, "paired-t", (found.n, found.n)
    )


def between_rows(design: Design, values: Measured, first: Mask, second: Mask) -> Change | None:
    """Return the change between two sets of rows of one design: one row for each person and wave.

    With the person as the cluster, who answered twice is counted as one, and who answered once still counts.
    """
    masks = [mask & ~values.missing for mask in (first, second)]
    means, parts = [], []
    for mask in masks:
        weights = np.where(mask, design.weights, 0.0)
        if not weights.any():
            return None
        held = np.where(mask, values.values, 0.0)
        mean = float(weights @ held / weights.sum())
        means.append(mean)
        parts.append(np.where(mask, weights * (held - mean) / weights.sum(), 0.0))
    either = masks[0] | masks[1]
    df = design.df(first | second)
    influence: Floats = (parts[1] - parts[0])[:, None]
    se = sqrt(max(float(design.covariance(influence, either)[0, 0]), 0))
    n = (int(masks[0].sum()), int(masks[1].sum()))
    return _change(means[1] - means[0], se, df, "rows-t", n)


def between_counts(yes: tuple[int, int], n: tuple[int, int], level: float = LEVEL) -> Change:
    """Return the change of a share from counts alone, as of published tables without a design.

    The test is z with a common share; the interval is that of Newcombe (1998, method 10), which stays possible.
    raises  ValueError if a count is out of range
    """
    if not all(0 <= k <= size and size > 0 for k, size in zip(yes, n, strict=True)):
        raise ValueError("counts out of range")
    z = t_quantile((1 + level) / 2, inf)
    first, second = yes[0] / n[0], yes[1] / n[1]
    (low_1, high_1), (low_2, high_2) = (wilson_interval(k, size, z) for k, size in zip(yes, n, strict=True))
    change = second - first
    low = change - sqrt((second - low_2) ** 2 + (high_1 - first) ** 2)
    high = change + sqrt((high_2 - second) ** 2 + (first - low_1) ** 2)
    common = sum(yes) / sum(n)
    se = sqrt(common * (1 - common) * (1 / n[0] + 1 / n[1]))
    statistic = change / se if se else None
    p = None if statistic is None else t_two_sided(statistic, inf)
    return Change(change, se, low, high, statistic, inf, p, "pooled-z", n)


def wilson_interval(yes: int, answers: int, z: float = 1.959963984540054) -> tuple[float, float]:
    """Return the Wilson score interval of a share.

    yes      count of "yes", 0 <= yes <= answers
    answers  count of valid answers, > 0 (blank and "not applicable" already removed)
    z        normal quantile; the default gives 95 %, two-sided
    returns  (low, high) in [0, 1] with low <= yes / answers <= high
    raises   ValueError if a count is out of range
    source   Wilson (1927), J. Am. Stat. Assoc. 22(158), 209-212
    """
    if not 0 <= yes <= answers or answers < 1:
        raise ValueError("counts out of range")
    share, z2 = yes / answers, z * z
    middle = (share + z2 / (2 * answers)) / (1 + z2 / answers)
    reach = z / (1 + z2 / answers) * sqrt(share * (1 - share) / answers + z2 / (4 * answers * answers))
    low = 0.0 if yes == 0 else min(middle - reach, share)
    high = 1.0 if yes == answers else max(middle + reach, share)
    return low, high


def _change(change: float, se: float, df: int, test: str, n: tuple[int, int]) -> Change:
    low, high = t_interval(change, se, df)
    statistic = change / se if se > 0 and df >= 1 else None
    p = None if statistic is None else t_two_sided(statistic, df)
    return Change(change, se, low, high, statistic, df, p, test, n)

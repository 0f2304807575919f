"""Which differences between shares are more than chance, for many groups and answers at once (docs/rules/survey-tests.md)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from yakusoku.domain.survey.coded import Floats, Mask
from yakusoku.domain.survey.distributions import normal_two_sided
from yakusoku.domain.survey.letters import (
    FEW_EXPECTED,
    LEVEL,
    SMALL_BASE,
    STRICT_LEVEL,
    joined,
    name_of_group,
)
from yakusoku.domain.survey.multiplicity import Correction, adjusted

# No difference of so few standard errors is significant at any of the levels.
NEAR = 1.95


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares of answers, groups by answers; with how many people each rests on (weighted: fewer), and its base."""

    shares: Floats
    people: Floats
    n: Floats

    def of(self, groups: Sequence[int]) -> "Shares":
        """Return some of the groups, in this order."""
        places = list(groups)
        return Shares(self.shares[places], self.people[places], self.n[places])


@dataclass(frozen=True, slots=True)
class Statistics:
    """Test statistics, comparisons by answers; `valid`: where the test may be used. `tail`: p of a statistic."""

    z: Floats
    valid: Mask
    tail: Callable[[float], float] = normal_two_sided


@dataclass(frozen=True, slots=True)
class Significant:
    """A difference beyond chance. `comparison` and `answer`: its place; `tests`: how many it was corrected for."""

    comparison: int
    answer: int
    z: float
    p: float
    adjusted: float
    tests: int

    @property
    def level(self) -> float:
        """Return the stricter of the two levels that it meets."""
        return STRICT_LEVEL if self.adjusted < STRICT_LEVEL else LEVEL


def pairs_of(family: Sequence[int]) -> tuple[list[int], list[int]]:
    """Return all comparisons of two of a family: the first ones and the second ones."""
    pairs = list(combinations(family, 2))
    return [one for one, _ in pairs], [other for _, other in pairs]


def compared(one: Shares, other: Shares) -> Statistics:
    """Return the z tests of two shares with a common variance, row by row."""
    large = (one.n >= SMALL_BASE) & (other.n >= SMALL_BASE) & (one.people > 0) & (other.people > 0)
    first, second = np.where(large, one.people, 1.0), np.where(large, other.people, 1.0)
    common = (one.shares * first + other.shares * second) / (first + second)
    valid = large & (np.minimum(common, 1 - common) * np.minimum(first, second) >= FEW_EXPECTED)
    error = np.sqrt(np.where(valid, common * (1 - common), 1.0) * (1 / first + 1 / second))
    return Statistics(np.where(valid, (one.shares - other.shares) / error, 0.0), valid)


def significant(found: Statistics, correction: Correction = Correction.HOLM) -> Iterator[Significant]:
    """Yield the differences beyond chance; the correction is for all comparisons on one answer."""
    tests = found.valid.sum(axis=0).tolist()
    answers, comparisons = np.nonzero((np.abs(found.z) > NEAR).T)
    by_answer: dict[int, list[int]] = {}
    for answer, comparison in zip(answers.tolist(), comparisons.tolist(), strict=True):
        by_answer.setdefault(answer, []).append(comparison)
    for answer, near in by_answer.items():
        zs = found.z[near, answer].tolist()
        ps = [found.tail(z) for z in zs]
        # Those that are left out are larger: they count, but are no nearer to a level for it.
        corrected = adjusted(ps, correction, tests[answer])
        for comparison, z, p, each in zip(near, zs, ps, corrected, strict=True):
            if each < LEVEL:
                yield Significant(comparison, answer, z, p, each, tests[answer])


def letters_by_group(
    families: Sequence[Sequence[int]],
    between: Callable[[Sequence[int], Sequence[int]], Statistics],
    correction: Correction = Correction.HOLM,
    *,
    skip: Mask | None = None,
) -> dict[tuple[int, int], str]:
    """Return by group and answer the letters of the groups whose share is lower: small at 5 %, capital at 1 %.

    between  tests groups, the first ones against the second ones
    skip     answers that are not compared
    """
    lower: dict[tuple[int, int], list[str]] = {}
    for family in families:
        first, second = pairs_of(family)
        for each in significant(between(first, second), correction):
            if skip is not None and skip[each.answer]:
                continue
            one, other = first[each.comparison], second[each.comparison]
            high, low = (one, other) if each.z > 0 else (other, one)
            name = name_of_group(low - 1)
            strict = each.level == STRICT_LEVEL
            lower.setdefault((high, each.answer), []).append(name if strict else name.lower())
    return {place: joined(names) for place, names in lower.items()}

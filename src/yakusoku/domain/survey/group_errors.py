"""How far shares of groups, and their differences, may be off under a design (docs/rules/survey-association.md)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from yakusoku.domain.survey.coded import Codes, Floats, dense, grouped, present
from yakusoku.domain.survey.design import Design
from yakusoku.domain.survey.long_tables import two_way
from yakusoku.domain.survey.stages import Lonely
from yakusoku.domain.survey.tabulating import MOST_CELLS


@dataclass(frozen=True, slots=True)
class Told:
    """What respondents answered to one question, and how they stand on the axes.

    standing  for each respondent the way to stand
    answers   for each respondent which of the distinct answers
    counts    distinct answers by what they count for: the base, then the categories; 0 or 1
    """

    standing: Codes
    answers: Codes
    counts: Floats


@dataclass(frozen=True, slots=True)
class Groups:
    """Groups of respondents with their shares. `inside`: groups by the ways to stand on the axes, 1 where they count."""

    inside: Floats
    shares: Floats


class GroupErrors(Protocol):
    """What a design says of the shares of groups in one table."""

    def variances(self, groups: Groups) -> Floats:
        """Return the variance of each share: groups by categories."""

    def of_differences(
        self, groups: Groups, first: Sequence[int], second: Sequence[int]
    ) -> tuple[Floats, Floats]:
        """Return the variance of the difference of two groups with nobody in both, and the sum of their variances.

        Pairs by categories.
        """


def errors_of(told: Told, design: Design) -> GroupErrors:
    """Return the errors of the shares of a question: from sums by stratum where that is enough, else from the respondents."""
    stage = design.stages[0]
    by_sums = len(design.stages) == 1 and stage.unit is None and not design.adjustments
    # The average of other strata is that of those in which a group has somebody: not the same for every group.
    if by_sums and design.lonely is not Lonely.AVERAGE:
        return _BySums(told, design)
    return _ByRespondents(told, design)


class _BySums:
    """Strata of respondents who were drawn one by one: an influence is one number for all who stand and answer alike."""

    def __init__(self, told: Told, design: Design) -> None:
        stage, ways = design.stages[0], int(told.standing.max(initial=0)) + 1
        places = stage.stratum * ways + told.standing
        known = present(places)
        strata, self._ways = known // ways, known % ways
        heaps = dense(places)
        self._sums = _sums(told, heaps, len(known), design.weights)
        scale, kept = stage.scale(told.counts[told.answers, 0] > 0, design.lonely)
        self._squares = _sums(told, heaps, len(known), design.weights**2) * scale[strata][:, None]
        # Heaps are in the order of their strata.
        self._starts = np.flatnonzero(np.diff(strata, prepend=-1))
        self._about = (scale * kept / stage.drawn)[strata[self._starts]]

    def variances(self, groups: Groups) -> Floats:
        """Return the variance of each share."""
        alone, totals = self._parts(groups)
        found: Floats = alone - (totals**2).sum(axis=0)
        return np.maximum(found, 0.0)

    def of_differences(
        self, groups: Groups, first: Sequence[int], second: Sequence[int]
    ) -> tuple[Floats, Floats]:
        """Return the variance of the difference of two groups, and the sum of their variances."""
        alone, totals = self._parts(groups)
        own = alone - (totals**2).sum(axis=0)
        by_category = totals.transpose(2, 1, 0)
        shared = by_category @ by_category.transpose(0, 2, 1)
        one, other = list(first), list(second)
        both = own[one] + own[other]
        return both + 2 * shared[:, one, other].T, both

    def _parts(self, groups: Groups) -> tuple[Floats, Floats]:
        """Return the sums of squared influences, and for each stratum what their totals take away: strata first."""
        inside, shares = groups.inside[:, self._ways], groups.shares
        whole = inside @ self._sums[:, 0]
        safe = np.where(whole > 0, whole, 1.0)[:, None]
        squares = inside @ self._squares
        chose, rest = squares[:, 1:], squares[:, :1] - squares[:, 1:]
        alone = ((1 - shares) ** 2 * chose + shares**2 * rest) / safe**2
        ends = [*self._starts[1:].tolist(), len(self._ways)]
        totals = np.empty((len(ends), *shares.shape))
        for stratum, (start, end) in enumerate(zip(self._starts.tolist(), ends, strict=True)):
            here = inside[:, start:end] @ self._sums[start:end]
            totals[stratum] = here[:, 1:] - shares * here[:, :1]
        totals *= np.sqrt(self._about)[:, None, None] / safe
        return alone, totals


class _ByRespondents:
    """Any design: the influence of each respondent on each share."""

    def __init__(self, told: Told, design: Design) -> None:
        self._design, self._kinds = design, told.standing
        counts = told.counts[told.answers]
        self._base, self._marks = counts[:, 0], counts[:, 1:]

    def variances(self, groups: Groups) -> Floats:
        """Return the variance of each share."""
        found = np.zeros(groups.shares.shape)
        for place, (inside, shares) in enumerate(zip(groups.inside, groups.shares, strict=True)):
            weights = self._weights(inside[None])
            covariance = self._design.covariance(weights * (self._marks - shares), weights[:, 0] > 0)
            found[place] = np.diag(covariance)
        return np.maximum(found, 0.0)

    def of_differences(
        self, groups: Groups, first: Sequence[int], second: Sequence[int]
    ) -> tuple[Floats, Floats]:
        """Return the variance of the difference of two groups, and the sum of their variances."""
        weights, one, other = self._weights(groups.inside), list(first), list(second)
        both = np.zeros((len(one), groups.shares.shape[1]))
        shared = np.zeros(both.shape)
        for category in range(both.shape[1]):
            influence = weights * (self._marks[:, category, None] - groups.shares[:, category])
            covariance = self._design.covariance(influence, self._base > 0)
            spread = np.diag(covariance)
            both[:, category] = spread[one] + spread[other]
            shared[:, category] = covariance[one, other]
        return both - 2 * shared, both

    def _weights(self, inside: Floats) -> Floats:
        """Return the part of each respondent in the weight of each group."""
        weights = inside[:, self._kinds].T * (self._design.weights * self._base)[:, None]
        totals = weights.sum(axis=0)
        found: Floats = np.divide(weights, totals, out=np.zeros_like(weights), where=totals > 0)
        return found


def _sums(told: Told, heaps: Codes, size: int, weights: Floats) -> Floats:
    """Return sums of weights by heap: of who is in the base, then of who is in each category."""
    counts = told.counts
    if size * len(counts) <= MOST_CELLS:
        found: Floats = two_way(heaps, told.answers, size, len(counts), weights) @ counts
        return found
    return np.column_stack([grouped(heaps, weights * column[told.answers], size) for column in counts.T])

"""How a sample was drawn, and what follows for the variance (docs/rules/survey-estimates.md).

Everything that is estimated here is, to first order, a weighted total of one number per row (its influence).
The variance of such a total is that of the totals of the units drawn first, stage by stage.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import numpy as np

from yakusoku.domain.refusal import Refusal
from yakusoku.domain.survey.coded import Coded, Codes, Floats, Mask, Measured, dense

# A stratum of which less than this is left out was taken whole: it adds no variance.
TAKEN_WHOLE = 1e-7


class DesignBlank(Refusal):
    """A row does not say its stratum, cluster, weight or population."""

    code = "survey.design-blank"


class WeightUnusable(Refusal):
    """A weight is negative or infinite, or all are zero."""

    code = "survey.weight-unusable"


class ClustersCrossStrata(Refusal):
    """The same cluster stands in two strata: one cluster, or two of the same name?"""

    code = "survey.clusters-cross-strata"


class PopulationMixed(Refusal):
    """Some populations are numbers of units, others shares."""

    code = "survey.population-mixed"


class PopulationVaries(Refusal):
    """Rows of one stratum give it different populations."""

    code = "survey.population-varies"


class PopulationTooSmall(Refusal):
    """More units were drawn from a stratum than it has."""

    code = "survey.population-too-small"


class StagesDiffer(Refusal):
    """There are not as many populations as stages of drawing."""

    code = "survey.stages-differ"


class OnlyUnit(Refusal):
    """A stratum has only one unit, so that nothing shows how much its units differ."""

    code = "survey.only-unit"


class Lonely(StrEnum):
    """What a stratum with one unit adds to the variance."""

    FAIL = "fail"
    CERTAINTY = "certainty"
    ADJUST = "adjust"
    AVERAGE = "average"


class Adjustment(Protocol):
    """Weights were fitted to known totals: what the fit explains is no longer uncertain."""

    def residual(self, influence: Floats) -> Floats:
        """Return the part of the influence that the known totals do not explain."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of drawing. Units and strata are codes from 0.

    unit        for each row its unit
    stratum     for each unit its stratum
    drawn       for each stratum the number of units in the sample
    population  for each stratum the number of units it has; infinite: no correction
    before      for each stratum the share that earlier stages drew; 1 at the first
    labels      for each stratum the name that a person knows; empty beyond the first stage
    """

    unit: Codes
    stratum: Codes
    drawn: Floats
    population: Floats
    before: Floats
    labels: tuple[str, ...] = ()

    @property
    def left_out(self) -> Floats:
        """Return for each stratum the share of its units that was not drawn."""
        return 1 - self.drawn / self.population

    def covariance(self, influence: Floats, inside: Mask, lonely: Lonely) -> Floats:
        """Return what this stage adds to the covariance of the column sums of the influence."""
        units = len(self.stratum)
        totals = np.column_stack([np.bincount(self.unit, column, units) for column in influence.T])
        sums = np.column_stack([np.bincount(self.stratum, total, len(self.drawn)) for total in totals.T])
        means: Floats = sums / self.drawn[:, None]
        alone, raised = self._alone(inside, lonely)
        if lonely is Lonely.ADJUST:
            means[alone] = 0
        scale = np.where(self.left_out < TAKEN_WHOLE, 0, self.left_out) * self.before
        scale = scale * self.drawn / np.maximum(self.drawn - 1, 1)
        away = totals - means[self.stratum]
        covariance: Floats = (away * scale[self.stratum][:, None]).T @ away * raised
        return covariance

    def _alone(self, inside: Mask, lonely: Lonely) -> tuple[Mask, float]:
        """Return the strata with one unit, and by how much the others stand for them."""
        present = np.zeros(len(self.drawn), dtype=np.bool_)
        present[self.stratum[self.unit[inside]]] = True
        alone = (self.drawn == 1) & present & (self.left_out >= TAKEN_WHOLE)
        if not alone.any():
            return alone, 1.0
        known = int(present.sum() - alone.sum())
        if lonely is Lonely.FAIL or (lonely is Lonely.AVERAGE and (not known or not self.labels)):
            place = int(np.flatnonzero(alone)[0])
            raise OnlyUnit(stratum=self.labels[place] if self.labels else "", count=int(alone.sum()))
        return alone, float(present.sum()) / known if lonely is Lonely.AVERAGE else 1.0


@dataclass(frozen=True, slots=True)
class Design:
    """A sample and how it was drawn.

    weights      for each row how many of the population it stands for
    adjustments  fits of the weights to known totals, in the order in which they were made
    """

    weights: Floats
    stages: tuple[Stage, ...]
    lonely: Lonely = Lonely.FAIL
    adjustments: tuple[Adjustment, ...] = ()

    @property
    def everyone(self) -> Mask:
        """Return all rows."""
        return np.ones(len(self.weights), dtype=np.bool_)

    def covariance(self, influence: Floats, inside: Mask) -> Floats:
        """Return the covariance of the column sums of an influence.

        influence  rows by estimates, 0 where a row is not inside; weights are already in it
        inside     the rows of the domain; strata without any add nothing and may have one unit
        """
        for adjustment in self.adjustments:
            influence = adjustment.residual(influence)
        seen = self.everyone if self.adjustments else inside
        parts = [stage.covariance(influence, seen, self.lonely) for stage in self.stages]
        whole: Floats = np.sum(parts, axis=0)
        return whole

    def df(self, inside: Mask) -> int:
        """Return the degrees of freedom: units of the first stage less strata, among rows that count."""
        first = self.stages[0]
        units = np.unique(first.unit[inside & (self.weights > 0)])
        return len(units) - len(np.unique(first.stratum[units]))


def design_of(
    rows: int,
    *,
    strata: Coded | None = None,
    clusters: Sequence[Coded] = (),
    populations: Sequence[Measured] = (),
    weights: Measured | None = None,
    nested: bool = False,
    lonely: Lonely = Lonely.FAIL,
) -> Design:
    """Return the design of a sample of some rows, drawn without replacement where a population is given.

    clusters     the units of each stage, the first drawn first; none: each row is a unit
    populations  for each stage, how many units the stratum has, or which share was drawn (as fpc of R survey)
    weights      none: the inverse of the shares drawn; without populations 1
    nested       the same name of a cluster in two strata means two clusters
    raises       a Refusal of this module where the columns contradict each other
    """
    given = [column for column in (strata, *clusters, *populations, weights) if column is not None]
    for column in given:
        if column.missing.any():
            row = int(np.flatnonzero(column.missing)[0]) + 1
            raise DesignBlank(column=column.name, row=row, count=int(column.missing.sum()))
    if populations and len(populations) != max(len(clusters), 1):
        raise StagesDiffer(stages=max(len(clusters), 1), populations=len(populations))
    sizes = _sizes(populations)
    stages = _stages(rows, strata, clusters, sizes, nested=nested)
    if weights is not None:
        _require_weights(weights)
        return Design(weights.values, stages, lonely)
    shares = np.ones(rows)
    for stage in stages if populations else ():
        shares *= (stage.drawn / stage.population)[stage.stratum[stage.unit]]
    return Design(1 / shares, stages, lonely)


def _require_weights(weights: Measured) -> None:
    wrong = ~np.isfinite(weights.values) | (weights.values < 0)
    if wrong.any():
        raise WeightUnusable(column=weights.name, row=int(np.flatnonzero(wrong)[0]) + 1)
    if not weights.values.any():
        raise WeightUnusable(column=weights.name, row=1)


def _sizes(populations: Sequence[Measured]) -> tuple[Sequence[Measured], bool]:
    """Return the columns and whether they count units (else they are shares)."""
    if not populations:
        return (), False
    values = np.column_stack([column.values for column in populations])
    if (values <= 0).any() or ((values > 1).any() and (values < 1).any()):
        row = int(np.flatnonzero((values < 1).any(axis=1))[0]) + 1
        raise PopulationMixed(column=populations[0].name, row=row)
    return populations, bool((values > 1).any())


def _stages(
    rows: int,
    strata: Coded | None,
    clusters: Sequence[Coded],
    sizes: tuple[Sequence[Measured], bool],
    *,
    nested: bool,
) -> tuple[Stage, ...]:
    stratum = np.zeros(rows, dtype=np.int64) if strata is None else dense(strata.codes)
    labels = ("",) if strata is None else tuple(strata.labels[code] for code in np.unique(strata.codes))
    populations, counted = sizes
    stages: list[Stage] = []
    before = np.ones(len(labels))
    # Without a population at the first stage later ones add nothing that it does not already hold.
    for place in range(len(populations) or 1):
        unit = _units(rows, stratum, clusters[place] if clusters else None, nested=nested or place > 0)
        size = populations[place] if populations else None
        stage = _stage(unit, stratum, before, size, counted=counted, labels=labels)
        stages.append(stage)
        shares = stage.before * stage.drawn / stage.population
        stratum, labels, before = stage.unit, (), shares[stage.stratum]
    return tuple(stages)


def _units(rows: int, stratum: Codes, cluster: Coded | None, *, nested: bool) -> Codes:
    if cluster is None:
        return np.arange(rows, dtype=np.int64)
    pairs = stratum * len(cluster.labels) + cluster.codes
    apart, first = np.unique(pairs, return_index=True)
    if not nested and len(apart) > len(cluster.labels):
        names, times = np.unique(cluster.codes[first], return_counts=True)
        raise ClustersCrossStrata(cluster=cluster.labels[names[times > 1][0]], column=cluster.name)
    return dense(pairs)


def _stage(
    unit: Codes,
    strata: Codes,
    before: Floats,
    size: Measured | None,
    *,
    counted: bool,
    labels: tuple[str, ...],
) -> Stage:
    stratum = np.zeros(int(unit.max()) + 1, dtype=np.int64)
    stratum[unit] = strata
    drawn = np.bincount(stratum).astype(np.float64)
    population = np.full(len(drawn), np.inf)
    if size is not None:
        given = np.zeros(len(drawn))
        given[strata] = size.values
        varies = np.flatnonzero(size.values != given[strata])
        if len(varies):
            place = int(strata[varies[0]])
            raise PopulationVaries(column=size.name, stratum=labels[place] if labels else "")
        population = given if counted else drawn / given
        small = np.flatnonzero(population < drawn)
        if len(small):
            place = int(small[0])
            raise PopulationTooSmall(
                column=size.name,
                stratum=labels[place] if labels else "",
                population=float(population[place]),
                drawn=int(drawn[place]),
            )
    return Stage(unit, stratum, drawn, population, before, labels)

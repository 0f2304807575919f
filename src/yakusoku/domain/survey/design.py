"""How a sample was drawn, and what follows for the variance (docs/rules/survey-estimates.md).

Everything that is estimated here is, to first order, a weighted total of one number per row (its influence).
The variance of such a total is that of the totals of the units drawn first, stage by stage.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from yakusoku.domain.refusal import Refusal
from yakusoku.domain.survey.coded import Coded, Codes, Floats, Mask, Measured, dense, present
from yakusoku.domain.survey.stages import Cells, Lonely, Stage


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


class Adjustment(Protocol):
    """Weights were fitted to known totals: what the fit explains is no longer uncertain."""

    def residual(self, influence: Floats) -> Floats:
        """Return the part of the influence that the known totals do not explain."""


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

    def covariance_of_cells(self, cells: Cells, inside: Mask) -> Floats:
        """Return the covariance of the shares of cells. Weights must not be fitted."""
        parts = [stage.covariance_of_cells(cells, inside, self.lonely) for stage in self.stages]
        whole: Floats = np.sum(parts, axis=0)
        return whole

    def df(self, inside: Mask) -> int:
        """Return the degrees of freedom: units of the first stage less strata, among rows that count."""
        first, counted = self.stages[0], inside & (self.weights > 0)
        units = int(counted.sum()) if first.unit is None else len(present(first.unit[counted]))
        return units - len(present(first.strata_of(counted)))


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
        shares *= (stage.drawn / stage.population)[stage.strata_of(slice(None))]
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
    labels = ("",) if strata is None else tuple(strata.labels[code] for code in present(strata.codes))
    populations, counted = sizes
    stages: list[Stage] = []
    before = np.ones(len(labels))
    # Without a population at the first stage later ones add nothing that it does not already hold.
    for place in range(len(populations) or 1):
        cluster = clusters[place] if clusters else None
        unit = _units(stratum, cluster, nested=nested or place > 0)
        if cluster is not None and place < len(populations) - 1 and unit is None:
            unit = np.arange(rows, dtype=np.int64)
        size = populations[place] if populations else None
        stage = _stage(unit, stratum, before, size, counted=counted, labels=labels)
        stages.append(stage)
        if unit is None or cluster is None:
            break
        before = (stage.before * stage.drawn / stage.population)[stage.stratum]
        codes = np.zeros(len(stage.stratum), dtype=np.int64)
        codes[unit] = cluster.codes
        stratum, labels = unit, tuple(cluster.labels[code] for code in codes)
    return tuple(stages)


def _units(stratum: Codes, cluster: Coded | None, *, nested: bool) -> Codes | None:
    """Return for each row its unit; None: each row is one."""
    if cluster is None:
        return None
    pairs = stratum * len(cluster.labels) + cluster.codes
    apart = present(pairs)
    if not nested and len(apart) > len(cluster.labels):
        twice = np.flatnonzero(np.bincount(apart % len(cluster.labels)) > 1)[0]
        raise ClustersCrossStrata(cluster=cluster.labels[twice], column=cluster.name)
    return None if len(apart) == len(pairs) else dense(pairs)


def _stage(
    unit: Codes | None,
    strata: Codes,
    before: Floats,
    size: Measured | None,
    *,
    counted: bool,
    labels: tuple[str, ...],
) -> Stage:
    stratum = strata
    if unit is not None:
        stratum = np.zeros(int(unit.max()) + 1, dtype=np.int64)
        stratum[unit] = strata
    drawn = np.bincount(stratum).astype(np.float64)
    population = np.full(len(drawn), np.inf)
    if size is not None:
        population = _population(size, strata, drawn, counted=counted, labels=labels)
    return Stage(unit, stratum, drawn, population, before, labels)


def _population(
    size: Measured, strata: Codes, drawn: Floats, *, counted: bool, labels: tuple[str, ...]
) -> Floats:
    given = np.zeros(len(drawn))
    given[strata] = size.values
    varies = np.flatnonzero(size.values != given[strata])
    if len(varies):
        raise PopulationVaries(column=size.name, stratum=labels[int(strata[varies[0]])])
    population = given if counted else drawn / given
    small = np.flatnonzero(population < drawn)
    if len(small):
        place = int(small[0])
        raise PopulationTooSmall(
            column=size.name,
            stratum=labels[place],
            population=float(population[place]),
            drawn=int(drawn[place]),
        )
    return population

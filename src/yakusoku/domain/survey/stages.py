"""One stage of drawing a sample, and what it adds to the variance (docs/rules/survey-estimates.md)."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from yakusoku.domain.refusal import Refusal
from yakusoku.domain.survey.coded import Codes, Floats, Mask, grouped, grouped_columns

# A stratum of which less than this is left out was taken whole: it adds no variance.
TAKEN_WHOLE = 1e-7


class OnlyUnit(Refusal):
    """A stratum has only one unit, so that nothing shows how much its units differ."""

    code = "survey.only-unit"


class Lonely(StrEnum):
    """What a stratum with one unit adds to the variance."""

    FAIL = "fail"
    CERTAINTY = "certainty"
    ADJUST = "adjust"
    AVERAGE = "average"


@dataclass(frozen=True, slots=True)
class Cells:
    """Rows that fall into cells of a table.

    rows    the places of the rows that fall into one
    codes   for each of them its cell
    weights for each of them its share of all their weight
    points  for each cell its share
    """

    rows: Codes
    codes: Codes
    weights: Floats
    points: Floats

    def sums(self, group: Codes, groups: int, *, squared: bool = False) -> Floats:
        """Return sums of the weights, or of their squares: groups by cells. `group`: for each row of the sample."""
        places = group[self.rows] * len(self.points) + self.codes
        weights = self.weights**2 if squared else self.weights
        found: Floats = grouped(places, weights, groups * len(self.points)).reshape(groups, -1)
        return found


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of drawing. Units and strata are codes from 0.

    unit        for each row its unit; None: each row is one
    stratum     for each unit its stratum
    drawn       for each stratum the number of units in the sample
    population  for each stratum the number of units it has; infinite: no correction
    before      for each stratum the share that earlier stages drew; 1 at the first
    labels      for each stratum the name that a person knows
    """

    unit: Codes | None
    stratum: Codes
    drawn: Floats
    population: Floats
    before: Floats
    labels: tuple[str, ...]

    @property
    def left_out(self) -> Floats:
        """Return for each stratum the share of its units that was not drawn."""
        return 1 - self.drawn / self.population

    def strata_of(self, inside: Mask | slice) -> Codes:
        """Return the strata of the rows inside, a code for each row."""
        return self.stratum[inside] if self.unit is None else self.stratum[self.unit[inside]]

    def covariance(self, influence: Floats, inside: Mask, lonely: Lonely) -> Floats:
        """Return what this stage adds to the covariance of the column sums of the influence."""
        totals = influence
        if self.unit is not None:
            units = len(self.stratum)
            totals = grouped_columns(self.unit, influence, units)
        return self.covariance_of_units(totals, inside, lonely)

    def covariance_of_units(self, totals: Floats, inside: Mask, lonely: Lonely) -> Floats:
        """Return the same from the totals of the units: units by columns."""
        sums = grouped_columns(self.stratum, totals, len(self.drawn))
        scale, kept = self.scale(inside, lonely)
        away = totals - (sums * (kept / self.drawn)[:, None])[self.stratum]
        covariance: Floats = (away * scale[self.stratum][:, None]).T @ away
        return covariance

    def covariance_of_cells(self, cells: "Cells", inside: Mask, lonely: Lonely) -> Floats:
        """Return the same for shares of cells, from sums by cell: no array of rows by cells is made."""
        points = cells.points
        if self.unit is not None:
            sums = cells.sums(self.unit, len(self.stratum))
            return self.covariance_of_units(sums - sums.sum(axis=1)[:, None] * points, inside, lonely)
        scale, kept = self.scale(inside, lonely)
        sums = cells.sums(self.stratum, len(self.drawn))
        squares = scale @ cells.sums(self.stratum, len(self.drawn), squared=True)
        about = np.diag(squares) - np.outer(squares, points) - np.outer(points, squares)
        about += squares.sum() * np.outer(points, points)
        totals = sums - sums.sum(axis=1)[:, None] * points
        covariance: Floats = about - (totals * (scale * kept / self.drawn)[:, None]).T @ totals
        return covariance

    def scale(self, inside: Mask, lonely: Lonely) -> tuple[Floats, Floats]:
        """Return for each stratum the factor of its sum of squares, and 1 where it is about the stratum's mean."""
        alone, raised = self._alone(inside, lonely)
        factor = np.where(self.left_out < TAKEN_WHOLE, 0, self.left_out) * self.before * raised
        kept = np.where(alone & (lonely is Lonely.ADJUST), 0.0, 1.0)
        return factor * self.drawn / np.maximum(self.drawn - 1, 1), kept

    def _alone(self, inside: Mask, lonely: Lonely) -> tuple[Mask, float]:
        """Return the strata with one unit, and by how much the others stand for them."""
        here = np.bincount(self.strata_of(inside), minlength=len(self.drawn)) > 0
        alone = (self.drawn == 1) & here & (self.left_out >= TAKEN_WHOLE)
        if not alone.any():
            return alone, 1.0
        known = int(here.sum() - alone.sum())
        # Beyond the first stage the other strata lie in other units: their average says nothing.
        unheard = not known or self.before.min() < 1
        if lonely is Lonely.FAIL or (lonely is Lonely.AVERAGE and unheard):
            raise OnlyUnit(stratum=self.labels[int(np.flatnonzero(alone)[0])], count=int(alone.sum()))
        return alone, float(here.sum()) / known if lonely is Lonely.AVERAGE else 1.0

"""Weights fitted to what is known of the population (docs/rules/survey-weights.md).

Each fit returns a new design that remembers it: what the known totals explain is no longer uncertain.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from yakusoku.domain.refusal import Refusal
from yakusoku.domain.survey.coded import Coded, Codes, Floats, grouped, grouped_columns
from yakusoku.domain.survey.design import Design, DesignBlank

# How close the margins must come, relative to the population, and after how many rounds to give up.
CLOSE, MOST_ROUNDS = 1e-10, 200
# Rounds of taking the margins out of an influence; R survey takes as many.
ROUNDS_OF_RESIDUAL = 10


class CategoryWithoutTotal(Refusal):
    """The sample has a category whose total in the population is not given, or is 0."""

    code = "survey.category-without-total"


class CategoryNotInSample(Refusal):
    """The population has a category that nobody in the sample stands for."""

    code = "survey.category-not-in-sample"


class MarginsDisagree(Refusal):
    """Two margins add up to different populations."""

    code = "survey.margins-disagree"


class RakingUnfinished(Refusal):
    """The margins do not come together: no weights meet all of them, or only extreme ones do."""

    code = "survey.raking-unfinished"


class WeightNegative(Refusal):
    """A linear fit made somebody count less than nothing."""

    code = "survey.weight-negative"


@dataclass(frozen=True, slots=True)
class Margin:
    """A question whose distribution in the population is known: number of people by category."""

    column: Coded
    totals: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Fit:
    """A design with fitted weights, and how the fit went.

    rounds        of raking; 1 where one step suffices
    worst         the largest distance of a category from its total, relative to the population, after each round
    smallest, largest  factor by which a weight was changed
    effect        1 + squared variation of the weights (Kish): by how much unequal weights raise the variance
    """

    design: Design
    rounds: int
    worst: tuple[float, ...]
    smallest: float
    largest: float
    effect: float


@dataclass(frozen=True, slots=True)
class _Cells:
    """One post-stratification. Weights before and after; the mean of a cell weighs with those before."""

    codes: Codes
    before: Floats
    after: Floats

    def residual(self, influence: Floats) -> Floats:
        return _less_means(influence, self.codes, self.before, self.after)


@dataclass(frozen=True, slots=True)
class _Margins:
    """Raking: for each margin, in order, its codes and the weights right after it was met for the last time."""

    steps: tuple[tuple[Codes, Floats], ...]

    def residual(self, influence: Floats) -> Floats:
        for _ in range(ROUNDS_OF_RESIDUAL):
            for codes, weights in self.steps:
                influence = _less_means(influence, codes, np.ones(len(codes)), weights)
        return influence


@dataclass(frozen=True, slots=True)
class _Regression:
    """A linear fit: an orthonormal base of the auxiliary columns, and the scale on which they were fitted."""

    base: Floats
    scale: Floats

    def residual(self, influence: Floats) -> Floats:
        scaled = influence / self.scale[:, None]
        left: Floats = (scaled - self.base @ (self.base.T @ scaled)) * self.scale[:, None]
        return left


def design_weights(column: Coded, frame: Mapping[str, float]) -> Floats:
    """Return weights of a sample drawn by strata: units of the stratum in the frame for each row that answered.

    Who was drawn and did not answer is taken to be like those of the stratum who did.
    """
    margin = Margin(column, frame)
    ones = np.ones(len(column.codes))
    return _met(ones, column.codes, _totals(ones, margin))


def post_stratify(design: Design, margin: Margin) -> Fit:
    """Return weights that add up to the totals of one question; for cells, code the cells as one question."""
    totals = _totals(design.weights, margin)
    weights = _met(design.weights, margin.column.codes, totals)
    adjustment = _Cells(margin.column.codes, design.weights, weights)
    return _fit(design, weights, adjustment, [_distance(weights, margin.column.codes, totals)])


def rake(design: Design, margins: Sequence[Margin], *, close: float = CLOSE, most: int = MOST_ROUNDS) -> Fit:
    """Return weights that add up to the totals of several questions at once (iterative proportional fitting)."""
    totals = [_totals(design.weights, margin) for margin in margins]
    _require_agreement(margins, totals)
    weights, worst = design.weights, list[float]()
    while not worst or worst[-1] > close:
        if len(worst) == most:
            raise RakingUnfinished(rounds=most, worst=round(worst[-1], 6))
        steps = []
        for margin, known in zip(margins, totals, strict=True):
            weights = _met(weights, margin.column.codes, known)
            steps.append((margin.column.codes, weights))
        pairs = zip(margins, totals, strict=True)
        worst.append(max(_distance(weights, margin.column.codes, known) for margin, known in pairs))
    return _fit(design, weights, _Margins(tuple(steps)), worst)


def calibrate(design: Design, margins: Sequence[Margin]) -> Fit:
    """Return weights that meet several margins by the smallest change (linear, generalised regression)."""
    totals = [_totals(design.weights, margin) for margin in margins]
    _require_agreement(margins, totals)
    marks = np.hstack(
        [(m.column.codes[:, None] == np.arange(len(m.column.labels))).astype(np.float64) for m in margins]
    )
    known = np.concatenate(totals)
    half = np.sqrt(design.weights)
    base, sizes, _ = np.linalg.svd(marks * half[:, None], full_matrices=False)
    base = base[:, sizes > sizes[0] * len(sizes) * np.finfo(float).eps * 16]
    gap = known - marks.T @ design.weights
    slope = np.linalg.lstsq((marks * design.weights[:, None]).T @ marks, gap, rcond=None)[0]
    factor = 1 + marks @ slope
    if (factor[design.weights > 0] < 0).any():
        raise WeightNegative(count=int((factor < 0).sum()))
    weights = design.weights * factor
    # A row without weight has no influence either.
    scale = np.where(weights > 0, factor * half, 1.0)
    worst = max(_distance(weights, m.column.codes, t) for m, t in zip(margins, totals, strict=True))
    return _fit(design, weights, _Regression(base, scale), [worst])


def _totals(weights: Floats, margin: Margin) -> Floats:
    """Return the totals in the order of the categories, or refuse what cannot be met."""
    column = margin.column
    if column.missing.any():
        row = int(np.flatnonzero(column.missing)[0]) + 1
        raise DesignBlank(column=column.name, row=row, count=int(column.missing.sum()))
    present = grouped(column.codes, weights, len(column.labels)) > 0
    sampled = {label for label, there in zip(column.labels, present, strict=True) if there}
    without = sorted(label for label in sampled if not margin.totals.get(label, 0) > 0)
    if without:
        raise CategoryWithoutTotal(column=column.name, categories=without)
    absent = sorted(label for label, total in margin.totals.items() if total > 0 and label not in sampled)
    if absent:
        raise CategoryNotInSample(column=column.name, categories=absent)
    return np.array([float(margin.totals.get(label, 0)) for label in column.labels])


def _require_agreement(margins: Sequence[Margin], totals: Sequence[Floats]) -> None:
    first = float(totals[0].sum())
    for margin, known in zip(margins[1:], totals[1:], strict=True):
        if abs(float(known.sum()) - first) > 1e-9 * first:
            raise MarginsDisagree(column=margins[0].column.name, other=margin.column.name)


def _met(weights: Floats, codes: Codes, totals: Floats) -> Floats:
    sums = grouped(codes, weights, len(totals))
    factors = np.divide(totals, sums, out=np.zeros(len(totals)), where=sums > 0)
    met: Floats = weights * factors[codes]
    return met


def _distance(weights: Floats, codes: Codes, totals: Floats) -> float:
    return float(np.abs(grouped(codes, weights, len(totals)) - totals).max() / totals.sum())


def _less_means(influence: Floats, codes: Codes, before: Floats, after: Floats) -> Floats:
    """Return the influence less, in each cell, the mean of influence per weight."""
    kept = after > 0
    per_weight = np.divide(influence, after[:, None], out=np.zeros_like(influence), where=kept[:, None])
    size = int(codes.max()) + 1
    bases = grouped(codes, before, size)
    sums = grouped_columns(codes, before[:, None] * per_weight, size)
    means = np.divide(sums, bases[:, None], out=np.zeros_like(sums), where=bases[:, None] > 0)
    left: Floats = influence - means[codes] * after[:, None]
    return left


def _fit(
    design: Design, weights: Floats, adjustment: "_Cells | _Margins | _Regression", worst: Sequence[float]
) -> Fit:
    had = design.weights > 0
    factors = weights[had] / design.weights[had]
    effect = float(len(weights) * (weights**2).sum() / weights.sum() ** 2)
    fitted = replace(design, weights=weights, adjustments=(*design.adjustments, adjustment))
    return Fit(fitted, len(worst), tuple(worst), float(factors.min()), float(factors.max()), effect)

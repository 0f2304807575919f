"""Weights of those who answered: from the draw, corrected for who did not answer, raked (docs/rules/survey-weights.md)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import ClassVar

import numpy as np

from yakusoku.domain.refusal import Refusal
from yakusoku.domain.survey.coded import Measured, coded
from yakusoku.domain.survey.design import Design, design_of
from yakusoku.domain.survey.raking import Margin, rake

# Raked weights are kept to so many parts of one: a float stands for a fraction that nobody could read.
GRID = 10**10


class Method(StrEnum):
    """Where weights come from."""

    DESIGN = "design"
    ANSWERED = "answered"
    RAKING = "raking"
    FILE = "file"


METHOD_LABELS: Mapping[Method, str] = {
    Method.DESIGN: "抽出率の逆数（名簿の数÷抽出した数）",
    Method.ANSWERED: "抽出率の逆数を、回答のなかった分だけ直したもの",
    Method.RAKING: "分かっている合計に合わせたもの（レイキング）",
    Method.FILE: "ファイルの重み",
}


class StratumNotDrawn(Refusal):
    """Somebody who answered is in a stratum of which the draw says nothing. Facts: strata."""

    code: ClassVar[str] = "survey.stratum-not-drawn"


class WeightsLacking(Refusal):
    """Somebody who answered has no weight. Facts: numbers."""

    code: ClassVar[str] = "survey.weights-lacking"


class WeightsAllZero(Refusal):
    """Nobody who answered has a weight above 0."""

    code: ClassVar[str] = "survey.weights-all-zero"


@dataclass(frozen=True, slots=True)
class Drawn:
    """Of one stratum: units in the frame, drawn, still asked, and answered."""

    frame: int
    drawn: int
    asked: int = 0
    answered: int = 0


@dataclass(frozen=True, slots=True)
class WeightFacts:
    """What weights are like.

    n         respondents, unweighted; `total`: the sum of their weights
    effect    1 + squared variation of the weights (Kish); `effective`: n divided by it
    """

    n: int
    total: Fraction
    least: Fraction
    most: Fraction
    effect: Fraction
    effective: Fraction


def facts_of(weights: Sequence[Fraction]) -> WeightFacts | None:
    """Return what weights are like; None of nobody, or if all are 0."""
    total = sum(weights, Fraction(0))
    if not total:
        return None
    squares = sum((weight * weight for weight in weights), Fraction(0))
    effective = total * total / squares
    return WeightFacts(len(weights), total, min(weights), max(weights), len(weights) / effective, effective)


def by_draw(strata: Sequence[str], drawn: Mapping[str, Drawn], *, answered: bool) -> list[Fraction]:
    """Return for each respondent for how many units of the frame he or she stands.

    strata     the stratum of each respondent
    answered   multiply by asked per answered: who answered stands for those who did not
    raises     StratumNotDrawn
    """
    strange = sorted({name for name in strata if name not in drawn or not drawn[name].drawn})
    if strange:
        raise StratumNotDrawn(strata=strange)
    weights = {}
    for name in set(strata):
        each = drawn[name]
        weights[name] = Fraction(each.frame, each.drawn)
        if answered:
            weights[name] *= Fraction(each.asked, each.answered)
    return [weights[name] for name in strata]


def by_margins(
    columns: Mapping[str, Sequence[str]],
    totals: Mapping[str, Mapping[str, float]],
    start: Sequence[Fraction] | None = None,
) -> list[Fraction]:
    """Return weights that meet the known totals of several columns at once.

    columns   for each column what it says of each respondent
    start     the weights that are fitted; None: all alike
    raises    the refusals of domain/survey/raking.py
    """
    size = len(next(iter(columns.values()), ()))
    design = design_of(size, weights=None if start is None else as_column(start))
    weights = raked(design, columns, totals).weights.tolist()
    return [Fraction(round(weight * GRID), GRID) for weight in weights]


def raked(
    design: Design, columns: Mapping[str, Sequence[str]], totals: Mapping[str, Mapping[str, float]]
) -> Design:
    """Return a design whose weights meet the known totals of several columns at once, as in by_margins."""
    margins = [Margin(coded(name, columns[name]), known) for name, known in totals.items()]
    return rake(design, margins).design


def as_column(weights: Sequence[Fraction]) -> Measured:
    """Return weights as a column of a design."""
    return Measured("", np.array([float(weight) for weight in weights], dtype=np.float64))


def by_numbers(numbers: Sequence[int], known: Mapping[int, Fraction]) -> list[Fraction]:
    """Return the weights that a file gives by the number of each respondent. Raises WeightsLacking, WeightsAllZero."""
    lacking = [number for number in numbers if number not in known]
    if lacking:
        raise WeightsLacking(numbers=lacking[:20])
    if numbers and not any(known[number] for number in numbers):
        raise WeightsAllZero()
    return [known[number] for number in numbers]

"""One number for a row of a table: M.T., mean, median and quartiles (docs/rules/survey-measures.md)."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from yakusoku.domain.survey.coding import Coding, scores_of
from yakusoku.domain.survey.exact import Whole
from yakusoku.domain.survey.form import QuestionKind
from yakusoku.domain.survey.rounding import half_up, in_print
from yakusoku.domain.survey.tabulating import Counted

# Means and M.T. are printed with so many decimals.
DECIMALS = 2


@dataclass(frozen=True, slots=True)
class Measures:
    """What one number says of a row. None: it does not exist here, or of nobody.

    mentions             M.T., choices per respondent of a 複数回答
    n                    respondents with a number
    mean, q1, median, q3 of the numbers, or of the scores of the choices
    """

    mentions: Fraction | None = None
    n: int = 0
    mean: Fraction | None = None
    q1: Fraction | None = None
    median: Fraction | None = None
    q3: Fraction | None = None


def measures_of(counted: Counted) -> list[Measures] | None:
    """Return the measures of each row; None if the question has none."""
    if counted.question.kind is QuestionKind.MULTIPLE:
        return _mentions(counted)
    scores = scores_of(counted.coding)
    if scores is None:
        return None
    parts = counted.weighing.weights or counted.weighing.people
    people = counted.weighing.people.summed(counted.heads)
    weights = parts.summed(counted.heads)
    unit = counted.weighing.unit
    return [
        _numbers(scores, people[row].tolist(), weights[row].tolist(), unit)
        for row in range(len(counted.rows))
    ]


def quantile(values: Sequence[tuple[Fraction, Fraction]], share: Fraction) -> Fraction:
    """Return the smallest value that a share of the weight does not exceed; halfway to the next if it is met exactly.

    values   each with its weight, above 0, in order; at least one
    source   definition 2 of Hyndman & Fan (1996), as of SAS, with weights
    """
    wanted, below = share * sum((weight for _, weight in values), Fraction(0)), Fraction(0)
    for place, (value, weight) in enumerate(values):
        below += weight
        if below > wanted or place == len(values) - 1:
            return value
        if below == wanted:
            return (value + values[place + 1][0]) / 2
    raise ValueError("no values")


def printed(value: Fraction | None, decimals: int = DECIMALS) -> str:
    """Return a measure as printed, halves up; - of nobody."""
    return "-" if value is None else in_print(half_up(value, decimals), decimals)


def has_scores(coding: Coding) -> bool:
    """Return whether answers to the question stand for numbers."""
    return scores_of(coding) is not None


def _mentions(counted: Counted) -> list[Measures]:
    """Return mentions per respondent, weighted where the table is."""
    chosen: Whole = counted.weights.cells[:, : counted.asked].sum(axis=1)
    return [
        Measures(Fraction(int(part), int(base)) if base else None, int(n))
        for part, base, n in zip(chosen, counted.weights.base, counted.people.base, strict=True)
    ]


def _numbers(
    scores: Sequence[Fraction | None], people: Sequence[int], weights: Sequence[int], unit: int
) -> Measures:
    known = [
        (score, Fraction(weight, unit), many)
        for score, weight, many in zip(scores, weights, people, strict=True)
        if score is not None and many
    ]
    n = sum(many for *_, many in known)
    heavy = sorted((score, weight) for score, weight, _ in known if weight)
    if not heavy:
        return Measures(n=n)
    mean = sum(score * weight for score, weight in heavy) / sum(weight for _, weight in heavy)
    quarters = [quantile(heavy, Fraction(quarter, 4)) for quarter in (1, 2, 3)]
    return Measures(None, n, Fraction(mean), *quarters)

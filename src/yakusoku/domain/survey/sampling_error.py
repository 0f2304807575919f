"""標本誤差早見表: how far a percentage may be off, by base and percentage (docs/rules/survey-changes.md)."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

from yakusoku.domain.survey.rounding import half_up, in_print

# In the table of Japanese reports an error is twice the standard error.
PRACTICE = 2.0
PERCENTS = (10, 20, 30, 40, 50)
SHARES = tuple(percent / 100 for percent in PERCENTS)


@dataclass(frozen=True, slots=True)
class ErrorRow:
    """One base and, for each percentage of the table, its error in points."""

    n: int
    errors: tuple[float, ...]


def sampling_error(
    share: float, n: int, population: int | None = None, *, times: float = PRACTICE, effect: float = 1.0
) -> float:
    """Return the error of a share in points of percent.

    share       in [0, 1]
    n           base, 1 or more
    population  None: so large that it does not matter
    times       standard errors to each side; 1.96 gives 95 % exactly
    effect      design effect; 1: simple random sample
    raises      ValueError if a number is out of range
    """
    if not 0 <= share <= 1 or n < 1 or (population is not None and population < n):
        raise ValueError("share, n or population out of range")
    left = 1.0 if population is None else (population - n) / (population - 1) if population > 1 else 0.0
    return 100 * times * sqrt(effect * left * share * (1 - share) / n)


def error_table(
    bases: Sequence[int], population: int | None = None, *, times: float = PRACTICE, effect: float = 1.0
) -> list[ErrorRow]:
    """Return the table: a row for each base, a column for 10 (90), 20 (80), 30 (70), 40 (60), 50 percent."""
    return [
        ErrorRow(n, tuple(sampling_error(s, n, population, times=times, effect=effect) for s in SHARES))
        for n in bases
    ]


def printed_errors(row: ErrorRow) -> list[str]:
    """Return the errors of a row as printed, halves up."""
    # What a float is off by in its last bits must not decide a half.
    return [in_print(half_up(Fraction(error).limit_denominator(10**9), 1), 1) for error in row.errors]

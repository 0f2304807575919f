"""Sums of weights without rounding: whole numbers of one unit, in parts that a float holds (docs/rules/survey-tables.md)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np
from numpy.typing import NDArray

from yakusoku.domain.survey.coded import Floats

# A float counts whole numbers one by one up to 2**53.
BITS = 53
# Integers: of 64 bits where they fit, of any length (Python's own) where not.
Whole = NDArray[Any]
Sum = Callable[[Floats], Floats]


@dataclass(frozen=True, slots=True)
class Parts:
    """Whole numbers as digits of `bits` bits, lowest first: any sum of them over all rows is exact in floats."""

    digits: tuple[Floats, ...]
    bits: int

    def summed(self, total: Sum) -> Whole:
        """Return what `total`, which adds up rows, makes of the numbers, exactly."""
        sums = [total(digit).astype(np.int64) for digit in self.digits]
        if len(sums) == 1:
            return sums[0]
        whole: Whole = sums[-1].astype(object)
        for each in reversed(sums[:-1]):
            whole = whole * (1 << self.bits) + each
        return whole

    def nearly(self, total: Sum) -> Floats:
        """Return the same as floats, right to their last bits."""
        numbers = [digit * 2.0 ** (self.bits * place) for place, digit in enumerate(self.digits)]
        return total(sum(numbers[1:], numbers[0]))


@dataclass(frozen=True, slots=True)
class Weighing:
    """How much each row counts. A row is a respondent, or a heap of respondents who are alike.

    people   respondents in the row
    weights  sum of their weights in multiples of 1/unit; None: everybody counts alike
    squares  sum of their squared weights in multiples of 1/unit²
    """

    people: Parts
    weights: Parts | None = None
    squares: Parts | None = None
    unit: int = 1

    @property
    def size(self) -> int:
        """Return the number of rows."""
        return len(self.people.digits[0])


def alike(size: int) -> Weighing:
    """Return a weighing of respondents who count alike."""
    return Weighing(Parts((np.ones(size),), BITS))


def weighed(weights: Sequence[Fraction]) -> Weighing:
    """Return a weighing of respondents, each with a weight."""
    unit = lcm(*{weight.denominator for weight in weights})
    numbers = [weight.numerator * (unit // weight.denominator) for weight in weights]
    return _weighing([1] * len(weights), numbers, [number * number for number in numbers], unit)


def heaped(
    people: Sequence[int],
    weights: Sequence[Fraction] | None = None,
    squares: Sequence[Fraction] | None = None,
) -> Weighing:
    """Return a weighing of heaps: how many respondents, the sums of their weights and of the squares."""
    if weights is None or squares is None:
        return Weighing(_parts(people))
    unit = lcm(*{number.denominator for numbers in (weights, squares) for number in numbers})
    return _weighing(
        people,
        [int(weight * unit) for weight in weights],
        [int(each * unit * unit) for each in squares],
        unit,
    )


def _weighing(people: Sequence[int], weights: Sequence[int], squares: Sequence[int], unit: int) -> Weighing:
    return Weighing(_parts(people), _parts(weights), _parts(squares), unit)


def _parts(numbers: Sequence[int]) -> Parts:
    """Return the digits of numbers; so many bits each that their sum over all rows still fits a float."""
    highest = max(numbers, default=0)
    room = BITS - len(numbers).bit_length()
    if highest < 1 << room or sum(numbers) < 1 << BITS:
        return Parts((np.array(numbers, dtype=np.float64),), BITS)
    digits = []
    for low in range(0, highest.bit_length(), room):
        digits.append(np.array([number >> low & ((1 << room) - 1) for number in numbers], dtype=np.float64))
    return Parts(tuple(digits), room)

"""Printed percentages and the counts behind them, in whole numbers only (docs/rules/survey-check.md)."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

# More decimals than anybody prints: a number that a program computed, right only up to its own precision.
MOST_DECIMALS = 9
MOST_LETTERS = 60
_NUMBER = re.compile(r"[+-]?(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?")
_NOT_PRINTED = {"", "-", "―", "—", "‐", "–", "ー", "…", "...", "x", "X", "*", "※", "NA", "N/A", "nan", "None"}


class Rule(StrEnum):
    """How a share is cut to its printed decimals."""

    HALF_UP = "half-up"
    HALF_EVEN = "half-even"
    FLOOR = "floor"


@dataclass(frozen=True, slots=True)
class Span:
    """The counts from `low` to `high`, both included; none if `low` is above `high`."""

    low: int
    high: int

    def __bool__(self) -> bool:
        return self.low <= self.high


@dataclass(frozen=True, slots=True)
class Printed:
    """A percentage as it was printed: `units` of its last decimal place, as 563 with 1 decimal for 56.3."""

    text: str
    units: int
    decimals: int

    @property
    def value(self) -> Fraction:
        """Return the percentage, exactly."""
        return Fraction(self.units, 10**self.decimals)

    def counts(self, n: int, rule: Rule = Rule.HALF_UP) -> Span:
        """Return the counts out of `n` that are printed like this. No count out of 0 is a share: only 0 fits."""
        if n == 0:
            return Span(0, 0 if self.units == 0 else -1)
        # count * scale / n is the share in units; the share must lie between the two bounds.
        scale = 100 * 10**self.decimals
        if rule is Rule.FLOOR:
            return Span(max(0, _ceil(self.units * n, scale)), min(n, _ceil((self.units + 1) * n, scale) - 1))
        low, high = (2 * self.units - 1) * n, (2 * self.units + 1) * n
        if rule is Rule.HALF_UP:
            return Span(max(0, _ceil(low, 2 * scale)), min(n, _ceil(high, 2 * scale) - 1))
        if self.units % 2 == 0:
            return Span(max(0, _ceil(low, 2 * scale)), min(n, high // (2 * scale)))
        return Span(max(0, low // (2 * scale) + 1), min(n, _ceil(high, 2 * scale) - 1))


class NotAPercentage(ValueError):
    """A cell holds words where a percentage belongs."""


def read_printed(text: str) -> Printed | None:
    """Return the percentage that a cell prints; None where nothing is printed (-, x, empty).

    The number of decimals is read from the cell: 56.30 has two. Raises NotAPercentage.
    """
    plain = unicodedata.normalize("NFKC", text).replace("−", "-").replace(",", "").strip()
    if plain in _NOT_PRINTED:
        return None
    found = _NUMBER.fullmatch(plain.rstrip("%*※ ").strip())
    if not found or len(plain) > MOST_LETTERS:
        raise NotAPercentage(text)
    whole, part, power = found[1], found[2] or "", int(found[3] or 0)
    sign = -1 if plain.startswith("-") else 1
    value, decimals = (
        sign * Fraction(int(whole + part)) * Fraction(10) ** (power - len(part)),
        len(part) - power,
    )
    decimals = max(decimals, 0)
    if decimals <= MOST_DECIMALS:
        return Printed(text.strip(), half_up(value, decimals), decimals)
    return _computed(text.strip(), half_up(value, MOST_DECIMALS))


def _computed(text: str, units: int) -> Printed:
    """Return what a program wrote out: 56.300000000000004 means 56.3, 33.333333333333336 a third."""
    decimals = MOST_DECIMALS
    while decimals and units % 10 == 0:
        units, decimals = units // 10, decimals - 1
    return Printed(text, units, decimals)


def half_up(value: Fraction, decimals: int) -> int:
    """Return a number in units of its last printed decimal, halves rounded up: 56.25, 1 → 563."""
    numerator, base = value.numerator * 10**decimals, value.denominator
    return int((2 * numerator + base) // (2 * base))


def percent_of(part: Fraction | int, base: Fraction | int, decimals: int = 1) -> str:
    """Return a share in per cent as printed, halves rounded up: 9 of 16 → 56.3. `base` is above 0."""
    if isinstance(part, int) and isinstance(base, int):
        # Without making fractions: thousands of cells are printed so.
        return in_print((200 * part * 10**decimals + base) // (2 * base), decimals)
    return in_print(half_up(Fraction(part) * 100 / Fraction(base), decimals), decimals)


def in_print(units: int, decimals: int) -> str:
    """Return a number of units as printed: 563 with 1 decimal → 56.3."""
    digits = f"{abs(units):0{decimals + 1}d}"
    sign = "-" if units < 0 else ""
    return sign + (f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits)


def _ceil(number: int, divisor: int) -> int:
    return -(-number // divisor)

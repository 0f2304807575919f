"""Columns of a data file as numbers: categories as codes, measures as floats; what is missing stays missing.

The one door from text to arrays, so that a missing value means the same in every estimate.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from math import nan

import numpy as np
from numpy.typing import NDArray

from yakusoku.domain.refusal import Refusal

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]
Mask = NDArray[np.bool_]

# What an empty cell looks like; NA is what R writes.
MISSING = ("", "NA", "NaN", "nan")
FEW, MANY_TIMES = 1_000_000, 4
# Rows that are counted at a time: their codes and weights stay in the cache of the processor.
BLOCK = 65_536
GREATEST = 1e50
# Groups by rows, up to which a table of who is in which group is made: sums of columns are then one product.
FEW_PLACES = 100_000


class NotANumber(Refusal):
    """A column that must hold numbers holds something else, or a number beyond all use."""

    code = "survey.not-a-number"


@dataclass(frozen=True, slots=True)
class Coded:
    """A column of categories.

    codes   for each row the place of its category in labels; -1: missing
    """

    name: str
    codes: Codes
    labels: tuple[str, ...]

    @property
    def missing(self) -> Mask:
        """Return the rows without a category."""
        return self.codes < 0


@dataclass(frozen=True, slots=True)
class Measured:
    """A column of numbers; NaN: missing."""

    name: str
    values: Floats

    @property
    def missing(self) -> Mask:
        """Return the rows without a number."""
        return np.isnan(self.values)


def coded(name: str, texts: Sequence[str]) -> Coded:
    """Return a column of texts as categories, in the order of their numbers or letters; blanks around a text go."""
    cells = [text.strip() for text in texts]
    labels = sorted(set(cells).difference(MISSING), key=_order)
    places = dict.fromkeys(MISSING, -1) | {label: place for place, label in enumerate(labels)}
    codes = np.fromiter(map(places.__getitem__, cells), dtype=np.int64, count=len(cells))
    return Coded(name, codes, tuple(labels))


def measured(name: str, texts: Sequence[str]) -> Measured:
    """Return a column of texts as numbers. Raises NotANumber with the first row (1: the first below the head)."""
    try:
        return Measured(name, np.array([_number(text) for text in texts], dtype=np.float64))
    except ValueError:
        row, text = next((row, text) for row, text in enumerate(texts, 1) if _order(text)[0])
        raise NotANumber(column=name, row=row, text=text.strip()) from None


def present(codes: Codes) -> Codes:
    """Return the codes that occur, in order; none is below 0."""
    if not len(codes):
        return codes
    # Counting is faster than sorting, as long as the counts are not many more than the rows.
    few = int(codes.max()) < FEW + MANY_TIMES * len(codes)
    return np.flatnonzero(np.bincount(codes)) if few else np.unique(codes)


def dense(codes: Codes) -> Codes:
    """Return codes renumbered from 0 without gaps, in the same order."""
    known = present(codes)
    if len(known) and known[-1] == len(known) - 1:
        return codes
    if len(known) and int(known[-1]) >= FEW + MANY_TIMES * len(codes):
        return np.searchsorted(known, codes)
    places = np.zeros(int(known[-1]) + 1 if len(known) else 0, dtype=np.int64)
    places[known] = np.arange(len(known))
    return places[codes]


def grouped(group: Codes, values: Floats, groups: int) -> Floats:
    """Return the sum of the values in each group."""
    if len(group) <= BLOCK or groups > BLOCK:
        return np.bincount(group, values, groups).astype(np.float64, copy=False)
    total = np.zeros(groups)
    for start in range(0, len(group), BLOCK):
        total += np.bincount(group[start : start + BLOCK], values[start : start + BLOCK], groups)
    return total


def grouped_columns(group: Codes, values: Floats, groups: int) -> Floats:
    """Return the sums of columns in each group: groups by columns."""
    if groups * len(group) <= FEW_PLACES:
        inside = (np.arange(groups)[:, None] == group).astype(np.float64)
        found: Floats = inside @ values
        return found
    return np.column_stack([grouped(group, column, groups) for column in values.T])


def _number(text: str) -> float:
    cell = text.strip()
    if cell in MISSING:
        return nan
    # Japanese keyboards write １２．５.
    number = float(cell if cell.isascii() else unicodedata.normalize("NFKC", cell))
    # Python reads 1_000 as a number, and squares of greater ones leave what a float holds.
    if "_" in cell or not abs(number) <= GREATEST:
        raise ValueError(cell)
    return number


def _order(text: str) -> tuple[bool, float, str]:
    try:
        return False, _number(text), text
    except ValueError:
        return True, 0.0, text

"""Columns of a data file as numbers: categories as codes, measures as floats; what is missing stays missing.

The one door from text to arrays, so that a missing value means the same in every estimate.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from yakusoku.domain.refusal import Refusal

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]
Mask = NDArray[np.bool_]

# What an empty cell looks like; NA is what R writes.
MISSING = ("", "NA", "NaN", "nan")


class NotANumber(Refusal):
    """A column that must hold numbers holds something else."""

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
    """Return a column of texts as categories in the order of their letters; blanks around a text go."""
    cells = np.char.strip(np.asarray(texts, dtype=np.str_))
    labels, codes = np.unique(cells, return_inverse=True)
    absent = np.isin(labels, MISSING)
    places = np.where(absent, -1, np.cumsum(~absent) - 1)
    return Coded(name, places[codes].astype(np.int64), tuple(map(str, labels[~absent])))


def measured(name: str, texts: Sequence[str]) -> Measured:
    """Return a column of texts as numbers. Raises NotANumber with the first row (1: the first below the head)."""
    cells = np.char.strip(np.asarray(texts, dtype=np.str_))
    cells = np.where(np.isin(cells, MISSING), "nan", cells)
    try:
        return Measured(name, cells.astype(np.float64))
    except ValueError:
        row, text = next((row, text) for row, text in enumerate(cells, 1) if not _is_number(text))
        raise NotANumber(column=name, row=int(row), text=str(text)) from None


def dense(codes: Codes) -> Codes:
    """Return codes renumbered from 0 without gaps, in the same order."""
    return np.unique(codes, return_inverse=True)[1].astype(np.int64)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True

"""k-anonymity: nobody stands alone in what others may know of him (docs/rules/survey-public-use.md)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from yakusoku.domain.survey.codebook import Numbers

Rows = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Classes:
    """Respondents who are alike in some columns.

    of      for each respondent the place of its class
    sizes   how many respondents each class has
    keys    for each class its values, column by column
    """

    of: Rows
    sizes: Rows
    keys: Numbers

    def risky(self, k: int) -> Mask:
        """Return the respondents who have fewer than k - 1 others like them."""
        return self.sizes[self.of] < k


def classes_of(columns: Sequence[Numbers]) -> Classes:
    """Return the classes of respondents who are alike in all of these columns; a missing value is a value too."""
    keys, of, sizes = np.unique(np.column_stack(columns), axis=0, return_inverse=True, return_counts=True)
    return Classes(of.reshape(-1), sizes, keys)


def withhold(
    columns: Mapping[str, Numbers], k: int, code: float, order: Rows
) -> tuple[dict[str, Numbers], dict[str, int]]:
    """Return the columns with so many cells withheld that k are alike everywhere, and how many in each column.

    columns  the most important first; there are at least k rows
    code     what stands in a withheld cell; it counts as a value of its own
    order    the places of the rows in an order that tells nothing of them, where it is free who is taken
    """
    made = {name: column.copy() for name, column in columns.items()}
    left = list(made)
    while left:
        risky = classes_of(list(made.values())).risky(k)
        if not risky.any():
            break
        best = max(reversed(left), key=lambda name: _rescued(made, name, risky, k, code))
        made[best][risky] = code
        left.remove(best)
    _fill_up(made, k, code, order)
    lost = {name: int(np.count_nonzero(made[name] != columns[name])) for name in made}
    return made, lost


def _rescued(columns: Mapping[str, Numbers], name: str, risky: Mask, k: int, code: float) -> int:
    """Return how many of the risky would find k - 1 like them if this column were withheld from them."""
    tried = [np.where(risky, code, column) if each == name else column for each, column in columns.items()]
    return int(np.count_nonzero(risky & ~classes_of(tried).risky(k)))


def _fill_up(columns: dict[str, Numbers], k: int, code: float, order: Rows) -> None:
    """Add others to those from whom all is withheld, until they are k; no class falls below k by it."""
    while True:
        classes = classes_of(list(columns.values()))
        if classes.sizes.min() >= k:
            return
        (alone,) = np.flatnonzero(classes.sizes < k)
        lacking = k - int(classes.sizes[alone])
        others = [place for place in range(len(classes.sizes)) if place != alone]
        rich = max(others, key=lambda place: classes.sizes[place])
        poor = min(others, key=lambda place: classes.sizes[place])
        whole = classes.sizes[rich] < k + lacking
        given = order[classes.of[order] == (poor if whole else rich)][: None if whole else lacking]
        for column in columns.values():
            column[given] = code


def uniform_classes(classes: Classes, column: Numbers, answers: Sequence[float]) -> tuple[int, int]:
    """Return how many classes gave one and the same answer (l = 1), and how many respondents these are.

    answers  the codes that are answers; who gave none keeps the others of the class from being known
    """
    low = np.full(len(classes.sizes), np.inf)
    high = np.full(len(classes.sizes), -np.inf)
    np.minimum.at(low, classes.of, column)
    np.maximum.at(high, classes.of, column)
    uniform = (low == high) & np.isin(low, answers)
    return int(np.count_nonzero(uniform)), int(classes.sizes[uniform].sum())

"""Two-way sums over very many rows, block by block, so that what is made on the way stays in the cache."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from yakusoku.domain.survey.coded import Floats

# Rows that are counted at a time: what the calls cost vanishes, and the places still stay in the cache.
BLOCK = 262_144

Integers = NDArray[np.integer[Any]]


def two_way(
    rows: Integers,
    columns: Integers,
    height: int,
    width: int,
    values: NDArray[np.floating[Any]] | None = None,
) -> Floats:
    """Return the sum of the values in each cell of a table, height by width; without values how many rows.

    rows, columns  for each row of the data its place in the table, from 0; any whole numbers, short ones are fastest
    """
    total = np.zeros(height * width)
    # Short codes make short places: more of them at a time, until the counting itself.
    kind = np.result_type(rows, columns, np.min_scalar_type(height * width))
    places = np.empty(min(BLOCK, len(rows)), dtype=kind)
    for start in range(0, len(rows), BLOCK):
        end = min(start + BLOCK, len(rows))
        here = places[: end - start]
        np.multiply(rows[start:end], kind.type(width), out=here)
        np.add(here, columns[start:end], out=here)
        total += np.bincount(here, None if values is None else values[start:end], height * width)
    found: Floats = total.reshape(height, width)
    return found

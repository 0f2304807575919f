"""Many tests at once: adjusted probabilities (docs/rules/survey-association.md)."""

from collections.abc import Sequence
from enum import StrEnum


class Correction(StrEnum):
    """What is done because many tests are made."""

    HOLM = "holm"
    BH = "bh"
    NONE = "none"


def adjusted(ps: Sequence[float], correction: Correction, tests: int) -> list[float]:
    """Return probabilities adjusted by a correction. `ps`: the smallest of so many tests; as in `holm`."""
    if correction is Correction.NONE:
        return list(ps)
    return holm(ps, tests) if correction is Correction.HOLM else benjamini_hochberg(ps, tests)


def holm(ps: Sequence[float], tests: int | None = None) -> list[float]:
    """Return probabilities adjusted so that any false alarm stays under the level (Holm 1979), in the given order.

    tests  how many tests there are, of which these are the smallest; None: these are all
    """
    tests = len(ps) if tests is None else tests
    order = sorted(range(len(ps)), key=ps.__getitem__)
    adjusted = [0.0] * len(ps)
    highest = 0.0
    for rank, place in enumerate(order):
        highest = max(highest, min(1.0, (tests - rank) * ps[place]))
        adjusted[place] = highest
    return adjusted


def benjamini_hochberg(ps: Sequence[float], tests: int | None = None) -> list[float]:
    """Return probabilities adjusted so that the share of false alarms stays under the level (1995).

    tests  as in `holm`; what is adjusted to more than the largest that is given may be too large
    """
    tests = len(ps) if tests is None else tests
    order = sorted(range(len(ps)), key=ps.__getitem__, reverse=True)
    adjusted = [0.0] * len(ps)
    lowest = 1.0
    for rank, place in enumerate(order):
        lowest = min(lowest, tests / (len(ps) - rank) * ps[place])
        adjusted[place] = lowest
    return adjusted

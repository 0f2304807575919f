"""Many tests at once: adjusted probabilities (docs/rules/survey-association.md)."""

from collections.abc import Sequence


def holm(ps: Sequence[float]) -> list[float]:
    """Return probabilities adjusted so that any false alarm stays under the level (Holm 1979), in the given order."""
    order = sorted(range(len(ps)), key=ps.__getitem__)
    adjusted = [0.0] * len(ps)
    highest = 0.0
    for rank, place in enumerate(order):
        highest = max(highest, min(1.0, (len(ps) - rank) * ps[place]))
        adjusted[place] = highest
    return adjusted


def benjamini_hochberg(ps: Sequence[float]) -> list[float]:
    """Return probabilities adjusted so that the share of false alarms stays under the level (1995)."""
    order = sorted(range(len(ps)), key=ps.__getitem__, reverse=True)
    adjusted = [0.0] * len(ps)
    lowest = 1.0
    for rank, place in enumerate(order):
        lowest = min(lowest, len(ps) / (len(ps) - rank) * ps[place])
        adjusted[place] = lowest
    return adjusted

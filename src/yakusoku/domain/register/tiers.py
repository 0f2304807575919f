"""How many hold data below the contractor, and how deep the chain goes."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Chain:
    """Below the contractor: `subcontractors` places, `depth` tiers of them; 0 without any."""

    subcontractors: int = 0
    depth: int = 0


def chain_of(places: Iterable[tuple[int, int | None]]) -> Chain:
    """Return the size of a chain told as (number, number of whom it got the data from).

    A place without a known parent is the contractor itself, or stands at its level. Parents come first.
    """
    depth: dict[int, int] = {}
    for place, parent in sorted(places):
        depth[place] = depth.get(parent, 0) + 1 if parent is not None else 0
    below = [tier for tier in depth.values() if tier]
    return Chain(len(below), max(below, default=0))

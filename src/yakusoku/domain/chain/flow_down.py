"""Which clause was lost between one tier and the next (docs/rules/flow-down.md)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Passing:
    """The contract of one place in the chain with the tier above.

    passed   clauses that were passed down in it, by slug; None: nobody was asked yet
    """

    id: int
    parent: int | None
    passed: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Reach:
    """How far the promise reaches at one place.

    bound   clauses that hold there, in the order of the promise
    lost    clauses that hold one tier above and no longer here
    told    False: nobody was asked, so nothing can be said; what holds above is taken to hold
    """

    id: int
    tier: int
    bound: tuple[str, ...]
    lost: tuple[str, ...]
    told: bool


def flow_down(passings: Iterable[Passing], promised: Sequence[str]) -> tuple[Reach, ...]:
    """Return how far each clause reaches, in order of the places; the contractor has promised all of them.

    promised   slugs of the clauses of the published version, in its order
    A clause that was lost above is lost once: it is not told again further down, whatever is said there.
    """
    reached: dict[int, Reach] = {}
    for each in sorted(passings, key=lambda passing: passing.id):
        above = reached.get(each.parent) if each.parent is not None else None
        if above is None:
            reached[each.id] = Reach(each.id, 1, tuple(promised), (), True)
            continue
        kept = frozenset(above.bound) if each.passed is None else each.passed
        reached[each.id] = Reach(
            each.id,
            above.tier + 1,
            tuple(slug for slug in above.bound if slug in kept),
            tuple(slug for slug in above.bound if slug not in kept),
            each.passed is not None,
        )
    return tuple(reached.values())

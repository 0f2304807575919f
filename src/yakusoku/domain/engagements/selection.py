"""Which requirements fit the work, why, and in which strength."""

from dataclasses import dataclass

from yakusoku.domain.catalogue.model import Because, Catalogue, Requirement, Variant
from yakusoku.domain.catalogue.strength import Strength


@dataclass(frozen=True, slots=True)
class Proposal:
    """A requirement that fits the work, with the variant that the real work can keep.

    facts   the facts of this work that the requirement looks at
    """

    requirement: Requirement
    variant: Variant
    why: tuple[str, ...]
    facts: tuple[str, ...]


def propose(requirement: Requirement, facts: frozenset[str]) -> Proposal:
    """Return the proposal for one requirement, whether or not the work calls for it."""
    reasons = [b.text for b in requirement.because if b.fact in facts]
    return Proposal(
        requirement=requirement,
        variant=fitting_variant(requirement, facts),
        why=(requirement.why, *reasons),
        facts=tuple(fact for fact in requirement.mentions() if fact in facts),
    )


def select(catalogue: Catalogue, facts: frozenset[str]) -> tuple[Proposal, ...]:
    """Return a proposal for each requirement that the work calls for, in the order of the catalogue."""
    return tuple(propose(r, facts) for r in catalogue.requirements if r.when.holds(facts))


def fitting_variant(requirement: Requirement, facts: frozenset[str]) -> Variant:
    """Return the strongest variant that the work can keep; the weakest when there is none."""
    fitting = (v for v in requirement.variants if v.when.holds(facts) and not v.obstacles(facts))
    return next(fitting, requirement.variants[-1])


@dataclass(frozen=True, slots=True)
class Conflict:
    """A clause that the real work cannot keep, and the clause that resolves it (None: none known)."""

    requirement: Requirement
    strength: Strength
    obstacle: Because
    resolution: Variant | None


def find_conflicts(
    requirement: Requirement, strength: Strength, facts: frozenset[str]
) -> tuple[Conflict, ...]:
    """Return each fact of the work that makes this strength impossible to keep; empty: it can be kept."""
    variant = requirement.variant(strength)
    if variant is None:
        return ()
    obstacles = variant.obstacles(facts)
    resolution = fitting_variant(requirement, facts)
    keepable = None if resolution.obstacles(facts) else resolution
    return tuple(Conflict(requirement, strength, obstacle, keepable) for obstacle in obstacles)

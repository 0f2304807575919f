"""When a holder of data departs from the promise: rules of the catalogue, told as data."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from yakusoku.domain.catalogue.strength import Strength


class Travel(StrEnum):
    """How data reaches a holder."""

    BY_HAND = "by_hand"
    TRACKED = "tracked"
    COURIER = "courier"
    NETWORK = "network"
    MEDIA = "media"


class Gap(StrEnum):
    """How the chain departs from the promise."""

    UNDECLARED = "undeclared"
    SUBCONTRACTING_BANNED = "subcontracting-banned"
    HOME_UNCOVERED = "home-uncovered"
    UNTRACKED_TRANSPORT = "untracked-transport"
    FACTS_SILENT = "facts-silent"


@dataclass(frozen=True, slots=True)
class Hop:
    """One holder. `parent` is the id of who passed the data on; None: the contractor itself.

    place   a Place of the work profile, for example home
    """

    id: int
    parent: int | None
    name: str
    place: str
    travels_by: str
    declared: bool


@dataclass(frozen=True, slots=True)
class GapRule:
    """When a holder departs from the promise; data of the catalogue, so that no requirement is named here.

    from_tier     the rule looks at holders from this tier on
    places        … that sit at one of these places; empty: any
    travels_by    … that the data reaches in one of these ways; empty: any
    only_undeclared  … that were not declared
    requirement   slug of the promise that it touches; empty: none
    strengths     broken when the promise has one of these strengths
    absent        broken when the promise is not made at all
    (a rule without requirement and fact is broken wherever it looks)
    fact          broken when the profile does not tell this fact; empty: not looked at
    """

    gap: Gap
    from_tier: int = 1
    places: frozenset[str] = frozenset()
    travels_by: frozenset[str] = frozenset()
    only_undeclared: bool = False
    requirement: str = ""
    strengths: frozenset[Strength] = frozenset()
    absent: bool = False
    fact: str = ""

    def broken_by(
        self, hop: Hop, tier: int, strengths: Mapping[str, Strength], facts: frozenset[str]
    ) -> bool:
        """Return whether this holder departs from the promise in this way."""
        if not self._looks_at(hop, tier):
            return False
        if self.only_undeclared:
            return True
        if self.fact:
            return self.fact not in facts
        if not self.requirement:
            return True
        promised = strengths.get(self.requirement)
        return self.absent if promised is None else promised in self.strengths

    def _looks_at(self, hop: Hop, tier: int) -> bool:
        return (
            tier >= self.from_tier
            and (not self.places or hop.place in self.places)
            and (not self.travels_by or hop.travels_by in self.travels_by)
            and not (self.only_undeclared and hop.declared)
        )

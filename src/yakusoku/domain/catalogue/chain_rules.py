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
    CLAUSE_LOST = "clause-lost"
    DATA_WIDENED = "data-widened"
    NUMBER_UNPERMITTED = "number-unpermitted"


@dataclass(frozen=True, slots=True)
class Hop:
    """One holder. `parent` is the id of who passed the data on; None: the contractor itself.

    place       a Place of the work profile, for example home
    categories  kinds of personal information it holds
    permitted   … of which the first client permitted that it holds them
    losing      a clause that its giver had to keep was not passed on to it
    widening    it holds a kind of data that its giver does not
    """

    id: int
    parent: int | None
    name: str
    place: str
    travels_by: str
    declared: bool
    categories: frozenset[str] = frozenset()
    permitted: frozenset[str] = frozenset()
    losing: bool = False
    widening: bool = False


@dataclass(frozen=True, slots=True)
class Permission:
    """A kind of data that a law lets pass on only with the first client's permission, at every tier.

    text       what the client states in its consent
    law        where the law says so; `verified` False: nobody has checked the place
    """

    category: str
    text: str
    law: str
    verified: bool


@dataclass(frozen=True, slots=True)
class GapRule:
    """When a holder departs from the promise; data of the catalogue, so that no requirement is named here.

    from_tier     the rule looks at holders from this tier on
    places        … that sit at one of these places; empty: any
    travels_by    … that the data reaches in one of these ways; empty: any
    categories    … that hold one of these kinds of data, without permission if `only_unpermitted`
    only_undeclared  … that were not declared
    only_losing      … to whom a clause was not passed on
    only_widening    … that hold more kinds of data than who gave it
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
    categories: frozenset[str] = frozenset()
    only_undeclared: bool = False
    only_unpermitted: bool = False
    only_losing: bool = False
    only_widening: bool = False
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
        if self.only_undeclared or self.only_unpermitted or self.only_losing or self.only_widening:
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
            and (not self.categories or bool(self._touched(hop)))
            and not (self.only_undeclared and hop.declared)
            and not (self.only_losing and not hop.losing)
            and not (self.only_widening and not hop.widening)
        )

    def _touched(self, hop: Hop) -> frozenset[str]:
        """Return the kinds of data at the holder that the rule is about."""
        held = hop.categories & self.categories
        return held - hop.permitted if self.only_unpermitted else held

"""Demands above the agreed baseline: each needs its necessity and a talk about its cost (docs/rules/fairness.md)."""

from collections.abc import Iterable
from dataclasses import dataclass

from yakusoku.domain.catalogue.strength import Strength
from yakusoku.domain.engagements.decisions import Adopted, Resolution


@dataclass(frozen=True, slots=True)
class Demand:
    """A promise that asks for more than the facts of the work call for.

    extra   the work does not call for it at all; else it binds more than what is proposed
    """

    adopted: Adopted
    extra: bool

    @property
    def slug(self) -> str:
        """Return the requirement."""
        return self.adopted.proposal.requirement.slug

    @property
    def strength(self) -> Strength:
        """Return how strongly it binds."""
        return self.adopted.variant.strength


@dataclass(frozen=True, slots=True)
class Talk:
    """What was settled about a demand: it counts for the strength it was settled for."""

    slug: str
    strength: Strength


def demands_above(resolution: Resolution, called_for: Iterable[str]) -> tuple[Demand, ...]:
    """Return each demand above the baseline, in the order of the catalogue.

    called_for   slugs of the requirements that the facts of the work call for
    The baseline is what is proposed from the facts: the strongest clause that the work can keep.
    """
    wanted = frozenset(called_for)
    found = []
    for adopted in resolution.adopted:
        extra = adopted.proposal.requirement.slug not in wanted
        stronger = adopted.variant.strength.rank < adopted.proposal.variant.strength.rank
        if extra or stronger:
            found.append(Demand(adopted, extra))
    return tuple(found)


def unsettled(demands: Iterable[Demand], talks: Iterable[Talk]) -> tuple[Demand, ...]:
    """Return the demands about which nobody has talked yet, or whose strength changed since."""
    settled = {(talk.slug, talk.strength) for talk in talks}
    return tuple(demand for demand in demands if (demand.slug, demand.strength) not in settled)

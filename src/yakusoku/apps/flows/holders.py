"""Who holds data now: the chain in which it was passed on, and where it departs from the promise."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from yakusoku.apps.engagements.models import Holder
from yakusoku.domain.catalogue.chain_rules import Gap
from yakusoku.domain.engagements.chain import ChainGap
from yakusoku.domain.packs.labels import GAP_LABELS, GAP_REMEDIES, GAP_SHORT, PLACE_LABELS, TRAVEL_LABELS
from yakusoku.web.words import say


@dataclass(frozen=True, slots=True)
class ShownGap:
    """A departure from the promise in words: what is wrong, at whom, and what to do."""

    words: str
    holders: tuple[str, ...]
    remedy: str


@dataclass(frozen=True, slots=True)
class ShownHolder:
    """One holder with those to whom it passed data on. `tier` is 1 for the contractor."""

    holder: Holder
    tier: int
    place: str
    travel: str
    gaps: tuple[str, ...]
    passed_to: tuple["ShownHolder", ...]


def chain_of(holders: Iterable[Holder], gaps: Iterable[ChainGap]) -> tuple[ShownHolder, ...]:
    """Return the holders from the contractor on, each with those below it; every holder stands once."""
    below: dict[int | None, list[Holder]] = {}
    for holder in holders:
        below.setdefault(holder.parent_id, []).append(holder)
    told: dict[int, dict[str, None]] = {}
    for gap in gaps:
        told.setdefault(gap.hop.id, {})[say(GAP_SHORT[gap.gap])] = None
    return _branch(None, 1, below, told)


def gaps_told(gaps: Iterable[ChainGap]) -> tuple[ShownGap, ...]:
    """Return each kind of departure once, with everyone at whom it was found."""
    found: dict[Gap, dict[str, None]] = {}
    for gap in gaps:
        found.setdefault(gap.gap, {})[gap.hop.name] = None
    return tuple(
        ShownGap(say(GAP_LABELS[g]), tuple(names), say(GAP_REMEDIES[g])) for g, names in found.items()
    )


def _branch(
    parent: int | None, tier: int, below: Mapping[int | None, list[Holder]], told: Mapping[int, Iterable[str]]
) -> tuple[ShownHolder, ...]:
    return tuple(
        ShownHolder(
            holder=holder,
            tier=tier,
            place=say(PLACE_LABELS.get(holder.place, holder.place)),
            travel=say(TRAVEL_LABELS.get(holder.travels_by, holder.travels_by)),
            gaps=tuple(told.get(holder.pk, ())),
            passed_to=_branch(holder.pk, tier + 1, below, told),
        )
        for holder in below.get(parent, ())
    )

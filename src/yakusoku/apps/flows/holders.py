"""Who holds data now, drawn as the chain in which it was passed on."""

from collections.abc import Iterable
from dataclasses import dataclass

from yakusoku.apps.engagements.models import Holder
from yakusoku.domain.engagements.chain import ChainGap
from yakusoku.domain.packs.labels import GAP_LABELS, GAP_REMEDIES, PLACE_LABELS, TRAVEL_LABELS


@dataclass(frozen=True, slots=True)
class ShownGap:
    """A departure from the promise in words: what is wrong, and what to do."""

    words: str
    remedy: str


@dataclass(frozen=True, slots=True)
class ShownHolder:
    """One holder with those to whom it passed data on. `tier` is 1 for the contractor."""

    holder: Holder
    tier: int
    place: str
    travel: str
    gaps: tuple[ShownGap, ...]
    passed_to: tuple["ShownHolder", ...]


def chain_of(holders: Iterable[Holder], gaps: Iterable[ChainGap]) -> tuple[ShownHolder, ...]:
    """Return the holders from the contractor on, each with those below it; every holder stands once."""
    below: dict[int | None, list[Holder]] = {}
    for holder in holders:
        below.setdefault(holder.parent_id, []).append(holder)
    told: dict[int, list[ShownGap]] = {}
    for gap in gaps:
        code = gap.gap.value
        told.setdefault(gap.hop.id, []).append(ShownGap(GAP_LABELS[code], GAP_REMEDIES[code]))
    return _branch(None, 1, below, told)


def _branch(
    parent: int | None, tier: int, below: dict[int | None, list[Holder]], told: dict[int, list[ShownGap]]
) -> tuple[ShownHolder, ...]:
    return tuple(
        ShownHolder(
            holder=holder,
            tier=tier,
            place=PLACE_LABELS.get(holder.place, holder.place),
            travel=TRAVEL_LABELS.get(holder.travels_by, holder.travels_by),
            gaps=tuple(told.get(holder.pk, ())),
            passed_to=_branch(holder.pk, tier + 1, below, told),
        )
        for holder in below.get(parent, ())
    )

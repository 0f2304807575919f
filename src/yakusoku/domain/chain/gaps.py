"""Who holds the data, held against what was promised (docs/rules/chain.md)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from yakusoku.domain.catalogue.chain_rules import Gap, GapRule, Hop
from yakusoku.domain.catalogue.strength import Strength


@dataclass(frozen=True, slots=True)
class ChainGap:
    """A departure at one holder; `tier` is 1 for the contractor."""

    hop: Hop
    tier: int
    gap: Gap


def tier_of(hop: Hop, by_id: Mapping[int, Hop]) -> int:
    """Return the place in the chain, 1 for the contractor. A loop ends the count."""
    tier, seen = 1, {hop.id}
    while hop.parent is not None and hop.parent in by_id and hop.parent not in seen:
        hop = by_id[hop.parent]
        seen.add(hop.id)
        tier += 1
    return tier


def find_gaps(
    hops: Sequence[Hop], strengths: Mapping[str, Strength], facts: frozenset[str], rules: Iterable[GapRule]
) -> tuple[ChainGap, ...]:
    """Return each departure of the real chain from the promise, in order of the holders.

    strengths   the strength of each adopted requirement, by slug
    facts       what the work profile tells
    """
    by_id = {hop.id: hop for hop in hops}
    chosen = tuple(rules)
    return tuple(
        ChainGap(hop, tier, rule.gap)
        for hop in hops
        for tier in [tier_of(hop, by_id)]
        for rule in chosen
        if rule.broken_by(hop, tier, strengths, facts)
    )

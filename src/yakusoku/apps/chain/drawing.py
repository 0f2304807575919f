"""The chain as it is drawn: each holder with the way the data took, in the reader's words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yakusoku.apps.chain.access import Seat, stands_for
from yakusoku.apps.chain.models import Hop
from yakusoku.apps.chain.models import Standing as Standings
from yakusoku.apps.chain.queries import Chain, Clause
from yakusoku.domain.catalogue.chain_rules import Gap
from yakusoku.domain.chain.gaps import ChainGap
from yakusoku.domain.chain.links import Link, Standing, below, holds_on, standing_on, way_up
from yakusoku.domain.engagements.profile import Category
from yakusoku.domain.packs.labels import (
    GAP_LABELS,
    GAP_REMEDIES,
    GAP_SHORT,
    PLACE_LABELS,
    TRAVEL_LABELS,
    fact_label,
)
from yakusoku.web.words import listed, say

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

TIER_WORDS: "dict[int, StrOrPromise]" = {
    1: gettext_lazy("委託先"),
    2: gettext_lazy("再委託先"),
    3: gettext_lazy("再々委託先"),
}
CLIENT = "client"


@dataclass(frozen=True, slots=True)
class ShownGap:
    """A departure from the promise in words: what is wrong, at whom, and what to do."""

    words: str
    holders: tuple[str, ...]
    remedy: str


@dataclass(frozen=True, slots=True)
class ShownHop:
    """One place with those to whom it passed data on. `href` empty: the reader has no page of it."""

    id: int
    name: str
    href: str
    tier: int
    tier_words: str
    place: str
    site: str
    part: str
    travel: str
    categories: str
    standing: str
    standing_words: str
    holds: bool
    since: date | None
    until: date | None
    gaps: tuple[str, ...]
    lost: tuple[Clause, ...]
    passed_to: tuple["ShownHop", ...]


@dataclass(frozen=True, slots=True)
class ShownReach:
    """How far the promise reaches at one place."""

    name: str
    href: str
    tier_words: str
    bound: int
    total: int
    lost: tuple[Clause, ...]
    told: bool


def tier_words(tier: int) -> str:
    """Return 委託先, 再委託先, 再々委託先, then the number of the tier."""
    return str(TIER_WORDS[tier]) if tier in TIER_WORDS else _("%(tier)s段目の委託先") % {"tier": tier}


def drawn(chain: Chain, top: int | None = None) -> tuple[ShownHop, ...]:
    """Return the chain from the contractor on, or from one place on; every place stands once."""
    under: dict[int | None, list[Link]] = {}
    for link in chain.drawn:
        under.setdefault(link.parent, []).append(link)
    heads = under.get(None, []) if top is None else [link for link in chain.drawn if link.id == top]
    return tuple(_shown(chain, link, under, gaps_at(chain.gaps), chain.tiers) for link in heads)


def gaps_at(gaps: Iterable[ChainGap]) -> dict[int, tuple[str, ...]]:
    """Return the departures at each place in a few words, each once."""
    told: dict[int, dict[str, None]] = {}
    for gap in gaps:
        told.setdefault(gap.hop.id, {})[say(GAP_SHORT[gap.gap])] = None
    return {hop: tuple(words) for hop, words in told.items()}


def gaps_told(gaps: Iterable[ChainGap]) -> tuple[ShownGap, ...]:
    """Return each kind of departure once, with everyone at whom it was found."""
    found: dict[Gap, dict[str, None]] = {}
    for gap in gaps:
        found.setdefault(gap.gap, {})[gap.hop.name] = None
    return tuple(
        ShownGap(say(GAP_LABELS[g]), tuple(names), say(GAP_REMEDIES[g])) for g, names in found.items()
    )


def categories_words(categories: Iterable[str]) -> str:
    """Return kinds of data in words, in the order in which they are always told."""
    held = set(categories)
    known = [category.value for category in Category if category.value in held]
    return listed(say(fact_label(f"categories.{code}")) for code in known)


def reach_shown(chain: Chain, inside: frozenset[int] | None = None) -> tuple[ShownReach, ...]:
    """Return how far the promise reaches below the contractor; `inside`: only at these places."""
    clauses = {clause.slug: clause for clause in chain.clauses}
    shown = []
    for reach in chain.reach_among(chain.drawn):
        if reach.tier == 1 or (inside is not None and reach.id not in inside):
            continue
        row = chain.rows[reach.id]
        lost = tuple(clauses[slug] for slug in reach.lost)
        shown.append(
            ShownReach(
                row.name,
                row.get_absolute_url(),
                tier_words(reach.tier),
                len(reach.bound),
                len(clauses),
                lost,
                reach.told,
            )
        )
    return tuple(shown)


def way_shown(chain: Chain, hop: Hop) -> tuple[tuple[str, str], ...]:
    """Return tier and name of everyone above a place, the contractor first."""
    by_id, tier = chain.by_id, chain.tiers
    above = way_up(by_id[hop.pk], by_id)[1:]
    return tuple((tier_words(tier[link.id]), link.name) for link in reversed(above))


def ends_for(seat: Seat, chain: Chain) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return between whom the person may record a handover: givers, then receivers, as value and words.

    The client may write down anything it knows of; everyone else what they themselves give.
    """
    client = (CLIENT, chain.engagement.organization.name)
    tier, seen = chain.tiers, [link for link in chain.links if _may_hold(link)]
    words = {link.id: (str(link.id), f"{tier_words(tier[link.id])} {link.name}") for link in seen}
    if seat.is_client:
        return [client, *words.values()], [client, *words.values()]
    inside = [link for link in seen if seat.sees(link.id)]
    givers = [words[link.id] for link in inside if _given_by(seat, chain, link)]
    near = {link.id for link in inside} | {link.parent for link in inside if link.parent is not None}
    receivers = [words[link.id] for link in seen if link.id in near]
    return givers, [client, *receivers] if seat.tops is None else receivers


def _given_by(seat: Seat, chain: Chain, link: Link) -> bool:
    row = chain.rows.get(link.id)
    if row is None:
        return chain.engagement.contractor_id == seat.acting.organization.pk
    return stands_for(seat, row)


def _may_hold(link: Link) -> bool:
    return link.standing in {Standing.CONSENTED, Standing.UNDECLARED}


def inside_of(chain: Chain, top: int) -> frozenset[int]:
    """Return the ids of a place and of everything below it."""
    return below(chain.links, top)


def _shown(
    chain: Chain,
    link: Link,
    under: Mapping[int | None, list[Link]],
    gaps: Mapping[int, tuple[str, ...]],
    tier: Mapping[int, int],
) -> ShownHop:
    row = chain.rows.get(link.id)
    clauses = {clause.slug: clause for clause in chain.clauses}
    lost = chain.reach[link.id].lost if link.id in chain.reach else ()
    standing = standing_on(link, chain.day) or link.standing
    below_it = under.get(link.id, ())
    return ShownHop(
        id=link.id,
        name=link.name,
        href=row.get_absolute_url() if row else "",
        tier=tier[link.id],
        tier_words=tier_words(tier[link.id]),
        place=say(PLACE_LABELS.get(row.place, row.place)) if row else "",
        site=row.site if row else "",
        part=row.part if row else "",
        travel=say(TRAVEL_LABELS.get(row.travels_by, row.travels_by)) if row else "",
        categories=categories_words(link.categories),
        standing=standing.value,
        standing_words=str(Standings(standing.value).label),
        holds=holds_on(link, chain.day),
        since=link.since,
        until=link.until,
        gaps=gaps.get(link.id, ()),
        lost=tuple(clauses[slug] for slug in lost),
        passed_to=tuple(_shown(chain, each, under, gaps, tier) for each in below_it),
    )

"""Reading the chain: who holds data on a day, how far the promise reaches, and what is on its way."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from yakusoku.apps.accounts.models import Organization
from yakusoku.apps.chain.models import Handover, HandoverState, Hop
from yakusoku.apps.chain.models import Standing as Standings
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.engagements.queries import catalogue_for, decisions_of, profile_of
from yakusoku.apps.specifications.models import Version
from yakusoku.apps.specifications.queries import latest_version, pack_of
from yakusoku.domain.catalogue.chain_rules import GapRule, Permission
from yakusoku.domain.catalogue.chain_rules import Hop as Holder
from yakusoku.domain.catalogue.strength import Strength
from yakusoku.domain.chain.flow_down import Passing, Reach, flow_down
from yakusoku.domain.chain.gaps import ChainGap, find_gaps
from yakusoku.domain.chain.links import Link, Standing, chain_on, holds_on, standing_on, tiers
from yakusoku.domain.engagements.decisions import resolve
from yakusoku.domain.engagements.facts import facts_of
from yakusoku.web.formats import local_day

# The contractor before anybody asked for a subcontractor: it has no row yet.
NO_ROW = 0


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of the promise as people name it."""

    slug: str
    number: int
    title: str


@dataclass(frozen=True, slots=True)
class Chain:
    """Everything that is known about the chain of one engagement on one day.

    links   every place ever, the contractor first, also without a row
    rows    the row of each place, by id
    drawn   those that stand in the chain on that day
    """

    engagement: Engagement
    day: date
    links: tuple[Link, ...]
    rows: dict[int, Hop]
    drawn: tuple[Link, ...]
    clauses: tuple[Clause, ...]
    reach: dict[int, Reach]
    gaps: tuple[ChainGap, ...]

    @property
    def by_id(self) -> dict[int, Link]:
        """Return the places by id."""
        return {link.id: link for link in self.links}

    @property
    def tiers(self) -> dict[int, int]:
        """Return the tier of each place, 1 for the contractor."""
        return tiers(self.links)

    @property
    def waiting(self) -> list[Hop]:
        """Return what the client is asked to agree to, the oldest first."""
        return [row for row in self.rows.values() if row.waits]

    def reach_among(self, drawn: Iterable[Link]) -> list[Reach]:
        """Return how far the promise reaches at the places given, in order of the tiers."""
        return [self.reach[link.id] for link in drawn if link.id in self.reach]


def link_of(hop: Hop) -> Link:
    """Return a row as the domain knows it."""
    return Link(
        id=hop.pk,
        parent=hop.parent_id,
        name=hop.name,
        standing=Standing(hop.standing),
        categories=frozenset(hop.categories),
        since=hop.since,
        until=hop.until,
        asked_on=local_day(hop.requested_at) if hop.requested_at else None,
        answered_on=hop.decided_on or (local_day(hop.decided_at) if hop.decided_at else None),
        found=hop.found_on is not None,
    )


def links_of(engagement: Engagement, rows: Iterable[Hop]) -> tuple[Link, ...]:
    """Return the places of a chain; the contractor stands first and holds data from the start of the work."""
    links = tuple(link_of(row) for row in rows)
    top = next((link for link in links if link.parent is None), None)
    if top is None:
        return (replace(contractor_link(engagement), since=engagement.starts_on), *links)
    return tuple(
        replace(link, since=link.since or engagement.starts_on) if link.id == top.id else link
        for link in links
    )


def contractor_link(engagement: Engagement) -> Link:
    """Return the contractor as the first place of a chain that has no row yet."""
    return Link(NO_ROW, None, contractor_name(engagement), Standing.CONSENTED, categories_told(engagement))


def contractor_name(engagement: Engagement) -> str:
    """Return the contractor's name, registered or only told; 未定 without any."""
    if engagement.contractor:
        return engagement.contractor.name
    return str(engagement.profile.get("contractor") or "") or _("委託先（未定）")


def categories_told(engagement: Engagement) -> frozenset[str]:
    """Return the kinds of personal information of the work."""
    return frozenset(engagement.profile.get("personal_information", {}).get("categories", ()))


def chain_of(engagement: Engagement, day: date, *, client: bool, supposed: int | None = None) -> Chain:
    """Return the chain as of a day, in four queries whatever its length.

    client     False: held against the published promise only, without what the client alone knows
    supposed   a place that is drawn as if the client had agreed to it
    """
    rows = {row.pk: row for row in engagement.hops.select_related("organization", "letter")}
    for row in rows.values():
        row.engagement = engagement
        row.parent = rows.get(row.parent_id) if row.parent_id is not None else None
    links = links_of(engagement, rows.values())
    if supposed is not None:
        links = tuple(_agreed(link) if link.id == supposed else link for link in links)
    drawn = chain_on(links, day)
    version = latest_version(engagement)
    clauses = clauses_of(version)
    passings = [
        Passing(link.id, link.parent, passed_at(rows.get(link.id)))
        for link in links
        if link.id in rows and standing_on(link, day) in {Standing.CONSENTED, Standing.UNDECLARED}
    ]
    reach = {each.id: each for each in flow_down(passings, [clause.slug for clause in clauses])}
    gaps = _gaps(engagement, version, _holders(drawn, rows, reach, day), client) if rows else ()
    return Chain(engagement, day, links, rows, drawn, clauses, reach, gaps)


def _agreed(link: Link) -> Link:
    return replace(link, standing=Standing.CONSENTED, asked_on=None, answered_on=None, since=None, until=None)


def passed_at(row: Hop | None) -> frozenset[str] | None:
    """Return the clauses that were passed down to a place; None: not told."""
    return frozenset(row.passed) if row is not None and row.passed is not None else None


def clauses_of(version: Version | None) -> tuple[Clause, ...]:
    """Return the clauses of a published version, in order; none before the first publication."""
    if version is None:
        return ()
    return tuple(Clause(r.slug, r.article, r.title) for r in pack_of(version).requirements)


def permissions_of(engagement: Engagement) -> tuple[Permission, ...]:
    """Return what a law lets pass on with the first client's permission only."""
    return catalogue_for(engagement.organization_id).permissions


def gaps_of(engagement: Engagement, day: date) -> tuple[ChainGap, ...]:
    """Return where those who hold data on a day depart from what is promised."""
    return chain_of(engagement, day, client=True).gaps


def _holders(
    drawn: Iterable[Link], rows: dict[int, Hop], reach: dict[int, Reach], day: date
) -> tuple[Holder, ...]:
    by_id = {link.id: link for link in drawn}
    holders = []
    for link in by_id.values():
        row = rows.get(link.id)
        if row is None:
            continue
        above = by_id.get(link.parent) if link.parent is not None else None
        holders.append(
            Holder(
                id=link.id,
                parent=link.parent,
                name=link.name,
                place=row.place,
                travels_by=row.travels_by,
                declared=standing_on(link, day) is Standing.CONSENTED,
                categories=link.categories,
                permitted=frozenset(row.permitted),
                losing=bool(link.id in reach and reach[link.id].lost),
                widening=bool(above and link.categories - above.categories),
            )
        )
    return tuple(holders)


def _gaps(
    engagement: Engagement, version: Version | None, holders: Sequence[Holder], client: bool
) -> tuple[ChainGap, ...]:
    """Hold the holders against the promise as published; before that, for the client, as decided so far."""
    if not engagement.described or not (version or client):
        return ()
    catalogue, facts = catalogue_for(engagement.organization_id), facts_of(profile_of(engagement))
    strengths: dict[str, Strength] = {}
    if version is not None:
        strengths = {r.slug: r.strength for r in pack_of(version).requirements}
    else:
        adopted = resolve(catalogue, facts, decisions_of(engagement)).adopted
        strengths = {a.proposal.requirement.slug: a.variant.strength for a in adopted}
    return find_gaps(holders, strengths, facts, _rules_for(catalogue.chain_rules, client))


def _rules_for(rules: Iterable[GapRule], client: bool) -> list[GapRule]:
    # What the profile does not tell is for the client to put right; others do not see the profile.
    return [rule for rule in rules if client or not rule.fact]


# Who holds data, in bulk.


@dataclass(frozen=True, slots=True)
class Holding:
    """Someone who holds data on a day. `hop` 0: the contractor, of whom no row was needed yet."""

    hop: int
    tier: int
    name: str
    place: str
    categories: tuple[str, ...]
    standing: Standing


@dataclass(frozen=True, slots=True)
class Tiers:
    """How long a chain is on a day. `depth` 1: the contractor alone."""

    depth: int
    holders: tuple[Holding, ...]

    @property
    def undeclared(self) -> int:
        """Return how many hold data although nobody had asked."""
        return sum(1 for holding in self.holders if holding.standing is Standing.UNDECLARED)


def holders_on(engagement: Engagement, day: date) -> tuple[Holding, ...]:
    """Return who holds data of an engagement on a day, from the contractor on, in one query."""
    return _tiers(engagement, list(engagement.hops.all()), day).holders


def tiers_of(engagements: Iterable[Engagement], day: date) -> dict[int, Tiers]:
    """Return the chain of each engagement in short, by its number, in one query for all.

    engagements   with `contractor` read (EngagementSet.with_parties)
    """
    works = list(engagements)
    rows: dict[int, list[Hop]] = {}
    for hop in Hop.objects.filter(engagement__in=[work.pk for work in works]):
        rows.setdefault(hop.engagement_id, []).append(hop)
    return {work.pk: _tiers(work, rows.get(work.pk, []), day) for work in works}


def _tiers(engagement: Engagement, rows: Sequence[Hop], day: date) -> Tiers:
    links, places = links_of(engagement, rows), {row.pk: row.place for row in rows}
    tier = tiers(links)
    holding = [link for link in links if holds_on(link, day)]
    holders = tuple(
        Holding(
            hop=link.id,
            tier=tier[link.id],
            name=link.name,
            place=places.get(link.id, ""),
            categories=tuple(sorted(link.categories)),
            standing=standing_on(link, day) or link.standing,
        )
        for link in holding
    )
    return Tiers(max((each.tier for each in holders), default=1), holders)


# What waits, and what is on its way.


def waiting_requests(engagements: "QuerySet[Engagement]") -> "QuerySet[Hop]":
    """Return the requests to which the client has not answered, the oldest first."""
    rows = Hop.objects.filter(engagement__in=engagements, requested_at__isnull=False, decided_at__isnull=True)
    return rows.order_by("requested_at", "pk")


def open_handovers(engagement: Engagement) -> "QuerySet[Handover]":
    """Return what was sent and not confirmed: nothing of it may be left at the end."""
    return engagement.handovers.filter(state=HandoverState.SENT)


def handovers_of(engagement: Engagement, seen: Iterable[int] | None = None) -> "QuerySet[Handover]":
    """Return the handovers of an engagement; `seen`: only those with one end at these places."""
    rows = engagement.handovers.select_related("giver", "receiver", "sent_by")
    if seen is None:
        return rows
    places = set(seen)
    return rows.filter(Q(giver__in=places) | Q(receiver__in=places))


def subcontracts_of(organization: Organization) -> "QuerySet[Hop]":
    """Return the places at which a company stands below a contractor with the client's consent, newest first."""
    rows = Hop.objects.filter(organization=organization, standing=Standings.CONSENTED, parent__isnull=False)
    return rows.select_related("engagement__organization", "engagement__department").order_by("-pk")

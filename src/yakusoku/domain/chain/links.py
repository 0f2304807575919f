"""The chain as of any day: who stands in it, who holds data, and how the client stands to it (docs/rules/chain.md)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Standing(StrEnum):
    """How the client stands to a holder. UNDECLARED: it was found, nobody had asked."""

    REQUESTED = "requested"
    CONSENTED = "consented"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    UNDECLARED = "undeclared"


@dataclass(frozen=True, slots=True)
class Link:
    """One place in the chain. `parent` is the id of who passed the data on; None: the contractor itself.

    standing      how it stands now
    since, until  first and last day on which it holds data; None: not known, or not ended
    asked_on      day of the request, if there was one
    answered_on   day of the client's consent or refusal, or of the withdrawal
    found         it was found before anybody asked
    """

    id: int
    parent: int | None
    name: str
    standing: Standing
    categories: frozenset[str] = frozenset()
    since: date | None = None
    until: date | None = None
    asked_on: date | None = None
    answered_on: date | None = None
    found: bool = False


def standing_on(link: Link, day: date) -> Standing | None:
    """Return how the client stood to a link on a day; None: nobody had heard of it."""
    if link.found:
        agreed = link.standing is Standing.CONSENTED and (link.answered_on is None or link.answered_on <= day)
        if link.standing is Standing.WITHDRAWN:
            return Standing.WITHDRAWN
        return Standing.CONSENTED if agreed else Standing.UNDECLARED
    if link.asked_on is not None and day < link.asked_on:
        return None
    waited = link.answered_on is not None and day < link.answered_on
    return Standing.REQUESTED if waited and link.asked_on is not None else link.standing


def holds_on(link: Link, day: date) -> bool:
    """Return whether a link holds data on a day. A request, a refused or a withdrawn one holds nothing."""
    if standing_on(link, day) not in {Standing.CONSENTED, Standing.UNDECLARED}:
        return False
    return (link.since is None or link.since <= day) and (link.until is None or day <= link.until)


def tiers(links: Iterable[Link]) -> dict[int, int]:
    """Return the tier of each link by id, 1 for the contractor. A parent always has the smaller id."""
    counted: dict[int, int] = {}
    for link in sorted(links, key=lambda each: each.id):
        counted[link.id] = counted.get(link.parent, 0) + 1 if link.parent is not None else 1
    return counted


def chain_on(links: Sequence[Link], day: date) -> tuple[Link, ...]:
    """Return who stands in the chain on a day: who holds data, with everyone through whose hands it came."""
    by_id = {link.id: link for link in links}
    drawn: set[int] = set()
    for link in links:
        if holds_on(link, day):
            drawn.update(each.id for each in way_up(link, by_id))
    return tuple(link for link in links if link.id in drawn or link.parent is None)


def way_up(link: Link, by_id: Mapping[int, Link]) -> tuple[Link, ...]:
    """Return the link and those above it, the contractor last."""
    way = [link]
    while way[-1].parent is not None and way[-1].parent in by_id and way[-1].parent < way[-1].id:
        way.append(by_id[way[-1].parent])
    return tuple(way)


def below(links: Iterable[Link], top: int) -> frozenset[int]:
    """Return the ids of a link and of everything below it."""
    inside = {top}
    for link in sorted(links, key=lambda each: each.id):
        if link.parent in inside:
            inside.add(link.id)
    return frozenset(inside)

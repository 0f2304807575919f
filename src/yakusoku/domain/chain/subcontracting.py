"""When someone may be asked for, agreed to, and let go (docs/rules/chain.md)."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import ClassVar

from yakusoku.domain.catalogue.chain_rules import Permission
from yakusoku.domain.chain.links import Link, Standing, holds_on
from yakusoku.domain.refusal import Refusal


class GiverNotConsented(Refusal):
    """Data is passed on only by someone to whom the client agreed."""

    code: ClassVar[str] = "chain.giver-not-consented"


class GiverEnded(Refusal):
    """Whoever passes data on no longer holds it on that day."""

    code: ClassVar[str] = "chain.giver-ended"


class DataWidened(Refusal):
    """Someone would get a kind of data that the giver does not hold."""

    code: ClassVar[str] = "chain.data-widened"


class DataMissing(Refusal):
    """It is not said which kinds of data are passed on."""

    code: ClassVar[str] = "chain.data-missing"


class DaysInDisorder(Refusal):
    """The last day lies before the first."""

    code: ClassVar[str] = "chain.days-in-disorder"


class PermissionMissing(Refusal):
    """A law asks for the first client's permission, and the consent does not state it."""

    code: ClassVar[str] = "chain.permission-missing"


class StillPassedOn(Refusal):
    """Someone below still holds data on that day: they end first."""

    code: ClassVar[str] = "chain.still-passed-on"


class NotWaiting(Refusal):
    """The place in the chain is not in the state that this act needs."""

    code: ClassVar[str] = "chain.not-waiting"


class ReasonMissing(Refusal):
    """A refusal or a withdrawal says why."""

    code: ClassVar[str] = "chain.reason-missing"


def check_request(giver: Link, categories: frozenset[str], since: date | None, until: date | None) -> None:
    """Make sure that `giver` may pass these kinds of data on from `since` to `until`.

    raises   GiverNotConsented, GiverEnded, DataWidened, DataMissing, DaysInDisorder
    """
    if giver.standing is not Standing.CONSENTED:
        raise GiverNotConsented(name=giver.name)
    last = until or since
    if giver.until is not None and last is not None and last > giver.until:
        raise GiverEnded(name=giver.name, day=giver.until)
    check_days(since, until)
    check_narrowing(giver, categories)
    if giver.categories and not categories:
        raise DataMissing()


def check_days(since: date | None, until: date | None) -> None:
    """Raise DaysInDisorder if the last day lies before the first."""
    if since is not None and until is not None and until < since:
        raise DaysInDisorder(since=since, until=until)


def check_narrowing(giver: Link, categories: frozenset[str]) -> None:
    """Raise DataWidened unless every kind of data is one that the giver holds."""
    if categories - giver.categories:
        raise DataWidened(name=giver.name)


def permissions_needed(
    categories: frozenset[str], permissions: Iterable[Permission]
) -> tuple[Permission, ...]:
    """Return what the first client has to permit so that someone may hold these kinds of data."""
    return tuple(each for each in permissions if each.category in categories)


def check_permission(
    categories: frozenset[str], permissions: Iterable[Permission], stated: bool
) -> frozenset[str]:
    """Return the kinds of data that a consent permits. Raises PermissionMissing if one is not stated."""
    needed = permissions_needed(categories, permissions)
    if needed and not stated:
        raise PermissionMissing(laws=[each.law for each in needed])
    return frozenset(each.category for each in needed)


def check_end(link: Link, links: Sequence[Link], on: date) -> None:
    """Make sure that nobody right below still holds data the day after. Raises StillPassedOn, DaysInDisorder."""
    check_days(link.since, on)
    later = date.fromordinal(on.toordinal() + 1)
    left = [
        each.name
        for each in links
        if each.parent == link.id
        and (holds_on(each, later) or (each.standing is Standing.CONSENTED and _begins_after(each, on)))
    ]
    if left:
        raise StillPassedOn(names=left, day=on)


def _begins_after(link: Link, day: date) -> bool:
    return link.since is not None and link.since > day

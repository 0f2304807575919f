"""Who holds data now: the first question of every round, and the client's look at what differs."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from django.db import transaction

from yakusoku.apps.accounts.models import User
from yakusoku.apps.chain.models import Hop, Standing
from yakusoku.apps.inspections import duties
from yakusoku.apps.inspections.models import HoldersStatement, Inspection, State
from yakusoku.apps.inspections.rounds import hold_round, log, need
from yakusoku.domain.inspections.opening import Holding
from yakusoku.domain.refusal import Refusal
from yakusoku.web.edits import require_unchanged


class DifferenceUntold(Refusal):
    """Somebody else holds data, but nobody says who."""

    code: ClassVar[str] = "holders.difference-untold"


class NothingToSee(Refusal):
    """No difference waits to be looked at."""

    code: ClassVar[str] = "holders.nothing-to-see"


@dataclass(frozen=True, slots=True)
class DeclaredPlace:
    """Someone who holds data as it is declared. `tier` 1: the contractor."""

    name: str
    tier: int
    part: str
    since: date | None


def declared_chain(inspection: Inspection, today: date) -> tuple[DeclaredPlace, ...]:
    """Return who holds data as declared, from whoever is asked on down, in one query.

    A subcontractor is shown itself and those below it: who stands beside it is not its matter.
    """
    engagement, asked = inspection.version.engagement, inspection.hop
    below: dict[int | None, list[Hop]] = {}
    rows = Hop.objects.filter(engagement=engagement, standing=Standing.CONSENTED)
    held = [hop for hop in rows if Holding(hop.since, hop.until).on(today)]
    for hop in held:
        below.setdefault(hop.parent_id, []).append(hop)
    roots = below.get(None, [])
    if asked is not None:
        return tuple(_walk([asked], below, 1))
    if roots:
        return tuple(_walk(roots, below, 1))
    name = engagement.contractor.name if engagement.contractor else ""
    return (DeclaredPlace(name, 1, "", None),)


def _walk(hops: Iterable[Hop], below: Mapping[int | None, list[Hop]], tier: int) -> Iterator[DeclaredPlace]:
    for hop in hops:
        yield DeclaredPlace(hop.name, tier, hop.part, hop.since)
        yield from _walk(below.get(hop.pk, ()), below, tier + 1)


@transaction.atomic
def state_holders(
    inspection: Inspection,
    *,
    unchanged: bool,
    told: str = "",
    seen: str | None = None,
    by: User,
    at: datetime,
) -> HoldersStatement:
    """Keep what whoever is asked says about who holds data now; said again, the later counts.

    unchanged   the chain as it is declared is right
    told        who else holds data, or who does not any more
    seen        the stamp of the statement that the page showed; empty: there was none
    raises      InspectionClosed, ChangedMeanwhile, DifferenceUntold
    """
    need(inspection, State.OPEN)
    before = HoldersStatement.objects.filter(inspection=inspection).first()
    require_unchanged(seen, before.stamp if before else "")
    told = "" if unchanged else told.strip()
    if not unchanged and not told:
        raise DifferenceUntold()
    kept, _ = HoldersStatement.objects.update_or_create(
        inspection=inspection,
        defaults={
            "unchanged": unchanged,
            "told": told,
            "by": by,
            "at": at,
            "seen_by": None,
            "seen_at": None,
        },
    )
    if unchanged:
        duties.holders_seen(inspection, at=at)
    else:
        duties.holders_differ(inspection, at=at)
    log("holders.stated", inspection, by, at, reason=told, facts={"unchanged": unchanged})
    return kept


@transaction.atomic
def look_at_holders(
    inspection: Inspection, *, note: str, seen: str | None = None, by: User, at: datetime
) -> None:
    """Record that the client looked at a difference, and what it did about it.

    seen     the stamp of the statement that the page showed: a later one was not looked at
    raises   NothingToSee, ChangedMeanwhile
    """
    hold_round(inspection)
    waiting = HoldersStatement.objects.filter(inspection=inspection, unchanged=False, seen_at__isnull=True)
    stated = waiting.first()
    if stated is None:
        raise NothingToSee()
    require_unchanged(seen, stated.stamp)
    waiting.update(seen_by=by, seen_at=at)
    duties.holders_seen(inspection, at=at)
    log("holders.looked-at", inspection, by, at, reason=note.strip())

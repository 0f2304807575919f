"""Chains in every state, made through the services, for the tests of pages."""

from datetime import UTC, date, datetime, timedelta

from tests.apps import promised
from tests.cast import Cast
from tests.stages import staged
from yakusoku.apps.chain import handing, services
from yakusoku.apps.chain.models import Handover, Hop
from yakusoku.apps.chain.services import Consent, Told
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.engagements.services import share
from yakusoku.apps.flows.undeclared import report

# Long past, so that the pages, which ask the clock, show what was done.
NOW, TODAY = datetime(2026, 4, 1, 1, 0, tzinfo=UTC), date(2026, 4, 1)
LATER = NOW + timedelta(days=1)


@staged
def shared(cast: Cast, title: str = "水道検針") -> Engagement:
    """Return a published engagement that the contractor sees."""
    work = promised.published(cast, title).engagement
    share(work, at=NOW)
    work.refresh_from_db()
    return work


def told(name: str = "はしけ印刷株式会社", **changes) -> Told:
    """Return what a request tells."""
    facts = {
        "name": name,
        "place": "subcontractor",
        "travels_by": "tracked",
        "categories": ("contact", "identity"),
        "part": "問診票の印刷",
        "since": TODAY,
        "reason": "封入の設備がないため",
    }
    return Told(**(facts | changes))


def requested(cast: Cast, work: Engagement | None = None, giver: Hop | None = None, **changes) -> Hop:
    """Return a place for which consent was asked."""
    work = work or shared(cast)
    return services.request(work, giver, told(**changes), by=cast.contractor, at=NOW)


def agree(cast: Cast, hop: Hop, **changes) -> Hop:
    """Return the place, agreed to on the first day."""
    given = Consent(**({"decided_on": TODAY} | changes))
    services.consent(hop, given, by=cast.owner, at=NOW)
    return hop


def consented(cast: Cast, work: Engagement | None = None, giver: Hop | None = None, **changes) -> Hop:
    """Return a place of the subcontractor of the cast, to which the client agreed."""
    hop = requested(cast, work, giver, **changes)
    return agree(cast, hop, organization=cast.subcompany if giver is None else None)


def three_tiers(cast: Cast, work: Engagement | None = None) -> tuple[Hop, Hop]:
    """Return a subcontractor and who works at home below it."""
    first = consented(cast, work)
    home = consented(
        cast,
        first.engagement,
        first,
        name="在宅の入力者",
        place="home",
        travels_by="courier",
        categories=("identity",),
    )
    return first, home


def found(cast: Cast, work: Engagement, giver: Hop | None = None, **changes) -> Hop:
    """Return a place that was found although nobody had asked."""
    facts = told("有限会社いろは入力", since=None, **changes)
    return report(work, giver, facts, by=cast.owner, at=NOW, note="伝票から分かった")


def sent(
    cast: Cast, work: Engagement, giver: Hop | None = None, receiver: Hop | None = None, **changes
) -> Handover:
    """Return something that is on its way."""
    facts = {
        "description": "問診票（4月分）",
        "medium": "paper",
        "copies": 12,
        "travels_by": "tracked",
        "tracking": "1234-5678",
        "sent_on": TODAY,
    }
    what = handing.Sent(**(facts | changes))
    ends = [hop.pk if hop else None for hop in (giver, receiver)]
    return handing.hand_over(work, ends[0], ends[1], what, by=cast.owner, at=NOW)

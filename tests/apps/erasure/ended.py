"""Ledgers in every state, made through the services."""

from datetime import date

from tests.apps.training.listed import contracted, hop_of
from tests.cast import NOW, Cast
from yakusoku.apps.chain.models import Hop
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.erasure import services
from yakusoku.apps.erasure.models import Copy
from yakusoku.apps.inspections import services as inspections
from yakusoku.apps.inspections.holders import state_holders
from yakusoku.apps.inspections.queries import checks_of
from yakusoku.domain.erasure.ledger import Proof
from yakusoku.domain.erasure.methods import Ending, Medium, Method
from yakusoku.domain.inspections.answers import Answer, GivenAnswer, Verification
from yakusoku.domain.inspections.schedule import InspectionKind

TODAY = NOW.date()
PURGED = Proof(Ending.ERASE, Method.PURGE, TODAY, "みなと検針 総務課")
KEPT = Proof(Ending.KEEP, kept_reason="会計の帳簿（7年）", kept_until=date(2034, 3, 31))
STICK = {
    "what": "検針データの控え",
    "categories": ["identity"],
    "medium": Medium.REMOVABLE,
    "place": "本社3階 鍵付き保管庫",
    "number": 2,
    "since": None,
}

__all__ = ["KEPT", "PURGED", "STICK", "TODAY", "at_hop", "contracted", "held", "hop_of", "proven"]


def held(cast: Cast, work: Engagement, **changes: object) -> Copy:
    """Return a copy at the contractor."""
    told = {**STICK, **changes}
    return services.enter(work, told, entered_for=cast.company, by=cast.contractor, at=NOW)


def at_hop(cast: Cast, hop: Hop, **changes: object) -> Copy:
    """Return a copy that a subcontractor entered."""
    told = {**STICK, **changes}
    return services.enter(
        hop.engagement, told, hop=hop, entered_for=cast.subcompany, by=cast.subcontractor, at=NOW
    )


def proven(cast: Cast, work: Engagement, proof: Proof = PURGED, **changes: object) -> Copy:
    """Return a copy whose end the contractor has proven."""
    copy = held(cast, work, **changes)
    services.prove(copy, proof, by=cast.contractor, at=NOW)
    return copy


def ended(cast: Cast, title: str = "水道検針") -> Engagement:
    """Return an engagement in which nothing is open: checked at its end, one copy erased and confirmed."""
    work = contracted(cast, title)
    copy = proven(cast, work)
    services.confirm(copy, by=cast.owner, at=NOW)
    services.declare(work, None, by=cast.contractor, at=NOW)
    closing_check(cast, work)
    return work


def closing_check(cast: Cast, work: Engagement) -> None:
    """Send, answer, verify and conclude the closing check; everything is in order."""
    version = work.versions.get()
    check = inspections.open_inspection(version, InspectionKind.CLOSING, TODAY, by=cast.owner, at=NOW)
    given = [GivenAnswer(c.id, Answer.YES, "", ("記録簿.pdf",)) for c in checks_of(check)]
    inspections.take_answers(check, given, by=cast.contractor, at=NOW)
    state_holders(check, unchanged=True, by=cast.contractor, at=NOW)
    inspections.submit(check, by=cast.contractor, at=NOW)
    for each in checks_of(check):
        inspections.observe(check, each.id, Verification.CONFIRMED, "", by=cast.owner, at=NOW)
    inspections.conclude(check, by=cast.owner, at=NOW)

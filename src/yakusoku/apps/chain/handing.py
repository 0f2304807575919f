"""Writing what was handed over. The only writer of handovers."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from yakusoku.apps.accounts.models import Organization, User
from yakusoku.apps.audit.services import record
from yakusoku.apps.chain import duties
from yakusoku.apps.chain.models import Handover, HandoverState, Hop
from yakusoku.apps.chain.queries import NO_ROW, links_of
from yakusoku.apps.chain.services import OtherEngagement, root_of
from yakusoku.apps.engagements.life import need_open
from yakusoku.apps.engagements.models import Engagement
from yakusoku.domain.audit.chain import JSON
from yakusoku.domain.catalogue.chain_rules import Travel
from yakusoku.domain.chain.handing_over import HandoverClosed, check_handover, check_receipt
from yakusoku.domain.chain.links import Link
from yakusoku.domain.chain.subcontracting import ReasonMissing
from yakusoku.web.formats import local_day


@dataclass(frozen=True, slots=True)
class Sent:
    """What was handed over, and how."""

    description: str
    medium: str
    copies: int
    travels_by: str
    sent_on: date
    tracking: str = ""


@transaction.atomic
def hand_over(
    engagement: Engagement, giver: int | None, receiver: int | None, sent: Sent, *, by: User, at: datetime
) -> Handover:
    """Record that something left `giver` for `receiver`, numbers of places in the chain.

    None stands for the client, 0 for the contractor of whom no row was needed yet.
    raises   EngagementClosed, OtherEngagement and whatever `check_handover` raises
    """
    need_open(engagement.pk)
    ends, links = _ends(engagement, giver, receiver)
    back = check_handover(
        ends[0],
        ends[1],
        links,
        travel=Travel(sent.travels_by),
        tracking=sent.tracking,
        sent_on=sent.sent_on,
        today=local_day(at),
    )
    handover = Handover.objects.create(
        engagement=engagement,
        giver_id=ends[0],
        receiver_id=ends[1],
        returns=back,
        description=sent.description.strip(),
        medium=sent.medium,
        copies=sent.copies,
        travels_by=sent.travels_by,
        tracking=sent.tracking.strip(),
        sent_on=sent.sent_on,
        sent_by=by,
        sent_at=at,
    )
    duties.to_receive(handover, keeper_of(handover.receiver), at=at)
    facts: dict[str, JSON] = {"from": ends[0], "to": ends[1], "copies": sent.copies}
    _log("handover.sent", handover, by, at, facts=facts)
    return handover


@transaction.atomic
def receive(handover: Handover, received_on: date, remark: str, *, by: User, at: datetime) -> None:
    """Confirm that it arrived. Raises HandoverClosed, ReceivedBeforeSent, DayAhead."""
    check_receipt(handover.sent_on, received_on, local_day(at))
    _close(handover, HandoverState.RECEIVED, by, at, received_on=received_on, remark=remark.strip())
    _log("handover.received", handover, by, at, reason=remark, facts={"on": received_on.isoformat()})


@transaction.atomic
def cancel(handover: Handover, reason: str, *, by: User, at: datetime) -> None:
    """Take back a record of something that was never sent. Raises HandoverClosed, ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing()
    _close(handover, HandoverState.CANCELLED, by, at, remark=reason.strip())
    _log("handover.cancelled", handover, by, at, reason=reason)


def _ends(engagement: Engagement, *ends: int | None) -> tuple[tuple[int | None, ...], dict[int, Link]]:
    """Return the places meant, the contractor with its row, and every place by number."""
    top = root_of(engagement)
    links = {link.id: link for link in links_of(engagement, engagement.hops.all())}
    meant = tuple(top.pk if end == NO_ROW else end for end in ends)
    if {end for end in meant if end is not None} - links.keys():
        raise OtherEngagement()
    return meant, links


def keeper_of(hop: Hop | None) -> Organization | None:
    """Return the registered company that acts for a place, itself or the nearest above; None: the client."""
    while hop is not None and hop.organization_id is None:
        hop = hop.parent
    return hop.organization if hop is not None else None


def _close(handover: Handover, after: HandoverState, by: User, at: datetime, **fields: object) -> None:
    rows = Handover.objects.filter(pk=handover.pk, state=HandoverState.SENT)
    if not rows.update(state=after, closed_by=by, closed_at=at, **fields):
        raise HandoverClosed()
    handover.refresh_from_db()
    duties.closed(handover, at=at)


def _log(
    code: str,
    handover: Handover,
    by: User,
    at: datetime,
    *,
    reason: str = "",
    facts: dict[str, JSON] | None = None,
) -> None:
    organization = handover.engagement.organization_id
    told = {"engagement": handover.engagement_id, **(facts or {})}
    record(code, handover, by=by, at=at, organization=organization, reason=reason, facts=told)

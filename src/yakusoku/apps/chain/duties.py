"""What is due in a chain."""

from datetime import date, datetime

from django.urls import reverse

from yakusoku.apps.accounts.models import Organization
from yakusoku.apps.chain.models import Handover, Hop
from yakusoku.apps.duties.services import owe, settle
from yakusoku.domain.accounts.permissions import Act

DECIDE, RECEIVE = "subcontract.decide", "handover.receive"


def to_decide(hop: Hop, *, at: datetime, due_on: date | None = None) -> None:
    """The department has to agree or to refuse, before the work begins there."""
    engagement = hop.engagement
    owe(
        DECIDE,
        hop,
        organization=engagement.organization,
        department=engagement.department,
        act=Act.CONSENT_SUBCONTRACT,
        engagement=engagement.pk,
        about=f"{engagement.title} {hop.name}",
        href=hop.get_absolute_url(),
        due_on=due_on,
        at=at,
    )


def decided(hop: Hop, *, at: datetime) -> None:
    """Nobody has to decide any more."""
    settle(DECIDE, hop, at=at)


def to_receive(handover: Handover, keeper: Organization | None, *, at: datetime) -> None:
    """Whoever got something has to say that it arrived. `keeper` None: the client."""
    engagement = handover.engagement
    client = keeper is None
    owe(
        RECEIVE,
        handover,
        organization=engagement.organization if keeper is None else keeper,
        department=engagement.department if client else None,
        act=Act.HAND_OVER,
        engagement=engagement.pk,
        about=f"{engagement.title} {handover.description}",
        href=reverse("handover", args=[handover.pk]),
        at=at,
    )


def closed(handover: Handover, *, at: datetime) -> None:
    """It arrived, or was never sent."""
    settle(RECEIVE, handover, at=at)

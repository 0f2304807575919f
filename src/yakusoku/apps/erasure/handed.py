"""Copies that the handovers of a chain already tell: taken into the ledger instead of typed again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from yakusoku.apps.accounts.models import Organization, User
from yakusoku.apps.chain.models import Handover, HandoverState
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.erasure.models import Copy
from yakusoku.apps.erasure.services import enter_from
from yakusoku.domain.erasure.methods import Medium

MEDIA = {"paper": Medium.PAPER, "file": Medium.FILE, "removable_media": Medium.REMOVABLE}


def untold_handovers(engagement: Engagement) -> "QuerySet[Handover]":
    """Return what was received on the way down and does not stand in the ledger yet."""
    taken = Copy.objects.filter(engagement=engagement).exclude(source="").values_list("source", flat=True)
    numbers = [int(n) for source in taken if (n := source.removeprefix("handover:")).isdigit()]
    rows = Handover.objects.filter(
        engagement=engagement, state=HandoverState.RECEIVED, returns=False, receiver__isnull=False
    )
    return rows.exclude(pk__in=numbers).select_related("receiver").order_by("pk")


def copies_from_handovers(
    engagement: Engagement, *, entered_for: Organization, by: User, at: datetime
) -> int:
    """Enter what was handed over into the ledger, where it arrived; return how many copies are new.

    raises   EngagementClosed, CopyElsewhere, LedgerFull
    """
    told = [_copy_of(row) for row in untold_handovers(engagement)]
    return enter_from(engagement, told, entered_for=entered_for, by=by, at=at)


def _copy_of(handover: Handover) -> Mapping[str, Any]:
    receiver = handover.receiver
    place = (receiver.site or receiver.get_place_display()) if receiver else ""
    return {
        # The contractor's own place in the chain is no subcontractor: its copies stand under no place.
        "hop": receiver if receiver and receiver.parent_id is not None else None,
        "what": handover.description,
        "categories": list(receiver.categories) if receiver else [],
        "medium": MEDIA.get(handover.medium, Medium.FILE),
        "place": place[:200],
        "number": max(1, handover.copies),
        "since": handover.received_on,
        "source": f"handover:{handover.pk}",
    }

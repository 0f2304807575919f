"""The only way from a person to a place in the chain. One client, one contractor, each sees its own part only.

The client's side and the contractor see the whole chain of their engagement. A subcontractor to which the
client agreed sees its own place and what lies below; of those above it reads the names only.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from yakusoku.apps.accounts.access import Acting
from yakusoku.apps.chain.models import Handover, Hop, Standing
from yakusoku.apps.engagements.access import engagement_for, engagements_of
from yakusoku.apps.engagements.models import Engagement
from yakusoku.domain.accounts.permissions import Act, Role


class Side(StrEnum):
    """From where a person looks at a chain."""

    CLIENT = "client"
    CONTRACTOR = "contractor"
    SUBCONTRACTOR = "subcontractor"


@dataclass(frozen=True)
class Seat:
    """A person before one chain.

    tops   ids of the places from which on a subcontractor sees the chain; None: the whole chain is seen
    """

    acting: Acting
    engagement: Engagement
    side: Side
    tops: frozenset[int] | None = None

    @cached_property
    def parents(self) -> dict[int, int | None]:
        """Return the parent of each place of the engagement."""
        return dict(self.engagement.hops.values_list("pk", "parent_id"))

    @property
    def is_client(self) -> bool:
        """Return whether the person looks from the client's side."""
        return self.side is Side.CLIENT

    def sees(self, hop: int | None) -> bool:
        """Return whether a place is seen; None, the client itself, by those who see the whole chain."""
        if self.tops is None:
            return True
        while hop is not None:
            if hop in self.tops:
                return True
            hop = self.parents.get(hop)
        return False

    def may(self, act: Act) -> bool:
        """Return whether the person may do this in the engagement."""
        if self.is_client:
            return self.acting.may_in(act, self.engagement.department_id)
        return self.acting.may(act)

    def need(self, act: Act) -> "Seat":
        """Return the seat. Raises PermissionDenied unless the person may do this."""
        if not self.may(act):
            raise PermissionDenied
        return self


def seat_in(acting: Acting, engagement: Engagement) -> Seat:
    """Return where a person sits who was let through to the engagement."""
    client = engagement.organization_id == acting.organization.pk
    return Seat(acting, engagement, Side.CLIENT if client else Side.CONTRACTOR)


def seat_for(acting: Acting, engagement: int) -> Seat:
    """Return the seat of the client's side or of the contractor; else 404."""
    return seat_in(acting, engagement_for(acting, engagement))


def hop_for(acting: Acting, pk: int) -> tuple[Seat, Hop]:
    """Return a place in the chain and from where the person sees it; else 404."""
    hop = get_object_or_404(_hops(), pk=pk)
    seat = seat_before(acting, hop.engagement)
    if seat is None or not seat.sees(hop.pk):
        raise Http404
    return seat, hop


def seat_before(acting: Acting, engagement: Engagement) -> Seat | None:
    """Return the seat of anyone who sees something of the chain; None for everyone else."""
    if engagements_of(acting).filter(pk=engagement.pk).exists():
        return seat_in(acting, engagement)
    own = frozenset(hops_of(acting).filter(engagement=engagement).values_list("pk", flat=True))
    return Seat(acting, engagement, Side.SUBCONTRACTOR, own) if own else None


def hops_of(acting: Acting) -> "QuerySet[Hop]":
    """Return the places at which the person's company stands below a contractor, with the client's consent."""
    if Role.CONTRACTOR not in acting.roles:
        return _hops().none()
    return _hops().filter(organization=acting.organization, standing=Standing.CONSENTED, parent__isnull=False)


def handover_for(acting: Acting, pk: int) -> tuple[Seat, Handover]:
    """Return a handover of which the person sees one end; else 404."""
    rows = Handover.objects.select_related(
        "giver__organization",
        "receiver__organization",
        "engagement__organization",
        "engagement__department",
        "engagement__contractor",
    )
    handover = get_object_or_404(rows, pk=pk)
    seat = seat_before(acting, handover.engagement)
    if seat is None or not (seat.sees(handover.giver_id) or seat.sees(handover.receiver_id)):
        raise Http404
    return seat, handover


def stands_for(seat: Seat, hop: Hop | None) -> bool:
    """Return whether the person's side acts for a place. None: the client.

    A place without a registered company is acted for by the nearest one above; at last by the client.
    """
    if hop is None:
        return seat.is_client
    while hop.organization_id is None and hop.parent is not None:
        hop = hop.parent
    keeper = hop.organization_id
    return seat.is_client if keeper is None else seat.acting.organization.pk == keeper


def _hops() -> "QuerySet[Hop]":
    return Hop.objects.select_related(
        "organization",
        "letter",
        "requested_by",
        "decided_by",
        "engagement__organization",
        "engagement__department",
        "engagement__contractor",
    )

"""The only way from a person to the rows of the register and to saved views."""

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from yakusoku.apps.accounts.access import Acting
from yakusoku.apps.engagements.access import engagements_of
from yakusoku.apps.engagements.models import EngagementSet
from yakusoku.apps.register.models import PendingLedger, SavedView
from yakusoku.domain.accounts.permissions import Role

CLIENT, CONTRACTOR = "client", "contractor"


def sides_of(who: Acting) -> tuple[str, ...]:
    """Return from which sides a person sees engagements: what it entrusts, what it is entrusted with."""
    other = who.roles - {Role.CONTRACTOR}
    return ((CLIENT,) if other else ()) + ((CONTRACTOR,) if Role.CONTRACTOR in who.roles else ())


def rows_for(who: Acting, side: str) -> EngagementSet:
    """Return the engagements that a person may see on one side."""
    rows = engagements_of(who)
    return (
        rows.filter(organization=who.organization)
        if side == CLIENT
        else rows.filter(contractor=who.organization, shared_at__isnull=False)
    )


def views_for(who: Acting) -> "QuerySet[SavedView]":
    """Return the person's own views and those that others of the organisation share."""
    rows = SavedView.objects.filter(Q(owner=who.user) | Q(shared=True), organization=who.organization)
    return rows.select_related("owner")


def own_view_for(who: Acting, pk: int) -> SavedView:
    """Return a view of the person's own; else 404."""
    return get_object_or_404(SavedView, pk=pk, organization=who.organization, owner=who.user)


def pending_for(who: Acting) -> PendingLedger:
    """Return the ledger that the person was reading; else 404."""
    rows = PendingLedger.objects.select_related("stored", "organization", "read_by")
    return get_object_or_404(rows, organization=who.organization, read_by=who.user)

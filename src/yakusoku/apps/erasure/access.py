"""The only way from a person to a ledger and its copies."""

from enum import StrEnum

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from yakusoku.apps.accounts.access import Acting, require
from yakusoku.apps.chain.models import Hop, Standing
from yakusoku.apps.engagements.access import engagement_for, engagements_of
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.erasure.models import Copy
from yakusoku.domain.accounts.permissions import Act, Role

# Who was refused or withdrew holds nothing as far as the chain knows.
HOLDING = (Standing.CONSENTED, Standing.UNDECLARED)


class Side(StrEnum):
    """From which side a person looks at a copy."""

    CLIENT = "client"
    CONTRACTOR = "contractor"
    SUBCONTRACTOR = "subcontractor"


def side_of(who: Acting, engagement: Engagement) -> Side:
    """Return from which side a person looks at an engagement that they were let through to."""
    if engagement.organization_id == who.organization.pk:
        return Side.CLIENT
    return Side.CONTRACTOR if engagement.contractor_id == who.organization.pk else Side.SUBCONTRACTOR


def holding_hops() -> "QuerySet[Hop]":
    """Return the places of subcontractors that hold data; the contractor's own place is not one of them."""
    return Hop.objects.filter(parent__isnull=False, standing__in=HOLDING)


def own_hops(who: Acting) -> "QuerySet[Hop]":
    """Return the places in chains at which the person's company stands."""
    if Role.CONTRACTOR not in who.roles:
        return Hop.objects.none()
    rows = holding_hops().filter(organization=who.organization)
    return rows.select_related("engagement__organization", "engagement__department", "engagement__contractor")


def hop_for(who: Acting, pk: int) -> Hop:
    """Return a place at which the person's own company stands; else 404."""
    return get_object_or_404(own_hops(who), pk=pk)


def copy_for(who: Acting, pk: int) -> tuple[Copy, Side]:
    """Return a copy and from which side the person sees it; else 404.

    Both sides of the engagement see every copy, a subcontractor those at its own places.
    """
    rows = Copy.objects.select_related(
        "engagement__organization",
        "engagement__department",
        "engagement__contractor",
        "hop__organization",
        "certificate",
        "entered_for",
    )
    found = get_object_or_404(rows, pk=pk)
    if engagements_of(who).filter(pk=found.engagement_id).exists():
        return found, side_of(who, found.engagement)
    if found.hop_id is not None and own_hops(who).filter(pk=found.hop_id).exists():
        return found, Side.SUBCONTRACTOR
    raise Http404


def ledger_to_write(who: Acting, pk: int) -> tuple[Engagement, Side]:
    """Return an engagement into whose ledger the person may enter copies; else 404.

    raises   PermissionDenied without the right in the department
    """
    require(who, Act.RECORD_COPY)
    engagement = engagement_for(who, pk)
    side = side_of(who, engagement)
    if side is Side.CLIENT and not who.may_in(Act.RECORD_COPY, engagement.department_id):
        raise PermissionDenied
    return engagement, side


def copy_to_change(who: Acting, pk: int) -> tuple[Copy, Side]:
    """Return a copy that the person's organisation entered; else 404 or PermissionDenied."""
    require(who, Act.RECORD_COPY)
    found, side = copy_for(who, pk)
    if side is Side.CLIENT and not who.may_in(Act.RECORD_COPY, found.engagement.department_id):
        raise PermissionDenied
    if found.entered_for_id != who.organization.pk:
        raise PermissionDenied
    return found, side


def copy_to_prove(who: Acting, pk: int) -> tuple[Copy, Side]:
    """Return a copy whose end the person may prove; else 404 or PermissionDenied.

    The contractor proves for itself and for every subcontractor, a subcontractor for itself.
    """
    require(who, Act.PROVE_ERASURE)
    found, side = copy_for(who, pk)
    if side is Side.CLIENT:
        raise PermissionDenied
    return found, side


def copy_to_pass(who: Acting, pk: int) -> Copy:
    """Return a subcontractor's copy that the person's company answers for; else 404 or PermissionDenied."""
    found, side = copy_to_prove(who, pk)
    if side is not Side.CONTRACTOR:
        raise PermissionDenied
    return found


def copy_to_confirm(who: Acting, pk: int) -> Copy:
    """Return a copy whose proof the person may accept for the client; else 404 or PermissionDenied."""
    require(who, Act.CONFIRM_ERASURE)
    found, side = copy_for(who, pk)
    if side is not Side.CLIENT or not who.may_in(Act.CONFIRM_ERASURE, found.engagement.department_id):
        raise PermissionDenied
    return found


def ledger_to_prove(who: Acting, pk: int) -> Engagement:
    """Return an engagement whose ledger the person declares whole, as its contractor; else 404."""
    require(who, Act.PROVE_ERASURE)
    engagement = engagement_for(who, pk)
    if side_of(who, engagement) is not Side.CONTRACTOR:
        raise PermissionDenied
    return engagement

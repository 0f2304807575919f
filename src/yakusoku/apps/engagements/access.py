"""The only way from a person to an engagement."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from yakusoku.apps.accounts.access import Acting
from yakusoku.apps.accounts.models import Department
from yakusoku.apps.engagements.models import Engagement, EngagementSet
from yakusoku.domain.accounts.permissions import Act, Role


def engagements_of(acting: Acting) -> EngagementSet:
    """Return the engagements that a person may see while acting for an organisation.

    The client's side sees those of its departments, or all with the right to; the contractor's side
    sees those that were shared with it.
    """
    seen = Q(pk__in=[])
    if Role.CONTRACTOR in acting.roles:
        seen |= Q(contractor=acting.organization, shared_at__isnull=False)
    if acting.may(Act.VIEW_ALL_ENGAGEMENTS):
        seen |= Q(organization=acting.organization)
    elif acting.departments:
        seen |= Q(organization=acting.organization, department__in=acting.departments)
    return EngagementSet(Engagement).filter(seen).with_parties()


def engagement_for(acting: Acting, pk: int) -> Engagement:
    """Return the engagement; else 404, so that existence does not leak."""
    return get_object_or_404(engagements_of(acting), pk=pk)


def client_engagement_for(acting: Acting, pk: int, act: Act | None = None) -> Engagement:
    """Return an engagement of the person's own organisation as client; else 404.

    act      what the person wants to do with it; None: read it
    raises   PermissionDenied unless they may do it in the department of the engagement
    """
    found = get_object_or_404(engagements_of(acting).filter(organization=acting.organization), pk=pk)
    if act is not None and not acting.may_in(act, found.department_id):
        raise PermissionDenied
    return found


def departments_of(who: Acting) -> "QuerySet[Department]":
    """Return the departments for which a person may begin work."""
    rows = Department.objects.filter(organization=who.organization)
    return rows if who.may_in(Act.CREATE_ENGAGEMENT, None) else rows.filter(pk__in=who.departments)

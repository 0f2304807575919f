"""The only way from a person to a candidacy, its plan, and from a link to an announcement."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from yakusoku.apps.accounts.access import Acting
from yakusoku.apps.candidates.models import Announcement, Candidacy, PlanItem
from yakusoku.apps.engagements.access import engagements_of
from yakusoku.domain.accounts.permissions import Act, Role


def candidacies_of(acting: Acting) -> "QuerySet[Candidacy]":
    """Return the candidacies that a person may see: of the client's engagements, and of their own company."""
    client = engagements_of(acting).filter(organization=acting.organization)
    seen = Q(engagement__in=client)
    if Role.CONTRACTOR in acting.roles:
        seen |= Q(company=acting.organization)
    rows = Candidacy.objects.select_related(
        "company",
        "engagement__organization",
        "engagement__department",
        "engagement__contractor",
        "pre_assessment__version",
    )
    return rows.filter(seen)


def candidacy_for(acting: Acting, pk: int) -> Candidacy:
    """Return a candidacy for either side; else 404."""
    return get_object_or_404(candidacies_of(acting), pk=pk)


def client_candidacy_for(acting: Acting, pk: int, act: Act) -> Candidacy:
    """Return a candidacy of the person's own organisation as client; else 404.

    raises   PermissionDenied unless they may do this in the department of the engagement
    """
    found = candidacy_for(acting, pk)
    if not is_client(acting, found):
        raise Http404
    if not acting.may_in(act, found.engagement.department_id):
        raise PermissionDenied
    return found


def own_candidacy_for(acting: Acting, pk: int, act: Act) -> Candidacy:
    """Return the candidacy of the person's own company; else 404. Raises PermissionDenied."""
    found = candidacy_for(acting, pk)
    if found.company_id != acting.organization.pk:
        raise Http404
    if not acting.may(act):
        raise PermissionDenied
    return found


def shared_candidacy_for(acting: Acting, pk: int, act: Act) -> Candidacy:
    """Return a candidacy for an act that both sides do; else 404. Raises PermissionDenied."""
    found = candidacy_for(acting, pk)
    if not may_on_either_side(acting, found, act):
        raise PermissionDenied
    return found


def may_on_either_side(acting: Acting, candidacy: Candidacy, act: Act) -> bool:
    """Return whether the person may do what both sides do, on the side they stand on."""
    if is_client(acting, candidacy):
        return acting.may_in(act, candidacy.engagement.department_id)
    return acting.may(act)


def is_client(acting: Acting, candidacy: Candidacy) -> bool:
    """Return whether the person stands on the client's side."""
    return candidacy.engagement.organization_id == acting.organization.pk


def item_for(candidacy: Candidacy, key: str) -> PlanItem:
    """Return an item of the plan of a candidacy that was already let through; else 404."""
    return get_object_or_404(candidacy.plan_items, key=key)


def announcement_by(secret: str) -> Announcement:
    """Return what a public link leads to, whether or not it still works; 404 for an unknown link."""
    if "\x00" in secret:
        raise Http404
    rows = Announcement.objects.select_related(
        "version", "engagement__organization", "engagement__department"
    )
    return get_object_or_404(rows, secret=secret)

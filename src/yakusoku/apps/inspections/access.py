"""The only way from a person to an inspection."""

from django.core.exceptions import PermissionDenied
from django.db.models import F, Q
from django.http import Http404
from django.shortcuts import get_object_or_404

from yakusoku.apps.accounts.access import Acting
from yakusoku.apps.engagements.access import engagements_of
from yakusoku.apps.inspections.models import EvidenceFile, Inspection, State
from yakusoku.domain.accounts.permissions import Act


def inspection_for(acting: Acting, pk: int) -> Inspection:
    """Return the inspection of an engagement that the person may see; else 404."""
    rows = Inspection.objects.select_related(
        "version__engagement__organization",
        "version__engagement__contractor",
        "version__engagement__department",
    )
    # A contractor reads what it was sent itself, not what a former candidate answered before it.
    own = Q(version__engagement__organization=acting.organization)
    sent = Q(opened_at__gte=F("version__engagement__shared_at"))
    return get_object_or_404(rows.filter(own | sent), pk=pk, version__engagement__in=engagements_of(acting))


def as_contractor(acting: Acting, pk: int) -> Inspection:
    """Return an inspection that the person's organisation answers; else 404."""
    inspection = inspection_for(acting, pk)
    if inspection.version.engagement.contractor_id != acting.organization.pk:
        raise Http404
    return inspection


def as_client(acting: Acting, pk: int) -> Inspection:
    """Return an inspection that the person verifies for their organisation; else 404.

    raises   PermissionDenied unless they may do so in the department of the engagement
    """
    inspection = inspection_for(acting, pk)
    engagement = inspection.version.engagement
    if engagement.organization_id != acting.organization.pk:
        raise Http404
    if not acting.may_in(Act.WRITE_VERIFICATION, engagement.department_id):
        raise PermissionDenied
    return inspection


def evidence_for(acting: Acting, inspection: int, pk: int) -> EvidenceFile:
    """Return a file shown in an inspection that the person may see; else 404."""
    found = inspection_for(acting, inspection)
    return get_object_or_404(found.evidence.select_related("stored"), pk=pk)


def reads_observations(acting: Acting, inspection: Inspection) -> bool:
    """Return whether the person may read what the client saw: the client while it looks, then both sides."""
    return _is_client(acting, inspection) or inspection.state != State.SUBMITTED


def reads_findings(acting: Acting, inspection: Inspection) -> bool:
    """Return whether the person may read the findings: the client at once, the contractor at the end."""
    return _is_client(acting, inspection) or inspection.state == State.CONCLUDED


def _is_client(acting: Acting, inspection: Inspection) -> bool:
    return inspection.version.engagement.organization_id == acting.organization.pk

"""The only way from a person, or from a link, to a consultation."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from yakusoku.apps.accounts.access import Acting, digest_of
from yakusoku.apps.consultations.models import Consultation, ExpertLink, PostFile
from yakusoku.apps.engagements.access import engagements_of
from yakusoku.domain.accounts.permissions import Act


def require_client_side(acting: Acting) -> Acting:
    """Return `acting` if they ask, advise or oversee. Raises PermissionDenied: contractors do not consult."""
    if not any(acting.may(act) for act in (Act.ASK_ADVICE, Act.GIVE_ADVICE, Act.VIEW_ALL_ENGAGEMENTS)):
        raise PermissionDenied
    return acting


def consultations_of(acting: Acting) -> "QuerySet[Consultation]":
    """Return the consultations of the engagements that the person sees on the client's side."""
    works = engagements_of(require_client_side(acting)).filter(organization=acting.organization)
    # The sort of the engagements would only cost time here.
    rows = Consultation.objects.filter(engagement__in=works.order_by().values("pk"))
    return rows.select_related("engagement__department", "engagement__organization", "asked_by")


def consultation_for(acting: Acting, pk: int) -> Consultation:
    """Return a consultation; else 404."""
    return get_object_or_404(consultations_of(acting), pk=pk)


def consultation_to_lead(acting: Acting, pk: int) -> Consultation:
    """Return a consultation that the person leads for the department; else 404. Raises PermissionDenied."""
    found = consultation_for(acting, pk)
    if not acting.may_in(Act.ASK_ADVICE, found.engagement.department_id):
        raise PermissionDenied
    return found


def consultation_to_advise(acting: Acting, pk: int) -> Consultation:
    """Return a consultation that the person may answer; else 404. Raises PermissionDenied."""
    found = consultation_for(acting, pk)
    if not acting.may(Act.GIVE_ADVICE):
        raise PermissionDenied
    return found


def file_for(consultation: Consultation, pk: int) -> PostFile:
    """Return a file of a consultation that was already let through; else 404."""
    return get_object_or_404(
        PostFile.objects.select_related("stored"), pk=pk, post__consultation=consultation
    )


def link_by(secret: str) -> ExpertLink:
    """Return what an expert's link leads to, whether or not it still works; 404 for an unknown link."""
    rows = ExpertLink.objects.select_related(
        "consultation__engagement__organization", "consultation__engagement__department"
    )
    return get_object_or_404(rows, token_digest=digest_of(secret))


def link_for(consultation: Consultation, pk: int) -> ExpertLink:
    """Return a link of a consultation that was already let through; else 404."""
    return get_object_or_404(consultation.links, pk=pk)

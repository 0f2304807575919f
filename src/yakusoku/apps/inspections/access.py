"""The only way from a person to an inspection."""

from django.core.exceptions import PermissionDenied
from django.db.models import F, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from yakusoku.apps.accounts.access import Acting
from yakusoku.apps.chain.models import Hop
from yakusoku.apps.engagements.access import engagements_of
from yakusoku.apps.engagements.models import Engagement, EngagementSet
from yakusoku.apps.inspections.duties import respondent_of
from yakusoku.apps.inspections.models import EvidenceFile, Inspection, ObservationFile, State
from yakusoku.domain.accounts.permissions import Act, Role
from yakusoku.domain.inspections.schedule import InspectionKind


def rows_with_parties() -> "QuerySet[Inspection]":
    """Return inspections with everyone who has to do with them read in the same query."""
    return Inspection.objects.select_related(
        "version__engagement__organization",
        "version__engagement__contractor",
        "version__engagement__department",
        "hop__organization",
        "assigned_to",
    )


def inspections_of(acting: Acting) -> "QuerySet[Inspection]":
    """Return the inspections that a person may see.

    Whoever sees the engagement sees all its rounds; a subcontractor sees its own and those of whom it
    passed data on to.
    """
    seen = of_seen_works(acting)
    if Role.CONTRACTOR in acting.roles:
        seen |= Q(hop__in=places_at_or_below(acting.organization.pk))
    return rows_with_parties().filter(seen)


def of_seen_works(acting: Acting) -> Q:
    """Return the condition that an inspection belongs to an engagement that the person sees.

    A contractor reads what it was sent itself, not what a former candidate answered before it.
    """
    own = Q(version__engagement__organization=acting.organization)
    sent = Q(opened_at__gte=F("version__engagement__shared_at"))
    return (own | sent) & Q(version__engagement__in=engagements_of(acting))


def places_at_or_below(organization: int, engagement: int | None = None) -> list[int]:
    """Return the places at which a company stands below a contractor, and all below them; two queries at most."""
    own = Hop.objects.filter(organization=organization, parent__isnull=False)
    if engagement is not None:
        own = own.filter(engagement=engagement)
    places = dict(own.order_by().values_list("pk", "engagement"))
    if not places:
        return []
    rows = Hop.objects.filter(engagement__in=set(places.values())).order_by("pk")
    found = set(places)
    # A parent is always an older row: one walk in order reaches every depth.
    for pk, parent in rows.values_list("pk", "parent"):
        if parent in found:
            found.add(pk)
    return sorted(found)


def inspection_for(acting: Acting, pk: int) -> Inspection:
    """Return the inspection if the person may see it; else 404."""
    # Mostly it is one of an engagement that the person sees: chains are looked at only if it is not.
    seen = rows_with_parties().filter(of_seen_works(acting), pk=pk).first()
    return seen or get_object_or_404(inspections_of(acting), pk=pk)


def work_for(acting: Acting, pk: int) -> Engagement:
    """Return an engagement in whose inspections the person has a part, also as subcontractor; else 404."""
    seen = engagements_of(acting).filter(pk=pk).first()
    if seen is None and Role.CONTRACTOR in acting.roles:
        rounds = Inspection.objects.filter(hop__in=places_at_or_below(acting.organization.pk, pk))
        seen = (
            EngagementSet(Engagement).with_parties().filter(pk=pk, versions__inspections__in=rounds).first()
        )
    if seen is None:
        raise Http404
    return seen


def sees_work(acting: Acting, engagement: Engagement) -> bool:
    """Return whether the person sees the engagement itself: not as a subcontractor."""
    return acting.organization.pk in {engagement.organization_id, engagement.contractor_id}


def as_contractor(acting: Acting, pk: int) -> Inspection:
    """Return an inspection that the person's organisation answers; else 404.

    raises   PermissionDenied if it may only read it: the contractor reads what those below it answer
    """
    inspection = inspection_for(acting, pk)
    if answers_it(acting, inspection):
        return inspection
    if inspection.version.engagement.organization_id == acting.organization.pk:
        raise Http404
    raise PermissionDenied


def answers_it(acting: Acting, inspection: Inspection) -> bool:
    """Return whether the person's organisation is the one that is asked."""
    respondent = respondent_of(inspection)
    return respondent is not None and respondent.pk == acting.organization.pk


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


def as_sender(acting: Acting, pk: int) -> Inspection:
    """Return a sheet that the person may send for their organisation, or move onto a newer version; else 404.

    raises   PermissionDenied unless they may do so in the department of the engagement
    """
    inspection = inspection_for(acting, pk)
    engagement = inspection.version.engagement
    if engagement.organization_id != acting.organization.pk:
        raise Http404
    if not acting.may_in(Act.OPEN_INSPECTION, engagement.department_id):
        raise PermissionDenied
    return inspection


def evidence_for(acting: Acting, inspection: int, pk: int) -> EvidenceFile:
    """Return a file shown in an inspection that the person may see; else 404."""
    found = inspection_for(acting, inspection)
    return get_object_or_404(found.evidence.select_related("stored"), pk=pk)


def photo_for(acting: Acting, inspection: int, pk: int) -> ObservationFile:
    """Return a photo of the client if the person may read what the client saw; else 404."""
    found = inspection_for(acting, inspection)
    if not reads_observations(acting, found):
        raise Http404
    return get_object_or_404(found.photos.select_related("stored"), pk=pk)


def takes_answers_along(acting: Acting, inspection: Inspection) -> bool:
    """Return whether answers stand in a file that the person takes along: for the client, once handed in.

    Before that they are a draft of whoever is asked; a file would carry it away from where it still changes.
    """
    return inspection.state != State.OPEN or not _is_client(acting, inspection)


def reads_observations(acting: Acting, inspection: Inspection) -> bool:
    """Return whether the person may read what the client saw: the client while it looks, then both sides."""
    return _is_client(acting, inspection) or inspection.state != State.SUBMITTED


def reads_findings(acting: Acting, inspection: Inspection) -> bool:
    """Return whether the person may read the findings: the client at once, the contractor at the end.

    A 調査票 has none: its shortfalls are points of the security plan.
    """
    if inspection.kind == InspectionKind.PRE_ASSESSMENT:
        return False
    return _is_client(acting, inspection) or inspection.state == State.CONCLUDED


def _is_client(acting: Acting, inspection: Inspection) -> bool:
    return inspection.version.engagement.organization_id == acting.organization.pk

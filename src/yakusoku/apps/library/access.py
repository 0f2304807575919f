"""The only way from a person, or a link, to what a contractor keeps and answers."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from yakusoku.apps.accounts.access import Acting, digest_of, require
from yakusoku.apps.accounts.models import Organization
from yakusoku.apps.engagements.access import engagements_of
from yakusoku.apps.files.models import StoredFile
from yakusoku.apps.inspections import access as inspections
from yakusoku.apps.inspections.duties import respondent_of
from yakusoku.apps.inspections.models import Inspection
from yakusoku.apps.library.models import (
    AnswerLink,
    Certificate,
    KeptAnswerRecord,
    KeptFile,
    Parcel,
    Side,
)
from yakusoku.domain.accounts.permissions import Act, Role


def keeper(who: Acting) -> Acting:
    """Return a person of a contractor who keeps its library. Raises PermissionDenied."""
    return require(who, Act.KEEP_LIBRARY)


def kept_answers(who: Acting) -> "QuerySet[KeptAnswerRecord]":
    """Return the answers that the person's organisation keeps, put away ones too."""
    return KeptAnswerRecord.objects.filter(organization=keeper(who).organization)


def kept_answer_for(who: Acting, pk: int) -> KeptAnswerRecord:
    """Return an answer that the person's organisation keeps; else 404."""
    rows = kept_answers(who).select_related("source__version__engagement__organization", "changed_by")
    return get_object_or_404(rows, pk=pk)


def kept_file_for(who: Acting, answer: int, pk: int) -> KeptFile:
    """Return a file of a kept answer; else 404."""
    rows = KeptFile.objects.select_related("stored", "kept")
    return get_object_or_404(rows, pk=pk, kept__in=kept_answers(who).filter(pk=answer))


def certificates(who: Acting) -> "QuerySet[Certificate]":
    """Return the certificates of the person's organisation, put away ones too."""
    return Certificate.objects.filter(organization=keeper(who).organization)


def certificate_for(who: Acting, pk: int) -> Certificate:
    """Return a certificate of the person's organisation; else 404."""
    return get_object_or_404(certificates(who).select_related("stored"), pk=pk)


def files_kept(who: Acting) -> "QuerySet[StoredFile]":
    """Return the files that lie in the library of the person's organisation."""
    organization = keeper(who).organization
    answers = KeptFile.objects.filter(kept__organization=organization).values("stored")
    papers = Certificate.objects.filter(organization=organization, stored__isnull=False).values("stored")
    return StoredFile.objects.filter(Q(pk__in=answers) | Q(pk__in=papers), organization=organization)


def file_for(who: Acting, pk: int) -> StoredFile:
    """Return a file of the library; else 404."""
    return get_object_or_404(files_kept(who), pk=pk)


def sheets_of(who: Acting) -> "QuerySet[Inspection]":
    """Return the sheets that the person's organisation is asked to answer, whoever the client is."""
    if Role.CONTRACTOR not in who.roles:
        return Inspection.objects.none()
    rows = Inspection.objects.filter(version__engagement__in=engagements_of(who).order_by())
    own = Q(hop__isnull=True, version__engagement__contractor=who.organization)
    return rows.filter(own | Q(hop__organization=who.organization))


def sheet_to_answer(who: Acting, pk: int, act: Act = Act.WRITE_ANSWER) -> Inspection:
    """Return a sheet that the person's organisation answers; else 404."""
    return inspections.as_contractor(require(who, act), pk)


@dataclass(frozen=True, slots=True)
class AtSheet:
    """A person at a sheet, on one of its two sides."""

    inspection: Inspection
    side: Side
    may: bool


def at_sheet(who: Acting, pk: int) -> AtSheet:
    """Return a sheet that the person may see, on which side, and whether they may act there; else 404.

    The contractor's side acts with the right to answer, the client's with that to send sheets in the department.
    """
    inspection = inspections.inspection_for(who, pk)
    engagement = inspection.version.engagement
    if engagement.organization_id == who.organization.pk:
        may = who.may_in(Act.OPEN_INSPECTION, engagement.department_id)
        return AtSheet(inspection, Side.CLIENT, may)
    respondent = respondent_of(inspection)
    if respondent is None or respondent.pk != who.organization.pk:
        raise Http404
    return AtSheet(inspection, Side.CONTRACTOR, who.may(Act.WRITE_ANSWER))


def acting_at(who: Acting, pk: int) -> AtSheet:
    """Return as `at_sheet`. Raises PermissionDenied unless the person may act there."""
    found = at_sheet(who, pk)
    if not found.may:
        raise PermissionDenied
    return found


def as_reader(who: Acting, pk: int) -> Inspection:
    """Return a sheet whose grounds the person may read: the client's side, or who answers it; else 404."""
    return at_sheet(who, pk).inspection


def link_of(who: Acting, inspection: int, pk: int) -> AnswerLink:
    """Return a link of a sheet that the person may act at; else 404."""
    return get_object_or_404(acting_at(who, inspection).inspection.links, pk=pk)


def link_by(secret: str) -> AnswerLink:
    """Return the link that a secret opens, whether or not it still works; 404 for an unknown one."""
    rows = AnswerLink.objects.select_related(
        "holder",
        "inspection__hop__organization",
        "inspection__version__engagement__organization",
        "inspection__version__engagement__contractor",
    )
    return get_object_or_404(rows, token_digest=digest_of(secret))


def waiting_parcel(inspection: Inspection) -> Parcel:
    """Return the package that waits to be taken; else 404."""
    return get_object_or_404(inspection.parcels.select_related("sheet", "read_by"), taken_at__isnull=True)


def company_of(inspection: Inspection) -> Organization:
    """Return whose files and library count at a sheet; 404 when nobody registered answers it."""
    company = respondent_of(inspection) or inspection.version.engagement.contractor
    if company is None:
        raise Http404
    return company

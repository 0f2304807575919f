"""The only way from a person to templates, their versions, comments and study sessions."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from yakusoku.apps.accounts.access import Acting, require
from yakusoku.apps.accounts.models import Department, User
from yakusoku.apps.standards.models import Comment, Standard, StandardVersion, StudyFile, StudySession
from yakusoku.domain.accounts.permissions import Act, Role, may


def standards_of(who: Acting) -> "QuerySet[Standard]":
    """Return the templates of the organisation: its whole side works with them. Raises PermissionDenied."""
    organization = require(who, Act.READ_STANDARDS).organization
    return Standard.objects.filter(organization=organization).select_related("department", "owner")


def standard_for(who: Acting, pk: int) -> Standard:
    """Return a template; else 404."""
    return get_object_or_404(standards_of(who), pk=pk)


def may_keep(who: Acting, standard: Standard) -> bool:
    """Return whether a person keeps a template that they see: their department's, or any by their office."""
    return who.may_in(Act.KEEP_STANDARDS, standard.department_id)


def standard_to_keep(who: Acting, pk: int) -> Standard:
    """Return a template in use that the person keeps; else 404. Raises PermissionDenied."""
    found = get_object_or_404(standards_of(who), pk=pk, retired_at__isnull=True)
    if not may_keep(who, found):
        raise PermissionDenied
    return found


def standard_given_up(who: Acting, pk: int) -> Standard:
    """Return a template out of use that the person kept; else 404. Raises PermissionDenied."""
    found = get_object_or_404(standards_of(who), pk=pk, retired_at__isnull=False)
    if not may_keep(who, found):
        raise PermissionDenied
    return found


def standard_in_use(who: Acting, pk: int) -> Standard:
    """Return a template that is in use; else 404."""
    return get_object_or_404(standards_of(who), pk=pk, retired_at__isnull=True)


def version_for(who: Acting, pk: int, number: int) -> StandardVersion:
    """Return a version of a template; else 404."""
    rows = StandardVersion.objects.select_related("stored", "added_by")
    standard = standard_for(who, pk)
    found = get_object_or_404(rows, standard=standard, number=number)
    found.standard = standard
    return found


def comment_to_answer(who: Acting, pk: int) -> Comment:
    """Return a comment on a template that the person keeps; else 404. Raises PermissionDenied."""
    rows = Comment.objects.select_related("standard__department", "standard__owner", "standard__organization")
    found = get_object_or_404(rows, pk=pk, standard__in=standards_of(who).order_by().values("pk"))
    if not may_keep(who, found.standard):
        raise PermissionDenied
    return found


def studies_of(who: Acting) -> "QuerySet[StudySession]":
    """Return the study sessions of the organisation. Raises PermissionDenied."""
    organization = require(who, Act.READ_STANDARDS).organization
    return StudySession.objects.filter(organization=organization).select_related("recorded_by")


def study_for(who: Acting, pk: int) -> StudySession:
    """Return a study session; else 404."""
    return get_object_or_404(studies_of(who), pk=pk)


def study_file_for(who: Acting, pk: int, file: int) -> StudyFile:
    """Return a file of a study session; else 404."""
    return get_object_or_404(StudyFile.objects.select_related("stored"), pk=file, study=study_for(who, pk))


def departments_to_keep(who: Acting) -> "QuerySet[Department]":
    """Return the departments for which the person may keep templates."""
    rows = who.organization.departments.all()
    return rows if keeps_all(who) else rows.filter(pk__in=who.departments)


def keeps_all(who: Acting) -> bool:
    """Return whether the person keeps the templates of the whole organisation."""
    return who.may_in(Act.KEEP_STANDARDS, None)


def department_to_keep(who: Acting, pk: int) -> Department:
    """Return a department for which the person may keep templates; else 404."""
    return get_object_or_404(departments_to_keep(who), pk=pk)


def keeper_for(who: Acting, pk: int) -> User:
    """Return someone who can answer for templates of the organisation; else 404."""
    return get_object_or_404(keepers_of(who), pk=pk)


def keepers_of(who: Acting) -> "QuerySet[User]":
    """Return who can answer for templates of the organisation."""
    roles = [role.value for role in Role if may([role], Act.KEEP_STANDARDS)]
    mine = User.objects.filter(
        is_active=True, memberships__organization=who.organization, memberships__role__in=roles
    )
    return mine.distinct().order_by("name", "pk")

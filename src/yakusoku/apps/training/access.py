"""The only way from a person to courses, staff lists and completions."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from yakusoku.apps.accounts.access import Acting, require
from yakusoku.apps.engagements.access import engagement_for
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.training.models import Completion, Course, Worker
from yakusoku.domain.accounts.permissions import Act


def courses_of(who: Acting) -> "QuerySet[Course]":
    """Return the courses of the organisation that a person manages. Raises PermissionDenied."""
    organization = require(who, Act.MANAGE_COURSES).organization
    return Course.objects.filter(organization=organization).select_related("department")


def course_for(who: Acting, pk: int) -> Course:
    """Return a course of the person's own organisation that is in use; else 404."""
    return get_object_or_404(courses_of(who), pk=pk, retired_at__isnull=True)


def is_client(who: Acting, engagement: Engagement) -> bool:
    """Return whether the person looks at an engagement from the client's side."""
    return engagement.organization_id == who.organization.pk


def engagement_to_record(who: Acting, pk: int) -> Engagement:
    """Return an engagement in which the person may record training, on either side; else 404.

    raises   PermissionDenied without the right in the department
    """
    require(who, Act.RECORD_TRAINING)
    engagement = engagement_for(who, pk)
    if is_client(who, engagement) and not who.may_in(Act.RECORD_TRAINING, engagement.department_id):
        raise PermissionDenied
    return engagement


def engagement_of_contractor(who: Acting, pk: int) -> Engagement:
    """Return an engagement whose staff list the person keeps, as its contractor; else 404.

    raises   PermissionDenied for the client's side, which reads the list only
    """
    engagement = engagement_to_record(who, pk)
    if engagement.contractor_id != who.organization.pk:
        raise PermissionDenied
    return engagement


def worker_for(who: Acting, pk: int) -> Worker:
    """Return someone on a staff list that the person keeps; else 404."""
    rows = Worker.objects.select_related("engagement", "hop")
    worker = get_object_or_404(rows, pk=pk)
    engagement = engagement_for(who, worker.engagement_id)
    if engagement.contractor_id != who.organization.pk:
        raise PermissionDenied
    require(who, Act.RECORD_TRAINING)
    worker.engagement = engagement
    return worker


def completion_for(who: Acting, pk: int) -> Completion:
    """Return a completion that the person may read: of an engagement they see, or of their own staff.

    One's own is always readable; those of others need the right to manage courses. Else 404.
    """
    rows = Completion.objects.select_related("course", "worker__engagement", "certificate")
    found = get_object_or_404(rows, pk=pk, withdrawn_at__isnull=True)
    if found.worker is not None:
        engagement_for(who, found.worker.engagement_id)
    elif found.course.organization_id != who.organization.pk or not (
        found.member_id == who.user.pk or who.may(Act.MANAGE_COURSES)
    ):
        raise Http404
    return found


def completion_to_withdraw(who: Acting, pk: int) -> Completion:
    """Return a completion that the person may take back as a mistake; else 404 or PermissionDenied."""
    found = completion_for(who, pk)
    if found.worker is not None:
        engagement_to_record(who, found.worker.engagement_id)
    else:
        require(who, Act.MANAGE_COURSES)
    return found

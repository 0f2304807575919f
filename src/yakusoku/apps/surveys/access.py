"""The only way from a person to surveys and their questionnaires."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from yakusoku.apps.accounts.access import Acting, require
from yakusoku.apps.surveys.models import Survey
from yakusoku.domain.accounts.permissions import Act


def surveys_of(who: Acting) -> "QuerySet[Survey]":
    """Return the surveys that a person sees: all of the organisation by their office, else those of their departments.

    Raises PermissionDenied.
    """
    organization = require(who, Act.READ_SURVEYS).organization
    rows = Survey.objects.filter(organization=organization).select_related("department", "owner")
    if who.may(Act.SEE_DASHBOARD):
        return rows
    return rows.filter(Q(department__in=who.departments) | Q(department=None))


def survey_for(who: Acting, pk: int) -> Survey:
    """Return a survey that the person sees; else 404."""
    return get_object_or_404(surveys_of(who), pk=pk)


def may_run(who: Acting, survey: Survey) -> bool:
    """Return whether a person runs a survey that they see: their department's, or any by their office."""
    return who.may_in(Act.RUN_SURVEYS, survey.department_id)


def survey_to_run(who: Acting, pk: int) -> Survey:
    """Return a survey that the person runs; else 404. Raises PermissionDenied."""
    found = survey_for(who, pk)
    if not may_run(who, found):
        raise PermissionDenied
    return found

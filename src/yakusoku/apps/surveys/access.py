"""The only way from a person to surveys and their questionnaires."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from yakusoku.apps.accounts.access import Acting, require
from yakusoku.apps.accounts.models import Department, User
from yakusoku.apps.surveys.models import BroughtForm, Questionnaire, Survey
from yakusoku.domain.accounts.permissions import Act, Role, may


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


def version_for(who: Acting, pk: int, number: int) -> Questionnaire:
    """Return a published version of a questionnaire; else 404."""
    survey = survey_for(who, pk)
    rows = Questionnaire.objects.select_related("made_by", "published_by")
    found = get_object_or_404(rows, survey=survey, number=number, published_at__isnull=False)
    found.survey = survey
    return found


def brought_for(who: Acting, pk: int) -> BroughtForm:
    """Return the XLSForm that a person brought for a survey that they run; else 404. Raises PermissionDenied."""
    survey = survey_to_run(who, pk)
    return get_object_or_404(BroughtForm.objects.select_related("survey"), survey=survey, brought_by=who.user)


def departments_to_run(who: Acting) -> "QuerySet[Department]":
    """Return the departments for which the person may run surveys."""
    rows = who.organization.departments.all()
    return rows if runs_all(who) else rows.filter(pk__in=who.departments)


def runs_all(who: Acting) -> bool:
    """Return whether the person runs the surveys of the whole organisation."""
    return who.may_in(Act.RUN_SURVEYS, None)


def department_to_run(who: Acting, pk: int) -> Department:
    """Return a department for which the person may run surveys; else 404."""
    return get_object_or_404(departments_to_run(who), pk=pk)


def runners_of(who: Acting) -> "QuerySet[User]":
    """Return who can answer for surveys of the organisation."""
    roles = [role.value for role in Role if may([role], Act.RUN_SURVEYS)]
    mine = User.objects.filter(
        is_active=True, memberships__organization=who.organization, memberships__role__in=roles
    )
    return mine.distinct().order_by("name", "pk")


def runner_for(who: Acting, pk: int) -> User:
    """Return someone who can answer for surveys of the organisation; else 404."""
    return get_object_or_404(runners_of(who), pk=pk)

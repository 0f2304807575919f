"""The only way from a person to the frame, the draw, the respondents and the batches of a survey."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from yakusoku.apps.accounts.access import Acting
from yakusoku.apps.engagements.access import engagements_of
from yakusoku.apps.engagements.models import EngagementSet
from yakusoku.apps.samples.models import Dispatch, PendingFrame, Plan, Respondent, Sending, Unit
from yakusoku.apps.surveys.access import may_run, survey_for, survey_to_run
from yakusoku.apps.surveys.models import Survey

__all__ = ["may_run", "survey_for", "survey_to_run"]


def units_of(survey: Survey) -> "QuerySet[Unit]":
    """Return the frame of a survey to which the person was led by `survey_to_run`."""
    return Unit.objects.filter(survey=survey).select_related("respondent", "organization")


def unit_for(who: Acting, pk: int, unit: int) -> Unit:
    """Return a unit of a survey that the person runs; else 404. Raises PermissionDenied."""
    survey = survey_to_run(who, pk)
    found = get_object_or_404(units_of(survey), pk=unit)
    found.survey = survey
    return found


def respondents_of(survey: Survey) -> "QuerySet[Respondent]":
    """Return the respondents of a survey to which the person was led by `survey_to_run`."""
    return Respondent.objects.filter(survey=survey).select_related("unit", "draw")


def respondent_for(who: Acting, pk: int, number: int) -> Respondent:
    """Return a respondent of a survey that the person runs; else 404. Raises PermissionDenied."""
    survey = survey_to_run(who, pk)
    found = get_object_or_404(respondents_of(survey), number=number)
    found.survey = survey
    return found


def dispatch_for(who: Acting, pk: int, number: int) -> Dispatch:
    """Return a batch of a survey that the person runs; else 404. Raises PermissionDenied."""
    survey = survey_to_run(who, pk)
    found = get_object_or_404(Dispatch.objects.select_related("made_by"), survey=survey, number=number)
    found.survey = survey
    return found


def sending_for(who: Acting, pk: int, number: int, respondent: int) -> Sending:
    """Return what a respondent got in a batch; else 404. Raises PermissionDenied."""
    dispatch = dispatch_for(who, pk, number)
    rows = Sending.objects.select_related("respondent")
    found = get_object_or_404(rows, dispatch=dispatch, respondent__number=respondent)
    found.dispatch = dispatch
    return found


def pending_for(who: Acting, pk: int) -> PendingFrame:
    """Return the frame that the person was reading for a survey that they run; else 404."""
    survey = survey_to_run(who, pk)
    rows = PendingFrame.objects.select_related("stored", "read_by")
    found = get_object_or_404(rows, survey=survey, read_by=who.user)
    found.survey = survey
    return found


def works_of(who: Acting, survey: Survey) -> EngagementSet:
    """Return the engagements of the client whose contractors a person may take into the frame of a survey.

    Raises PermissionDenied if they do not run it.
    """
    if not may_run(who, survey):
        raise PermissionDenied
    return engagements_of(who).filter(organization=survey.organization, contractor__isnull=False)


def plan_of(survey: Survey) -> Plan | None:
    """Return how a survey draws; None: nothing was chosen."""
    return Plan.objects.filter(survey=survey).first()

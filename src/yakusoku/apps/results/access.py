"""The only way from a person to what is kept of the results of a survey they were led to by `surveys.access`."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from yakusoku.apps.accounts.access import Acting
from yakusoku.apps.results.book_models import TabBook
from yakusoku.apps.results.models import Crosswalk, TableView, Weighting
from yakusoku.apps.surveys.access import survey_for, survey_to_run, surveys_of
from yakusoku.apps.surveys.models import Survey


def weightings_of(survey: Survey) -> "QuerySet[Weighting]":
    """Return the weights that tables of a survey offer."""
    return Weighting.objects.filter(survey=survey, dropped_at__isnull=True).select_related("made_by")


def weighting_for(who: Acting, pk: int, number: int) -> Weighting:
    """Return weights of a survey that the person runs; else 404. Raises PermissionDenied."""
    survey = survey_to_run(who, pk)
    found = get_object_or_404(weightings_of(survey), number=number)
    found.survey = survey
    return found


def views_of(survey: Survey) -> "QuerySet[TableView]":
    """Return the saved views of a survey."""
    return TableView.objects.filter(survey=survey).select_related("made_by")


def view_for(who: Acting, pk: int, view: int) -> TableView:
    """Return a saved view of a survey that the person runs; else 404. Raises PermissionDenied."""
    survey = survey_to_run(who, pk)
    found = get_object_or_404(views_of(survey), pk=view)
    found.survey = survey
    return found


def books_of(survey: Survey) -> "QuerySet[TabBook]":
    """Return the books of a survey that were asked for, the latest first."""
    return TabBook.objects.filter(survey=survey).select_related("asked_by", "file")


def book_for(who: Acting, pk: int, number: int) -> TabBook:
    """Return a book of a survey that the person sees; else 404. Raises PermissionDenied."""
    survey = survey_for(who, pk)
    found = get_object_or_404(books_of(survey), number=number)
    found.survey = survey
    return found


def earlier_of(who: Acting, survey: Survey) -> "QuerySet[Survey]":
    """Return the surveys with which the person may compare one: those they see that have a questionnaire."""
    rows = surveys_of(who).exclude(pk=survey.pk).filter(questionnaires__published_at__isnull=False)
    return rows.distinct().order_by("-pk")


def earlier_for(who: Acting, survey: Survey, asked: str) -> Survey | None:
    """Return the survey to compare with: the one that is asked for, else the wave before; None: there is none.

    One that the person does not see: 404.
    """
    if asked:
        number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 0
        return get_object_or_404(earlier_of(who, survey), pk=number)
    if survey.previous_id is None:
        return None
    return earlier_of(who, survey).filter(pk=survey.previous_id).first()


def crosswalk_of(survey: Survey, earlier: Survey) -> Crosswalk | None:
    """Return the version of the crosswalk that counts; None: none was kept."""
    rows = Crosswalk.objects.filter(survey=survey, earlier=earlier).select_related("made_by")
    return rows.order_by("-number").first()

"""The only way from a person, or a personal code, to what came in for a survey."""

import unicodedata

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from yakusoku.apps.accounts.access import Acting
from yakusoku.apps.collecting.models import PendingPapers, Record, Way
from yakusoku.apps.samples.models import Respondent
from yakusoku.apps.surveys.access import survey_to_run
from yakusoku.apps.surveys.models import Survey

CODE_LETTERS = 20
MOST_DIGITS = 9


def normal_code(typed: str) -> str:
    """Return a personal code as it is kept, however it was typed: small or wide letters, blanks, hyphens."""
    plain = unicodedata.normalize("NFKC", typed).upper()
    return "".join(letter for letter in plain if letter.isascii() and letter.isalnum())[: CODE_LETTERS + 1]


def respondent_by(code: str) -> Respondent:
    """Return the respondent whom a personal code lets in; else 404."""
    rows = Respondent.objects.select_related("survey__organization", "survey__terms")
    return get_object_or_404(rows, code=normal_code(code))


def records_of(survey: Survey) -> "QuerySet[Record]":
    """Return what came in for a survey that the person was led to by `surveys.access`."""
    rows = Record.objects.filter(survey=survey).select_related("respondent", "questionnaire")
    return rows.defer("questionnaire__sheets")


def record_for(who: Acting, pk: int, record: int) -> Record:
    """Return an answer of a survey that the person runs; else 404. Raises PermissionDenied."""
    survey = survey_to_run(who, pk)
    found = get_object_or_404(records_of(survey), pk=record)
    found.survey = survey
    return found


def paper_for(who: Acting, pk: int, record: int) -> Record:
    """Return a paper of a survey that the person runs; else 404. Raises PermissionDenied."""
    found = record_for(who, pk, record)
    if found.way != Way.PAPER:
        raise Http404
    return found


def number_on_paper(survey: Survey, typed: str) -> int | None:
    """Return the number that a paper of a survey names, by itself or by its personal code or its address.

    A reader of codes types what the QR code holds: the address. None: it names nobody of the survey.
    """
    plain = unicodedata.normalize("NFKC", typed).strip()
    if plain.isascii() and plain.isdigit() and len(plain) < MOST_DIGITS:
        return int(plain)
    code = normal_code(plain.rstrip("/").rsplit("/", 1)[-1])
    found = Respondent.objects.filter(survey=survey, code=code).values_list("number", flat=True)
    return found.first() if code else None


def respondent_numbered(survey: Survey, number: int) -> Respondent:
    """Return the respondent of a survey that the person was led to who has a number; else 404."""
    return get_object_or_404(Respondent, survey=survey, number=number)


def pending_for(who: Acting, survey: Survey) -> PendingPapers | None:
    """Return what the person brought in a file and has not taken yet; None: nothing."""
    return PendingPapers.objects.filter(survey=survey, read_by=who.user).first()

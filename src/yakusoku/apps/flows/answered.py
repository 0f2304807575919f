"""Who has answered a survey: what collecting knows, as samples asks for it."""

from typing import Any

from django.db.models import Q, QuerySet

from yakusoku.apps.collecting.models import Record, Way
from yakusoku.apps.samples.queries import Answered
from yakusoku.apps.surveys.models import Survey


def answered(survey: Survey) -> Answered:
    """Return whose answer counts, by the way on which it came: for rates and weights."""
    rows = Record.objects.filter(survey=survey, chosen=True)
    return Answered(_respondents(rows.filter(way=Way.WEB)), _respondents(rows.filter(way=Way.PAPER)))


def heard_of(survey: Survey) -> Answered:
    """Return from whom something came in, whether it counts already or not: they get no reminder.

    A paper that lies on a desk and waits to be keyed is an answer to whoever sent it.
    """
    rows = Record.objects.filter(survey=survey)
    came = Q(way=Way.PAPER) | Q(submitted_at__isnull=False)
    return Answered(_respondents(rows.filter(came)))


def _respondents(rows: "QuerySet[Record]") -> "QuerySet[Any, Any]":
    """Return the numbers of their respondents, to be asked within another query."""
    return rows.order_by().values("respondent_id")

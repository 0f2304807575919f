"""From what a page or a program asks of tables to the tables themselves."""

from collections.abc import Callable
from dataclasses import replace
from typing import NoReturn

from django.http import Http404, QueryDict

from yakusoku.apps.results import access
from yakusoku.apps.results.asked import Asked, asked_of
from yakusoku.apps.results.data import Data, data_of
from yakusoku.apps.results.making import Shown, Weighed, tables_of
from yakusoku.apps.results.models import Weighting
from yakusoku.apps.results.sample_design import sampled
from yakusoku.apps.results.weights import values_of, weighing_of, weights_said
from yakusoku.apps.surveys.models import Survey
from yakusoku.domain.refusal import Refusal


def look(survey: Survey, query: QueryDict) -> tuple[Data, list[Weighting], Asked]:
    """Return the answers, the weights on offer and what is asked of tables. Raises Http404, TableUnreadable."""
    data = data_of(survey) or nothing()
    weights = weights_on_offer(survey)
    return data, weights, asked_of(query, data, [each.code for each in weights])


def weights_on_offer(survey: Survey) -> list[Weighting]:
    """Return the weights that tables of a survey offer."""
    weights = list(access.weightings_of(survey))
    for each in weights:
        each.survey = survey
    return weights


def nothing() -> NoReturn:
    """Answer that there is nothing: no questionnaire is published."""
    raise Http404


def made(
    survey: Survey,
    data: Data,
    weights: list[Weighting],
    asked: Asked,
    tell: Callable[[int], None] = lambda _: None,
) -> list[Shown]:
    """Return the tables that are asked for. Raises refusals of results.making and results.weights.

    tell   is told how many are made
    """
    chosen = next((each for each in weights if each.code == asked.weight), None)
    words = weights_said(chosen, data) if chosen else ""
    values = values_of(chosen, data) if chosen else None
    weighed = Weighed(weighing_of(values, data), words)
    # Groups are tested, and errors told, by how the sample was drawn.
    if asked.by or asked.errors:
        try:
            weighed = replace(weighed, sample=sampled(survey, data, chosen, values))
        except Refusal as refusal:
            weighed = replace(weighed, no_sample=refusal)
    return tables_of(data, asked, weighed, tell)

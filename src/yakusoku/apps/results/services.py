"""Writing what is kept of the results of a survey: views, weights, crosswalks; and telling who took data."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlencode

from django.db import transaction
from django.db.models import Max

from yakusoku.adapters.survey_crosswalk import told_of
from yakusoku.apps.accounts.models import User
from yakusoku.apps.audit.services import name_of, record
from yakusoku.apps.results.data import Data
from yakusoku.apps.results.models import Crosswalk, Start, TableView, Way, Weighting
from yakusoku.apps.results.weights import values_of
from yakusoku.apps.surveys.models import Survey
from yakusoku.domain.audit.chain import JSON
from yakusoku.domain.refusal import ChangedMeanwhile, Refusal
from yakusoku.domain.survey.crosswalk import Joined, problems_of
from yakusoku.domain.survey.form import Form

# What belongs to one look at the tables, not to the view.
PASSING = frozenset({"format", "csrfmiddlewaretoken"})


class CrosswalkUnsound(Refusal):
    """A crosswalk names what is not there, or does not say what changed. Facts: label, reason, count."""

    code: ClassVar[str] = "results.crosswalk-unsound"


@transaction.atomic
def keep_view(survey: Survey, name: str, query: str, *, by: User, at: datetime) -> TableView:
    """Keep what is asked of tables under a name; the same name is replaced."""
    pairs = [(key, value) for key, value in parse_qsl(query) if key not in PASSING]
    view, _created = TableView.objects.update_or_create(
        survey=survey,
        name=name.strip(),
        defaults={"query": urlencode(pairs)[:4000], "made_by": by, "made_at": at},
    )
    record("results.view-kept", survey, by=by, at=at, organization=survey.organization_id)
    return view


@transaction.atomic
def remove_view(view: TableView, *, by: User, at: datetime) -> None:
    """Take a saved view away; a second time changes nothing."""
    owner, name = view.survey.organization_id, name_of(view.survey)
    if TableView.objects.filter(pk=view.pk).delete()[0]:
        record("results.view-removed", name, by=by, at=at, organization=owner)


@transaction.atomic
def keep_weighting(
    survey: Survey,
    data: Data,
    *,
    name: str,
    method: str,
    margins: Mapping[str, Mapping[str, float]],
    given: Mapping[int, str],
    start: str = Start.ALIKE,
    by: User,
    at: datetime,
) -> Weighting:
    """Keep weights for the tables of a survey; they are computed first, so that none is kept that cannot be.

    margins   of raking: totals by trait or question
    start     of raking: the weights that are fitted
    given     of a file: weights by the number of the respondent
    raises    NoDraw, MarginUnknown, StratumNotDrawn, WeightsLacking and the refusals of raking
    """
    Survey.objects.select_for_update(no_key=True).get(pk=survey.pk)
    last = Weighting.objects.filter(survey=survey).aggregate(last=Max("number"))["last"] or 0
    made = Weighting(
        survey=survey,
        number=last + 1,
        name=name.strip(),
        method=method,
        margins={key: dict(known) for key, known in margins.items()},
        start=start if method == Way.RAKING else Start.ALIKE,
        given={str(number): text for number, text in given.items()},
        made_by=by,
        made_at=at,
    )
    values_of(made, data)
    made.save()
    facts: dict[str, JSON] = {"number": made.number, "method": method}
    record("weights.kept", survey, by=by, at=at, organization=survey.organization_id, facts=facts)
    return made


@transaction.atomic
def drop_weighting(weighting: Weighting, *, by: User, at: datetime) -> None:
    """Put weights away; a second time changes nothing."""
    survey = weighting.survey
    if Weighting.objects.filter(pk=weighting.pk, dropped_at__isnull=True).update(dropped_at=at):
        facts = {"number": weighting.number}
        record("weights.dropped", survey, by=by, at=at, organization=survey.organization_id, facts=facts)


@transaction.atomic
def keep_crosswalk(
    survey: Survey,
    earlier: Survey,
    figures: Sequence[Joined],
    forms: tuple[Form, Form],
    *,
    seen: int | None = None,
    by: User,
    at: datetime,
) -> Crosswalk:
    """Keep a version of what is compared with an earlier wave.

    forms    the questionnaires of the earlier wave and of this one
    seen     the version that the page showed, 0 for none; None: unseen
    raises   CrosswalkUnsound, ChangedMeanwhile
    """
    problems = [problem for figure in figures for problem in problems_of(figure, *forms)]
    if problems:
        first = problems[0]
        raise CrosswalkUnsound(label=first.label, reason=first.message.rstrip("。"), count=len(problems))
    Survey.objects.select_for_update(no_key=True).get(pk=survey.pk)
    rows = Crosswalk.objects.filter(survey=survey, earlier=earlier)
    last = rows.aggregate(last=Max("number"))["last"] or 0
    if seen is not None and seen != last:
        raise ChangedMeanwhile()
    made = Crosswalk.objects.create(
        survey=survey, earlier=earlier, number=last + 1, figures=told_of(figures), made_by=by, made_at=at
    )
    facts: dict[str, JSON] = {"number": made.number, "count": len(figures)}
    record("crosswalk.kept", survey, by=by, at=at, organization=survey.organization_id, facts=facts)
    return made


@transaction.atomic
def tell_handed_out(survey: Survey, kind: str, count: int, *, by: User, at: datetime, **more: Any) -> None:
    """Tell the trail that data of a survey were taken: which file, and of how many respondents."""
    facts = {"kind": kind, "count": count, **more}
    record("results.data-handed-out", survey, by=by, at=at, organization=survey.organization_id, facts=facts)


@transaction.atomic
def tell_people_handed_out(
    survey: Survey, kind: str, count: int, *, by: User, at: datetime, **cell: str
) -> None:
    """Tell the trail that the numbers of the respondents behind a cell were taken: which cell, how many."""
    facts: dict[str, JSON] = {"kind": kind, "count": count, **cell}
    record(
        "results.people-handed-out", survey, by=by, at=at, organization=survey.organization_id, facts=facts
    )

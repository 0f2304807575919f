"""A report begun for a person: what they may compare with, and what their survey has."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from yakusoku.apps.accounts.access import Acting
from yakusoku.apps.results.access import crosswalk_of, earlier_for, weightings_of
from yakusoku.apps.results.data import Data, data_of
from yakusoku.apps.results.report_figures import Looked, NoAnswers, PlanBroken
from yakusoku.apps.results.report_models import Report
from yakusoku.apps.results.report_planning import begun_plan
from yakusoku.apps.results.report_services import begin, recount
from yakusoku.apps.surveys.models import Survey


def compared_wave(who: Acting, survey: Survey) -> tuple[Survey, Data] | None:
    """Return the wave before with its answers, where a crosswalk to it was kept; None: there is nothing to compare."""
    earlier = earlier_for(who, survey, "")
    if earlier is None or crosswalk_of(survey, earlier) is None:
        return None
    data = data_of(earlier)
    return (earlier, data) if data is not None and data.size else None


def begin_report(who: Acting, survey: Survey, told: Mapping[str, Any], *, at: datetime) -> Report:
    """Begin a report from what was told of it. Raises NoAnswers, PlanBroken."""
    data = data_of(survey)
    if data is None or not data.size:
        raise NoAnswers()
    known = {"", *data.axes()}
    strange = [told[name] for name in ("by", "strata") if told.get(name, "") not in known]
    if strange:
        raise PlanBroken(reason=strange[0])
    wave = compared_wave(who, survey) if told.get("compare") else None
    return begin(
        survey,
        begun_plan(survey, data, told),
        weight=told.get("weight", ""),
        earlier=wave[0] if wave else None,
        earlier_by=told.get("compare_by", "") if wave else "",
        by=who.user,
        at=at,
    )


def recount_report(
    who: Acting,
    report: Report,
    told: Mapping[str, Any],
    *,
    seen: str | None = None,
    whole: str | None = None,
    at: datetime,
) -> Looked:
    """Count a report by other weights or with another wave. Raises ChangedMeanwhile, NoAnswers, PlanBroken."""
    weight = told.get("weight", "")
    if weight and weight not in {each.code for each in weightings_of(report.survey)}:
        raise PlanBroken(reason=weight)
    wave = compared_wave(who, report.survey) if told.get("compare") else None
    return recount(
        report,
        weight=weight,
        earlier=wave[0] if wave else None,
        earlier_by=told.get("compare_by", "") if wave else "",
        seen=seen,
        whole=whole,
        by=who.user,
        at=at,
    )

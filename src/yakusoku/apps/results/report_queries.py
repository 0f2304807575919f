"""What is told of released reports."""

from yakusoku.adapters.survey_figures import store_of
from yakusoku.adapters.survey_reports import plan_of
from yakusoku.apps.results.report_figures import counted_for
from yakusoku.apps.results.report_models import Report, ReportVersion
from yakusoku.apps.surveys.models import Survey
from yakusoku.domain.survey.report.since import ChangedFigure, changed_figures


def changed_since(version: ReportVersion) -> list[ChangedFigure]:
    """Return the cells that the answers no longer give as they were released. Raises NoAnswers, PlanBroken."""
    now = counted_for(_as_released(version), plan_of(version.outline)).store
    return list(changed_figures(store_of(version.figures), now))


def _as_released(version: ReportVersion) -> Report:
    """Return the report of a release, counted by what it was counted by then."""
    report, told = version.report, version.basis
    same = report.earlier_id == told["earlier"]
    counted = Report(survey=report.survey, weight=told["weight"], earlier_by=told["earlier_by"])
    counted.earlier = report.earlier if same else Survey.objects.filter(pk=told["earlier"]).first()
    return counted

"""What is told of released reports."""

from yakusoku.adapters.survey_figures import store_of
from yakusoku.adapters.survey_reports import plan_of
from yakusoku.apps.results.report_figures import counted_for
from yakusoku.apps.results.report_models import ReportVersion
from yakusoku.domain.survey.report.since import ChangedFigure, changed_figures


def changed_since(version: ReportVersion) -> list[ChangedFigure]:
    """Return the cells that the answers no longer give as they were released. Raises NoAnswers, PlanBroken."""
    now = counted_for(version.report, plan_of(version.outline)).store
    return list(changed_figures(store_of(version.figures), now))

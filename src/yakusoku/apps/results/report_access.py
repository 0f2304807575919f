"""The only way from a person to reports of surveys that they see, and to those of surveys that they run."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from yakusoku.apps.accounts.access import Acting, require
from yakusoku.apps.accounts.models import Organization
from yakusoku.apps.results.report_models import Report, ReportExcuse, ReportVersion
from yakusoku.apps.surveys.access import survey_for, survey_to_run
from yakusoku.apps.surveys.models import Survey
from yakusoku.domain.accounts.permissions import Act

# The outline and the figures of a version can be large: lists do without.
HEAVY = ("outline", "figures")


def reports_of(survey: Survey) -> "QuerySet[Report]":
    """Return the reports of a survey that the person was led to by `surveys.access`."""
    return Report.objects.filter(survey=survey).select_related("changed_by", "earlier")


def report_for(who: Acting, pk: int, number: int) -> Report:
    """Return a report of a survey that the person sees; else 404."""
    return _of(survey_for(who, pk), number)


def report_to_write(who: Acting, pk: int, number: int) -> Report:
    """Return a report of a survey that the person runs; else 404. Raises PermissionDenied."""
    return _of(survey_to_run(who, pk), number)


def _of(survey: Survey, number: int) -> Report:
    found = get_object_or_404(reports_of(survey), number=number)
    found.survey = survey
    return found


def excuses_of(report: Report) -> "QuerySet[ReportExcuse]":
    """Return the excuses of a report that count."""
    return report.excuses.filter(withdrawn_at__isnull=True).select_related("given_by")


def excuse_to_withdraw(who: Acting, pk: int, number: int, excuse: int) -> ReportExcuse:
    """Return an excuse in a report that the person writes; else 404. Raises PermissionDenied."""
    report = report_to_write(who, pk, number)
    found = get_object_or_404(excuses_of(report), pk=excuse)
    found.report = report
    return found


def versions_of(report: Report) -> "QuerySet[ReportVersion]":
    """Return what was released of a report, without what is in it, the latest first."""
    return report.versions.select_related("released_by").defer(*HEAVY)


def version_for(who: Acting, pk: int, number: int, version: int) -> ReportVersion:
    """Return a release of a report of a survey that the person sees; else 404."""
    report = report_for(who, pk, number)
    rows = ReportVersion.objects.select_related("released_by", "docx", "pptx", "pdf", "html")
    found = get_object_or_404(rows, report=report, number=version)
    found.report = report
    return found


def version_to_publish(who: Acting, pk: int, number: int, version: int) -> ReportVersion:
    """Return a release that the person may let visitors read; else 404. Raises PermissionDenied."""
    return version_for(require(who, Act.RELEASE_PUBLICLY), pk, number, version)


def public_versions(organization: Organization) -> "QuerySet[ReportVersion]":
    """Return the releases that visitors of an organisation's public page may read, the latest first."""
    rows = ReportVersion.objects.filter(report__survey__organization=organization, public_at__isnull=False)
    return rows.select_related("report").defer("figures").order_by("-public_at", "-pk")

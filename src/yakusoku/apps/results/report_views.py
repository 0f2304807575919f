"""Pages of reports: the list, a new one, one report with its outline and check, and as it will look."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from yakusoku.apps.accounts.access import Acting, acting
from yakusoku.apps.results import report_access as access
from yakusoku.apps.results.access import weightings_of
from yakusoku.apps.results.data import Data, data_of
from yakusoku.apps.results.report_beginning import begin_report, compared_wave
from yakusoku.apps.results.report_figures import Looked, looked_at
from yakusoku.apps.results.report_forms import NewReportForm
from yakusoku.apps.results.report_models import Report
from yakusoku.apps.results.report_pages import (
    ADDED,
    BLOCK_WORDS,
    Marker,
    findings_shown,
    outline_of,
    report_shown,
)
from yakusoku.apps.results.waves import shared_axes
from yakusoku.apps.surveys.access import may_run, survey_for, survey_to_run
from yakusoku.apps.surveys.models import Survey
from yakusoku.domain.refusal import Refusal
from yakusoku.domain.survey.report.plan import UNIT
from yakusoku.web.messages import sentence
from yakusoku.web.requests import UserRequest, sent
from yakusoku.web.survey_pages import pages_of_survey


@require_GET
def reports(request: UserRequest, pk: int) -> HttpResponse:
    """List the reports of a survey with what was released of each."""
    who = acting(request)
    survey = survey_for(who, pk)
    data = data_of(survey)
    rows = access.reports_of(survey).defer("outline", "before").prefetch_related("versions")
    context = {
        "survey": survey,
        "pages": pages_of_survey(pk, "survey-reports"),
        "reports": [(row, max(row.versions.all(), key=lambda v: v.number, default=None)) for row in rows],
        "may_run": may_run(who, survey),
        "size": data.size if data else 0,
    }
    return render(request, "results/reports.html", context)


@require_http_methods(["GET", "POST"])
def new(request: UserRequest, pk: int) -> HttpResponse:
    """Begin a report, drafted from the questionnaire, the tables and the wave before."""
    who = acting(request)
    survey = survey_to_run(who, pk)
    data = data_of(survey)
    if data is None or not data.size:
        messages.error(request, _("回答がまだないので、報告書を作れません。"))
        return redirect("survey-reports", pk)
    wave = compared_wave(who, survey)
    form = _new_form(request, survey, data, wave[1] if wave else None)
    if form.is_valid():
        try:
            made = begin_report(who, survey, form.cleaned_data, at=now())
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("報告書の案を作りました。"))
            return redirect("survey-report", pk, made.number)
    context = {"survey": survey, "form": form, "earlier": wave[0] if wave else None}
    return render(request, "results/report_new.html", context, status=422 if form.errors else 200)


def _new_form(request: UserRequest, survey: Survey, data: Data, before: Data | None) -> NewReportForm:
    return NewReportForm(
        sent(request),
        axes=axes_said(data, data.axes()),
        shared=axes_said(data, shared_axes(before, data)) if before else [],
        weights=[(each.code, f"{each.code} {each.name}") for each in weightings_of(survey)],
        compares=before is not None,
        initial={"title": survey.title, "publisher": survey.organization.name, "unit": UNIT},
    )


def axes_said(data: Data, names: list[str]) -> list[tuple[str, str]]:
    """Return axes with what they are called."""
    labels = {name: question.label for name, question in data.questions.items()}
    return [(name, f"{data.words(name)} {labels.get(name, '')}"[:80].strip()) for name in names]


@require_GET
def report(request: UserRequest, pk: int, number: int) -> HttpResponse:
    """Show a report: its outline, what stops its release, its sentences with every number marked."""
    who = acting(request)
    found = access.report_for(who, pk, number)
    try:
        looked = looked_at(found)
    except Refusal as refusal:
        return _broken(request, who, found, sentence(refusal))
    marker = Marker(found, looked.store, looked.problems)
    context = context_of(found, looked, "", runs=may_run(who, found.survey)) | {
        "parts": report_shown(looked, marker, drawn=False),
        "excuses": list(access.excuses_of(found)),
        "versions": list(access.versions_of(found)),
    }
    return render(request, "results/report.html", context)


def _broken(request: UserRequest, who: Acting, found: Report, why: str) -> HttpResponse:
    context = {
        "survey": found.survey,
        "report": found,
        "why": why,
        "may_run": may_run(who, found.survey),
        "versions": list(access.versions_of(found)),
    }
    return render(request, "results/report_broken.html", context)


def context_of(found: Report, looked: Looked, here: str, *, runs: bool) -> dict[str, Any]:
    """Return what every page on which a report is written shows."""
    findings = findings_shown(looked)
    return {
        "survey": found.survey,
        "report": found,
        "outline": outline_of(looked.plan, findings, here),
        "findings": findings,
        "size": looked.counted.size,
        "may_run": runs,
        "here": here,
        "kinds": [(kind, BLOCK_WORDS[block]) for kind, block in ADDED.items()],
    }


@require_GET
def preview(request: UserRequest, pk: int, number: int) -> HttpResponse:
    """Show the whole report as it will look, its charts and tables drawn."""
    found = access.report_for(acting(request), pk, number)
    try:
        looked = looked_at(found)
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
        return redirect(found.get_absolute_url())
    marker = Marker(found, looked.store, looked.problems)
    context = {
        "survey": found.survey,
        "report": found,
        "plan": looked.plan,
        "parts": report_shown(looked, marker),
        "count": len(looked.problems),
    }
    return render(request, "results/report_preview.html", context)

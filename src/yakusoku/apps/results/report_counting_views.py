"""The page on which a report is counted by other weights, or compared with another wave."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from yakusoku.apps.accounts.access import Acting, acting
from yakusoku.apps.results import report_access as access
from yakusoku.apps.results.access import weightings_of
from yakusoku.apps.results.data import data_of
from yakusoku.apps.results.report_beginning import compared_wave, recount_report
from yakusoku.apps.results.report_forms import CountingForm
from yakusoku.apps.results.report_models import Report
from yakusoku.apps.results.report_services import mark_of_basis
from yakusoku.apps.results.report_views import axes_said
from yakusoku.apps.results.waves import shared_axes
from yakusoku.domain.refusal import Refusal
from yakusoku.web.edits import FIELD
from yakusoku.web.messages import sentence
from yakusoku.web.requests import UserRequest, sent


@require_http_methods(["GET", "POST"])
def counting(request: UserRequest, pk: int, number: int) -> HttpResponse:
    """Show and change by what the tables of a report are counted."""
    who = acting(request)
    found = access.report_to_write(who, pk, number)
    wave = compared_wave(who, found.survey)
    form = _form(request, found, wave)
    if form.is_valid() and _counted(request, who, found, form):
        return redirect(f"{found.get_absolute_url()}#check")
    context = {
        "survey": found.survey,
        "report": found,
        "form": form,
        "earlier": wave[0] if wave else None,
        "mark": mark_of_basis(found),
    }
    return render(request, "results/report_counting.html", context, status=422 if form.errors else 200)


def _form(request: UserRequest, report: Report, wave: Any) -> CountingForm:
    survey = report.survey
    data = data_of(survey)
    shared = axes_said(data, shared_axes(wave[1], data)) if wave and data else []
    return CountingForm(
        sent(request),
        shared=shared,
        weights=[(each.code, f"{each.code} {each.name}") for each in weightings_of(survey)],
        compares=wave is not None,
        initial={
            "weight": report.weight,
            "compare": report.earlier_id is not None,
            "compare_by": report.earlier_by,
        },
    )


def _counted(request: UserRequest, who: Acting, found: Report, form: CountingForm) -> bool:
    """Count the report anew; on a refusal say it on the form. Return whether it was."""
    try:
        looked = recount_report(who, found, form.cleaned_data, seen=request.POST.get(FIELD), at=now())
    except Refusal as refusal:
        form.add_error(None, sentence(refusal))
        return False
    count = len(looked.problems)
    if count:
        words = ngettext(
            "数え直しました。直すところが%dか所あります。",
            "数え直しました。直すところが%dか所あります。",
            count,
        )
        messages.warning(request, words % count)
    else:
        messages.success(request, _("数え直しました。すべての数が表と合っています。"))
    return True

"""Pages of the sample: overview, strata, the draw, and units that stand in for others."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yakusoku.apps.accounts.access import acting
from yakusoku.apps.samples import access, queries, services
from yakusoku.apps.samples.forms import DrawForm, MoreForm, PlanForm
from yakusoku.apps.samples.models import PendingFrame
from yakusoku.apps.samples.stages import days_of_reminders, thread_of
from yakusoku.apps.surveys.models import Survey
from yakusoku.domain.refusal import Refusal
from yakusoku.domain.survey.sampling.sizes import written
from yakusoku.web.edits import FIELD, mark_of_row
from yakusoku.web.messages import sentence
from yakusoku.web.requests import UserRequest, sent
from yakusoku.web.survey_pages import pages_of_survey


def about(survey: Survey) -> dict[str, Any]:
    """Return what every page of the sample shows of its survey."""
    return {"survey": survey, "pages": pages_of_survey(survey.pk, "survey-sample")}


@require_GET
def overview(request: UserRequest, pk: int) -> HttpResponse:
    """Show frame, strata, draws and batches of a survey."""
    who = acting(request)
    survey = access.survey_for(who, pk)
    runs = access.may_run(who, survey)
    strata, sample = queries.strata_of(survey), queries.sample_of(survey)
    batches = list(queries.dispatches_of(survey))
    units = sum(each.free + each.left_out for each in strata)
    plan = access.plan_of(survey)
    waiting = (
        PendingFrame.objects.filter(survey=survey, read_by=request.user).select_related("stored").first()
    )
    context = {
        **about(survey),
        "may_run": runs,
        "strata": strata,
        "units": units,
        "left_out": sum(each.left_out for each in strata),
        "plan": plan,
        "by": queries.strata_words(plan.strata) if plan else "",
        "sample": sample,
        "draws": queries.draws_of(survey),
        "batches": batches,
        "reminders": days_of_reminders(survey, batches),
        "waiting": waiting if runs else None,
        "thread": thread_of(
            survey, units=units, sample=sample, batches=batches, today=localdate(), runs=runs
        ),
    }
    return render(request, "samples/overview.html", context)


@require_http_methods(["GET", "POST"])
def strata(request: UserRequest, pk: int) -> HttpResponse:
    """Choose of what the strata are made, and how sizes are told."""
    survey = access.survey_to_run(acting(request), pk)
    plan = access.plan_of(survey)
    initial = {"strata": plan.strata if plan else [], "sizes": written(queries.size_rules_of(plan))}
    form = PlanForm(sent(request), traits=queries.traits_in(survey), initial=initial)
    if form.is_valid():
        seen = request.POST.get(FIELD)
        given = form.cleaned_data
        try:
            services.set_plan(survey, given["strata"], given["sizes"], seen=seen, by=request.user, at=now())
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("層を決めました。"))
            return redirect("sample-draw", survey.pk)
    context = {
        **about(survey),
        "form": form,
        "mark": mark_of_row(plan),
        "sample": queries.sample_of(survey),
        "strata": queries.strata_of(survey),
    }
    return render(request, "samples/strata.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def draw(request: UserRequest, pk: int) -> HttpResponse:
    """Show how a sample would be shared out (`?method=…`), and draw it."""
    survey = access.survey_to_run(acting(request), pk)
    rows = queries.strata_of(survey)
    asked = request.POST if request.method == "POST" else request.GET if "method" in request.GET else None
    form = DrawForm(asked, strata=[each.name for each in rows])
    found: list[Any] = []
    if form.is_valid():
        wanted, seed = form.wanted(), form.cleaned_data["seed"]
        try:
            if request.method == "POST":
                seen = request.POST.get(FIELD, "")
                made = services.draw(survey, wanted, seed, seen=seen, by=request.user, at=now())
                told = ngettext("%d件を抽出しました。", "%d件を抽出しました。", made.size) % made.size
                messages.success(request, told)
                return redirect("survey-sample", survey.pk)
            found = services.allotted(survey, wanted)
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
    plan = access.plan_of(survey)
    context = {
        **about(survey),
        "form": form,
        "rows": [
            (each, bound.form[bound.name], _drawn_in(found, each.name))
            for each, (_n, bound) in zip(rows, form.rows(), strict=True)
        ],
        "found": found,
        "drawn": sum(each.drawn for each in found),
        "frame": sum(each.free for each in rows),
        "mark": services.mark_of_draw(found, form.cleaned_data["seed"]) if found else "",
        "hidden": [(name, value) for name, value in form.data.items() if name in form.fields]
        if found
        else [],
        "sample": queries.sample_of(survey),
        "by": queries.strata_words(plan.strata) if plan else "",
    }
    return render(request, "samples/draw.html", context, status=422 if form.errors else 200)


def _drawn_in(found: list[Any], stratum: str) -> Any:
    return next((each for each in found if each.stratum == stratum), None)


@require_POST
def undo(request: UserRequest, pk: int) -> HttpResponse:
    """Take the draw back, as long as nobody was written to."""
    survey = access.survey_to_run(acting(request), pk)
    try:
        services.undo_draw(survey, by=request.user, at=now())
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, _("抽出を取り消しました。回答用コードは使えなくなりました。"))
    return redirect("survey-sample", survey.pk)


@require_http_methods(["GET", "POST"])
def more(request: UserRequest, pk: int) -> HttpResponse:
    """Draw units that stand in for others."""
    survey = access.survey_to_run(acting(request), pk)
    form = MoreForm(sent(request), left=services.left_in(survey))
    if form.is_valid():
        try:
            made = services.draw_more(
                survey, form.numbers(), form.cleaned_data["reason"], by=request.user, at=now()
            )
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            told = ngettext("予備標本として%d件を加えました。", "予備標本として%d件を加えました。", made.size)
            messages.success(request, told % made.size)
            return redirect("survey-sample", survey.pk)
    context = {**about(survey), "form": form, "sample": queries.sample_of(survey)}
    return render(request, "samples/more.html", context, status=422 if form.errors else 200)

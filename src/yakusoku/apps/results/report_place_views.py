"""The page of one place of a report: its form, the number that is put into a sentence, and how it will look."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from yakusoku.adapters.yaml_files import UnreadableFile
from yakusoku.apps.accounts.access import acting
from yakusoku.apps.results import report_access as access
from yakusoku.apps.results import report_services as services
from yakusoku.apps.results.data import Data
from yakusoku.apps.results.report_figures import Looked, data_for, looked_at
from yakusoku.apps.results.report_forms import AddTableForm, PlaceForm, form_of
from yakusoku.apps.results.report_models import Report
from yakusoku.apps.results.report_numbers import holds, picked
from yakusoku.apps.results.report_pages import (
    Marker,
    block_shown,
    kind_words,
    table_names,
    typed_numbers,
)
from yakusoku.apps.results.report_planning import words_of
from yakusoku.apps.results.report_views import axes_said, context_of
from yakusoku.domain.refusal import Refusal
from yakusoku.domain.survey.batteries import batteries_of
from yakusoku.domain.survey.report import editing
from yakusoku.domain.survey.report.plan import ReportPlan
from yakusoku.domain.survey.report.references import FACT
from yakusoku.domain.survey.report.rewording import inserted
from yakusoku.web.edits import FIELD
from yakusoku.web.messages import sentence
from yakusoku.web.requests import UserRequest, sent


@require_http_methods(["GET", "POST"])
def place(request: UserRequest, pk: int, number: int, place: str) -> HttpResponse:
    """Change one place. `look` only shows what a number would be; `insert` puts it into the text and saves."""
    found = access.report_to_write(acting(request), pk, number)
    try:
        looked = looked_at(found)
        kind = form_of(looked.plan, place)
    except editing.NoSuchPlace as refusal:
        raise Http404 from refusal
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
        return redirect(found.get_absolute_url())
    if kind is None:
        return _tables(request, found, looked)
    looking = "look" in request.POST
    form = _form(kind, request, looked, place, looking=looking)
    if not looking and form.is_bound and form.is_valid() and _saved(request, found, form):
        messages.success(request, _("保存しました。"))
        return redirect("survey-report-place", pk, number, place)
    context = _context(request, found, looked, place, form)
    return render(request, "results/report_place.html", context, status=422 if form.errors else 200)


def _form(
    kind: type[PlaceForm], request: UserRequest, looked: Looked, place: str, *, looking: bool
) -> PlaceForm:
    """Return the form: unbound, with what was typed, while a number is only looked at."""
    given: dict[str, Any] = {"plan": looked.plan, "place": place, "tables": table_names(looked)}
    if looking:
        typed = {name: request.POST[name] for name in kind(**given).fields if name in request.POST}
        return kind(initial={**kind.shown(looked.plan, place), **typed}, **given)
    data = sent(request)
    if data is not None and "insert" in data:
        data = data.copy()
        target, reference = data.get("n-into", ""), data.get("n-way", "")
        form = kind(**given)
        if target in form.numbered and holds(reference, looked.store):
            data[target] = inserted(data.get(target, ""), reference)
    return kind(data, **given)


def _saved(request: UserRequest, found: Report, form: PlaceForm) -> bool:
    """Save what was typed; on a refusal say it on the form."""
    try:
        _put(request, found, form)
    except Refusal as refusal:
        form.add_error(None, sentence(refusal))
    except UnreadableFile as error:
        form.add_error(None, "、".join(each.message for each in error.problems[:3]))
    else:
        return True
    return False


def _put(request: UserRequest, found: Report, form: PlaceForm) -> ReportPlan:
    seen = request.POST.get(FIELD)
    return services.write(
        found, form.applied, place=form.place, seen=seen, typing=True, by=request.user, at=now()
    )


@require_POST
def keep(request: UserRequest, pk: int, number: int, place: str) -> HttpResponse:
    """Keep what stands in the form while the person is still typing; the page goes on with the mark of it."""
    found = access.report_to_write(acting(request), pk, number)
    try:
        looked = looked_at(found)
        kind = form_of(looked.plan, place)
    except editing.NoSuchPlace as refusal:
        raise Http404 from refusal
    except Refusal:
        return HttpResponse(status=409)
    if kind is None:
        raise Http404
    form = kind(request.POST, plan=looked.plan, place=place, tables=table_names(looked))
    if not form.is_valid():
        return HttpResponse(status=422)
    try:
        plan = _put(request, found, form)
    except (Refusal, UnreadableFile):
        return HttpResponse(status=409)
    context = {"survey": found.survey, "report": found, "here": place, "may_run": True, "oob": True}
    context["mark"] = services.mark_of_place(plan, place)
    return render(request, "results/report_kept.html", context)


def _context(
    request: UserRequest, found: Report, looked: Looked, place: str, form: PlaceForm
) -> dict[str, Any]:
    shared = context_of(found, looked, place, runs=True)
    number, block = editing.numbers_of(place)
    marker = Marker(found, looked.store, looked.problems)
    shown = block_shown(editing.block_at(looked.plan, place), looked.store, marker, place) if block else None
    told = request.POST if request.method == "POST" else request.GET
    tables = editing.page_at(looked.plan, place).blocks if number else ()
    first = next((each.table for each in tables if hasattr(each, "table")), "")
    numbers = {"n-table": first, **{key: str(told[key]) for key in told if key.startswith("n-")}}
    texts = [] if block else [marker.text(text) for text in editing.texts_at(looked.plan, place) if text]
    return shared | {
        "place": place,
        "kind": kind_words(looked.plan, place),
        "form": form,
        "mark": services.mark_of_place(looked.plan, place),
        "shown": shown,
        "texts": texts,
        "here_findings": [each for each in shared["findings"] if each.place == place],
        "typed": typed_numbers(looked, place),
        "tables": table_names(looked),
        "picked": picked(numbers, looked.store),
        "into": told.get("n-into", "") or (form.numbered[0] if form.numbered else ""),
        "targets": [form[name] for name in form.numbered],
        "fact": FACT,
        "facts": bool(looked.store.facts),
    }


def _tables(request: UserRequest, found: Report, looked: Looked) -> HttpResponse:
    """Show the tables of a report, which are added and taken away."""
    data = data_for(found)
    context = context_of(found, looked, editing.TABLES, runs=True) | {
        "place": editing.TABLES,
        "kind": kind_words(looked.plan, editing.TABLES),
        "planned": looked.plan.tables,
        "form": add_table_form(None, data),
        "mark": services.mark_of_place(looked.plan, editing.TABLES),
    }
    return render(request, "results/report_tables.html", context)


def add_table_form(given: Any, data: Data) -> AddTableForm:
    """Return the form by which a table is added."""
    names = [*batteries_of(data.paper.form, data.questions), *data.questions]
    questions = [(name, " ".join(words_of(data, name))[:90]) for name in names]
    return AddTableForm(given, questions=questions, axes=axes_said(data, data.axes()))

"""Pages of results: the overview, tables, who stands behind a cell, saved views, the book of all tables."""

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yakusoku.apps.accounts.access import acting
from yakusoku.apps.collecting.queries import overview as standing
from yakusoku.apps.results import access, services
from yakusoku.apps.results.asked import asked_of
from yakusoku.apps.results.asking import look, made, weights_on_offer
from yakusoku.apps.results.data import data_of
from yakusoku.apps.results.exporting import KINDS, table_file
from yakusoku.apps.results.forms import ViewForm
from yakusoku.apps.results.handing_out import PEOPLE_FILES, people_file
from yakusoku.apps.results.making import Shown
from yakusoku.apps.results.pages import (
    choices_of,
    found_in,
    overview_of,
    people_address,
    people_of,
    table_shown,
    versions_said,
)
from yakusoku.apps.surveys.access import may_run, survey_for, survey_to_run
from yakusoku.apps.surveys.models import Survey
from yakusoku.domain.refusal import Refusal
from yakusoku.domain.survey.book import row_names
from yakusoku.web.messages import sentence
from yakusoku.web.paging import page_of_list
from yakusoku.web.requests import UserRequest
from yakusoku.web.survey_pages import pages_of_survey


def context_of(survey: Survey, tab: str, **more: object) -> dict[str, object]:
    """Return what every page of results shows."""
    return {"survey": survey, "pages": pages_of_survey(survey.pk, "survey-results"), "tab": tab, **more}


@require_GET
def overview(request: UserRequest, pk: int) -> HttpResponse:
    """Show how many answered, and every question with its base and what stands out."""
    who = acting(request)
    survey = survey_for(who, pk)
    runs, words = may_run(who, survey), request.GET.get("q", "")[:200]
    data = data_of(survey)
    if data is None or not data.size:
        return render(request, "results/nothing.html", context_of(survey, "overview", may_run=runs))
    lines = overview_of(data)
    context = context_of(
        survey,
        "overview",
        may_run=runs,
        standing=standing(survey).whole,
        size=data.size,
        lines=found_in(lines, words),
        total=len(lines),
        words=words,
        versions=versions_said(data),
        views=list(access.views_of(survey)),
    )
    return render(request, "results/overview.html", context)


@require_GET
def tables(request: UserRequest, pk: int) -> HttpResponse:
    """Show tables as the query asks; `?format=` gives exactly what is seen as a file."""
    who = acting(request)
    survey = survey_for(who, pk)
    data = data_of(survey)
    if data is None or not data.size:
        return render(
            request, "results/nothing.html", context_of(survey, "tables", may_run=may_run(who, survey))
        )
    weights, asked, shown, refused = weights_on_offer(survey), None, list[Shown](), ""
    try:
        asked = asked_of(request.GET, data, [each.code for each in weights])
        shown = made(survey, data, weights, asked)
        if request.GET.get("format") in KINDS:
            return table_file(survey, shown, request.GET["format"])
    except Refusal as refusal:
        refused = sentence(refusal)
    people = people_address(survey.pk, may_run=may_run(who, survey))
    context = context_of(
        survey,
        "tables",
        may_run=bool(people),
        tables=[table_shown(each, request.GET, people, place) for place, each in enumerate(shown)],
        choices=choices_of(data, asked, weights, request.GET),
        refused=refused,
        asked=asked,
        query=request.GET,
        views=list(access.views_of(survey)),
        view_form=ViewForm(initial={"query": request.GET.urlencode()}),
    )
    return render(request, "results/tables.html", context, status=422 if refused else 200)


@require_GET
def people(request: UserRequest, pk: int) -> HttpResponse:
    """List the respondents behind a cell of a table, by their numbers; `?format=` gives the same as a file."""
    survey = survey_to_run(acting(request), pk)
    try:
        data, weights, asked = look(survey, request.GET)
        shown = made(survey, data, weights, asked)[0]
    except Refusal as refusal:
        raise Http404 from refusal
    row, category = request.GET.get("row", ""), request.GET.get("category", "")
    places = shown.people(row, category)
    if places is None:
        raise Http404
    if request.GET.get("format") in PEOPLE_FILES:
        return people_file(survey, shown, people_of(data, places), request.GET, by=request.user, at=now())
    page = page_of_list(places, request.GET)
    rows = people_of(data, page.rows)
    names, codes = [r.group for r in shown.rows], shown.counted.coding.names
    context = context_of(
        survey,
        "tables",
        may_run=True,
        shown=shown,
        group=names[_row_place(shown, row)],
        category=shown.counted.categories[codes.index(category)] if category else "n",
        count=len(places),
        rows=rows,
        page=page,
        back=f"{reverse('survey-tables', args=[pk])}?{_without(request.GET, 'row', 'category', 'page')}",
    )
    return render(request, "results/people.html", context)


def _row_place(shown: Shown, row: str) -> int:
    return row_names(shown.counted).index(row)


def _without(query: QueryDict, *names: str) -> str:
    rest = query.copy()
    for name in names:
        rest.pop(name, None)
    return rest.urlencode()


@require_POST
def keep_view(request: UserRequest, pk: int) -> HttpResponse:
    """Keep what is asked of tables under a name."""
    survey = survey_to_run(acting(request), pk)
    form = ViewForm(request.POST)
    query = request.POST.get("query", "")[:4000]
    if form.is_valid():
        services.keep_view(survey, form.cleaned_data["name"], query, by=request.user, at=now())
        messages.success(request, _("見方を保存しました。"))
    else:
        messages.error(request, _("見方の名前を、60字までで書いてください。"))
    return redirect(f"{reverse('survey-tables', args=[pk])}?{query}")


@require_POST
def remove_view(request: UserRequest, pk: int, view: int) -> HttpResponse:
    """Take a saved view away."""
    found = access.view_for(acting(request), pk, view)
    services.remove_view(found, by=request.user, at=now())
    messages.success(request, _("見方「%s」を消しました。") % found.name)
    return redirect("survey-tables", pk)

"""Pages of the book of all tables: choosing its axes, making it, and taking it away."""

from django.http import FileResponse, Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_GET, require_POST

from yakusoku.apps.accounts.access import acting
from yakusoku.apps.files.answers import download as stored_answer
from yakusoku.apps.results import access
from yakusoku.apps.results.asked import MOST_AXES, asked_of
from yakusoku.apps.results.asking import look, weights_on_offer
from yakusoku.apps.results.book_making import ask_for, is_large, make_behind, whole_book
from yakusoku.apps.results.data import data_of
from yakusoku.apps.results.pages import choices_of
from yakusoku.apps.results.views import context_of
from yakusoku.apps.surveys.access import may_run, survey_for
from yakusoku.domain.refusal import Refusal
from yakusoku.web.exports import XLSX, download
from yakusoku.web.messages import sentence
from yakusoku.web.requests import UserRequest

SHOWN = 10


@require_GET
def book(request: UserRequest, pk: int) -> HttpResponse:
    """Choose the axes of a book of all tables; `?format=xlsx` makes it, or offers to make it where it is large."""
    who = acting(request)
    survey = survey_for(who, pk)
    runs, data = may_run(who, survey), data_of(survey)
    if data is None or not data.size:
        return render(request, "results/nothing.html", context_of(survey, "book", may_run=runs))
    refused, large, weights = "", False, weights_on_offer(survey)
    try:
        asked = asked_of(request.GET, data, [each.code for each in weights])
        if request.GET.get("format") == "xlsx":
            large = is_large(data, asked)
            if not large:
                content = whole_book(survey, data, weights, asked)
                return download(content, XLSX, f"survey-{survey.pk}-tables.xlsx")
    except Refusal as refusal:
        refused = sentence(refusal)
    context = context_of(
        survey,
        "book",
        may_run=runs,
        choices=choices_of(data, None, weights, request.GET),
        query=request.GET,
        refused=refused,
        large=large,
        count=len(data.questions),
        most=MOST_AXES,
        books=list(access.books_of(survey)[:SHOWN]),
    )
    return render(request, "results/book.html", context, status=422 if refused else 200)


@require_POST
def make(request: UserRequest, pk: int) -> HttpResponse:
    """Have a large book made behind the pages."""
    survey = survey_for(acting(request), pk)
    query = request.POST.get("query", "")[:4000]
    data = data_of(survey)
    if data is None or not data.size:
        raise Http404
    found = ask_for(survey, data, query, by=request.user, at=now())
    make_behind(found)
    return redirect(found)


@require_GET
def made_book(request: UserRequest, pk: int, number: int) -> HttpResponse:
    """Show how far a book is, and the book when it is there."""
    who = acting(request)
    found = access.book_for(who, pk, number)
    make_behind(found)
    context = context_of(found.survey, "book", may_run=may_run(who, found.survey), book=found)
    if request.htmx and not request.htmx.boosted:
        return render(request, "results/book_made.html#progress", context)
    try:
        data, _weights, asked = look(found.survey, QueryDict(found.query))
        context["axes"] = [data.words(name) for name in asked.by]
    except Refusal:
        # What it was asked by is no longer there; the book is.
        context["axes"] = []
    return render(request, "results/book_made.html", context)


@require_GET
def book_file(request: UserRequest, pk: int, number: int) -> FileResponse:
    """Hand out a book that was made."""
    found = access.book_for(acting(request), pk, number)
    if found.file is None:
        raise Http404
    return stored_answer(found.file)

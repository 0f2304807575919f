"""Pages of contract review: the list, a new one, what was found, and the text beside its judgement."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yakusoku.apps.accounts.access import acting, require
from yakusoku.apps.engagements.access import engagement_for
from yakusoku.apps.files.answers import download
from yakusoku.apps.review import access, services, tables
from yakusoku.apps.review.forms import STRENGTHS, NewForm, OrderForm
from yakusoku.apps.review.models import PortfolioContract
from yakusoku.apps.review.queries import (
    clauses_shown,
    difference,
    found_in,
    headline,
    level_words,
    papers_shown,
)
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.refusal import Refusal
from yakusoku.web.messages import sentence
from yakusoku.web.paging import page_of, page_of_list
from yakusoku.web.requests import UserRequest, sent


@require_GET
def reviews(request: UserRequest) -> HttpResponse:
    """List the reviews that the person sees, of one work as asked; `?format=` gives the same rows as a file."""
    who = acting(request)
    listing, rows = tables.reviews_listed(who, request.GET)
    number = tables.work_asked(request.GET)
    if "format" in request.GET:
        return tables.reviews_table(who, request.GET).answer(request.GET["format"])
    context = {
        "page": page_of(rows, request.GET),
        "work": engagement_for(who, number) if number else None,
        "new_href": reverse("review-new") + (f"?engagement={number}" if number else ""),
        "listing": listing,
        "all": tables.with_portfolios(request.GET),
        "may_review": who.may(Act.REVIEW_CONTRACT),
    }
    return render(request, "review/list.html", context)


@require_http_methods(["GET", "POST"])
def new(request: UserRequest) -> HttpResponse:
    """Ask for files or a text; a POST reviews them and shows what was found."""
    who = require(acting(request), Act.REVIEW_CONTRACT)
    asked = {"engagement": request.GET.get("engagement", "")}
    form = NewForm(
        sent(request),
        request.FILES or None,
        organization=who.organization.pk,
        works=access.works_to_review_for(who),
        initial=asked,
    )
    if form.is_valid():
        given = form.cleaned_data
        subject = services.Subject(
            who.organization,
            access.department_of(who),
            given["title"],
            given["engagement"],
            form.chosen_level(),
        )
        try:
            made = services.review(subject, given["uploads"], given["text"], by=request.user, at=now())
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            return redirect(made)
    return render(request, "review/new.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
def review(request: UserRequest, pk: int) -> HttpResponse:
    """Show what a review found."""
    who = acting(request)
    found = access.review_for(who, pk)
    told = found_in(found)
    listed = PortfolioContract.objects.filter(review=found).select_related("portfolio").first()
    context = {
        "review": found,
        "portfolio": listed.portfolio if listed else None,
        "found": told,
        "order": OrderForm(files=told.order.documents) if len(told.documents) > 1 else None,
        "headline": headline(found),
        "level": level_words(found.organization_id, found.level),
        "papers": papers_shown(found),
        "difference": difference(found),
        "may_write": access.may_write(who, found),
    }
    return render(request, "review/review.html", context)


@require_POST
def again(request: UserRequest, pk: int) -> HttpResponse:
    """Review the same documents anew, in another order of precedence (`order`); the review before stays as it is."""
    before = access.review_to_do_again(acting(request), pk)
    order: list[int] | None = None
    if "order" in request.POST:
        files = list(before.files.filter(unreadable="").defer("clauses"))
        form = OrderForm(request.POST, files=files)
        order = form.order() if request.POST["order"] == "chosen" and form.is_valid() else []
    try:
        made = services.review_again(before, order, by=request.user, at=now())
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
        return redirect(before)
    messages.success(request, _("今の決まりで点検し直しました。前の結果も残っています。"))
    return redirect(made)


@require_POST
def write_papers(request: UserRequest, pk: int) -> HttpResponse:
    """Write the papers of a review that came out of a portfolio, where they are not written beforehand."""
    found = access.review_to_do_again(acting(request), pk)
    try:
        services.write_papers(found, by=request.user, at=now())
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    return redirect(found)


@require_GET
def document(request: UserRequest, file: int) -> HttpResponse:
    """Show the text of a document, page by page, with its marked passages beside the judgement of every clause."""
    who = acting(request)
    found = access.document_for(who, file)
    page = page_of_list(range(len(found.clauses)), request.GET)
    context = {
        "page": page,
        "file": found,
        "review": found.review,
        "clauses": clauses_shown(found, access.corrections_of(who), page.rows),
        "strengths": STRENGTHS,
        "may_write": access.may_write(who, found.review),
    }
    return render(request, "review/document.html", context)


@require_GET
def original(request: UserRequest, file: int) -> FileResponse:
    """Hand out a document as it was brought."""
    stored = access.file_for(acting(request), file).stored
    if stored is None:
        raise Http404
    return download(stored)


@require_GET
def paper(request: UserRequest, pk: int, paper: int) -> FileResponse:
    """Hand out a paper of a review."""
    return download(access.paper_for(acting(request), pk, paper).stored)

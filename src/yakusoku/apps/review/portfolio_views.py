"""Pages of portfolios: many contracts are brought, read behind the pages, and seen side by side."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yakusoku.apps.accounts.access import acting, require
from yakusoku.apps.review import access, portfolios
from yakusoku.apps.review.background import read_behind
from yakusoku.apps.review.forms import MoreForm, NarrowForm, PortfolioForm
from yakusoku.apps.review.models import Portfolio, PortfolioContract
from yakusoku.apps.review.portfolio_queries import (
    MOST_UNREAD,
    asked_slugs,
    counted,
    headline,
    items_of,
    laws_of,
    matrix_of,
    narrowed,
    reckoning,
    titles_in,
)
from yakusoku.apps.review.queries import level_words
from yakusoku.apps.review.services import Subject
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.refusal import Refusal
from yakusoku.web.answers import wants_part
from yakusoku.web.exports import table_answer
from yakusoku.web.listing import Columns, Listing, listing_from
from yakusoku.web.messages import sentence
from yakusoku.web.paging import page_of
from yakusoku.web.requests import UserRequest, sent

PORTFOLIOS = Columns(
    sorts={"title": "title", "department": "department__name", "made": "created_at"},
    searched=("title__icontains",),
    default="-made",
)
CONTRACTS = Columns(
    sorts={
        "points": "points",
        "title": "review__title",
        "name": "name",
        "missing": "review__missing",
        "weak": "review__weak",
        "outdated": "review__outdated",
    },
    searched=("name__icontains", "review__title__icontains"),
    default="-points",
)


@require_GET
def portfolio_list(request: UserRequest) -> HttpResponse:
    """List the portfolios that the person sees."""
    who = acting(request)
    listing = listing_from(request.GET, PORTFOLIOS)
    context = {
        "page": page_of(listing.apply(access.portfolios_of(who)), request.GET),
        "listing": listing,
        "may_review": who.may(Act.REVIEW_CONTRACT),
    }
    return render(request, "review/portfolios.html", context)


@require_http_methods(["GET", "POST"])
def new(request: UserRequest) -> HttpResponse:
    """Ask for contracts; a POST takes them in and shows how far they are read."""
    who = require(acting(request), Act.REVIEW_CONTRACT)
    form = PortfolioForm(sent(request), request.FILES or None, organization=who.organization.pk)
    if form.is_valid():
        given = form.cleaned_data
        subject = Subject(
            who.organization, access.department_of(who), given["title"], None, form.chosen_level()
        )
        try:
            made = portfolios.begin(subject, given["uploads"], by=request.user, at=now())
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            read_behind(made)
            return redirect(made)
    return render(request, "review/portfolio_new.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def add(request: UserRequest, pk: int) -> HttpResponse:
    """Take more contracts into a portfolio."""
    found = access.portfolio_to_add_to(acting(request), pk)
    form = MoreForm(request.POST, request.FILES)
    try:
        uploads = form.cleaned_data["uploads"] if form.is_valid() else ()
        added = portfolios.add(found, uploads, by=request.user, at=now())
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    else:
        found.refresh_from_db()
        read_behind(found)
        told = (
            (added.new, _("%(n)s件の契約を加えました。")),
            (added.again, _("読めなかった%(n)s件を、もう一度読みます。")),
            (added.there, _("同じものがある%(n)s件は、加えていません。")),
        )
        messages.success(request, "".join(words % {"n": f"{count:,}"} for count, words in told if count))
    return redirect(found)


@require_GET
def portfolio(request: UserRequest, pk: int) -> HttpResponse:
    """Show what was found in the contracts of a portfolio, and let those that wait be read.

    htmx asks for the progress alone; when all are read, it is told to load the page anew.
    """
    who = acting(request)
    found = access.portfolio_for(who, pk)
    read_behind(found)
    if wants_part(request):
        return _progress(request, found)
    listing, form, rows = _asked(request, found)
    if "format" in request.GET:
        return _as_file(request.GET["format"], found, rows)
    items, laws, count = items_of(found), laws_of(found), counted(found)
    page = page_of(rows, request.GET)
    context = {
        "portfolio": found,
        "count": count,
        "level": level_words(found.organization_id, found.level),
        "headline": headline(count, items, laws),
        "items": items,
        "laws": laws,
        "page": page,
        "contracts": [(each, reckoning(each)) for each in page.rows],
        "listing": listing,
        "form": form,
        "narrowed": _narrowed(form),
        "unreadable": _unreadable(found)[:MOST_UNREAD],
        "may_add": access.may_add(who, found),
        "more": MoreForm(),
    }
    return render(request, "review/portfolio.html", context)


def _progress(request: UserRequest, found: Portfolio) -> HttpResponse:
    context = {"portfolio": found, "count": counted(found)}
    answer = render(request, "review/portfolio.html#progress", context)
    if found.finished_at is not None:
        answer["HX-Refresh"] = "true"
    return answer


def _asked(
    request: UserRequest, found: Portfolio
) -> tuple[Listing, NarrowForm, "QuerySet[PortfolioContract]"]:
    """Return the contracts that could be read and stand as was asked for, with the form and the list's own words."""
    listing = listing_from(request.GET, CONTRACTS)
    form = NarrowForm(request.GET, items=titles_in(found), laws=laws_of(found))
    rows = found.contracts.filter(review__isnull=False)
    if form.is_valid():
        rows = narrowed(rows, form.cleaned_data)
    rows = rows.select_related("review").defer("review__results", "review__profile")
    return listing, form, listing.apply(rows)


def _narrowed(form: NarrowForm) -> bool:
    return form.is_valid() and any(form.cleaned_data.values())


def _unreadable(found: Portfolio) -> "QuerySet[PortfolioContract]":
    return found.contracts.exclude(unreadable="").order_by("place")


def _columns(found: Portfolio) -> list[tuple[str, str]]:
    """Return slug and title of each requirement that is asked for."""
    titles = titles_in(found)
    return [(slug, titles.get(slug, slug)) for slug in asked_slugs(found)]


def _as_file(kind: str, found: Portfolio, rows: Iterable[PortfolioContract]) -> HttpResponse:
    """Return the contracts as they are seen with every requirement as a column, then those that cannot be read."""
    items = _columns(found)
    head = [_("点数"), _("件名"), _("ファイル"), _("足りない"), _("弱い"), _("古い・注意"), _("点のもと")]
    head += [title for _slug, title in items] + [_("読めないわけ")]
    table: list[Any] = []
    for contract, cells in matrix_of(list(rows), items):
        review = contract.review
        assert review is not None
        told = [contract.points, review.title, contract.name, review.missing, review.weak, review.outdated]
        table.append([*told, reckoning(contract), *(cell["words"] for cell in cells), ""])
    blanks = [""] * (len(items) + 4)
    table += [[None, "", each.name, *blanks, each.unreadable] for each in _unreadable(found)]
    return table_answer(kind, found.title, head, table)


@require_GET
def matrix(request: UserRequest, pk: int) -> HttpResponse:
    """Show how every requirement stands in every contract; each mark leads to the review of its contract."""
    found = access.portfolio_for(acting(request), pk)
    listing, form, rows = _asked(request, found)
    if "format" in request.GET:
        return _as_file(request.GET["format"], found, rows)
    page, items = page_of(rows, request.GET), _columns(found)
    context = {
        "portfolio": found,
        "page": page,
        "listing": listing,
        "form": form,
        "narrowed": _narrowed(form),
        "items": items,
        "rows": matrix_of(page.rows, items),
    }
    return render(request, "review/portfolio_matrix.html", context)

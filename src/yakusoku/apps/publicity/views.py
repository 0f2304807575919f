"""The public page, and what an organisation settles about it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from yakusoku.apps.accounts.access import Acting, acting, require
from yakusoku.apps.publicity import access, queries, services
from yakusoku.apps.publicity.forms import PageForm
from yakusoku.apps.publicity.models import PublicPage
from yakusoku.apps.register.queries import readable, searched
from yakusoku.apps.results.report_access import public_versions
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.refusal import ChangedMeanwhile, Refusal
from yakusoku.web.edits import FIELD, mark_of_row
from yakusoku.web.exports import csv_answer
from yakusoku.web.listing import Columns, listing_from
from yakusoku.web.messages import sentence
from yakusoku.web.paging import page_of
from yakusoku.web.requests import UserRequest

WORKS = Columns(
    sorts={"title": "title", "department": "department__name", "contractor": "contractor__name"},
    default="title",
)
IN_PREVIEW = 5


@login_not_required
@require_GET
def public_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show residents which works with personal information are outsourced: what is released and nothing else."""
    page = access.open_page_for(slug)
    listing = listing_from(request.GET, Columns(queries.sorts_of(page)))
    rows = queries.works_on(page, listing.search)
    if listing.sort:
        by = F(listing.columns.sorts[listing.sort])
        way = by.desc(nulls_last=True) if listing.descending else by.asc(nulls_last=True)
        rows = rows.order_by(way, "pk")
    else:
        rows = rows.order_by("pk")
    today = localdate()
    if request.GET.get("format") == "csv":
        head = [words for _field, words in queries.heads(page.fields)]
        cells = (queries.file_cells(row) for row in queries.all_rows(page, rows, today))
        return told_robots(csv_answer(_("個人情報を扱う委託業務"), head, cells), page)
    found = page_of(readable(rows), request.GET)
    context = {
        "public": page,
        "listing": listing,
        "page": found,
        "heads": queries.heads(page.fields),
        "sortable": set(listing.columns.sorts),
        "rows": queries.public_rows(page, found.rows, today),
        "today": today,
        "reports": public_versions(page.organization),
    }
    return told_robots(render(request, "publicity/public.html", context), page)


def told_robots(answer: HttpResponse, page: PublicPage) -> HttpResponse:
    """Return the answer, with a word to search engines where the organisation does not want to be listed."""
    if not page.indexed:
        answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer


@require_http_methods(["GET", "POST"])
def publicity(request: UserRequest) -> HttpResponse:
    """Show and settle what is public, with how it will look."""
    who = require(acting(request), Act.RELEASE_PUBLICLY)
    page = queries.page_of_organization(who.organization)
    if request.method == "GET":
        return show(request, who, page, PageForm(initial=initial_of(page)))
    form = PageForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            services.set_page(
                who.organization,
                data["slug"],
                opened=data["opened"],
                indexed=data["indexed"],
                words=data["words"],
                fields=data["fields_released"],
                seen=request.POST.get(FIELD),
                by=request.user,
                at=now(),
            )
        except ChangedMeanwhile as refusal:
            form.add_error(None, sentence(refusal))
        except services.NothingReleased as refusal:
            form.add_error("fields_released", sentence(refusal))
        except Refusal as refusal:
            form.add_error("slug", sentence(refusal))
        else:
            messages.success(request, _("公開ページの設定を保存しました。"))
            return redirect("publicity")
    return show(request, who, page, form, 422)


def initial_of(page: PublicPage | None) -> dict[str, Any]:
    """Return what the form begins with."""
    if page is None:
        return {}
    return {
        "slug": page.slug,
        "words": page.words,
        "fields_released": page.fields,
        "opened": page.opened,
        "indexed": page.indexed,
    }


def show(
    request: UserRequest, who: Acting, page: PublicPage | None, form: PageForm, status: int = 200
) -> HttpResponse:
    """Return the page of settings with a preview of what was saved."""
    rows = list(readable(queries.works_on(page, "").order_by("pk"))[:IN_PREVIEW]) if page else []
    context = {
        "public": page,
        "form": form,
        "mark": mark_of_row(page),
        "heads": queries.heads(page.fields) if page else [],
        "rows": queries.public_rows(page, rows, localdate()) if page else [],
        "works": access.works_of(who.organization).count(),
        "released": access.released_works(who.organization).count(),
        "address": request.build_absolute_uri(page.get_absolute_url()) if page else "",
    }
    return render(request, "publicity/settings.html", context, status=status)


@require_http_methods(["GET", "POST"])
def works(request: UserRequest) -> HttpResponse:
    """Choose which works stand on the public page."""
    who = require(acting(request), Act.RELEASE_PUBLICLY)
    if request.method == "POST":
        return release(request, who)
    listing = listing_from(request.GET, WORKS)
    rows = searched(access.works_of(who.organization), listing.search)
    if request.GET.get("show") in {"released", "withheld"}:
        rows = rows.filter(release__isnull=request.GET["show"] == "withheld")
    page = page_of(listing.apply(rows.with_parties().defer("draft", "profile")), request.GET)
    context = {"page": page, "listing": listing, "show": request.GET.get("show", "")}
    return render(request, "publicity/works.html", context)


def release(request: UserRequest, who: Acting) -> HttpResponse:
    """Release the chosen ones of the works that were shown, and withhold the others of them."""
    shown, chosen, before = (
        [
            int(each)
            for each in request.POST.getlist(name)[:100]
            if each.isascii() and each.isdigit() and len(each) < 16
        ]
        for name in ("shown", "released", "before")
    )
    # A program that sends no list of before means all of what it names.
    known = set(before) if FIELD in request.POST else None
    added, taken = services.release(
        who.organization, shown, set(chosen), before=known, by=request.user, at=now()
    )
    if added or taken:
        told = ngettext("%(count)d件を公開しました。", "%(count)d件を公開しました。", added) % {
            "count": added
        }
        off = ngettext("%(count)d件の公開をやめました。", "%(count)d件の公開をやめました。", taken) % {
            "count": taken
        }
        messages.success(request, "".join(words for words, count in ((told, added), (off, taken)) if count))
    else:
        messages.info(request, _("変わったところはありません。"))
    return redirect(request.get_full_path())

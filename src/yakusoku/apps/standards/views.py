"""Pages of templates: the list, the calendar, one template, and the record of a look at it."""

import re
from collections.abc import Iterable
from datetime import date

from django.contrib import messages
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yakusoku.apps.accounts.access import acting, require
from yakusoku.apps.standards import access, queries, reading, services
from yakusoku.apps.standards.agenda import agenda
from yakusoku.apps.standards.forms import AnswerForm, NewForm, ReviewForm, StandardForm
from yakusoku.apps.standards.models import Standard
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.refusal import Refusal
from yakusoku.domain.standards.due import Outcome
from yakusoku.web.attempts import attempted, tried
from yakusoku.web.edits import FIELD, mark_of_row
from yakusoku.web.exports import Cell, table_answer
from yakusoku.web.listing import Columns, listing_from
from yakusoku.web.messages import sentence
from yakusoku.web.paging import page_of
from yakusoku.web.requests import UserRequest, sent

COLUMNS = Columns(
    sorts={
        "title": "title",
        "kind": "kind",
        "department": "department__name",
        "owner": "owner__name",
        "version": "version",
        "comments": "waiting",
        "reviewed": "reviewed_on",
        "due": "due_on",
    },
    searched=(
        "title__icontains",
        "about__icontains",
        "department__name__icontains",
        "owner__name__icontains",
    ),
    default="due",
)
FILTERS = (
    ("", gettext_lazy("使っているもの")),
    ("near", gettext_lazy("見直しが近い・過ぎた")),
    ("early", gettext_lazy("法令で早まった")),
    ("comments", gettext_lazy("答えていない声がある")),
    ("retired", gettext_lazy("使うのをやめた")),
)
MONTH = re.compile("([0-9]{4})-(0[1-9]|1[0-2])")
WAITING_FIRST = F("answered_at").asc(nulls_first=True)
HEAD = (
    gettext_lazy("名前"),
    gettext_lazy("種類"),
    gettext_lazy("課"),
    gettext_lazy("担当者"),
    gettext_lazy("版"),
    gettext_lazy("見直した日"),
    gettext_lazy("次の見直し"),
    gettext_lazy("法令で早まった"),
    gettext_lazy("答えていない声"),
)


@require_GET
def standards(request: UserRequest) -> HttpResponse:
    """List the templates; `?show=` narrows, `?format=` gives the same rows as a file."""
    who, today = acting(request), localdate()
    listing, wanted = listing_from(request.GET, COLUMNS), request.GET.get("show", "")
    seen = access.standards_of(who)
    rows = listing.apply(queries.shown(queries.in_list(seen), wanted, today))
    if "format" in request.GET:
        return table_answer(
            request.GET["format"], _("ひな形"), [str(title) for title in HEAD], _exported(rows)
        )
    context = {
        "listing": listing,
        "page": page_of(rows, request.GET),
        "show": wanted,
        "filters": FILTERS,
        "headline": queries.headline(seen.filter(retired_at__isnull=True), today),
        "may_add": who.may(Act.KEEP_STANDARDS),
    }
    return render(request, "standards/list.html", context)


def _exported(rows: Iterable[Standard]) -> Iterable[tuple[Cell, ...]]:
    for row in rows:
        yield (
            row.title,
            str(row.get_kind_display()),
            row.department.name if row.department else "",
            row.owner.name if row.owner else "",
            getattr(row, "version", None),
            row.reviewed_on,
            row.due_on,
            _("はい") if row.early else "",
            getattr(row, "waiting", 0),
        )


@require_GET
def calendar(request: UserRequest) -> HttpResponse:
    """Show a year of the calendar, from this month or from `?from=2027-04` on."""
    who, today = acting(request), localdate()
    first = _month_asked(request.GET.get("from", ""), today.replace(day=1))
    year = agenda(access.standards_of(who), access.studies_of(who), first, today)
    context = {"agenda": year, "today": today, "may_add": who.may(Act.KEEP_STANDARDS)}
    return render(request, "standards/calendar.html", context)


def _month_asked(text: str, otherwise: date) -> date:
    """Return the first day of the month that is asked for; what is no month near our time is not."""
    found = MONTH.fullmatch(text)
    if found and 1990 <= int(found[1]) <= 2100:
        return date(int(found[1]), int(found[2]), 1)
    return otherwise


@require_http_methods(["GET", "POST"])
def new(request: UserRequest) -> HttpResponse:
    """Add a template with its first version."""
    who = require(acting(request), Act.KEEP_STANDARDS)
    form = NewForm(sent(request), request.FILES or None, who=who)
    if form.is_valid():
        given = form.cleaned_data
        try:
            text = reading.read(given["upload"])
            made = services.register(who.organization, given, text, by=request.user, at=now())
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("ひな形を載せました。次の見直しの日を決めました。"))
            return redirect(made)
    return render(request, "standards/new.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
def standard(request: UserRequest, pk: int) -> HttpResponse:
    """Show a template: when it is looked at next and why, its versions, reviews, comments and study sessions."""
    who = acting(request)
    return show(request, access.standard_for(who, pk))


def show(
    request: UserRequest, found: Standard, wrong: AnswerForm | None = None, answered: int = 0
) -> HttpResponse:
    """Show a template; `wrong`: an answer to the comment `answered` that was refused."""
    notices = queries.waiting_notices(found)
    version = queries.present_version(found)
    comments = found.comments.select_related("made_by", "answered_by", "version")
    keeps = access.may_keep(acting(request), found)
    context = {
        "standard": found,
        "version": version,
        "notices": [(each, queries.trigger_words(each)) for each in notices],
        "why_then": queries.why_then(found, notices),
        "laws": queries.laws_of(version),
        "versions": found.versions.select_related("added_by", "stored").defer(*queries.HEAVY),
        "reviews": found.reviews.select_related("reviewed_by", "version").defer("version__clauses"),
        "comments": comments.defer("version__clauses").order_by(WAITING_FIRST, "-pk"),
        "studies": found.studies.all(),
        "may_keep": keeps and found.retired_at is None,
        "may_take_up": keeps and found.retired_at is not None,
        "answer_form": wrong or AnswerForm(),
        "answered": answered,
    }
    return render(request, "standards/standard.html", context, status=422 if wrong else 200)


@require_http_methods(["GET", "POST"])
def change(request: UserRequest, pk: int) -> HttpResponse:
    """Change what is told of a template."""
    who = acting(request)
    found = access.standard_to_keep(who, pk)
    initial = {name: getattr(found, name) for name in StandardForm.base_fields}
    form = StandardForm(sent(request), who=who, initial=initial)
    seen = request.POST.get(FIELD)
    if attempted(
        form, lambda: services.change(found, form.cleaned_data, seen=seen, by=request.user, at=now())
    ):
        messages.success(request, _("ひな形の情報を保存しました。"))
        return redirect(found)
    context = {"form": form, "standard": found, "mark": mark_of_row(found)}
    return render(request, "standards/change.html", context, status=422 if form.errors else 200)


@require_POST
def retire(request: UserRequest, pk: int) -> HttpResponse:
    """Take a template out of use."""
    found = access.standard_to_keep(acting(request), pk)
    tried(
        request,
        lambda: services.retire(found, by=request.user, at=now()),
        _("「%s」を使うのをやめました。版と記録は残っています。") % found.title,
    )
    return redirect("standards")


@require_POST
def take_up(request: UserRequest, pk: int) -> HttpResponse:
    """Take a template into use again."""
    found = access.standard_given_up(acting(request), pk)
    tried(
        request,
        lambda: services.take_up(found, by=request.user, at=now()),
        _("「%s」をまた使うことにしました。") % found.title,
    )
    return redirect(found)


@require_http_methods(["GET", "POST"])
def review(request: UserRequest, pk: int) -> HttpResponse:
    """Record a look at a template; the next date follows."""
    who = acting(request)
    found = access.standard_to_keep(who, pk)
    notices = queries.waiting_notices(found)
    form = ReviewForm(sent(request), request.FILES or None, who=who, notices=notices)
    if form.is_valid():
        given, seen = form.cleaned_data, request.POST.get(FIELD)
        looked = services.Looked(
            given["reviewed_on"],
            given["reviewed_by"],
            Outcome(given["outcome"]),
            given["reason"],
            given.get("considered", ()),
        )
        try:
            text = reading.read(given["upload"]) if given["upload"] else None
            services.record_review(found, looked, text, seen=seen, by=request.user, at=now())
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("見直しを記録しました。次の見直しの日を決めました。"))
            return redirect(found)
    version = queries.present_version(found)
    context = {
        "form": form,
        "standard": found,
        "version": version,
        "notices": [(each, queries.trigger_words(each)) for each in notices],
        "laws": queries.laws_of(version),
        "comments": found.comments.filter(answered_at__isnull=True).select_related("made_by"),
        "mark": mark_of_row(found),
    }
    return render(request, "standards/review.html", context, status=422 if form.errors else 200)

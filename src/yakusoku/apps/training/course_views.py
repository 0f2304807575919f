"""The courses of an organisation, and how its own staff stands with them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yakusoku.apps.accounts.access import acting, require
from yakusoku.apps.training import access, services
from yakusoku.apps.training.forms import CourseForm, OwnCompletionForm
from yakusoku.apps.training.models import Course
from yakusoku.apps.training.queries import in_use, members_of, own_rows
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.refusal import ChangedMeanwhile, Refusal
from yakusoku.domain.training.requirements import VALIDITY_LABELS, Audience
from yakusoku.web.edits import FIELD, mark_of_row
from yakusoku.web.exports import Cell, table_answer
from yakusoku.web.listing import Columns, listing_from
from yakusoku.web.messages import sentence
from yakusoku.web.paging import page_of
from yakusoku.web.requests import UserRequest
from yakusoku.web.words import say

COLUMNS = Columns(
    sorts={"name": "name", "audience": "audience", "months": "repeat_months", "changed": "changed_at"},
    searched=("name__icontains", "about__icontains"),
    default="name",
)
MEMBERS = Columns(sorts={"name": "name"}, searched=("name__icontains",), default="name")
HEAD = (
    gettext_lazy("研修"),
    gettext_lazy("だれが受けるか"),
    gettext_lazy("受け直す間隔（月）"),
    gettext_lazy("着手の前に要る"),
    gettext_lazy("求め始める日"),
    gettext_lazy("求める最後の日"),
)


@require_GET
def courses(request: UserRequest) -> HttpResponse:
    """List the courses in use."""
    who = acting(request)
    listing = listing_from(request.GET, COLUMNS)
    rows = listing.apply(access.courses_of(who).filter(retired_at__isnull=True))
    wanted = request.GET.get("format", "")
    if wanted:
        return table_answer(wanted, "courses", [str(title) for title in HEAD], map(_exported, rows))
    context = {"listing": listing, "page": page_of(rows, request.GET)}
    return render(request, "training/courses.html", context)


@require_http_methods(["GET", "POST"])
def course_new(request: UserRequest) -> HttpResponse:
    """Add a course."""
    return _course_page(request, None)


@require_http_methods(["GET", "POST"])
def course(request: UserRequest, pk: int) -> HttpResponse:
    """Change a course."""
    return _course_page(request, access.course_for(acting(request), pk))


def _course_page(request: UserRequest, found: Course | None) -> HttpResponse:
    organization = require(acting(request), Act.MANAGE_COURSES).organization
    initial = {name: getattr(found, name) for name in CourseForm.base_fields} if found else None
    form = CourseForm(
        request.POST if request.method == "POST" else None, organization=organization, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        try:
            told, seen = form.cleaned_data, request.POST.get(FIELD)
            services.keep_course(found, organization, told, seen=seen, by=request.user, at=now())
        except ChangedMeanwhile as refusal:
            form.add_error(None, sentence(refusal))
        except Refusal as refusal:
            form.add_error("name", sentence(refusal))
        else:
            messages.success(request, _("研修を保存しました。"))
            return redirect("courses")
    context = {"form": form, "course": found, "mark": mark_of_row(found)}
    return render(request, "training/course.html", context, status=422 if form.errors else 200)


@require_POST
def course_retire(request: UserRequest, pk: int) -> HttpResponse:
    """Take a course out of use."""
    found = access.course_for(acting(request), pk)
    try:
        services.retire_course(found, by=request.user, at=now())
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, _("「%s」を使うのをやめました。受けた記録は残っています。") % found.name)
    return redirect("courses")


@require_GET
def own_training(request: UserRequest) -> HttpResponse:
    """Show how each of the own staff stands with each course."""
    organization = require(acting(request), Act.MANAGE_COURSES).organization
    asked = list(in_use(organization.pk).filter(audience=Audience.OWN))
    listing = listing_from(request.GET, MEMBERS)
    people = listing.apply(members_of(organization))
    wanted = request.GET.get("format", "")
    if wanted:
        head = [_("氏名"), *(course.name for course in asked)]
        rows = own_rows(organization, list(people), asked, localdate())
        lines: list[list[Cell]] = [
            [row.member.name, *(say(VALIDITY_LABELS[c.validity]) if c.validity else "" for c in row.cells)]
            for row in rows
        ]
        return table_answer(wanted, "own-training", head, lines)
    page = page_of(people, request.GET)
    context = {
        "listing": listing,
        "page": page,
        "courses": asked,
        "rows": own_rows(organization, page.rows, asked, localdate()),
    }
    return render(request, "training/own.html", context)


@require_GET
def my_training(request: UserRequest) -> HttpResponse:
    """Show a person which courses they have to take themselves, and how they stand with each."""
    who = acting(request)
    asked = list(in_use(who.organization.pk).filter(audience=Audience.OWN))
    (row,) = own_rows(who.organization, [who.user], asked, localdate())
    return render(request, "training/mine.html", {"cells": [each for each in row.cells if each.validity]})


@require_http_methods(["GET", "POST"])
def own_complete(request: UserRequest) -> HttpResponse:
    """Ask who of the own staff has taken which course and when, and record it."""
    organization = require(acting(request), Act.MANAGE_COURSES).organization
    initial = {"course": request.GET.get("course"), "people": request.GET.getlist("person")}
    form = OwnCompletionForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        organization=organization,
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            count = services.complete_own(
                data["course"],
                data["people"],
                data["completed_on"],
                certificate=data["certificate"],
                by=request.user,
                at=now(),
            )
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("%d人の修了を記録しました。") % count)
            return redirect("own-training")
    return render(request, "training/own_complete.html", {"form": form}, status=422 if form.errors else 200)


def _exported(row: Course) -> tuple[Cell, ...]:
    return (
        row.name,
        str(row.get_audience_display()),
        row.repeat_months,
        _("はい") if row.before_start else _("いいえ"),
        row.since,
        row.until,
    )

"""The courses of an organisation, and how its own staff stands with them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yakusoku.apps.accounts.access import acting, require
from yakusoku.apps.training import access, services, tables
from yakusoku.apps.training.completing import recorded
from yakusoku.apps.training.forms import CourseForm, OwnCompletionForm
from yakusoku.apps.training.models import Course
from yakusoku.apps.training.queries import own_rows
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.refusal import ChangedMeanwhile, Refusal
from yakusoku.web.edits import FIELD, mark_of_row
from yakusoku.web.messages import sentence
from yakusoku.web.paging import page_of
from yakusoku.web.requests import UserRequest, sent


@require_GET
def courses(request: UserRequest) -> HttpResponse:
    """List the courses in use."""
    who = acting(request)
    listing, rows = tables.courses_listed(who, request.GET)
    wanted = request.GET.get("format", "")
    if wanted:
        return tables.courses_table(who, request.GET).answer(wanted)
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
    asked = tables.own_courses(organization)
    listing, people = tables.staff_listed(organization, request.GET)
    wanted = request.GET.get("format", "")
    if wanted:
        return tables.staff_table(organization, request.GET).answer(wanted)
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
    asked = tables.own_courses(who.organization)
    (row,) = own_rows(who.organization, [who.user], asked, localdate())
    return render(request, "training/mine.html", {"cells": [each for each in row.cells if each.validity]})


@require_http_methods(["GET", "POST"])
def own_complete(request: UserRequest) -> HttpResponse:
    """Ask who of the own staff has taken which course and when, and record it."""
    organization = require(acting(request), Act.MANAGE_COURSES).organization
    initial = {"course": request.GET.get("course"), "people": request.GET.getlist("person")}
    form = OwnCompletionForm(sent(request), request.FILES or None, organization=organization, initial=initial)
    if recorded(request, form, services.complete_own):
        return redirect("own-training")
    return render(request, "training/own_complete.html", {"form": form}, status=422 if form.errors else 200)

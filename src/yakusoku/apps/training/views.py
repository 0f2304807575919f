"""Training in one engagement: who works on it, what they have taken, what is missing."""

from datetime import date
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yakusoku.apps.accounts.access import Acting, acting
from yakusoku.apps.engagements.access import engagement_for
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.files.answers import download
from yakusoku.apps.training import access, services, tables
from yakusoku.apps.training.completing import recorded
from yakusoku.apps.training.forms import StaffCompletionForm, WorkerForm
from yakusoku.apps.training.queries import preparation_of, training_of
from yakusoku.apps.training.words import told
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.refusal import Refusal
from yakusoku.domain.training.start import obstacles
from yakusoku.web.edits import FIELD, mark_of_row
from yakusoku.web.messages import sentence
from yakusoku.web.requests import UserRequest, sent


@require_GET
def training(request: UserRequest, pk: int) -> HttpResponse:
    """Show who works on an engagement and how they stand with each course."""
    who = acting(request)
    engagement = engagement_for(who, pk)
    wanted = request.GET.get("format", "")
    if wanted:
        return tables.training_table(engagement).answer(wanted)
    return show_training(request, who, engagement)


def show_training(
    request: UserRequest,
    who: Acting,
    engagement: Engagement,
    *,
    day: date | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    """Return the page of training. `day`, `refused`: a start that was tried, and why it was not possible."""
    today = localdate()
    found = training_of(engagement, today)
    asked = day or max(today, engagement.starts_on or today)
    there = found if asked == today else training_of(engagement, asked)
    prepared = preparation_of(engagement, there)
    client = access.is_client(who, engagement)
    may_start = client and who.may_in(Act.START_WORK, engagement.department_id)
    context: dict[str, Any] = {
        "engagement": engagement,
        "is_client": client,
        "training": found,
        "start_day": asked,
        "obstacles": told(prepared, obstacles(prepared, asked)),
        "refused": refused,
        "may_start": may_start and engagement.started_on is None and engagement.closed_at is None,
        "keeps_list": _keeps_list(who, engagement),
        "records": _records(who, engagement),
    }
    return render(request, "training/training.html", context, status=status)


@require_http_methods(["GET", "POST"])
def worker_new(request: UserRequest, pk: int) -> HttpResponse:
    """Put someone on the staff list."""
    engagement = access.engagement_of_contractor(acting(request), pk)
    form = WorkerForm(request.POST if request.method == "POST" else None, engagement=engagement)
    if request.method == "POST" and form.is_valid():
        try:
            services.keep_worker(engagement, None, form.cleaned_data, by=request.user, at=now())
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("名簿に載せました。"))
            return redirect("engagement-training", engagement.pk)
    context = {"engagement": engagement, "form": form, "worker": None}
    return render(request, "training/worker.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def worker(request: UserRequest, pk: int) -> HttpResponse:
    """Show one line of the staff list, or change it."""
    found = access.worker_for(acting(request), pk)
    engagement = found.engagement
    initial = {name: getattr(found, name) for name in ("name", "part", "hop", "since", "until")}
    form = WorkerForm(
        request.POST if request.method == "POST" else None, engagement=engagement, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        # A list without subcontractors does not ask for one.
        told_now = {"hop": found.hop, **form.cleaned_data}
        try:
            seen = request.POST.get(FIELD)
            services.keep_worker(engagement, found, told_now, seen=seen, by=request.user, at=now())
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("名簿を直しました。"))
            return redirect("engagement-training", engagement.pk)
    context = {"engagement": engagement, "form": form, "worker": found, "mark": mark_of_row(found)}
    return render(request, "training/worker.html", context, status=422 if form.errors else 200)


@require_POST
def worker_strike(request: UserRequest, pk: int) -> HttpResponse:
    """Take a line off the list."""
    found = access.worker_for(acting(request), pk)
    try:
        services.strike_worker(found, by=request.user, at=now())
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
        return redirect("worker", found.pk)
    messages.success(request, _("名簿から消しました。"))
    return redirect("engagement-training", found.engagement_id)


@require_http_methods(["GET", "POST"])
def complete(request: UserRequest, pk: int) -> HttpResponse:
    """Ask who has taken which course and when, and record it."""
    engagement = access.engagement_to_record(acting(request), pk)
    initial = {"course": request.GET.get("course"), "people": request.GET.getlist("person")}
    form = StaffCompletionForm(sent(request), request.FILES or None, engagement=engagement, initial=initial)
    if recorded(request, form, partial(services.complete, engagement=engagement)):
        return redirect("engagement-training", engagement.pk)
    context = {
        "engagement": engagement,
        "form": form,
        "is_client": access.is_client(acting(request), engagement),
    }
    return render(request, "training/complete.html", context, status=422 if form.errors else 200)


@require_GET
def certificate(request: UserRequest, pk: int) -> FileResponse:
    """Hand out the file that shows a completion."""
    found = access.completion_for(acting(request), pk)
    if found.certificate is None:
        raise Http404
    return download(found.certificate)


@require_POST
def completion_withdraw(request: UserRequest, pk: int) -> HttpResponse:
    """Take a completion back as a mistake."""
    found = access.completion_to_withdraw(acting(request), pk)
    try:
        services.withdraw_completion(found, by=request.user, at=now())
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, _("修了の記録を取り消しました。"))
    if found.worker is None:
        return redirect("own-training")
    return redirect("engagement-training", found.worker.engagement_id)


def _keeps_list(who: Acting, engagement: Engagement) -> bool:
    """Return whether the person keeps the staff list: the contractor, until the engagement is closed."""
    own = engagement.contractor_id == who.organization.pk
    return own and who.may(Act.RECORD_TRAINING) and engagement.closed_at is None


def _records(who: Acting, engagement: Engagement) -> bool:
    """Return whether the person records what was taken: both sides, until the engagement is closed."""
    if engagement.closed_at is not None:
        return False
    own = access.is_client(who, engagement)
    return who.may_in(Act.RECORD_TRAINING, engagement.department_id) if own else _keeps_list(who, engagement)

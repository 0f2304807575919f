"""The start of work, the end of an engagement, and the next period."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yakusoku.apps.accounts.access import Acting, acting, require
from yakusoku.apps.engagements.access import client_engagement_for
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.flows.closing import close, open_matters, reopen
from yakusoku.apps.flows.forms import ReopenForm, StartForm
from yakusoku.apps.flows.renewing import learned_from, renew
from yakusoku.apps.flows.starting import start
from yakusoku.apps.training.views import show_training
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.refusal import Refusal
from yakusoku.web.messages import sentence
from yakusoku.web.requests import UserRequest


@require_POST
def start_work(request: UserRequest, pk: int) -> HttpResponse:
    """Record that work starts, or say everything that stands against it."""
    who = require(acting(request), Act.START_WORK)
    engagement = client_engagement_for(who, pk, Act.START_WORK)
    form = StartForm(request.POST)
    if not form.is_valid():
        told = _("着手の日を、2027-04-01 のように入れてください。")
        return show_training(request, who, engagement, refused=told, status=422)
    day: date = form.cleaned_data["day"]
    try:
        start(engagement, day, by=request.user, at=now())
    except Refusal as refusal:
        return show_training(request, who, engagement, day=day, refused=sentence(refusal), status=422)
    messages.success(request, _("着手を記録しました。"))
    return redirect("engagement-training", engagement.pk)


@require_http_methods(["GET", "POST"])
def closing(request: UserRequest, pk: int) -> HttpResponse:
    """Show what is still open in an engagement, or close it."""
    who = acting(request)
    if request.method == "GET":
        return _closing_page(request, who, client_engagement_for(who, pk))
    require(who, Act.CLOSE_ENGAGEMENT)
    engagement = client_engagement_for(who, pk, Act.CLOSE_ENGAGEMENT)
    try:
        close(engagement, by=request.user, at=now())
    except Refusal as refusal:
        return _closing_page(request, who, engagement, refused=sentence(refusal), status=422)
    messages.success(request, _("業務を閉じました。"))
    return redirect("closing", engagement.pk)


@require_POST
def reopening(request: UserRequest, pk: int) -> HttpResponse:
    """Open a closed engagement again."""
    who = require(acting(request), Act.REOPEN_ENGAGEMENT)
    engagement = client_engagement_for(who, pk, Act.REOPEN_ENGAGEMENT)
    form = ReopenForm(request.POST)
    if form.is_valid():
        try:
            reopen(engagement, form.cleaned_data["reason"], by=request.user, at=now())
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("業務を開き直しました。"))
            return redirect("closing", engagement.pk)
    return _closing_page(request, who, engagement, form=form, status=422)


def _closing_page(
    request: UserRequest,
    who: Acting,
    engagement: Engagement,
    *,
    refused: str = "",
    form: ReopenForm | None = None,
    status: int = 200,
) -> HttpResponse:
    closed = engagement.closed_at is not None
    department = engagement.department_id
    context: dict[str, Any] = {
        "engagement": engagement,
        "matters": () if closed else open_matters(engagement, localdate()),
        "refused": refused,
        "may_close": not closed and who.may_in(Act.CLOSE_ENGAGEMENT, department),
        "reopen_form": (form or ReopenForm())
        if closed and who.may_in(Act.REOPEN_ENGAGEMENT, department)
        else None,
        "successor": engagement.successors.first(),
        "may_renew": who.may_in(Act.CREATE_ENGAGEMENT, department) and engagement.described,
    }
    return render(request, "flows/closing.html", context, status=status)


@require_http_methods(["GET", "POST"])
def renewal(request: UserRequest, pk: int) -> HttpResponse:
    """Show what a period taught, or make the engagement of the next one."""
    who = acting(request)
    if request.method == "GET":
        return _lessons_page(request, who, client_engagement_for(who, pk))
    require(who, Act.CREATE_ENGAGEMENT)
    engagement = client_engagement_for(who, pk, Act.CREATE_ENGAGEMENT)
    try:
        following = renew(engagement, by=request.user, at=now())
    except Refusal as refusal:
        return _lessons_page(request, who, engagement, refused=sentence(refusal), status=422)
    messages.success(request, _("次の期間の業務を作りました。引き継いだ採否を確かめてください。"))
    return redirect("lessons", following.pk)


@require_GET
def lessons(request: UserRequest, pk: int) -> HttpResponse:
    """Show in the new engagement what the period before taught."""
    who = acting(request)
    engagement = client_engagement_for(who, pk)
    if engagement.predecessor is None:
        return redirect(engagement)
    return _lessons_page(request, who, engagement.predecessor, following=engagement)


def _lessons_page(
    request: UserRequest,
    who: Acting,
    before: Engagement,
    *,
    following: Engagement | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    successor = following or before.successors.first()
    context = {
        "engagement": following or before,
        "before": before,
        "following": successor,
        "from_new": following is not None,
        "learned": learned_from(before, localdate()),
        "refused": refused,
        "may_renew": successor is None
        and before.described
        and who.may_in(Act.CREATE_ENGAGEMENT, before.department_id),
    }
    return render(request, "flows/lessons.html", context, status=status)

"""The page of a condition: reported by the side that has to meet it, verified by the secretariat."""

from django.contrib import messages
from django.forms import Form
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yakusoku.apps.accounts.access import acting
from yakusoku.apps.board import access, conditions
from yakusoku.apps.board.forms import ReasonForm, ReportForm
from yakusoku.apps.board.models import Condition, ConditionState
from yakusoku.apps.files.answers import download
from yakusoku.domain.accounts.permissions import Act
from yakusoku.web.attempts import attempted, tried
from yakusoku.web.requests import UserRequest


@require_GET
def condition(request: UserRequest, pk: int) -> HttpResponse:
    """Show a condition."""
    return show_condition(request, access.condition_for(acting(request), pk))


@require_POST
def report(request: UserRequest, pk: int) -> HttpResponse:
    """Take the word that a condition is met."""
    who = acting(request)
    found = access.condition_to_report(who, pk)
    form = ReportForm(request.POST, request.FILES)
    if attempted(
        form,
        lambda: conditions.report(
            found,
            form.cleaned_data["report"],
            form.cleaned_data["upload"],
            organization=who.organization,
            by=request.user,
            at=now(),
        ),
    ):
        messages.success(request, _("報告しました。審査会の事務局が確かめます。"))
        return redirect(found)
    return show_condition(request, found, report=form)


@require_POST
def verify(request: UserRequest, pk: int) -> HttpResponse:
    """Note that a condition is met."""
    found = access.condition_to_verify(acting(request), pk)
    tried(
        request,
        lambda: conditions.verify(found, by=request.user, at=now()),
        _("条件が満たされたことを記録しました。"),
    )
    return redirect(found)


@require_POST
def send_back(request: UserRequest, pk: int) -> HttpResponse:
    """Give a report back."""
    found = access.condition_to_verify(acting(request), pk)
    form = ReasonForm(request.POST)
    if attempted(
        form,
        lambda: conditions.send_back(found, form.cleaned_data["reason"], by=request.user, at=now()),
    ):
        messages.success(request, _("報告を差し戻しました。"))
        return redirect(found)
    return show_condition(request, found, back=form)


@require_GET
def shown(request: UserRequest, pk: int) -> FileResponse:
    """Hand out the file that shows that a condition is met."""
    found = access.condition_for(acting(request), pk)
    if found.shown is None:
        raise Http404
    return download(found.shown)


def show_condition(request: UserRequest, found: Condition, **bound: Form) -> HttpResponse:
    """Return the page of a condition; a form that was refused comes back as it was typed, with 422."""
    who = acting(request)
    client = access.is_client(who, found)
    waits = found.state == ConditionState.OPEN
    context = {
        "condition": found,
        "item": found.item,
        "candidacy": found.item.candidacy,
        "engagement": found.item.candidacy.engagement if found.item.candidacy else None,
        "is_client": client,
        "may_report": waits and access.may_report(who, found),
        "may_verify": client and found.state == ConditionState.REPORTED and who.may(Act.RUN_BOARD),
        "report_form": bound.get("report") or ReportForm(),
        "back_form": bound.get("back") or ReasonForm(),
        "wrong": next((form for form in bound.values() if form.errors), None),
    }
    return render(request, "board/condition.html", context, status=422 if bound else 200)

"""Acts on the way to the contract after which somebody else is next."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yakusoku.apps.accounts.access import acting, require
from yakusoku.apps.candidates.access import client_candidacy_for
from yakusoku.apps.candidates.forms import ContractForm, ReasonForm
from yakusoku.apps.candidates.views import act_on
from yakusoku.apps.engagements.access import client_engagement_for
from yakusoku.apps.flows.deciding import enter, let_go, put_before_board
from yakusoku.apps.flows.deciding import reopen_plan as reopen_plan_of
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.refusal import Refusal
from yakusoku.web.messages import sentence
from yakusoku.web.requests import UserRequest


@require_POST
def withdraw(request: UserRequest, pk: int) -> HttpResponse:
    """Let go of the candidate."""
    found = client_candidacy_for(require(acting(request), Act.SELECT_CANDIDATE), pk, Act.SELECT_CANDIDATE)
    form = ReasonForm(request.POST, auto_id="withdraw_%s")
    return act_on(
        request,
        found.engagement,
        "withdraw_form",
        form,
        lambda: let_go(found, form.cleaned_data["reason"], by=request.user, at=now()),
        _("委託候補を取り下げました。別の会社を選べます。"),
    )


@require_POST
def submit(request: UserRequest, pk: int) -> HttpResponse:
    """Put the candidate before the board."""
    found = client_candidacy_for(require(acting(request), Act.SELECT_CANDIDATE), pk, Act.SELECT_CANDIDATE)
    try:
        put_before_board(found, by=request.user, at=now())
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, _("審査会にかけました。決定をお待ちください。"))
    return redirect("candidacy", found.engagement_id)


@require_POST
def enter_contract(request: UserRequest, pk: int) -> HttpResponse:
    """Enter the day of the contract."""
    engagement = client_engagement_for(require(acting(request), Act.ENTER_CONTRACT), pk, Act.ENTER_CONTRACT)
    who = acting(request)
    if request.POST.get("override_reason", "").strip():
        client_engagement_for(require(who, Act.OVERRIDE_BOARD), pk, Act.OVERRIDE_BOARD)
    form = ContractForm(request.POST, overrides=who.may_in(Act.OVERRIDE_BOARD, engagement.department_id))
    return act_on(
        request,
        engagement,
        "contract_form",
        form,
        lambda: enter(engagement, **form.cleaned_data, by=request.user, at=now()),
        _("契約の日を入れました。"),
    )


@require_POST
def reopen_plan(request: UserRequest, pk: int) -> HttpResponse:
    """Let an agreed plan be written again."""
    found = client_candidacy_for(require(acting(request), Act.WRITE_PLAN), pk, Act.WRITE_PLAN)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("書き直す理由を書いてください。"))
        return redirect("plan", pk)
    try:
        reopen_plan_of(found, form.cleaned_data["reason"], by=request.user, at=now())
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, _("計画を書き直せるようにしました。"))
    return redirect("plan", pk)

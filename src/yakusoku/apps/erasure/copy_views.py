"""One copy: what it is, what became of it, and who has said so."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yakusoku.apps.accounts.access import Acting, acting
from yakusoku.apps.erasure import access, services
from yakusoku.apps.erasure.access import Side
from yakusoku.apps.erasure.forms import CATEGORY_LABELS, ProofForm, ReasonForm
from yakusoku.apps.erasure.models import Copy
from yakusoku.apps.erasure.papers import certificate_of, holder_of
from yakusoku.apps.erasure.queries import TOLD
from yakusoku.apps.erasure.views import letter_answer
from yakusoku.apps.files.answers import download
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.erasure.ledger import State as Standing
from yakusoku.domain.erasure.ledger import Step, may
from yakusoku.domain.erasure.methods import Medium, methods_for
from yakusoku.domain.refusal import Refusal
from yakusoku.web.messages import sentence
from yakusoku.web.requests import UserRequest
from yakusoku.web.words import say


@require_GET
def copy(request: UserRequest, pk: int) -> HttpResponse:
    """Show a copy with what can be done about it from the side of the person."""
    who = acting(request)
    found, side = access.copy_for(who, pk)
    return _show(request, who, found, side)


def _show(
    request: UserRequest,
    who: Acting,
    found: Copy,
    side: Side,
    *,
    proof: ProofForm | None = None,
    reason: ReasonForm | None = None,
    status: int = 200,
) -> HttpResponse:
    state, medium = Standing(found.state), Medium(found.medium)
    step = Step.REPORT if side is Side.SUBCONTRACTOR else Step.PROVE
    proves = side is not Side.CLIENT and who.may(Act.PROVE_ERASURE) and may(step, state)
    confirms = side is Side.CLIENT and who.may_in(Act.CONFIRM_ERASURE, found.engagement.department_id)
    passes = side is Side.CONTRACTOR and who.may(Act.PROVE_ERASURE)
    closed = found.engagement.closed_at is not None
    own = found.entered_for_id == who.organization.pk and not closed and _may_record(who, found, side)
    context: dict[str, Any] = {
        "copy": found,
        "engagement": found.engagement,
        "holder": holder_of(found),
        "side": side.value,
        "is_client": side is Side.CLIENT,
        "categories": [say(CATEGORY_LABELS[c]) for c in CATEGORY_LABELS if c in found.categories],
        "methods": methods_for(medium),
        "proof_form": (proof or ProofForm(medium=medium)) if proves else None,
        "reason_form": reason or ReasonForm(),
        "confirms": confirms and may(Step.CONFIRM, state),
        "passes": passes and may(Step.FORWARD, state),
        "changes": own and may(Step.WITHDRAW, state),
    }
    return render(request, "erasure/copy.html", context, status=status)


@require_POST
def prove(request: UserRequest, pk: int) -> HttpResponse:
    """Take what is told about the end of a copy."""
    who = acting(request)
    found, side = access.copy_to_prove(who, pk)
    form = ProofForm(request.POST, request.FILES, medium=Medium(found.medium))
    if form.is_valid():
        data = form.cleaned_data
        try:
            services.prove(
                found,
                form.proof,
                witness=data["witness"],
                device=data["device"],
                certificate=data["certificate"],
                as_subcontractor=side is Side.SUBCONTRACTOR,
                by=request.user,
                at=now(),
            )
        except Refusal as refusal:
            form.add_error(FIELDS.get(refusal.code), sentence(refusal))
        else:
            messages.success(request, _("返還・消去の証明を出しました。"))
            return _back(found, side)
    return _show(request, who, found, side, proof=form, status=422)


FIELDS = {
    "copy.method-missing": "method",
    "copy.method-unfit": "method",
    "copy.done-in-future": "done_on",
    "copy.done-before-held": "done_on",
    "copy.done-by-missing": "done_on",
    "copy.reason-to-keep-missing": "kept_reason",
    "copy.kept-until-past": "kept_until",
}


@require_POST
def pass_on(request: UserRequest, pk: int) -> HttpResponse:
    """Let the contractor answer for what a subcontractor reported."""
    found = access.copy_to_pass(acting(request), pk)
    done = _("再委託先の報告を、委託元に出しました。")
    return _simply(request, found, Side.CONTRACTOR, services.pass_on, done)


@require_POST
def give_back(request: UserRequest, pk: int) -> HttpResponse:
    """Let the contractor ask a subcontractor to report again."""
    who = acting(request)
    found = access.copy_to_pass(who, pk)
    done = _("再委託先に差し戻しました。")
    return _with_reason(request, who, found, Side.CONTRACTOR, services.give_back, done)


@require_POST
def confirm(request: UserRequest, pk: int) -> HttpResponse:
    """Let the client accept the proof."""
    found = access.copy_to_confirm(acting(request), pk)
    return _simply(request, found, Side.CLIENT, services.confirm, _("返還・消去を確かめました。"))


@require_POST
def send_back(request: UserRequest, pk: int) -> HttpResponse:
    """Let the client refuse the proof."""
    who = acting(request)
    found = access.copy_to_confirm(who, pk)
    done = _("理由を添えて差し戻しました。")
    return _with_reason(request, who, found, Side.CLIENT, services.send_back, done)


@require_POST
def withdraw(request: UserRequest, pk: int) -> HttpResponse:
    """Strike a copy that was entered by mistake."""
    who = acting(request)
    found, side = access.copy_to_change(who, pk)
    return _with_reason(request, who, found, side, services.withdraw, _("書き誤りとして取り下げました。"))


@require_GET
def certificate(request: UserRequest, pk: int) -> FileResponse:
    """Hand out the file that was shown."""
    found, _side = access.copy_for(acting(request), pk)
    if found.certificate is None:
        raise Http404
    return download(found.certificate)


@require_GET
def paper(request: UserRequest, pk: int, ending: str) -> HttpResponse:
    """Hand out the certificate of one copy, made from what was told."""
    found, _side = access.copy_for(acting(request), pk)
    if found.state not in TOLD:
        raise Http404
    letter = certificate_of([found], found.engagement, holder_of(found), localdate())
    return letter_answer(letter, f"certificate-{found.reference}", ending)


def _simply(
    request: UserRequest, found: Copy, side: Side, act: Callable[..., None], done: str
) -> HttpResponse:
    try:
        act(found, by=request.user, at=now())
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
        return redirect(found)
    messages.success(request, done)
    return _back(found, side)


def _with_reason(
    request: UserRequest, who: Acting, found: Copy, side: Side, act: Callable[..., None], done: str
) -> HttpResponse:
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            act(found, form.cleaned_data["reason"], by=request.user, at=now())
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, done)
            return _back(found, side)
    return _show(request, who, found, side, reason=form, status=422)


def _back(found: Copy, side: Side) -> HttpResponse:
    if side is Side.SUBCONTRACTOR and found.hop_id is not None:
        return redirect("hop-ledger", found.hop_id)
    return redirect("ledger", found.engagement_id)


def _may_record(who: Acting, found: Copy, side: Side) -> bool:
    if side is Side.CLIENT:
        return who.may_in(Act.RECORD_COPY, found.engagement.department_id)
    return who.may(Act.RECORD_COPY)

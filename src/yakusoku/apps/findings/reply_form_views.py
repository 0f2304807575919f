"""A filled-in reply form: read, shown beside the draft, then handed in, kept as a draft, or dropped."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yakusoku.apps.accounts.access import acting, require
from yakusoku.apps.findings import access, reply_forms
from yakusoku.apps.findings.forms import ReplyFileForm
from yakusoku.apps.findings.instruction_views import show_instruction
from yakusoku.apps.findings.models import CorrectiveInstruction, PendingReply
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.refusal import PreviewChanged, Refusal
from yakusoku.web.edits import FIELD
from yakusoku.web.messages import sentence
from yakusoku.web.requests import UserRequest


@require_POST
def receive(request: UserRequest, pk: int) -> HttpResponse:
    """Read a form that came back; what is wrong with it is said beside the field."""
    who = require(acting(request), Act.REPLY_CORRECTION)
    found = access.as_replier(who, pk)
    form = ReplyFileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            reply_forms.receive(found, form.cleaned_data["form"], by=request.user, at=now())
        except Refusal as refusal:
            form.add_error("form", sentence(refusal))
        else:
            return redirect("reply-form-preview", found.pk)
    return show_instruction(request, who, found, file_form=form)


@require_GET
def show_preview(request: UserRequest, pk: int) -> HttpResponse:
    """Show what taking the waiting form would change."""
    found = _replier(request, pk)
    pending = _waiting(found)
    try:
        preview = reply_forms.preview(found, pending)
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
        return redirect(found)
    context = {"instruction": found, "engagement": found.engagement, "pending": pending, "preview": preview}
    return render(request, "findings/reply_form.html", context)


@require_POST
def take(request: UserRequest, pk: int) -> HttpResponse:
    """Hand the waiting form in as the reply, keep it as a draft, or drop it."""
    found = _replier(request, pk)
    pending = _waiting(found)
    if request.POST.get("drop"):
        reply_forms.drop(pending)
        messages.info(request, _("取込みをやめました。下書きは変わっていません。"))
        return redirect(found)
    hand_in, looked = not request.POST.get("draft"), request.POST.get(FIELD)
    try:
        reply_forms.take(found, pending, hand_in=hand_in, looked=looked, by=request.user, at=now())
    except PreviewChanged as refusal:
        messages.error(request, sentence(refusal))
        return redirect("reply-form-preview", found.pk)
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
        return redirect(found)
    told = (
        _("改善を報告しました。委託元の確認をお待ちください。")
        if hand_in
        else _("下書きに取り込みました。まだ報告していません。")
    )
    messages.success(request, told)
    return redirect(found)


def _replier(request: UserRequest, pk: int) -> CorrectiveInstruction:
    return access.as_replier(require(acting(request), Act.REPLY_CORRECTION), pk)


def _waiting(found: CorrectiveInstruction) -> PendingReply:
    return get_object_or_404(PendingReply.objects.select_related("stored"), instruction=found)

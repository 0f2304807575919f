"""The company replies to an instruction: drafts, evidence, the reply itself, and more time."""

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yakusoku.apps.accounts.access import acting, require
from yakusoku.apps.files.answers import download
from yakusoku.apps.findings import access, replying
from yakusoku.apps.findings.forms import EvidenceForm, ExtensionForm, ReplyForm
from yakusoku.apps.findings.instruction_views import show_instruction
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.refusal import ChangedMeanwhile, Refusal
from yakusoku.web.answers import wants_part
from yakusoku.web.edits import FIELD
from yakusoku.web.messages import sentence
from yakusoku.web.requests import UserRequest


@require_POST
def keep(request: UserRequest, pk: int) -> HttpResponse:
    """Keep what was written so far, while the person is still typing or because they ask for it."""
    who = require(acting(request), Act.REPLY_CORRECTION)
    found = access.as_replier(who, pk)
    form = ReplyForm(replying.open_items(found), request.POST)
    if not form.is_valid():
        return (
            HttpResponse(status=422)
            if wants_part(request)
            else show_instruction(request, who, found, reply_form=form)
        )
    told, seen = form.cleaned_data["text"], request.POST.get(FIELD)
    try:
        replying.keep_reply(found, told, form.measures(), seen=seen, by=request.user, at=now())
    except ChangedMeanwhile as refusal:
        if wants_part(request):
            return HttpResponse(status=409)
        form.add_error(None, sentence(refusal))
        return show_instruction(request, who, found, reply_form=form)
    except Refusal as refusal:
        if wants_part(request):
            return HttpResponse(status=409)
        messages.error(request, sentence(refusal))
        return redirect(found)
    if wants_part(request):
        return HttpResponse(status=204)
    messages.success(request, _("下書きを保存しました。まだ報告していません。"))
    return redirect(found)


@require_POST
def reply(request: UserRequest, pk: int) -> HttpResponse:
    """Hand the reply in."""
    who = require(acting(request), Act.REPLY_CORRECTION)
    found = access.as_replier(who, pk)
    form = ReplyForm(replying.open_items(found), request.POST)
    if form.is_valid():
        try:
            told, seen = form.cleaned_data["text"], request.POST.get(FIELD)
            replying.reply_to(found, told, form.measures(), seen=seen, by=request.user, at=now())
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("改善を報告しました。委託元の確認をお待ちください。"))
            return redirect(found)
    return show_instruction(request, who, found, reply_form=form)


@require_POST
def show_evidence(request: UserRequest, pk: int) -> HttpResponse:
    """Take a file that shows what was done."""
    who = require(acting(request), Act.REPLY_CORRECTION)
    found = access.as_replier(who, pk)
    form = EvidenceForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            replying.show_evidence(found, form.cleaned_data["upload"], by=request.user, at=now())
        except Refusal as refusal:
            form.add_error("upload", sentence(refusal))
        else:
            return redirect(reverse("instruction", args=[pk]) + "#evidence")
    return show_instruction(request, who, found, evidence_form=form)


@require_POST
def remove_evidence(request: UserRequest, pk: int, file: int) -> HttpResponse:
    """Take a file away again."""
    who = require(acting(request), Act.REPLY_CORRECTION)
    found = access.as_replier(who, pk)
    shown = access.draft_evidence_for(found, file)
    try:
        replying.remove_evidence(found, shown, by=request.user, at=now())
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    return redirect(reverse("instruction", args=[pk]) + "#evidence")


@require_GET
def evidence(request: UserRequest, pk: int, file: int) -> FileResponse:
    """Hand out a file that was shown with a reply."""
    who = acting(request)
    found = access.instruction_for(who, pk)
    return download(access.evidence_for(who, found, file).stored)


@require_POST
def ask_extension(request: UserRequest, pk: int) -> HttpResponse:
    """Ask for a later deadline."""
    who = require(acting(request), Act.REPLY_CORRECTION)
    found = access.as_replier(who, pk)
    form = ExtensionForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        try:
            replying.ask_extension(found, told["until"], told["reason"], by=request.user, at=now())
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("期限の延長を申し出ました。返事があるまで、いまの期限のままです。"))
            return redirect(found)
    return show_instruction(request, who, found, extension_form=form)

"""Pages of corrective instructions: writing one, its page for both sides, and the client's acts."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yakusoku.adapters.holidays import is_national_holiday
from yakusoku.apps.accounts.access import Acting, acting, require
from yakusoku.apps.engagements.access import client_engagement_for
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.files.answers import download
from yakusoku.apps.findings import access, preparing, replying, services, verifying
from yakusoku.apps.findings.forms import (
    AddedCheckForm,
    EvidenceForm,
    ExtensionAnswerForm,
    ExtensionForm,
    InstructForm,
    ReasonForm,
    ReplyFileForm,
    ReplyForm,
    VerifyForm,
)
from yakusoku.apps.findings.letters import check_in
from yakusoku.apps.findings.models import Asked, CorrectiveInstruction, Finding, PendingReply, Standing, State
from yakusoku.apps.findings.queries import latest_pack, promises_of
from yakusoku.apps.findings.shown import findings_shown, items_shown
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.findings.deadlines import proposed_deadline
from yakusoku.domain.findings.kinds import FindingKind, Severity
from yakusoku.domain.findings.proposal import proposed_demand
from yakusoku.domain.refusal import Refusal
from yakusoku.web.edits import FIELD
from yakusoku.web.messages import sentence
from yakusoku.web.paging import whole
from yakusoku.web.requests import UserRequest


@require_http_methods(["GET", "POST"])
def instruct(request: UserRequest, pk: int) -> HttpResponse:
    """Write an instruction for the open findings of one company, or issue it."""
    who = require(acting(request), Act.INSTRUCT_CORRECTION)
    engagement = client_engagement_for(who, pk, Act.INSTRUCT_CORRECTION)
    companies = waiting_by_company(engagement)
    place = wanted_place(request.GET.get("at", ""), companies)
    findings = companies.get(place, [])
    form = InstructForm(
        findings, proposals(engagement, findings), request.POST or None, initial=proposed(findings)
    )
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            made = services.instruct(
                engagement, form.demands(), told["due_on"], note=told["note"], by=request.user, at=now()
            )
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("改善を指示しました。%sに届きます。") % made.recipient.name)
            return redirect(made)
    context = {
        "engagement": engagement,
        "form": form,
        "rows": [
            (each, *(form[f"{name}_{each.finding.pk}"] for name in ("chosen", "remedy", "demand")))
            for each in findings_shown(engagement, findings)
        ],
        "places": [(hop, rows[0].hop, len(rows)) for hop, rows in companies.items()],
        "place": place,
    }
    return render(request, "findings/instruct.html", context, status=422 if form.errors else 200)


def waiting_by_company(engagement: Engagement) -> dict[int | None, list[Finding]]:
    """Return the findings nobody was told to put right, by hop; None: the contractor itself."""
    rows = Finding.objects.filter(engagement=engagement, state=State.OPEN).select_related("hop")
    companies: dict[int | None, list[Finding]] = {}
    for finding in rows:
        companies.setdefault(finding.hop_id, []).append(finding)
    return companies


def wanted_place(asked: str, companies: Mapping[int | None, object]) -> int | None:
    """Return whose findings the page is about: the hop asked for, else the first that has some."""
    hop = whole(asked, 0) or None
    return hop if hop in companies else next(iter(companies), None)


def proposals(engagement: Engagement, findings: list[Finding]) -> dict[int, str]:
    """Return what is proposed to be asked for, by number of the finding, in the contract's language."""
    pack = latest_pack(engagement)
    told = {}
    for finding in findings:
        check = check_in(pack, finding.check_id)
        kind = FindingKind(finding.kind)
        told[finding.pk] = (
            proposed_demand(kind, question=check.question, evidence=check.evidence, why=check.why)
            if check
            else proposed_demand(kind)
        )
    return told


def proposed(findings: list[Finding]) -> dict[str, object]:
    """Return the deadline that is proposed."""
    if not findings:
        return {}
    severities = [Severity(finding.severity) for finding in findings]
    return {"due_on": proposed_deadline(severities, localdate(), is_national_holiday)}


@require_GET
def instruction(request: UserRequest, pk: int) -> HttpResponse:
    """Show an instruction: to reply for the company, to verify for the client, to read for others."""
    who = acting(request)
    return show_instruction(request, who, access.instruction_for(who, pk))


@require_POST
def verify(request: UserRequest, pk: int) -> HttpResponse:
    """Take what the client saw of the measures."""
    who = require(acting(request), Act.INSTRUCT_CORRECTION)
    found = access.as_client(who, pk)
    form = VerifyForm(replying.open_items(found), request.POST)
    if form.is_valid():
        try:
            looked, due_on, seen = form.looked(), form.cleaned_data["due_on"], request.POST.get(FIELD)
            closed = verifying.verify(found, looked, due_on, seen=seen, by=request.user, at=now())
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
            found = access.as_client(who, pk)
        else:
            told = (
                _("改善を確かめ、指示を終えました。")
                if closed
                else _("理由を添えて、改めて報告を求めました。")
            )
            messages.success(request, told)
            return redirect(found)
    return show_instruction(request, who, found, verify_form=form)


@require_POST
def withdraw(request: UserRequest, pk: int) -> HttpResponse:
    """Take an instruction back."""
    who = require(acting(request), Act.INSTRUCT_CORRECTION)
    found = access.as_client(who, pk)
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            services.withdraw(found, form.cleaned_data["reason"], by=request.user, at=now())
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("指示を取り消しました。指摘は、指示していないものに戻りました。"))
            return redirect(found)
    return show_instruction(request, who, found, withdraw_form=form)


@require_POST
def answer_extension(request: UserRequest, pk: int, extension: int) -> HttpResponse:
    """Grant more time, or refuse it."""
    who = require(acting(request), Act.INSTRUCT_CORRECTION)
    found = access.as_client(who, pk)
    asked = access.extension_for(found, extension)
    form = ExtensionAnswerForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        try:
            replying.answer_extension(
                asked, granted=told["granted"] == "yes", answer=told["answer"], by=request.user, at=now()
            )
        except services.ReasonMissing as refusal:
            form.add_error("answer", sentence(refusal))
        except Refusal as refusal:
            # It is over meanwhile: there is no form any more in which to say so.
            messages.error(request, sentence(refusal))
            return redirect(found)
        else:
            messages.success(request, _("期限延長の申出に返事をしました。"))
            return redirect(found)
    return show_instruction(request, who, found, answer_form=form)


@require_GET
def paper(request: UserRequest, pk: int, name: str) -> FileResponse:
    """Hand out the letter, as it was made when it was issued."""
    found = access.instruction_for(acting(request), pk)
    return download(access.paper_for(found, name).stored)


@require_http_methods(["GET", "POST"])
def add_check(request: UserRequest, pk: int, finding: int) -> HttpResponse:
    """Let inspections ask about a measure from now on."""
    who = require(acting(request), Act.INSTRUCT_CORRECTION)
    engagement = client_engagement_for(who, pk, Act.INSTRUCT_CORRECTION)
    found = access.finding_for(who, engagement, finding)
    pack = latest_pack(engagement)
    promises = promises_of(pack) if pack else {}
    slugs = [(slug, promise.title) for slug, promise in promises.items()]
    form = AddedCheckForm(slugs, request.POST or None, initial={"slug": found.slug})
    if request.method == "POST" and form.is_valid():
        try:
            preparing.add_check(found, form.cleaned_data, by=request.user, at=now())
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("確認項目を加えました。次に送る遵守確認表から聞きます。"))
            return redirect("finding", pk, finding)
    context = {"engagement": engagement, "finding": found, "form": form}
    return render(request, "findings/added_check.html", context, status=422 if form.errors else 200)


@require_POST
def retire_check(request: UserRequest, pk: int, check: int) -> HttpResponse:
    """Let later inspections no longer ask a check."""
    who = require(acting(request), Act.INSTRUCT_CORRECTION)
    engagement = client_engagement_for(who, pk, Act.INSTRUCT_CORRECTION)
    found = access.added_check_for(engagement, check)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("やめる理由を書いてください。"))
        return redirect("engagement-findings", pk)
    try:
        preparing.retire_check(found, form.cleaned_data["reason"], by=request.user, at=now())
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, _("次に送る遵守確認表から、この質問を聞きません。"))
    return redirect("engagement-findings", pk)


def show_instruction(
    request: UserRequest, who: Acting, found: CorrectiveInstruction, **failed: Any
) -> HttpResponse:
    """Return the page of an instruction; `failed` forms take the place of fresh ones, with 422."""
    context = instruction_context(who, found) | failed
    item_forms = context["reply_form"] or context["verify_form"]
    context["rows"] = [(each, *fields_of(item_forms, each.item.pk)) for each in context["items"]]
    return render(request, "findings/instruction.html", context, status=422 if failed else 200)


def fields_of(form: ReplyForm | VerifyForm | None, item: int) -> tuple[Any, Any, Any]:
    """Return the fields of one item: what was done, whether it is confirmed, what was seen."""
    names = [f"measure_{item}", f"outcome_{item}", f"seen_{item}"]
    measure, outcome, seen = (form[name] if form and name in form.fields else None for name in names)
    return measure, outcome, seen


def instruction_context(who: Acting, found: CorrectiveInstruction) -> dict[str, Any]:
    """Return what the page of an instruction shows to this side."""
    engagement = found.engagement
    client, may = access.is_client(who, engagement), access.may_instruct(who, engagement)
    replier = access.replies(who, found) and who.may(Act.REPLY_CORRECTION)
    may_reply = replier and found.state == Standing.ISSUED
    may_verify = may and found.state == Standing.REPLIED
    present = found.replies.filter(round=found.round).first() if may_reply or may_verify else None
    draft = present if may_reply else None
    extensions = list(found.extensions.select_related("asked_by", "answered_by"))
    waits = any(extension.state == Asked.WAITING for extension in extensions)
    items = replying.open_items(found) if may_reply or may_verify else []
    return {
        "instruction": found,
        "engagement": engagement,
        "is_client": client,
        "inside": client or engagement.contractor_id == who.organization.pk,
        "may_instruct": may,
        "may_reply": may_reply,
        "may_verify": may_verify,
        "items": items_shown(found),
        "papers": found.papers.select_related("stored"),
        "replies": found.replies.filter(submitted_at__isnull=False).prefetch_related("evidence__stored"),
        "draft": draft,
        "mark": replying.mark_of_draft(present),
        "draft_files": draft.evidence.select_related("stored") if draft else (),
        "extensions": extensions,
        "reply_form": ReplyForm(items, initial=draft_words(draft)) if may_reply else None,
        "verify_form": VerifyForm(items) if may_verify else None,
        "withdraw_form": ReasonForm() if may and found.state == Standing.ISSUED else None,
        "answer_form": ExtensionAnswerForm() if may and found.state == Standing.ISSUED and waits else None,
        "extension_form": ExtensionForm() if may_reply and not waits else None,
        "evidence_form": EvidenceForm() if may_reply else None,
        "file_form": ReplyFileForm() if may_reply else None,
        "pending_form": PendingReply.objects.filter(instruction=found).first() if may_reply else None,
    }


def draft_words(draft: Any) -> dict[str, str]:
    """Return what was written so far, as the form shows it."""
    if draft is None:
        return {}
    measures = {f"measure_{m.item_id}": m.text for m in draft.measures.all()}
    return {"text": draft.text, **measures}

"""Pages of an inspection: the contractor answers, the client verifies."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yakusoku.apps.accounts.access import acting, require
from yakusoku.apps.files.answers import download
from yakusoku.apps.inspections import access, services
from yakusoku.apps.inspections.forms import AnswerForm, EvidenceForm, ObserveForm, ReasonForm
from yakusoku.apps.inspections.models import Inspection, State
from yakusoku.apps.inspections.queries import CheckRow, Sheet, sheet_of
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.inspections.answers import Answer, GivenAnswer, Verification
from yakusoku.domain.inspections.intake import split_evidence
from yakusoku.domain.refusal import Refusal
from yakusoku.web.answers import render_part, wants_part
from yakusoku.web.messages import sentence
from yakusoku.web.requests import UserRequest

FILTERS = ("", "waiting", "findings")


@require_GET
def inspection(request: UserRequest, pk: int) -> HttpResponse:
    """Show the sheet: to answer for the contractor, to verify for the client, to read for others."""
    found = access.inspection_for(acting(request), pk)
    return show_sheet(request, found)


@require_POST
def answer(request: UserRequest, pk: int, check: str) -> HttpResponse:
    """Take one answer of the contractor."""
    who = require(acting(request), Act.WRITE_ANSWER)
    found = access.as_contractor(who, pk)
    form = AnswerForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        proofs = split_evidence(data["named_evidence"])
        given = GivenAnswer(check, Answer(data["answer"]), data["comment"], proofs)
        try:
            services.answer(found, given, by=request.user, at=now())
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
    return show_sheet(request, found, check, form)


@require_POST
def show_evidence(request: UserRequest, pk: int, check: str) -> HttpResponse:
    """Take a file as evidence for one check."""
    who = require(acting(request), Act.WRITE_ANSWER)
    found = access.as_contractor(who, pk)
    form = EvidenceForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            services.show_evidence(found, check, form.cleaned_data["upload"], by=request.user, at=now())
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
    return show_sheet(request, found, check, form)


@require_POST
def remove_evidence(request: UserRequest, pk: int, file: int) -> HttpResponse:
    """Take a file away again."""
    who = require(acting(request), Act.WRITE_ANSWER)
    found = access.as_contractor(who, pk)
    shown = access.evidence_for(who, pk, file)
    check = shown.check_id
    try:
        services.remove_evidence(found, shown, by=request.user, at=now())
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    return show_sheet(request, found, check)


@require_GET
def evidence(request: UserRequest, pk: int, file: int) -> HttpResponse:
    """Hand out a file that was shown as evidence."""
    return download(access.evidence_for(acting(request), pk, file).stored)


@require_POST
def submit(request: UserRequest, pk: int) -> HttpResponse:
    """Hand the answers in."""
    who = require(acting(request), Act.SUBMIT_ANSWER)
    found = access.as_contractor(who, pk)
    try:
        services.submit(found, by=request.user, at=now())
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, _("回答を提出しました。委託元の確認をお待ちください。"))
    return redirect(found)


@require_POST
def observe(request: UserRequest, pk: int, check: str) -> HttpResponse:
    """Take what the client saw at one check."""
    who = require(acting(request), Act.WRITE_VERIFICATION)
    found = access.as_client(who, pk)
    form = ObserveForm(request.POST)
    if form.is_valid():
        verification = Verification(form.cleaned_data["verification"])
        try:
            services.observe(
                found, check, verification, form.cleaned_data["seen"], by=request.user, at=now()
            )
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
    return show_sheet(request, found, check, form)


@require_POST
def send_back(request: UserRequest, pk: int) -> HttpResponse:
    """Give the sheet back to the contractor."""
    who = require(acting(request), Act.WRITE_VERIFICATION)
    found = access.as_client(who, pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("直してほしいことを書いてください。"))
        return redirect(found)
    try:
        services.send_back(found, form.cleaned_data["reason"], by=request.user, at=now())
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, _("委託先に差し戻しました。"))
    return redirect(found)


@require_POST
def conclude(request: UserRequest, pk: int) -> HttpResponse:
    """Close the inspection and keep its findings."""
    who = require(acting(request), Act.WRITE_VERIFICATION)
    found = access.as_client(who, pk)
    try:
        count = services.conclude(found, by=request.user, at=now())
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, _("確認を終えました。指摘は%d件です。") % count)
    return redirect(found)


def show_sheet(
    request: UserRequest, found: Inspection, check: str = "", form: Any = None
) -> HttpResponse:
    """Return the sheet: a redirect after success without htmx, the changed row and the sums with it."""
    failed = form is not None and bool(form.errors)
    if check and not failed and not wants_part(request):
        return redirect(reverse("inspection", args=[found.pk]) + f"#{check}")
    sheet = sheet_of(found)
    context = sheet_context(request, found, sheet) | {
        "row": sheet.row(check),
        "failed": check if failed else "",
        "form": form if failed else None,
    }
    part = "changed" if check else "page"
    return render_part(request, "inspections/inspection.html", part, context, 422 if failed else 200)


def sheet_context(request: UserRequest, found: Inspection, sheet: Sheet) -> dict[str, Any]:
    """Return what the page of an inspection shows."""
    who = acting(request)
    engagement = found.version.engagement
    client = engagement.organization_id == who.organization.pk
    contractor = engagement.contractor_id == who.organization.pk
    shown = request.GET.get("show", "")
    return {
        "inspection": found,
        "engagement": engagement,
        "sheet": sheet,
        "groups": grouped(rows_shown(sheet, shown if shown in FILTERS else "", client=client)),
        "show": shown,
        "may_answer": contractor and found.state == State.OPEN and who.may(Act.WRITE_ANSWER),
        "may_verify": client and found.state == State.SUBMITTED and who.may(Act.WRITE_VERIFICATION),
        "answers": [(a.value, a.label) for a in Answer],
        "verifications": [(v.value, v.label) for v in Verification],
        "is_client": client,
    }


def rows_shown(sheet: Sheet, show: str, *, client: bool) -> list[CheckRow]:
    """Return the rows a person asked for: all, those that wait for them, or those with findings."""
    if show == "findings":
        return [row for row in sheet.rows if row.findings]
    if show == "waiting":
        waits = "observation" if client else "answer"
        return [row for row in sheet.rows if getattr(row, waits) is None]
    return list(sheet.rows)


def grouped(rows: list[CheckRow]) -> list[tuple[str, list[CheckRow]]]:
    """Return the rows under the heading of their article, in order."""
    groups: dict[str, list[CheckRow]] = {}
    for row in rows:
        groups.setdefault(f"第{row.check.article}条 {row.check.title}", []).append(row)
    return list(groups.items())

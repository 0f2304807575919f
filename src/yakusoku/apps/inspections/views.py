"""Pages of an inspection: the contractor answers, the client verifies."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yakusoku.apps.accounts.access import Acting, acting, require
from yakusoku.apps.audit.queries import Wanted, entries_of
from yakusoku.apps.files.answers import download
from yakusoku.apps.inspections import access, services
from yakusoku.apps.inspections.again import again
from yakusoku.apps.inspections.duties import respondent_of
from yakusoku.apps.inspections.forms import (
    AnswerForm,
    EvidenceForm,
    HoldersForm,
    ImportForm,
    NoteForm,
    ObserveForm,
    ReasonForm,
)
from yakusoku.apps.inspections.holders import declared_chain
from yakusoku.apps.inspections.models import HoldersStatement, Inspection, PendingImport, State
from yakusoku.apps.inspections.queries import Sheet, asks_holders, sheet_in_english, sheet_of
from yakusoku.apps.inspections.renewed import newer_version, renewed, with_turns
from yakusoku.apps.inspections.showing import counts_of, group_of, next_place, next_row, parts_of
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.inspections.answers import (
    ANSWER_LABELS,
    VERIFICATION_LABELS,
    Answer,
    GivenAnswer,
    Verification,
)
from yakusoku.domain.inspections.intake import split_evidence
from yakusoku.domain.refusal import Refusal
from yakusoku.web.answers import render_part, wants_part
from yakusoku.web.edits import FIELD
from yakusoku.web.messages import sentence
from yakusoku.web.requests import UserRequest
from yakusoku.web.words import choices, reads_english

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
            seen = request.POST.get(FIELD)
            services.answer(found, given, asked=data["asked"], seen=seen, by=request.user, at=now())
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
def evidence(request: UserRequest, pk: int, file: int) -> FileResponse:
    """Hand out a file that was shown as evidence."""
    return download(access.evidence_for(acting(request), pk, file).stored)


@require_POST
def observe(request: UserRequest, pk: int, check: str) -> HttpResponse:
    """Take what the client saw at one check."""
    who = require(acting(request), Act.WRITE_VERIFICATION)
    found = access.as_client(who, pk)
    form = ObserveForm(request.POST)
    if form.is_valid():
        verification = Verification(form.cleaned_data["verification"])
        try:
            told, base = form.cleaned_data["seen"], request.POST.get(FIELD)
            services.observe(found, check, verification, told, base=base, by=request.user, at=now())
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
    return show_sheet(request, found, check, form)


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
    request: UserRequest, found: Inspection, check: str = "", form: Any = None, **forms: Form
) -> HttpResponse:
    """Return the sheet: a redirect after success without htmx, the changed row and the sums with it.

    forms   other forms of the page that came back with something wrong, by their names in the template
    """
    failed = form is not None and bool(form.errors)
    if check and not failed and not wants_part(request):
        return redirect(reverse("inspection", args=[found.pk]) + f"#{check}")
    changed = renewed(found)
    sheet = with_turns(sheet_of(found), changed)
    if reads_english():
        sheet = sheet_in_english(found, sheet)
    context = sheet_context(request, found, sheet) | {"renewed": changed}
    row = sheet.row(check)
    context |= {
        "row": row,
        "group": group_of(row.check.slug, [row], sheet, client=context["is_client"]) if row else None,
        "failed": check if failed else "",
        "failed_slug": row.check.slug if row and failed else "",
        "form": form if failed else None,
    }
    part = "changed" if check else "page"
    status = 422 if failed or forms else 200
    return render_part(request, "inspections/inspection.html", part, context | forms, status)


def sheet_context(request: UserRequest, found: Inspection, sheet: Sheet) -> dict[str, Any]:
    """Return what the page of an inspection shows."""
    who = acting(request)
    engagement = found.version.engagement
    client = engagement.organization_id == who.organization.pk
    asked = access.answers_it(who, found)
    answers = asked and who.may(Act.WRITE_ANSWER)
    may_answer = answers and found.state == State.OPEN
    verifies = client and who.may_in(Act.WRITE_VERIFICATION, engagement.department_id)
    sends = client and who.may_in(Act.OPEN_INSPECTION, engagement.department_id)
    return {
        "inspection": found,
        "engagement": engagement,
        "respondent": respondent_of(found),
        "sheet": sheet,
        "may_answer": may_answer,
        "may_verify": verifies and found.state == State.SUBMITTED,
        "may_plan": verifies,
        "may_link": found.state == State.OPEN and (answers or sends),
        "answers": choices(ANSWER_LABELS),
        "verifications": choices(VERIFICATION_LABELS),
        "is_client": client,
        "sees_work": access.sees_work(who, engagement),
        # What the client notes down while it is still looking is not yet said to anyone.
        "tells_findings": access.reads_findings(who, found),
        "tells_seen": access.reads_observations(who, found),
        "counts": counts_of(sheet),
        "sent_back": sent_back(found),
        "newer": newer_version(found),
        "may_renew": client and who.may_in(Act.OPEN_INSPECTION, engagement.department_id),
        "pending": PendingImport.objects.filter(inspection=found).first() if asked else None,
        "reason_form": ReasonForm(),
        "import_form": ImportForm(),
        **questions_context(request, found, sheet, client=client, may_answer=may_answer),
        **holders_context(found, who),
    }


def questions_context(
    request: UserRequest, found: Inspection, sheet: Sheet, *, client: bool, may_answer: bool
) -> dict[str, Any]:
    """Return which questions the page shows, in which parts, and which of them is next."""
    wanted = request.GET.get("show", "")
    tells_findings = access.reads_findings(acting(request), found)
    shown = wanted if wanted in FILTERS and (tells_findings or wanted != "findings") else ""
    # The answer to one question shows that question only: what the last round said is not asked again.
    whole = not (shown or request.method == "POST")
    known = again(found) if may_answer and whole else None
    ahead = next_row(sheet, client=client)
    return {
        "show": shown,
        **parts_of(sheet, shown, known, client=client),
        "next_row": ahead,
        "next_place": next_place(ahead, sheet, known),
    }


def holders_context(found: Inspection, who: Acting) -> dict[str, Any]:
    """Return what the page shows about who holds data now; nothing where the round does not ask."""
    if not asks_holders(found):
        return {}
    stated = HoldersStatement.objects.filter(inspection=found).select_related("by", "seen_by").first()
    same = {True: "yes", False: "no"}.get(stated.unchanged) if stated else None
    engagement = found.version.engagement
    return {
        "asks_holders": True,
        "declared": declared_chain(found, localdate()),
        "stated": stated,
        "holders_form": HoldersForm(initial={"same": same, "told": stated.told if stated else ""}),
        "note_form": NoteForm(),
        "may_look": engagement.organization_id == who.organization.pk
        and who.may_in(Act.RECORD_CHAIN, engagement.department_id),
    }


def sent_back(inspection: Inspection) -> str:
    """Return what the client asked to put right, if the sheet was sent back; it stands in the trail only."""
    if inspection.state != State.OPEN:
        return ""
    organization = inspection.version.engagement.organization_id
    wanted = Wanted(code="inspection.sent-back", subject=f"inspection:{inspection.pk}")
    entry = entries_of(organization, wanted).first()
    return entry.reason if entry else ""

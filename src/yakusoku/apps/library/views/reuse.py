"""Answering a sheet from the library, and keeping its answers there."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yakusoku.apps.accounts.access import acting
from yakusoku.apps.inspections.access import sees_work
from yakusoku.apps.inspections.models import Inspection, State
from yakusoku.apps.inspections.queries import sheet_of
from yakusoku.apps.library import access
from yakusoku.apps.library.forms import KeepForm
from yakusoku.apps.library.models import Side
from yakusoku.apps.library.queries import (
    certificates_for,
    grounds_of,
    in_english,
    kinds,
    proposals_for,
    to_keep,
)
from yakusoku.apps.library.services import answers, certificates
from yakusoku.apps.library.services import reuse as services
from yakusoku.domain.library.answers import VALIDITY_LABELS, WITHHELD_LABELS, validity_on
from yakusoku.domain.library.proposals import BASIS_LABELS, Proposal, preselected
from yakusoku.domain.refusal import Refusal
from yakusoku.web.edits import FIELD
from yakusoku.web.messages import sentence
from yakusoku.web.requests import UserRequest, sent
from yakusoku.web.words import say


@require_http_methods(["GET", "POST"])
def reuse(request: UserRequest, pk: int) -> HttpResponse:
    """Show what the library proposes for a sheet, or take what was ticked."""
    who = access.keeper(acting(request))
    inspection = access.sheet_to_answer(who, pk)
    ticked: list[str] | None = None
    refused = ""
    if request.method == "POST":
        ticked = request.POST.getlist("take")
        try:
            count = services.take(
                inspection, who.organization, ticked, today=localdate(), by=request.user, at=now()
            )
        except Refusal as refusal:
            refused = sentence(refusal)
        else:
            messages.success(request, _("%d件の回答を入れました。提出の前に確かめてください。") % count)
            return redirect(inspection)
    return _show(request, inspection, ticked, refused)


def _show(
    request: UserRequest, inspection: Inspection, ticked: list[str] | None, refused: str
) -> HttpResponse:
    who, today = acting(request), localdate()
    found = proposals_for(inspection, who.organization, today) if inspection.state == State.OPEN else ()
    chosen = set(ticked) if ticked is not None else {preselected(rows) for rows in found}
    papers = [
        (row, in_english(kinds()[row.kind]), confirmed)
        for row, confirmed in certificates_for(inspection.version.engagement, who.organization)
        if row.kind in kinds() and validity_on(today, None, row.valid_until).holds
    ]
    sheet = sheet_of(inspection)
    context = {
        "inspection": inspection,
        "engagement": inspection.version.engagement,
        "sees_work": sees_work(acting(request), inspection.version.engagement),
        "questions": [(rows[0], [_line(row, chosen) for row in rows]) for rows in found],
        "papers": papers,
        "chosen": sum(1 for rows in found for row in rows if row.key in chosen),
        "unanswered": sheet.unanswered,
        "proposed": sum(1 for rows in found if rows[0].before is None),
        "refused": refused,
    }
    return render(request, "library/reuse.html", context, status=422 if refused else 200)


def _line(row: Proposal, chosen: set[str]) -> dict[str, object]:
    return {
        "row": row,
        "ticked": row.key in chosen,
        "basis": say(BASIS_LABELS[row.basis]),
        "validity": say(VALIDITY_LABELS[row.validity]),
        "withheld": say(WITHHELD_LABELS[row.withheld]) if row.withheld else "",
    }


@require_POST
def confirm_scope(request: UserRequest, pk: int, certificate: int) -> HttpResponse:
    """Say that the scope of a certificate covers the work of a sheet, or that it does not."""
    who = access.keeper(acting(request))
    inspection = access.sheet_to_answer(who, pk)
    row = access.certificate_for(who, certificate)
    engagement = inspection.version.engagement
    try:
        if request.POST.get("covers") == "yes":
            certificates.confirm_scope(row, engagement, by=request.user, at=now())
        else:
            certificates.take_back_scope(row, engagement, by=request.user, at=now())
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    return redirect("reuse", inspection.pk)


@require_http_methods(["GET", "POST"])
def keep(request: UserRequest, pk: int) -> HttpResponse:
    """Keep answers of a sheet that was handed in: all of them, or the one of `check`."""
    who = access.keeper(acting(request))
    inspection = access.sheet_to_answer(who, pk)
    if inspection.state == State.OPEN:
        messages.info(request, _("控えに残せるのは、提出した回答です。"))
        return redirect(inspection)
    form = KeepForm(sent(request), initial={"valid_until": localdate() + timedelta(days=365)})
    if request.method == "POST" and form.is_valid():
        try:
            count = answers.keep_from_sheet(
                inspection,
                who.organization,
                request.POST.getlist("keep"),
                valid_until=form.cleaned_data["valid_until"],
                for_everyone=form.cleaned_data["for_everyone"],
                seen=request.POST[FIELD].split() if FIELD in request.POST else None,
                by=request.user,
                at=now(),
            )
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("%d件の回答を控えに残しました。") % count)
            return redirect("library-answers")
    rows = to_keep(inspection, who.organization, request.GET.get("check", ""))
    chosen = set(request.POST.getlist("keep")) if request.method == "POST" else None
    lines = [(row, row.differs if chosen is None else row.check_id in chosen) for row in rows]
    context = {
        "inspection": inspection,
        "engagement": inspection.version.engagement,
        "sees_work": sees_work(acting(request), inspection.version.engagement),
        "form": form,
        "lines": lines,
    }
    return render(request, "library/keep.html", context, status=422 if form.errors else 200)


@require_GET
def grounds(request: UserRequest, pk: int) -> HttpResponse:
    """Show on what the answers of a sheet rest: certificates, links, packages received by hand."""
    found = access.at_sheet(acting(request), pk)
    inspection = found.inspection
    rows = {row.check.id: row.check for row in sheet_of(inspection).rows}
    told = [
        (rows[g.check_id], g, say(VALIDITY_LABELS[g.validity]))
        for g in grounds_of(inspection, localdate())
        if g.check_id in rows
    ]
    context = {
        "inspection": inspection,
        "engagement": inspection.version.engagement,
        "sees_work": sees_work(acting(request), inspection.version.engagement),
        "grounds": told,
        "links": inspection.links.exclude(opened_at__isnull=True).select_related("made_by"),
        "parcels": inspection.parcels.filter(taken_at__isnull=False).select_related("taken_by"),
        "is_client": found.side == Side.CLIENT,
    }
    return render(request, "library/grounds.html", context)

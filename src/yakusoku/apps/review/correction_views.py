"""Pages of corrections: said with one click, taken back, listed, and handed out for the model to learn from."""

import json

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yakusoku.apps.accounts.access import Acting, acting, require
from yakusoku.apps.review import access, services, tables
from yakusoku.apps.review.forms import STRENGTHS, CorrectionForm, PlaceForm
from yakusoku.apps.review.labelling import labelled
from yakusoku.apps.review.models import Action, Correction, ReviewedFile
from yakusoku.apps.review.queries import clause_shown
from yakusoku.apps.review.snapshots import digest_of_clause
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.catalogue.strength import Strength
from yakusoku.domain.refusal import Refusal
from yakusoku.web.answers import wants_part
from yakusoku.web.exports import download
from yakusoku.web.messages import sentence
from yakusoku.web.paging import page_of
from yakusoku.web.requests import UserRequest


@require_GET
def corrections(request: UserRequest) -> HttpResponse:
    """List the corrections that count; `?format=` gives the same rows as a file."""
    who = acting(request)
    listing, rows = tables.corrections_listed(who, request.GET)
    if "format" in request.GET:
        return tables.corrections_table(who, request.GET).answer(request.GET["format"])
    page = page_of(rows, request.GET)
    context = {
        "page": page,
        "rows": tables.corrections_shown(page.rows, who.organization.pk),
        "listing": listing,
        "may_review": who.may(Act.REVIEW_CONTRACT),
    }
    return render(request, "review/corrections.html", context)


@require_GET
def labelled_clauses(request: UserRequest) -> HttpResponse:
    """Hand out the corrected clauses as JSONL, in the form that the model learns from."""
    rows = labelled(access.corrections_of(acting(request)).order_by("pk"))
    lines = "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)
    return download(lines.encode(), "application/x-ndjson; charset=utf-8", "clauses.jsonl")


@require_POST
def correct(request: UserRequest, file: int) -> HttpResponse:
    """Take what a person says against one label."""
    who = require(acting(request), Act.REVIEW_CONTRACT)
    found = access.document_to_correct(who, file)
    form = CorrectionForm(request.POST)
    if not form.is_valid() or found.clause(form.cleaned_data["clause"]) is None:
        raise Http404
    given = form.cleaned_data
    wrong = ""
    try:
        services.correct(
            found,
            given["clause"],
            given["slug"],
            Action(given["action"]),
            strength=Strength(given["strength"]) if given["strength"] else None,
            note=given["note"],
            by=request.user,
            at=now(),
        )
    except Refusal as refusal:
        wrong = sentence(refusal)
    return _clause(request, who, found, given["clause"], wrong)


@require_POST
def undo(request: UserRequest, correction: int) -> HttpResponse:
    """Take a correction back; from the list (`list`) it leads back there, else to the clause."""
    who = require(acting(request), Act.REVIEW_CONTRACT)
    found = access.correction_to_undo(who, correction)
    wrong = ""
    try:
        services.undo(found, by=request.user, at=now())
    except Refusal as refusal:
        wrong = sentence(refusal)
    if "list" in request.POST:
        if wrong:
            messages.error(request, wrong)
        else:
            messages.success(request, _("訂正を取り消しました。"))
        return redirect("review-corrections")
    file = access.document_for(who, found.file_id)
    return _clause(request, who, file, _asked_at(request, file, found), wrong)


def _asked_at(request: UserRequest, file: ReviewedFile, said: Correction) -> int:
    """Return the clause at which a correction is taken back: another of the same words tells of it as well."""
    asked = PlaceForm(request.POST)
    place: int = asked.cleaned_data["clause"] if asked.is_valid() else said.clause
    row = file.clause(place)
    return place if row and digest_of_clause(row) == said.digest else said.clause


def _clause(request: UserRequest, who: Acting, file: ReviewedFile, place: int, wrong: str) -> HttpResponse:
    """Return the clause alone for htmx, else lead to it in its document."""
    if not wants_part(request):
        if wrong:
            messages.error(request, wrong)
        return redirect(file.address_of(place))
    context = {
        "file": file,
        "clause": clause_shown(file, place, access.corrections_of(who)),
        "strengths": STRENGTHS,
        "may_write": access.may_write(who, file.review),
        "wrong": wrong,
    }
    return render(request, "review/clause.html", context, status=409 if wrong else 200)

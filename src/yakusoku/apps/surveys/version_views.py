"""Questionnaires that come in and go out as files, are published, and are compared."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yakusoku.adapters.xform import xform_problems
from yakusoku.apps.accounts.access import acting
from yakusoku.apps.surveys import access, bringing, making, queries, writing
from yakusoku.apps.surveys.asking import Reader, asked_sections
from yakusoku.apps.surveys.forms import BringForm, PublishForm
from yakusoku.apps.surveys.models import Survey
from yakusoku.domain.refusal import Refusal
from yakusoku.domain.survey.questionnaire.sheets import Sheets
from yakusoku.web.attempts import tried
from yakusoku.web.edits import FIELD
from yakusoku.web.exports import download
from yakusoku.web.messages import sentence
from yakusoku.web.paging import asked_pair
from yakusoku.web.requests import UserRequest, sent


@require_http_methods(["GET", "POST"])
def bring(request: UserRequest, pk: int) -> HttpResponse:
    """Take in an XLSForm to look at."""
    found = access.survey_to_run(acting(request), pk)
    form = BringForm(sent(request), request.FILES or None)
    unreadable: tuple[str, ...] = ()
    if form.is_valid():
        try:
            name, opened = bringing.open_form(form.cleaned_data["upload"])
            if opened.sheets is None:
                unreadable = opened.unreadable
            else:
                writing.bring(found, name, opened.sheets, by=request.user, at=now())
                return redirect("questionnaire-brought", found.pk)
        except Refusal as refusal:
            form.add_error("upload", sentence(refusal))
    context = {"survey": found, "form": form, "unreadable": unreadable}
    failed = bool(form.errors or unreadable)
    return render(request, "surveys/bring.html", context, status=422 if failed else 200)


@require_http_methods(["GET", "POST"])
def brought(request: UserRequest, pk: int) -> HttpResponse:
    """Show what the XLSForm that was brought would change; a POST puts it in the place of the draft."""
    waiting = access.brought_for(acting(request), pk)
    found, refused = waiting.survey, ""
    before, after = writing.sheets_now(found), queries.version_sheets(waiting)
    if request.method == "POST":
        try:
            writing.take_brought(waiting, seen=request.POST.get(FIELD, ""), by=request.user, at=now())
        except Refusal as refusal:
            refused = sentence(refusal)
        else:
            messages.success(request, _("「%s」を下書きにしました。") % waiting.name)
            return redirect("questionnaire", found.pk)
    findings = queries.findings_of(after)
    changes = queries.changes_shown(before, after)
    context = {
        "survey": found,
        "brought": waiting,
        "findings": findings,
        "counts": queries.counts(findings),
        "changes": changes,
        "items": queries.items_shown(after, findings),
        "replaces": bool(before.survey),
        "same": before.digest == after.digest,
        "mark": before.digest,
        "refused": refused,
    }
    return render(request, "surveys/brought.html", context, status=422 if refused else 200)


@require_POST
def drop(request: UserRequest, pk: int) -> HttpResponse:
    """Leave the XLSForm that was brought."""
    waiting = access.brought_for(acting(request), pk)
    writing.drop_brought(waiting, by=request.user, at=now())
    messages.success(request, _("取り込みませんでした。調査票は変わっていません。"))
    return redirect("questionnaire", waiting.survey_id)


@require_http_methods(["GET", "POST"])
def publish(request: UserRequest, pk: int) -> HttpResponse:
    """Publish the draft."""
    found = access.survey_to_run(acting(request), pk)
    row, last = writing.present(found), queries.published(found)
    drafted = row is not None and row.published_at is None
    sheets = queries.version_sheets(row) if row else Sheets()
    findings = queries.findings_of(sheets)
    errors, warnings = queries.counts(findings)
    problems = [] if errors or not drafted else [each.message for each in xform_problems(sheets)]
    form = PublishForm(sent(request))
    if form.is_valid():
        note, seen = form.cleaned_data["note"], request.POST.get(FIELD)
        try:
            made = writing.publish(found, note, problems=problems, seen=seen, by=request.user, at=now())
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("調査票の第%(n)s版を公開しました。") % {"n": made.number})
            return redirect(found)
    changes = queries.changes_shown(queries.version_sheets(last), sheets) if last and drafted else []
    context = {
        "survey": found,
        "row": row,
        "drafted": drafted,
        "ready": drafted and sheets.survey and not errors and not problems,
        "findings": findings,
        "errors": errors,
        "warnings": warnings,
        "problems": problems,
        "changes": changes,
        "headline": queries.change_headline(changes) if last else "",
        "form": form,
    }
    return render(request, "surveys/publish.html", context, status=422 if form.errors else 200)


@require_POST
def discard(request: UserRequest, pk: int) -> HttpResponse:
    """Throw the draft away."""
    found = access.survey_to_run(acting(request), pk)
    tried(
        request,
        lambda: writing.discard(found, seen=request.POST.get(FIELD), by=request.user, at=now()),
        _("下書きを捨てました。"),
    )
    return redirect("questionnaire", found.pk)


@require_GET
def version(request: UserRequest, pk: int, number: int) -> HttpResponse:
    """Show a published version as its respondents see it."""
    found = access.version_for(acting(request), pk, number)
    sheets = queries.version_sheets(found)
    context = {
        "survey": found.survey,
        "version": found,
        "sections": asked_sections(queries.form_or_none(sheets), Reader()),
        "reference_on": queries.reference_day(found.survey, sheets),
    }
    return render(request, "surveys/version.html", context)


@require_GET
def comparison(request: UserRequest, pk: int) -> HttpResponse:
    """Show how one version (`one`) became another (`other`); `of=previous` takes the first from the wave before."""
    who = acting(request)
    found = access.survey_for(who, pk)
    rows = found.questionnaires.filter(published_at__isnull=False)
    numbers = list(rows.values_list("number", flat=True))
    across = request.GET.get("of") == "previous" and found.previous is not None
    context: dict[str, Any] = {
        "survey": found,
        "numbers": numbers,
        "across": across,
        "previous": found.previous,
    }
    one, other = asked_pair(request.GET, numbers)
    before = (
        queries.published(access.survey_for(who, found.previous.pk)) if across and found.previous else None
    )
    if numbers and (before or len(numbers) > 1):
        after = access.version_for(who, pk, other)
        before = before or access.version_for(who, pk, one)
        changes = queries.changes_shown(queries.version_sheets(before), queries.version_sheets(after))
        context |= {"changes": changes, "headline": queries.change_headline(changes), "shown": True}
    context |= {"asked_one": one, "asked_other": other}
    return render(request, "surveys/comparison.html", context)


@require_GET
def draft_file(request: UserRequest, pk: int, kind: str) -> HttpResponse:
    """Hand out the draft, else the version in force: xlsx, xml (XForm) or pdf."""
    found = access.survey_for(acting(request), pk)
    sheets = writing.sheets_now(found)
    return _file(request, found, sheets, kind, _("下書き"), None)


@require_GET
def version_file(request: UserRequest, pk: int, number: int, kind: str) -> HttpResponse:
    """Hand out a published version: xlsx, xml (XForm) or pdf."""
    found = access.version_for(acting(request), pk, number)
    sheets = queries.version_sheets(found)
    return _file(request, found.survey, sheets, kind, _("第%(n)s版") % {"n": number}, found.published_at)


def _file(
    request: UserRequest, survey: Survey, sheets: Sheets, kind: str, version: str, at: datetime | None
) -> HttpResponse:
    if not sheets.survey:
        raise Http404
    try:
        made = making.made_file(
            survey, sheets, kind, language=request.GET.get("language", ""), draft=at is None
        )
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
        return redirect(reverse("questionnaire", args=[survey.pk]))
    return download(made.content, made.content_type, f"{survey.title}_{version}.{kind}")

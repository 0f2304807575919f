"""What the holder of a link sees and does: one sheet, and nothing else."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from itertools import groupby
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yakusoku.adapters.check_sheet import check_sheet_xlsx
from yakusoku.adapters.yaml_files import UnreadableFile
from yakusoku.apps.files.answers import download
from yakusoku.apps.inspections import imports
from yakusoku.apps.inspections.forms import AnswerForm, EvidenceForm, HoldersForm, ImportForm
from yakusoku.apps.inspections.holders import declared_chain
from yakusoku.apps.inspections.models import HoldersStatement, Inspection, PendingImport
from yakusoku.apps.inspections.queries import answers_given, asks_holders, checks_of, sheet_of
from yakusoku.apps.inspections.renewed import renewed, with_turns
from yakusoku.apps.library import access
from yakusoku.apps.library.models import AnswerLink
from yakusoku.apps.library.services import links as services
from yakusoku.apps.specifications.queries import pack_of
from yakusoku.domain.inspections.answers import ANSWER_LABELS, Answer, GivenAnswer
from yakusoku.domain.inspections.intake import split_evidence
from yakusoku.domain.library.links import LinkClosed, LinkExpired, LinkUsed, LinkWithdrawn
from yakusoku.domain.refusal import Refusal
from yakusoku.web import exports
from yakusoku.web.answers import wants_part
from yakusoku.web.edits import FIELD
from yakusoku.web.limits import too_often
from yakusoku.web.messages import sentence
from yakusoku.web.requests import HtmxRequest
from yakusoku.web.words import choices

OVER = (LinkExpired, LinkWithdrawn, LinkUsed, LinkClosed)
View = Callable[..., HttpResponseBase]


def by_link(view: View) -> View:
    """Let the holder of a working link in: unknown 404, over 410, too often 429. The view gets the link."""

    @login_not_required
    @never_cache
    @sensitive_variables("secret", "link")
    @wraps(view)
    def enter(request: HtmxRequest, secret: str, **kwargs: Any) -> HttpResponseBase:
        # An unknown secret counts too: who guesses is slowed down like who hammers.
        limited = too_often(request, "answered_by_link")
        if limited is not None:
            return limited
        link = access.link_by(secret)
        try:
            services.require_working_now(link, now())
            return view(request, secret, link, **kwargs)
        except OVER as refusal:
            context = {"words": sentence(refusal), "done": isinstance(refusal, LinkUsed)}
            return render(request, "library/link_over.html", context, status=410)

    return enter


@by_link
@require_GET
def sheet(request: HtmxRequest, secret: str, link: AnswerLink) -> HttpResponse:
    """Show the sheet to answer."""
    services.note_opened(link, at=now())
    return show(request, secret, link)


@by_link
@require_POST
def answer(request: HtmxRequest, secret: str, link: AnswerLink, check: str) -> HttpResponse:
    """Take one answer."""
    form = AnswerForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        given = GivenAnswer(
            check, Answer(data["answer"]), data["comment"], split_evidence(data["named_evidence"])
        )
        try:
            services.answer_by(link, given, asked=data["asked"], seen=request.POST.get(FIELD), at=now())
        except OVER:
            raise
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
    return show(request, secret, link, check, form)


@by_link
@require_POST
def holders(request: HtmxRequest, secret: str, link: AnswerLink) -> HttpResponse:
    """Take what is told about who holds data now."""
    form = HoldersForm(request.POST)
    if form.is_valid():
        same, told = form.cleaned_data["same"] == "yes", form.cleaned_data["told"]
        try:
            seen = request.POST.get(FIELD)
            services.state_holders_by(link, unchanged=same, told=told, seen=seen, at=now())
        except OVER:
            raise
        except Refusal as refusal:
            form.add_error("told", sentence(refusal))
        else:
            return redirect(reverse("answer-by-link", args=[secret]) + "#holders")
    return show(request, secret, link, holders_form=form)


@by_link
@require_POST
def add_evidence(request: HtmxRequest, secret: str, link: AnswerLink, check: str) -> HttpResponse:
    """Take a file as evidence for one check."""
    form = EvidenceForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            services.show_evidence_by(link, check, form.cleaned_data["upload"], at=now())
        except OVER:
            raise
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
    return show(request, secret, link, check, form)


@by_link
@require_POST
def remove_evidence(request: HtmxRequest, secret: str, link: AnswerLink, file: int) -> HttpResponse:
    """Take a file away again."""
    found = get_object_or_404(link.inspection.evidence.select_related("stored"), pk=file)
    check = found.check_id
    services.remove_evidence_by(link, found, at=now())
    return show(request, secret, link, check)


@by_link
@require_GET
def evidence(request: HtmxRequest, secret: str, link: AnswerLink, file: int) -> FileResponse:
    """Hand out a file that was shown on this sheet."""
    return download(get_object_or_404(link.inspection.evidence.select_related("stored"), pk=file).stored)


@by_link
@require_GET
def sheet_file(request: HtmxRequest, secret: str, link: AnswerLink) -> HttpResponse:
    """Hand out the check sheet as xlsx, with the answers given so far."""
    found = link.inspection
    pack = replace(pack_of(found.version), checks=checks_of(found))
    raw = check_sheet_xlsx(pack, tuple(answers_given(found).values()))
    return exports.download(raw, exports.XLSX, f"checksheet-{found.pk}.xlsx")


@by_link
@require_http_methods(["GET", "POST"])
def receive(request: HtmxRequest, secret: str, link: AnswerLink) -> HttpResponse:
    """Read a returned sheet, and show what taking it would change."""
    if request.method == "GET":
        return _show_import(request, secret, link, ImportForm())
    form = ImportForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            services.receive_sheet_by(link, form.cleaned_data["sheet"], at=now())
        except OVER:
            raise
        except UnreadableFile as error:
            for problem in error.problems:
                form.add_error("sheet", str(problem))
        except Refusal as refusal:
            form.add_error("sheet", sentence(refusal))
        else:
            return redirect("answer-by-link-import", secret)
    return _show_import(request, secret, link, form)


def _show_import(request: HtmxRequest, secret: str, link: AnswerLink, form: ImportForm) -> HttpResponse:
    inspection = link.inspection
    pending = PendingImport.objects.select_related("stored").filter(inspection=inspection).first()
    context = {
        "secret": secret,
        "inspection": inspection,
        "engagement": inspection.version.engagement,
        "form": form,
        "pending": pending,
        "preview": imports.preview(inspection, pending) if pending else None,
    }
    return render(request, "library/by_link_import.html", context, status=422 if form.errors else 200)


@by_link
@require_POST
def take(request: HtmxRequest, secret: str, link: AnswerLink) -> HttpResponse:
    """Take the waiting sheet, or drop it."""
    pending = get_object_or_404(PendingImport, inspection=link.inspection)
    if request.POST.get("drop"):
        imports.drop(pending)
        return redirect("answer-by-link", secret)
    try:
        seen, looked = request.POST.get("version", ""), request.POST.get(FIELD)
        services.take_sheet_by(link, pending, seen=seen, looked=looked, at=now())
    except OVER:
        raise
    except Refusal as refusal:
        return show(request, secret, link, refused=sentence(refusal))
    return redirect("answer-by-link", secret)


@by_link
@require_POST
def submit(request: HtmxRequest, secret: str, link: AnswerLink) -> HttpResponse:
    """Hand the answers in; after that the link opens nothing any more."""
    try:
        services.submit_by(link, at=now())
    except OVER:
        raise
    except Refusal as refusal:
        return show(request, secret, link, refused=sentence(refusal))
    context = {"words": _("回答を提出しました。ありがとうございました。"), "done": True}
    return render(request, "library/link_over.html", context)


def show(
    request: HtmxRequest,
    secret: str,
    link: AnswerLink,
    check: str = "",
    form: Any = None,
    refused: str = "",
    holders_form: HoldersForm | None = None,
) -> HttpResponse:
    """Return the sheet: after an act without htmx a redirect to the question, with htmx the changed row."""
    failed = form is not None and bool(form.errors)
    if check and not failed and not wants_part(request):
        return redirect(reverse("answer-by-link", args=[secret]) + f"#{check}")
    inspection = link.inspection
    found = with_turns(sheet_of(inspection), changed := renewed(inspection))
    row = found.row(check) if check else None
    if check and row is None:
        raise Http404
    context = {
        "secret": secret,
        "link": link,
        "inspection": inspection,
        "engagement": inspection.version.engagement,
        "articles": [(rows[0].check, rows) for rows in _articles(found.rows)],
        "answers": choices(ANSWER_LABELS),
        "total": len(found.rows),
        "answered": len(found.rows) - found.unanswered,
        "next_row": next((r for r in found.rows if r.answer is None), None),
        "import_form": ImportForm(),
        "row": row,
        "failed": check if failed else "",
        "form": form if failed else None,
        "refused": refused,
        "renewed": changed,
        **_holders(inspection, holders_form),
    }
    name = "library/by_link.html"
    part = f"{name}#changed" if check and wants_part(request) else name
    status = 422 if failed or holders_form else 409 if refused else 200
    return render(request, part, context, status=status)


def _holders(inspection: Inspection, form: HoldersForm | None) -> dict[str, Any]:
    if not asks_holders(inspection):
        return {}
    stated = HoldersStatement.objects.filter(inspection=inspection).first()
    initial = {"same": "yes" if stated.unchanged else "no", "told": stated.told} if stated else {}
    return {
        "asks_holders": True,
        "declared": declared_chain(inspection, localdate()),
        "stated": stated,
        "holders_form": form or HoldersForm(initial=initial),
    }


def _articles(rows: Any) -> list[list[Any]]:
    return [list(own) for _slug, own in groupby(rows, key=lambda row: row.check.slug)]

"""The erasure ledger: what is held, what became of it, and what is not proven yet."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yakusoku.adapters.letters import letter_docx, letter_pdf
from yakusoku.apps.accounts.access import Acting, acting, require
from yakusoku.apps.chain.models import Hop
from yakusoku.apps.engagements.access import engagement_for
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.erasure import access, services, tables
from yakusoku.apps.erasure.access import Side
from yakusoku.apps.erasure.forms import CopyForm, PlacedCopyForm
from yakusoku.apps.erasure.handed import copies_from_handovers, untold_handovers
from yakusoku.apps.erasure.models import Copy
from yakusoku.apps.erasure.papers import certificate_of
from yakusoku.apps.erasure.queries import ANSWERED_FOR, TOLD, copies_in, holdings_of, sums_of
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.letters.model import Letter
from yakusoku.domain.refusal import Refusal
from yakusoku.web.edits import FIELD, mark_of_row
from yakusoku.web.exports import download
from yakusoku.web.messages import sentence
from yakusoku.web.paging import page_of
from yakusoku.web.requests import UserRequest

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_GET
def ledger(request: UserRequest, pk: int) -> HttpResponse:
    """Show the whole ledger of an engagement, on both sides."""
    who = acting(request)
    engagement = engagement_for(who, pk)
    return _show(request, who, engagement, None)


@require_GET
def hop_ledger(request: UserRequest, pk: int) -> HttpResponse:
    """Show a subcontractor its own part of the ledger."""
    who = acting(request)
    hop = access.hop_for(who, pk)
    return _show(request, who, hop.engagement, hop)


def _show(request: UserRequest, who: Acting, engagement: Engagement, hop: Hop | None) -> HttpResponse:
    today = localdate()
    every = copies_in(engagement, hop)
    listing, rows = tables.copies_listed(engagement, hop, request.GET)
    wanted = request.GET.get("format", "")
    if wanted:
        return tables.ledger_table(engagement, hop, request.GET).answer(wanted)
    side = Side.SUBCONTRACTOR if hop else access.side_of(who, engagement)
    places = holdings_of(engagement, today)
    if hop:
        places = [place for place in places if place.hop and place.hop.pk == hop.pk]
    closed = engagement.closed_at is not None
    writes = who.may_in(Act.RECORD_COPY, engagement.department_id) and not closed
    context: dict[str, Any] = {
        "engagement": engagement,
        "hop": hop,
        "side": side.value,
        "is_client": side is Side.CLIENT,
        "listing": listing,
        "page": page_of(rows, request.GET),
        "show": request.GET.get("show", ""),
        "sums": sums_of(every),
        "places": places,
        "open_count": sum(place.open for place in places),
        "copies_count": sum(place.copies for place in places),
        "undeclared": [place for place in places if not place.declared],
        "writes": writes,
        "declares": side is not Side.CLIENT and who.may(Act.PROVE_ERASURE) and not closed,
        "handed": untold_handovers(engagement).count() if writes and hop is None else 0,
        "proven": every.filter(state__in=TOLD if hop else ANSWERED_FOR).exists(),
    }
    return render(request, "erasure/ledger.html", context)


@require_http_methods(["GET", "POST"])
def copy_new(request: UserRequest, pk: int) -> HttpResponse:
    """Enter a copy, at the contractor or anywhere in the chain."""
    engagement, _side = access.ledger_to_write(acting(request), pk)
    form = PlacedCopyForm(
        request.POST if request.method == "POST" else None,
        engagement=engagement,
        initial={"hop": request.GET.get("hop")},
    )
    return _copy_page(request, engagement, form, None)


@require_http_methods(["GET", "POST"])
def hop_copy_new(request: UserRequest, pk: int) -> HttpResponse:
    """Let a subcontractor enter a copy at its own place."""
    who = require(acting(request), Act.RECORD_COPY)
    hop = access.hop_for(who, pk)
    return _copy_page(
        request, hop.engagement, CopyForm(request.POST if request.method == "POST" else None), hop
    )


def _copy_page(request: UserRequest, engagement: Engagement, form: CopyForm, hop: Hop | None) -> HttpResponse:
    back = "hop-ledger" if hop else "ledger"
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        place = hop or told.pop("hop", None)
        try:
            services.enter(
                engagement,
                told,
                hop=place,
                entered_for=acting(request).organization,
                by=request.user,
                at=now(),
            )
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("台帳に載せました。"))
            return redirect(back, hop.pk if hop else engagement.pk)
    context = {"engagement": engagement, "hop": hop, "form": form, "copy": None}
    return render(request, "erasure/copy_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def copy_change(request: UserRequest, pk: int) -> HttpResponse:
    """Change what was entered of a copy."""
    found, side = access.copy_to_change(acting(request), pk)
    initial = {name: getattr(found, name) for name in CopyForm.base_fields}
    form = CopyForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            told, seen = form.cleaned_data, request.POST.get(FIELD)
            services.change(found, told, seen=seen, by=request.user, at=now())
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("台帳の行を直しました。"))
            return redirect(found)
    hop = found.hop if side is Side.SUBCONTRACTOR else None
    mark = mark_of_row(found)
    context = {"engagement": found.engagement, "hop": hop, "form": form, "copy": found, "mark": mark}
    return render(request, "erasure/copy_form.html", context, status=422 if form.errors else 200)


@require_POST
def take_handovers(request: UserRequest, pk: int) -> HttpResponse:
    """Take into the ledger what the handovers already tell."""
    who = acting(request)
    engagement, _side = access.ledger_to_write(who, pk)
    try:
        count = copies_from_handovers(engagement, entered_for=who.organization, by=request.user, at=now())
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, _("受渡しの記録から%d件を台帳に載せました。") % count)
    return redirect("ledger", engagement.pk)


@require_POST
def declare(request: UserRequest, pk: int) -> HttpResponse:
    """Let the contractor say that its part of the ledger is whole, or that of a company without an account."""
    engagement = access.ledger_to_prove(acting(request), pk)
    wanted = request.POST.get("hop", "")
    hop = None
    if wanted:
        hops = Hop.objects.filter(engagement=engagement, organization__isnull=True)
        hop = hops.filter(pk=int(wanted) if wanted.isascii() and wanted.isdigit() else 0).first()
        if hop is None:
            raise Http404
    return _declared(request, engagement, hop, redirect("ledger", engagement.pk))


@require_POST
def hop_declare(request: UserRequest, pk: int) -> HttpResponse:
    """Let a subcontractor say that its part of the ledger is whole."""
    hop = access.hop_for(require(acting(request), Act.PROVE_ERASURE), pk)
    return _declared(request, hop.engagement, hop, redirect("hop-ledger", hop.pk))


def _declared(
    request: UserRequest, engagement: Engagement, hop: Hop | None, answer: HttpResponse
) -> HttpResponse:
    try:
        services.declare(engagement, hop, by=request.user, at=now())
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, _("書き漏らしがないことを申し出ました。"))
    return answer


@require_GET
def ledger_paper(request: UserRequest, pk: int, ending: str) -> HttpResponse:
    """Hand out the certificate of the contractor for everything whose end was told."""
    engagement = engagement_for(acting(request), pk)
    holder = engagement.contractor.name if engagement.contractor else ""
    return _paper(copies_in(engagement).filter(state__in=ANSWERED_FOR), engagement, holder, ending)


@require_GET
def hop_paper(request: UserRequest, pk: int, ending: str) -> HttpResponse:
    """Hand out the certificate of a subcontractor for its own part."""
    hop = access.hop_for(acting(request), pk)
    rows = copies_in(hop.engagement, hop).filter(state__in=TOLD)
    return _paper(rows, hop.engagement, hop.name, ending)


def _paper(rows: "QuerySet[Copy]", engagement: Engagement, holder: str, ending: str) -> HttpResponse:
    told = list(rows)
    if not told:
        raise Http404
    for copy in told:
        copy.engagement = engagement
    letter = certificate_of(told, engagement, holder, localdate())
    return letter_answer(letter, f"certificate-{engagement.reference}", ending)


def letter_answer(letter: Letter, name: str, ending: str) -> HttpResponse:
    """Return a letter as a download, docx or pdf."""
    if ending == "docx":
        return download(letter_docx(letter), DOCX, f"{name}.docx")
    return download(letter_pdf(letter), "application/pdf", f"{name}.pdf")

"""The page of one place in the chain, and what each side does there."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yakusoku.apps.accounts.access import acting
from yakusoku.apps.accounts.queries import contractors_known_to
from yakusoku.apps.chain import access, services
from yakusoku.apps.chain.access import Seat
from yakusoku.apps.chain.consent_papers import RENDERED, letter_of, number_of
from yakusoku.apps.chain.drawing import drawn, gaps_at, inside_of, reach_shown, tier_words, way_shown
from yakusoku.apps.chain.forms import AmendForm, ClausesForm, ConsentForm, EndForm, ReasonForm, RequestForm
from yakusoku.apps.chain.models import Hop, Standing
from yakusoku.apps.chain.queries import chain_of, clauses_of, handovers_of, permissions_of
from yakusoku.apps.chain.rights import manages, rights, rights_at
from yakusoku.apps.files.answers import download
from yakusoku.apps.specifications.queries import latest_version
from yakusoku.domain.chain.subcontracting import permissions_needed
from yakusoku.domain.files.acceptance import KINDS
from yakusoku.domain.refusal import Refusal
from yakusoku.web.edits import FIELD, mark_of
from yakusoku.web.exports import download as handed_out
from yakusoku.web.messages import sentence
from yakusoku.web.requests import UserRequest


@require_GET
def hop(request: UserRequest, pk: int) -> HttpResponse:
    """Show one place: what it holds, from whom, under which promise, and to whom it passed data on."""
    seat, found = access.hop_for(acting(request), pk)
    return show_hop(request, seat, found)


def show_hop(request: UserRequest, seat: Seat, found: Hop, **forms: BaseForm) -> HttpResponse:
    """Show the page, with a form that failed in the place of a fresh one."""
    today = localdate()
    supposed = found.pk if found.waits else None
    chain = chain_of(seat.engagement, today, client=seat.is_client, supposed=supposed)
    inside = inside_of(chain, found.pk)
    row = chain.rows[found.pk]
    row.engagement = seat.engagement
    may = rights_at(seat, row)
    context = {
        "engagement": seat.engagement,
        "seat": seat,
        "is_client": seat.is_client,
        "sees_chain": seat.tops is None,
        "hop": row,
        "tier_words": tier_words(chain.tiers[row.pk]),
        "way": way_shown(chain, row),
        "path": drawn(chain, row.pk),
        "gaps": gaps_at(chain.gaps).get(row.pk, ()),
        "reach": reach_shown(chain, inside),
        "permissions": permissions_needed(frozenset(row.categories), permissions_of(seat.engagement)),
        "handovers": handovers_of(seat.engagement, inside)[:20],
        "today": today,
        "number": number_of(row) if row.standing == Standing.CONSENTED and row.requested_at else "",
        **may,
        "until_mark": mark_of(row.until),
        "passed_mark": mark_of(row.passed),
        "record_mark": services.mark_of_record(row),
        **forms_at(seat, row, may),
        **forms,
    }
    return render(request, "chain/hop.html", context, status=422 if forms else 200)


def forms_at(seat: Seat, found: Hop, may: dict[str, bool]) -> dict[str, BaseForm | None]:
    """Return a fresh form for everything the person may do."""
    clauses = clauses_of(latest_version(seat.engagement)) if may["may_pass_down"] else ()
    passed = found.passed if found.passed is not None else [clause.slug for clause in clauses]
    return {
        "consent_form": consent_form(seat, found) if may["may_decide"] else None,
        "refuse_form": ReasonForm(auto_id="refuse_%s") if may["may_decide"] else None,
        "withdraw_form": ReasonForm(auto_id="withdraw_%s") if may["may_withdraw"] else None,
        "dismiss_form": ReasonForm(auto_id="dismiss_%s") if may["may_dismiss"] else None,
        "end_form": EndForm(auto_id="end_%s", initial={"on": found.until}) if may["may_end"] else None,
        "clauses_form": ClausesForm(clauses=clauses, initial={"clauses": passed}) if clauses else None,
        "amend_form": amend_form(seat, found) if may["may_amend"] else None,
    }


def consent_form(seat: Seat, found: Hop, *data: Any) -> ConsentForm:
    """Return the form of a consent; the company of the same name is proposed."""
    companies = contractors_known_to(seat.engagement.organization)
    needed = permissions_needed(frozenset(found.categories), permissions_of(seat.engagement))
    same = companies.filter(name=found.name).first()
    initial = {
        "decided_on": localdate(),
        "organization": found.organization_id or (same.pk if same else None),
    }
    return ConsentForm(*data, companies=companies, permits=bool(needed), initial=initial)


def amend_form(seat: Seat, found: Hop, *data: Any) -> AmendForm:
    """Return the form that puts a place right; the contractor itself is chosen in the facts of the work."""
    names = ("place", "site", "travels_by", "part", "note")
    initial = {name: getattr(found, name) for name in names} | {"organization": found.organization_id}
    companies = contractors_known_to(seat.engagement.organization) if found.parent_id is not None else None
    return AmendForm(*data, companies=companies, initial=initial, auto_id="amend_%s")


def _act(
    request: UserRequest,
    seat: Seat,
    found: Hop,
    name: str,
    form: BaseForm,
    act: Callable[[dict[str, Any]], object],
    done: str,
) -> HttpResponse:
    """Let a valid form act; else show the page again, filled."""
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, done)
            return redirect(found)
    return show_hop(request, seat, found, **{name: form})


def _may(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


@require_POST
def consent(request: UserRequest, pk: int) -> HttpResponse:
    """Agree in writing."""
    seat, found = access.hop_for(acting(request), pk)
    _may(rights(seat)["may_decide"])

    def agree(data: dict[str, Any]) -> None:
        given = services.Consent(
            decided_on=data["decided_on"],
            conditions=data["conditions"],
            stated=data.get("stated", False),
            organization=data["organization"],
            letter=data["letter"],
        )
        services.consent(found, given, by=request.user, at=now())

    form = consent_form(seat, found, request.POST, request.FILES)
    return _act(request, seat, found, "consent_form", form, agree, _("再委託を承諾しました。"))


@require_POST
def refuse(request: UserRequest, pk: int) -> HttpResponse:
    """Do not agree, and say why."""
    seat, found = access.hop_for(acting(request), pk)
    _may(rights(seat)["may_decide"])
    form = ReasonForm(request.POST, auto_id="refuse_%s")
    return _act(
        request,
        seat,
        found,
        "refuse_form",
        form,
        lambda data: services.refuse(found, data["reason"], by=request.user, at=now()),
        _("承諾しないことを記録しました。"),
    )


@require_POST
def withdraw(request: UserRequest, pk: int) -> HttpResponse:
    """Take the request back."""
    seat, found = access.hop_for(acting(request), pk)
    _may(manages(seat, found))
    form = ReasonForm(request.POST, auto_id="withdraw_%s")
    return _act(
        request,
        seat,
        found,
        "withdraw_form",
        form,
        lambda data: services.withdraw(found, data["reason"], by=request.user, at=now()),
        _("届出を取り下げました。"),
    )


@require_POST
def dismiss(request: UserRequest, pk: int) -> HttpResponse:
    """Take back the record of someone who holds nothing after all."""
    seat, found = access.hop_for(acting(request), pk)
    _may(rights(seat)["may_record"])
    form = ReasonForm(request.POST, auto_id="dismiss_%s")
    return _act(
        request,
        seat,
        found,
        "dismiss_form",
        form,
        lambda data: services.dismiss(found, data["reason"], by=request.user, at=now()),
        _("記録を取り消しました。"),
    )


@require_POST
def end(request: UserRequest, pk: int) -> HttpResponse:
    """Set the last day."""
    seat, found = access.hop_for(acting(request), pk)
    _may(manages(seat, found))
    form = EndForm(request.POST, auto_id="end_%s")
    return _act(
        request,
        seat,
        found,
        "end_form",
        form,
        lambda data: services.end(
            found, data["on"], data["reason"], seen=request.POST.get(FIELD), by=request.user, at=now()
        ),
        _("終わりの日を記録しました。"),
    )


@require_POST
def pass_down(request: UserRequest, pk: int) -> HttpResponse:
    """Record which clauses were passed down."""
    seat, found = access.hop_for(acting(request), pk)
    _may(manages(seat, found))
    form = ClausesForm(request.POST, clauses=clauses_of(latest_version(seat.engagement)))
    return _act(
        request,
        seat,
        found,
        "clauses_form",
        form,
        lambda data: services.pass_down(
            found, data["clauses"], seen=request.POST.get(FIELD), by=request.user, at=now()
        ),
        _("引き継いだ条文を記録しました。"),
    )


@require_POST
def amend(request: UserRequest, pk: int) -> HttpResponse:
    """Put right what is written of a place."""
    seat, found = access.hop_for(acting(request), pk)
    _may(rights(seat)["may_record"])
    form = amend_form(seat, found, request.POST)
    return _act(
        request,
        seat,
        found,
        "amend_form",
        form,
        lambda data: services.amend(found, data, seen=request.POST.get(FIELD), by=request.user, at=now()),
        _("記録を直しました。"),
    )


@require_http_methods(["GET", "POST"])
def request_late(request: UserRequest, pk: int) -> HttpResponse:
    """Ask the client to agree to someone who was found."""
    seat, found = access.hop_for(acting(request), pk)
    if not rights_at(seat, found)["may_request_late"]:
        raise PermissionDenied
    giver = found.parent
    assert giver is not None
    names = ("name", "part", "categories", "place", "site", "travels_by", "since", "until")
    form = RequestForm(
        request.POST or None,
        held=giver.categories,
        companies=contractors_known_to(seat.engagement.organization) if seat.is_client else None,
        clauses=clauses_of(latest_version(seat.engagement)),
        initial={name: getattr(found, name) for name in names} | {"organization": found.organization_id},
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.request_late(found, form.told(), by=request.user, at=now())
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("再委託の承諾を求めました。"))
            return redirect(found)
    context = {
        "engagement": seat.engagement,
        "giver": giver,
        "seat": seat,
        "is_client": seat.is_client,
        "sees_chain": seat.tops is None,
        "form": form,
        "found": found,
    }
    return render(request, "chain/request.html", context, status=422 if form.errors else 200)


@require_GET
def letter(request: UserRequest, pk: int) -> FileResponse:
    """Hand out the copy of the signed consent."""
    _seat, found = access.hop_for(acting(request), pk)
    if found.letter is None:
        raise Http404
    return download(found.letter)


@require_GET
def paper(request: UserRequest, pk: int, kind: str) -> HttpResponse:
    """Hand out the consent as a letter, docx or pdf."""
    seat, found = access.hop_for(acting(request), pk)
    asked = found.requested_at is not None and found.decided_on is not None
    if kind not in RENDERED or found.standing != Standing.CONSENTED or not asked:
        raise Http404
    chain = chain_of(seat.engagement, localdate(), client=seat.is_client)
    raw = RENDERED[kind](letter_of(found, chain))
    return handed_out(raw, KINDS[kind].content_type, f"{number_of(found)}.{kind}")

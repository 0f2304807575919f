"""Pages of what was handed over: the list, a new record, and confirming that it arrived."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yakusoku.apps.accounts.access import acting
from yakusoku.apps.chain import access, handing, tables
from yakusoku.apps.chain.access import Seat, stands_for
from yakusoku.apps.chain.drawing import CLIENT, ends_for
from yakusoku.apps.chain.forms import HandoverForm, ReasonForm, ReceiveForm
from yakusoku.apps.chain.models import Handover, HandoverState, Hop
from yakusoku.apps.chain.queries import chain_of
from yakusoku.apps.chain.rights import may_cancel
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.refusal import Refusal
from yakusoku.web.messages import sentence
from yakusoku.web.paging import page_of
from yakusoku.web.requests import UserRequest


@require_GET
def handovers(request: UserRequest, pk: int) -> HttpResponse:
    """List what was handed over in an engagement."""
    seat = access.seat_for(acting(request), pk)
    listing, rows = tables.handovers_listed(seat, request.GET)
    wanted = request.GET.get("format", "")
    if wanted:
        return tables.handovers_table(seat, request.GET).answer(wanted)
    context = {
        "engagement": seat.engagement,
        "is_client": seat.is_client,
        "listing": listing,
        "page": page_of(rows, request.GET),
        "only_open": request.GET.get("show") == "open",
        "may_hand_over": seat.may(Act.HAND_OVER),
    }
    return render(request, "chain/handovers.html", context)


@require_http_methods(["GET", "POST"])
def hand_over(request: UserRequest, pk: int) -> HttpResponse:
    """Record something that was handed over in an engagement."""
    seat = access.seat_for(acting(request), pk)
    return show_new(request, seat.need(Act.HAND_OVER))


@require_http_methods(["GET", "POST"])
def hand_over_from(request: UserRequest, pk: int) -> HttpResponse:
    """Record something that someone in the chain handed over."""
    seat, giver = access.hop_for(acting(request), pk)
    return show_new(request, seat.need(Act.HAND_OVER), giver)


def show_new(request: UserRequest, seat: Seat, giver: Hop | None = None) -> HttpResponse:
    """Show the form of a handover or take it."""
    chain = chain_of(seat.engagement, localdate(), client=seat.is_client)
    givers, receivers = ends_for(seat, chain)
    initial = {"sent_on": localdate(), **likely_ends(givers, receivers, giver)}
    form = HandoverForm(request.POST or None, givers=givers, receivers=receivers, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            data = dict(form.cleaned_data)
            ends = [end_of(data.pop(name)) for name in ("giver", "receiver")]
            sent = handing.Sent(**data)
            made = handing.hand_over(seat.engagement, ends[0], ends[1], sent, by=request.user, at=now())
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("受渡しを記録しました。受け取った側が確認すると終わります。"))
            return redirect("handover", made.pk)
    context = {
        "engagement": seat.engagement,
        "is_client": seat.is_client,
        "sees_chain": seat.tops is None,
        "giver": giver,
        "form": form,
    }
    return render(request, "chain/handover_new.html", context, status=422 if form.errors else 200)


def likely_ends(
    givers: Sequence[tuple[str, str]], receivers: Sequence[tuple[str, str]], giver: Hop | None
) -> dict[str, str]:
    """Return the two ends that are chosen at first: nobody hands over to themselves."""
    first = str(giver.pk) if giver else givers[0][0] if givers else ""
    return {"giver": first, "receiver": next((end for end, _words in receivers if end != first), "")}


def end_of(value: str) -> int | None:
    """Return the number of the place that was chosen; None: the client."""
    return None if value == CLIENT else int(value)


@require_GET
def handover(request: UserRequest, pk: int) -> HttpResponse:
    """Show one handover."""
    seat, found = access.handover_for(acting(request), pk)
    return show_handover(request, seat, found)


def show_handover(
    request: UserRequest,
    seat: Seat,
    found: Handover,
    receive_form: ReceiveForm | None = None,
    cancel_form: ReasonForm | None = None,
) -> HttpResponse:
    """Show one handover with what the person may do."""
    waits, may = found.state == HandoverState.SENT, seat.may(Act.HAND_OVER)
    failed = bool(receive_form or cancel_form)
    context = {
        "engagement": seat.engagement,
        "is_client": seat.is_client,
        "sees_chain": seat.tops is None,
        "handover": found,
        "may_receive": waits and may and stands_for(seat, found.receiver),
        "may_cancel": waits and may and may_cancel(seat, found),
        "receive_form": receive_form or ReceiveForm(today=localdate()),
        "cancel_form": cancel_form or ReasonForm(),
    }
    return render(request, "chain/handover.html", context, status=422 if failed else 200)


@require_POST
def receive(request: UserRequest, pk: int) -> HttpResponse:
    """Confirm that it arrived."""
    seat, found = access.handover_for(acting(request), pk)
    if not stands_for(seat.need(Act.HAND_OVER), found.receiver):
        raise PermissionDenied
    form = ReceiveForm(request.POST, today=localdate())
    if form.is_valid():
        data = form.cleaned_data
        try:
            handing.receive(found, data["received_on"], data["remark"], by=request.user, at=now())
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("受け取ったことを記録しました。"))
            return redirect("handover", found.pk)
    return show_handover(request, seat, found, receive_form=form)


@require_POST
def cancel(request: UserRequest, pk: int) -> HttpResponse:
    """Take back a record of something that was never sent."""
    seat, found = access.handover_for(acting(request), pk)
    if not may_cancel(seat.need(Act.HAND_OVER), found):
        raise PermissionDenied
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            handing.cancel(found, form.cleaned_data["reason"], by=request.user, at=now())
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("受渡しの記録を取り消しました。"))
            return redirect("handover", found.pk)
    return show_handover(request, seat, found, cancel_form=form)

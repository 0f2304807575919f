"""The page of a chain, and asking for another place in it."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from yakusoku.apps.accounts.access import acting
from yakusoku.apps.accounts.queries import contractors_known_to
from yakusoku.apps.chain import access, services
from yakusoku.apps.chain.access import Seat
from yakusoku.apps.chain.drawing import drawn, gaps_told, reach_shown, tier_words
from yakusoku.apps.chain.forms import DayForm, RequestForm
from yakusoku.apps.chain.models import Hop, Standing
from yakusoku.apps.chain.queries import (
    Chain,
    categories_told,
    chain_of,
    clauses_of,
    handovers_of,
    open_handovers,
    subcontracts_of,
)
from yakusoku.apps.chain.rights import rights
from yakusoku.apps.specifications.queries import latest_version
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.chain.links import Link, holds_on
from yakusoku.domain.refusal import Refusal
from yakusoku.web.listing import Columns, listing_from
from yakusoku.web.messages import sentence
from yakusoku.web.paging import page_of
from yakusoku.web.requests import UserRequest

LATEST = 5
PAST = (Standing.REFUSED, Standing.WITHDRAWN)
SUBCONTRACTS = Columns(
    sorts={"title": "engagement__title", "client": "engagement__organization__name", "until": "until"},
    searched=("engagement__title__icontains", "engagement__organization__name__icontains", "part__icontains"),
)


@require_GET
def chain(request: UserRequest, pk: int) -> HttpResponse:
    """Draw the chain as of a day, with what waits, what was lost on the way, and what is on its way."""
    seat = access.seat_for(acting(request), pk)
    form, today = DayForm(request.GET or None), localdate()
    asked = form.cleaned_data["on"] if form.is_bound and form.is_valid() else None
    day: date = asked or today
    found = chain_of(seat.engagement, day, client=seat.is_client)
    context = {
        "engagement": seat.engagement,
        "is_client": seat.is_client,
        "chain": found,
        "day": day,
        "today": today,
        "day_form": form if form.is_bound else DayForm(initial={"on": today}),
        "drawn": drawn(found),
        "deepest": tier_words(max((found.tiers[link.id] for link in holding(found)), default=1)),
        "holding": len(holding(found)),
        "gaps": gaps_told(found.gaps),
        "reach": reach_shown(found),
        "past": [row for row in found.rows.values() if row.standing in PAST],
        "handovers": handovers_of(seat.engagement)[:LATEST],
        "open_handovers": open_handovers(seat.engagement).count(),
        **rights(seat),
    }
    return render(request, "chain/chain.html", context, status=422 if form.errors else 200)


def holding(found: Chain) -> list[Link]:
    """Return who holds data on the day of the chain."""
    return [link for link in found.links if holds_on(link, found.day)]


@require_http_methods(["GET", "POST"])
def request_first(request: UserRequest, pk: int) -> HttpResponse:
    """Ask the client to agree to a subcontractor of the contractor."""
    seat = access.seat_for(acting(request), pk)
    return show_request(request, seat, None)


@require_http_methods(["GET", "POST"])
def request_below(request: UserRequest, pk: int) -> HttpResponse:
    """Ask the client to agree to a subcontractor of someone in the chain."""
    seat, giver = access.hop_for(acting(request), pk)
    return show_request(request, seat, giver)


def show_request(request: UserRequest, seat: Seat, giver: Hop | None) -> HttpResponse:
    """Show the request or take it. The client writes down what came on paper."""
    if not rights(seat)["may_request"]:
        raise PermissionDenied
    engagement = seat.engagement
    held = categories_told(engagement) if giver is None or giver.parent_id is None else giver.categories
    form = RequestForm(
        request.POST or None,
        held=held,
        companies=contractors_known_to(engagement.organization) if seat.is_client else None,
        clauses=clauses_of(latest_version(engagement)),
    )
    if request.method == "POST" and form.is_valid():
        try:
            hop = services.request(engagement, giver, form.told(), by=request.user, at=now())
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("再委託の承諾を求めました。"))
            return redirect(hop)
    context = {
        "engagement": engagement,
        "giver": giver,
        "seat": seat,
        "is_client": seat.is_client,
        "sees_chain": seat.tops is None,
        "form": form,
    }
    return render(request, "chain/request.html", context, status=422 if form.errors else 200)


@require_GET
def subcontracts(request: UserRequest) -> HttpResponse:
    """List the places at which the person's company stands below a contractor."""
    who = acting(request)
    listing = listing_from(request.GET, SUBCONTRACTS)
    page = page_of(listing.apply(subcontracts_of(who.organization)), request.GET)
    if not access.hops_of(who).exists() and not who.may(Act.REQUEST_SUBCONTRACT):
        raise PermissionDenied
    return render(request, "chain/subcontracts.html", {"listing": listing, "page": page})

"""Links without an account: made and taken back by those who have one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from yakusoku.apps.accounts.access import acting
from yakusoku.apps.inspections.access import sees_work
from yakusoku.apps.inspections.models import State
from yakusoku.apps.library import access, letters
from yakusoku.apps.library.forms import LinkForm
from yakusoku.apps.library.models import AnswerLink, Side
from yakusoku.apps.library.services import links as services
from yakusoku.domain.refusal import Refusal
from yakusoku.web.messages import sentence
from yakusoku.web.requests import UserRequest, sent


@never_cache
@require_http_methods(["GET", "POST"])
def links(request: UserRequest, pk: int) -> HttpResponse:
    """List the links of a sheet, or make one."""
    found = access.acting_at(acting(request), pk)
    form = LinkForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            link, secret = services.make_link(
                found.inspection, found.side, **form.cleaned_data, by=request.user, at=now()
            )
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            return tell_link(request, link, secret)
    at = now()
    rows = found.inspection.links.select_related("made_by")
    context = {
        "inspection": found.inspection,
        "engagement": found.inspection.version.engagement,
        "sees_work": sees_work(acting(request), found.inspection.version.engagement),
        "form": form,
        "open": found.inspection.state == State.OPEN,
        "lines": [(row, row.is_waiting(at)) for row in rows],
        "is_client": found.side == Side.CLIENT,
    }
    return render(request, "library/links.html", context, status=422 if form.errors else 200)


@sensitive_variables("secret", "address")
def tell_link(request: UserRequest, link: AnswerLink, secret: str) -> HttpResponse:
    """Show the address, this once, and send it where mail is set up.

    It is the answer to the POST itself: a redirect would need the secret kept in the session.
    """
    address = request.build_absolute_uri(reverse("answer-by-link", args=[secret]))
    context = {
        "link": link,
        "inspection": link.inspection,
        "engagement": link.inspection.version.engagement,
        "sees_work": sees_work(acting(request), link.inspection.version.engagement),
        "address": address,
        "mail": letters.send_link(link, address),
    }
    return render(request, "library/link_made.html", context)


@require_POST
def withdraw_link(request: UserRequest, pk: int, link: int) -> HttpResponse:
    """Take a link back."""
    found = access.link_of(acting(request), pk, link)
    try:
        services.withdraw_link(found, by=request.user, at=now())
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, _("リンクを取り消しました。もう開けません。"))
    return redirect("answer-links", pk)

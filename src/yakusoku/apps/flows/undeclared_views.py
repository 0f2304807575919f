"""The page on which the client's side writes down someone who was found to hold data."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yakusoku.apps.accounts.access import acting, require
from yakusoku.apps.accounts.queries import contractors_known_to
from yakusoku.apps.chain.drawing import tier_words
from yakusoku.apps.chain.forms import FoundForm
from yakusoku.apps.chain.queries import NO_ROW, Chain, chain_of
from yakusoku.apps.engagements.access import client_engagement_for
from yakusoku.apps.flows.undeclared import report
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.chain.links import Standing
from yakusoku.domain.engagements.profile import Category
from yakusoku.domain.refusal import Refusal
from yakusoku.web.messages import sentence
from yakusoku.web.requests import UserRequest


@require_http_methods(["GET", "POST"])
def report_undeclared(request: UserRequest, pk: int) -> HttpResponse:
    """Ask who holds data and from whom it came; write it down and raise the finding."""
    who = require(acting(request), Act.RECORD_CHAIN)
    engagement = client_engagement_for(who, pk, Act.RECORD_CHAIN)
    chain = chain_of(engagement, localdate(), client=True)
    form = FoundForm(
        request.POST or None,
        held=[category.value for category in Category],
        companies=contractors_known_to(engagement.organization),
        givers=givers_of(chain),
        initial={"giver": request.GET.get("after")},
    )
    if request.method == "POST" and form.is_valid():
        giver = chain.rows.get(int(form.cleaned_data["giver"]))
        note = form.cleaned_data["note"]
        try:
            hop = report(engagement, giver, form.told(), by=request.user, at=now(), note=note)
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("届出のない者を記録し、重大な指摘を立てました。"))
            return redirect(hop)
    context = {"engagement": engagement, "form": form}
    return render(request, "flows/undeclared.html", context, status=422 if form.errors else 200)


def givers_of(chain: Chain) -> list[tuple[str, str]]:
    """Return from whom data may have come, as value and words, the contractor first."""
    tier = chain.tiers
    holders = (Standing.CONSENTED, Standing.UNDECLARED)
    known = [link for link in chain.links if link.standing in holders]
    return [(str(link.id or NO_ROW), f"{tier_words(tier[link.id])} {link.name}") for link in known]

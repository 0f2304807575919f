"""Pages of webhooks."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from yakusoku.apps.accounts.access import acting
from yakusoku.apps.exchange import access, services
from yakusoku.apps.exchange.forms import WebhookForm
from yakusoku.domain.refusal import Refusal
from yakusoku.web.messages import sentence
from yakusoku.web.requests import UserRequest


@never_cache
@require_http_methods(["GET", "POST"])
def webhooks(request: UserRequest) -> HttpResponse:
    """List the addresses that are told what happens; a POST adds one and shows its secret, this once."""
    who = acting(request)
    rows = access.webhooks_of(who)
    form = WebhookForm(request.POST or None)
    made = None
    if request.method == "POST" and form.is_valid():
        try:
            made = services.add_webhook(who.organization, **form.cleaned_data, by=request.user, at=now())
        except Refusal as refusal:
            form.add_error("address", sentence(refusal))
        else:
            form = WebhookForm()
    context = {"form": form, "rows": rows, "made": made}
    return render(request, "exchange/webhooks.html", context, status=422 if form.errors else 200)


@require_POST
def webhook_remove(request: UserRequest, pk: int) -> HttpResponse:
    """Tell an address nothing any more."""
    services.remove_webhook(access.webhook_for(acting(request), pk), by=request.user, at=now())
    messages.success(request, _("送り先を外しました。"))
    return redirect("webhooks")


@require_POST
def webhook_resume(request: UserRequest, pk: int) -> HttpResponse:
    """Try an address again."""
    services.resume_webhook(access.webhook_for(acting(request), pk), by=request.user, at=now())
    messages.success(request, _("次の時計で、もう一度送ります。"))
    return redirect("webhooks")

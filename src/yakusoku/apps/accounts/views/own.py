"""What a person sets for themselves: the organisation they act for, and their API tokens."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from yakusoku.apps.accounts import access, forms, services
from yakusoku.web.paging import whole
from yakusoku.web.requests import UserRequest


@require_http_methods(["GET", "POST"])
def organization(request: UserRequest) -> HttpResponse:
    """Show the organisations of the person; a POST chooses the one to act for."""
    if request.method == "POST":
        chosen = access.organization_for(request.user, whole(request.POST.get("organization", ""), 0))
        access.choose(request, chosen)
        messages.success(request, _("%(name)sに切り替えました。") % {"name": chosen.name})
        return redirect("home")
    context = {"organizations": access.organizations(request.user)}
    return render(request, "accounts/organization.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def api_tokens(request: UserRequest) -> HttpResponse:
    """Show the tokens of the person; a POST makes one and shows its secret, this once."""
    who = access.acting(request)
    form = forms.NameToken(request.POST or None)
    secret = ""
    if request.method == "POST" and form.is_valid():
        _token, secret = services.make_api_token(
            request.user, who.organization, form.cleaned_data["name"], at=now()
        )
        form = forms.NameToken()
    tokens = request.user.api_tokens.select_related("organization")
    context = {"form": form, "tokens": tokens, "secret": secret}
    return render(request, "accounts/api_tokens.html", context, status=422 if form.errors else 200)


@require_POST
def api_token_revoke(request: UserRequest, pk: int) -> HttpResponse:
    """Make one of the own tokens useless."""
    services.revoke_api_token(access.token_for(request.user, pk), by=request.user, at=now())
    messages.success(request, _("トークンを無効にしました。"))
    return redirect("api-tokens")

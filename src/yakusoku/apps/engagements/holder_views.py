"""Writing down who holds data of an engagement."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from yakusoku.apps.accounts.access import acting, require
from yakusoku.apps.engagements import access, services
from yakusoku.apps.engagements.forms import HolderForm
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.refusal import Refusal
from yakusoku.web.messages import sentence
from yakusoku.web.requests import UserRequest


@require_http_methods(["GET", "POST"])
def record_holder(request: UserRequest, pk: int) -> HttpResponse:
    """Ask who holds data and from whom it came, and write it down."""
    who = require(acting(request), Act.EDIT_PROFILE)
    engagement = access.client_engagement_for(who, pk, Act.EDIT_PROFILE)
    initial = {"parent": request.GET.get("after")}
    form = HolderForm(request.POST or None, holders=engagement.holders.all(), initial=initial)
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        services.record_holder(engagement, told.pop("parent"), told, by=request.user, at=now())
        messages.success(request, _("情報を持っている者を書き足しました。"))
        return redirect(engagement)
    context = {"engagement": engagement, "form": form}
    return render(request, "engagements/holder.html", context, status=422 if form.errors else 200)


@require_POST
def remove_holder(request: UserRequest, pk: int, holder: int) -> HttpResponse:
    """Take a holder away again."""
    who = require(acting(request), Act.EDIT_PROFILE)
    engagement = access.client_engagement_for(who, pk, Act.EDIT_PROFILE)
    try:
        services.remove_holder(engagement, access.holder_for(engagement, holder), by=request.user, at=now())
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    return redirect(engagement)

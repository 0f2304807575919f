"""The dashboard: the whole picture for those who answer for it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from yakusoku.apps.accounts.access import acting, require
from yakusoku.apps.flows.dashboard import dashboard_of
from yakusoku.domain.accounts.permissions import Act
from yakusoku.web.requests import UserRequest


@require_GET
def dashboard(request: UserRequest) -> HttpResponse:
    """Show the figures of the organisation, each with the way to the rows behind it."""
    who = require(acting(request), Act.SEE_DASHBOARD)
    today = localdate()
    shown = dashboard_of(who.organization, request.GET.get("framework", ""), today)
    return render(request, "flows/dashboard.html", {"dashboard": shown, "who": who, "today": today})

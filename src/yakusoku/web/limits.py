"""How often pages without sign-in may be used from one address: counted like failed sign-ins."""

from allauth.core.ratelimit import consume
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def too_often(request: HttpRequest, action: str) -> HttpResponse | None:
    """Count one use; return the page that asks to wait when there were too many, else None.

    action   a name in settings.ACCOUNT_RATE_LIMITS
    """
    return None if consume(request, action=action) else render(request, "429.html", status=429)

"""How often something may be sent from one address without an account: counted like failed sign-ins."""

from allauth.core.ratelimit import consume
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def too_often(request: HttpRequest, action: str) -> HttpResponse | None:
    """Count what is sent; return the page that asks to wait when it was too much, else None.

    Reading is not counted. action   a name in settings.ACCOUNT_RATE_LIMITS
    """
    return None if consume(request, action=action) else render(request, "429.html", status=429)

"""How often something may be sent from one address without an account: counted like failed sign-ins."""

from contextlib import suppress
from hashlib import sha256

from allauth.account.adapter import get_adapter
from allauth.core.ratelimit import consume
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def too_often(request: HttpRequest, action: str) -> HttpResponse | None:
    """Count what is sent; return the page that asks to wait when it was too much, else None.

    Reading is not counted. action   a name in settings.ACCOUNT_RATE_LIMITS
    """
    return None if consume(request, action=action) else render(request, "429.html", status=429)


# Within so many seconds so many guesses from one address; then none, right or wrong, until they have passed.
GUESS_SECONDS, MOST_GUESSES = 60, 20


def guessed_too_often(request: HttpRequest) -> bool:
    """Return whether too many secrets that nobody has were tried from where a request comes."""
    return int(cache.get(_guesses(request), 0)) >= MOST_GUESSES


def count_guess(request: HttpRequest) -> None:
    """Count a secret that nobody has. Looking is counted too, as a look is all that a guess needs."""
    key = _guesses(request)
    if not cache.add(key, 1, GUESS_SECONDS):
        # Between the two it may have run out: then the next guess begins anew.
        with suppress(ValueError):
            cache.incr(key)


def _guesses(request: HttpRequest) -> str:
    return f"guesses:{sha256(get_adapter().get_client_ip(request).encode()).hexdigest()[:32]}"

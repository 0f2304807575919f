"""Slowing down who comes too often to a page that needs no account."""

from time import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

WINDOW = 60


def too_often(request: HttpRequest, what: str, most: int) -> HttpResponse | None:
    """Return the page that says to wait (429) to whoever came more than `most` times this minute; else None.

    what   what is counted, as "answer-link"; each address of the network is counted for itself
    """
    # The sign-in library knows how many proxies stand before us, and believes no others.
    address = get_adapter().get_client_ip(request)
    key = f"limit:{what}:{address}:{int(time()) // WINDOW}"
    cache.add(key, 0, WINDOW)
    try:
        count = cache.incr(key)
    except ValueError:
        # It ended between the two lines: a new minute has begun.
        return None
    return render(request, "429.html", status=429) if count > most else None

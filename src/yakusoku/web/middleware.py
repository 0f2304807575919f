"""What every answer of the site has in common, whichever page it comes from."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

Answer = Callable[[HttpRequest], HttpResponseBase]

# What a form sends beside its file.
BESIDE_A_FILE = 2 * 1024 * 1024


def small_requests_only(get_response: Answer) -> Answer:
    """Refuse (413) a request that is larger than the largest upload, before any of it is read.

    Otherwise the disk could be filled by anyone: a form is read before it is known who sends it.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        told = request.META.get("CONTENT_LENGTH") or "0"
        if told.isdigit() and int(told[:20]) > settings.UPLOAD_BYTES + BESIDE_A_FILE:
            return too_large(request)
        return get_response(request)

    return answer


def too_large(request: HttpRequest) -> HttpResponse:
    """Return the page that says so; the rest of the request is left unread."""
    answer = render(request, "400.html", status=413)
    answer["Connection"] = "close"
    return answer


def kept_nowhere(get_response: Answer) -> Answer:
    """Let no browser and no proxy keep a page, unless its view says otherwise.

    Machines at a counter are shared: after signing out, going back must show nothing.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        found = get_response(request)
        found.headers.setdefault("Cache-Control", "private, no-store")
        return found

    return answer

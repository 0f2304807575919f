"""Requests as our views see them."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, QueryDict
from django_htmx.middleware import HtmxDetails

if TYPE_CHECKING:
    # The only look upwards, and only for the type checker: the custom user lives in apps.accounts.
    from yakusoku.apps.accounts.models import User


class HtmxRequest(HttpRequest):
    """A request that knows whether htmx asked for a part of a page."""

    htmx: HtmxDetails


class UserRequest(HtmxRequest):
    """A request behind login: `user` is a person with an account, never anonymous."""

    user: "User"


def sent(request: HttpRequest) -> QueryDict | None:
    """Return what a form was sent with, also when that is nothing; None: the page is only looked at."""
    return request.POST if request.method == "POST" else None

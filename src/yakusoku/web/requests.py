"""Requests as our views see them."""

from typing import TYPE_CHECKING

from django.http import HttpRequest
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

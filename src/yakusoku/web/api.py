"""What every route of the HTTP interface shares."""

from typing import TYPE_CHECKING

from django.http import HttpRequest
from ninja import Schema

if TYPE_CHECKING:
    # The only look upwards, and only for the type checker.
    from yakusoku.apps.accounts.access import Acting


class ApiRequest(HttpRequest):
    """A request with a token: `auth` says who acts, for which organisation."""

    auth: "Acting"


class Problem(Schema):
    """Why a call was refused: a stable code and a sentence for people."""

    code: str
    title: str
    problems: list[str] = []

"""What every route of the HTTP interface shares."""

from typing import TYPE_CHECKING, Annotated

from django.http import HttpRequest
from ninja import Schema
from pydantic import AfterValidator, StringConstraints

if TYPE_CHECKING:
    # The only look upwards, and only for the type checker.
    from yakusoku.apps.accounts.access import Acting


def storable(text: str) -> str:
    """Return a text that every database can hold. Raises ValueError for NUL and halves of characters."""
    if "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise ValueError("使えない文字があります。")
    return text


# What a form takes, so that screen and interface accept the same.
Line = Annotated[str, StringConstraints(max_length=200), AfterValidator(storable)]
Text = Annotated[str, StringConstraints(max_length=2000), AfterValidator(storable)]


class ApiRequest(HttpRequest):
    """A request with a token: `auth` says who acts, for which organisation."""

    auth: "Acting"


class Problem(Schema):
    """Why a call was refused (RFC 9457): a stable code and a sentence for people."""

    type: str
    status: int
    code: str
    title: str
    problems: list[str] = []

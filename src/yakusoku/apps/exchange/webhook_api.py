"""Webhooks over HTTP; mounted by the router of the exchange."""

from typing import Annotated

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import QuerySet
from django.utils.timezone import now
from ninja import Router, Schema, Status
from ninja.pagination import paginate
from pydantic import AfterValidator, StringConstraints

from yakusoku.apps.exchange import access, services
from yakusoku.apps.exchange.models import Webhook
from yakusoku.web.api import ApiRequest, Pages, Problem, Text

router = Router(tags=["webhooks"])


def web_address(text: str) -> str:
    """Return an address of the web. Raises ValueError."""
    try:
        URLValidator(schemes=["http", "https"])(text)
    except ValidationError as error:
        raise ValueError(error.messages[0]) from error
    return text


class WebhookOut(Schema):
    """An address that is told what happens. `active` false: given up after too many failures."""

    id: int
    address: str
    codes: str
    active: bool
    failures: int
    last_status: int | None


class MadeWebhookOut(WebhookOut):
    """A new address with the secret that signs each message; it is told this once."""

    secret: str


class WebhookIn(Schema):
    """Where to, and beginnings of audit codes, one to a line; empty: everything."""

    address: Annotated[str, StringConstraints(max_length=500), AfterValidator(web_address)]
    codes: Text = ""


@router.get("/webhooks", response=list[WebhookOut], summary="出来事を知らせる先")
@paginate(Pages)
def webhooks(request: ApiRequest) -> "QuerySet[Webhook]":
    """List the addresses that are told what happens in the organisation."""
    return access.webhooks_of(request.auth)


@router.post("/webhooks", response={201: MadeWebhookOut, 409: Problem}, summary="知らせる先を加える")
def add_webhook(request: ApiRequest, body: WebhookIn) -> Status[Webhook]:
    """Tell an address from now on what happens."""
    access.webhooks_of(request.auth)
    who = request.auth
    made = services.add_webhook(who.organization, body.address, body.codes, by=who.user, at=now())
    return Status(201, made)


@router.post("/webhooks/{pk}/resume", response={200: WebhookOut, 409: Problem}, summary="もう一度知らせる")
def resume_webhook(request: ApiRequest, pk: int) -> Webhook:
    """Try an address again that was given up."""
    found = access.webhook_for(request.auth, pk)
    services.resume_webhook(found, by=request.auth.user, at=now())
    found.refresh_from_db()
    return found


@router.delete("/webhooks/{pk}", response={204: None, 409: Problem}, summary="知らせる先を外す")
def remove_webhook(request: ApiRequest, pk: int) -> Status[None]:
    """Tell an address nothing any more."""
    services.remove_webhook(access.webhook_for(request.auth, pk), by=request.auth.user, at=now())
    return Status(204, None)

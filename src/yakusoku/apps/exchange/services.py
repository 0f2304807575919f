"""Setting up and ending webhooks."""

import secrets
from datetime import datetime
from typing import ClassVar
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from yakusoku.apps.accounts.models import Organization, User
from yakusoku.apps.audit.queries import head
from yakusoku.apps.audit.services import name_of, record
from yakusoku.apps.exchange.models import Webhook
from yakusoku.domain.refusal import Refusal


class HostNotAllowed(Refusal):
    """The operator has not allowed this host: else a page could make the server call anything inside."""

    code: ClassVar[str] = "webhook.host-not-allowed"


@transaction.atomic
def add_webhook(organization: Organization, address: str, codes: str, *, by: User, at: datetime) -> Webhook:
    """Tell an address from now on what happens; return the row with its secret. Raises HostNotAllowed."""
    host = urlsplit(address).hostname or ""
    if host not in settings.WEBHOOK_HOSTS:
        raise HostNotAllowed(host=host)
    webhook = Webhook.objects.create(
        organization=organization,
        address=address,
        codes="\n".join(line.strip() for line in codes.splitlines() if line.strip()),
        secret=secrets.token_hex(32),
        position=head().count,
        made_by=by,
        made_at=at,
    )
    record("webhook.added", webhook, by=by, at=at, organization=organization.pk, facts={"host": host})
    return webhook


@transaction.atomic
def remove_webhook(webhook: Webhook, *, by: User, at: datetime) -> None:
    """Tell the address nothing any more; a second time changes nothing."""
    name, owner = name_of(webhook), webhook.organization_id
    if Webhook.objects.filter(pk=webhook.pk).delete()[0]:
        record("webhook.removed", name, by=by, at=at, organization=owner)


@transaction.atomic
def resume_webhook(webhook: Webhook, *, by: User, at: datetime) -> None:
    """Try again at once, also after it was given up."""
    Webhook.objects.filter(pk=webhook.pk).update(active=True, failures=0, next_at=None)
    record("webhook.resumed", webhook, by=by, at=at, organization=webhook.organization_id)

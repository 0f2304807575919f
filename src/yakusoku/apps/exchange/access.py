"""The only way from a person to a webhook."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from yakusoku.apps.accounts.access import Acting, require
from yakusoku.apps.exchange.models import Webhook
from yakusoku.domain.accounts.permissions import Act


def webhooks_of(who: Acting) -> "QuerySet[Webhook]":
    """Return the webhooks of the organisation that the person looks after. Raises PermissionDenied."""
    return Webhook.objects.filter(organization=require(who, Act.MANAGE_EXCHANGE).organization)


def webhook_for(who: Acting, pk: int) -> Webhook:
    """Return one of them; else 404."""
    return get_object_or_404(webhooks_of(who), pk=pk)

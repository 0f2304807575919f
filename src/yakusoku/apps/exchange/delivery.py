"""Telling other programs what happened: in order, at least once, never two at a time to the same address."""

import json
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q

from yakusoku.adapters.webhooks import post
from yakusoku.apps.audit.models import AuditEntry
from yakusoku.apps.audit.queries import entries_of
from yakusoku.apps.exchange.models import Webhook
from yakusoku.domain.exchange.retry import gives_up, wait_after
from yakusoku.domain.exchange.signing import sign

AT_ONCE = 100
TAKEN = range(200, 300)


def deliver(at: datetime) -> int:
    """Send what each address has not taken yet; return how many entries were taken.

    An address that does not answer is left alone for a while; its place in the trail stays.
    """
    ready = Webhook.objects.filter(Q(next_at__isnull=True) | Q(next_at__lte=at), active=True)
    return sum(_deliver_to(webhook, at) for webhook in ready)


def message(entries: list[AuditEntry]) -> bytes:
    """Return the body of a message: audit entries without names, as anyone can check them in the trail."""
    told = [
        {
            "sequence": entry.sequence,
            "at": entry.at.isoformat(),
            "code": entry.code,
            "subject": entry.subject,
            "actor": entry.actor,
            "facts": entry.told,
            "digest": entry.digest,
        }
        for entry in entries
    ]
    return json.dumps({"entries": told}, ensure_ascii=False, separators=(",", ":")).encode()


def _deliver_to(webhook: Webhook, at: datetime) -> int:
    taken = 0
    for entries, last in _batches(webhook):
        if entries and not _sent(webhook, entries, at):
            return taken
        # Compare-and-set: another tick may have told the same; then it goes on, not we.
        moved = Webhook.objects.filter(pk=webhook.pk, position=webhook.position).update(
            position=last, failures=0, next_at=None
        )
        if not moved:
            return taken
        webhook.position, taken = last, taken + len(entries)
    return taken


def _batches(webhook: Webhook) -> Iterator[tuple[list[AuditEntry], int]]:
    """Yield what is new, some at a time, each with the number of the last entry that was looked at."""
    wanted = tuple(webhook.codes.splitlines())
    while True:
        rows = entries_of(webhook.organization_id).filter(sequence__gt=webhook.position)
        found = list(rows.order_by("sequence")[:AT_ONCE])
        if not found:
            return
        yield [e for e in found if not wanted or e.code.startswith(wanted)], found[-1].sequence


def _sent(webhook: Webhook, entries: list[AuditEntry], at: datetime) -> bool:
    body = message(entries)
    # The operator may have taken the host off the list since.
    allowed = (urlsplit(webhook.address).hostname or "") in settings.WEBHOOK_HOSTS
    status = post(webhook.address, body, sign(body, webhook.secret, int(at.timestamp()))) if allowed else 0
    if status in TAKEN:
        Webhook.objects.filter(pk=webhook.pk).update(last_status=status)
        return True
    failures = webhook.failures + 1
    Webhook.objects.filter(pk=webhook.pk).update(
        failures=failures,
        last_status=status,
        next_at=at + wait_after(failures),
        active=not gives_up(failures),
    )
    return False

"""Adding to the audit trail. Nothing else writes it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models, transaction

from yakusoku.apps.audit.models import AuditEntry, AuditHead
from yakusoku.domain.audit.chain import JSON, canonical, digest

SYSTEM = "system"


def record(
    code: str,
    subject: models.Model | str,
    *,
    by: AbstractBaseUser | None,
    at: datetime,
    organization: int | None,
    reason: str = "",
    facts: Mapping[str, JSON] | None = None,
) -> AuditEntry:
    """Add an entry and return it. Call it last in the transaction: others wait for its end.

    code          stable dotted code, as "decision.made"; its words stand in apps/audit/labels.py
    subject       a saved row, kept as "engagement:7", or such a text
    by            who acted; None: the installation itself
    organization  number of the organisation whose trail it belongs to; None: the installation's
    facts         plain values, no names or addresses of people
    raises        TransactionManagementError outside a transaction: act and entry stand or fall together
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(
            "An audit entry is written in the transaction of its act."
        )
    head = AuditHead.objects.select_for_update(no_key=True).get(pk=1)
    entry = AuditEntry(
        sequence=head.count + 1,
        at=at,
        actor=name_of(by) if by else SYSTEM,
        organization=organization,
        code=code,
        subject=name_of(subject),
        reason=reason,
        facts=canonical(facts or {}),
    )
    entry.digest = digest(head.digest, entry.chained())
    entry.save(force_insert=True)
    AuditHead.objects.filter(pk=1).update(count=entry.sequence, digest=entry.digest)
    return entry


@dataclass(frozen=True, slots=True)
class Happened:
    """One of many things that happened at once; the fields are those of `record`."""

    code: str
    subject: models.Model | str
    organization: int | None
    reason: str = ""
    facts: Mapping[str, JSON] = field(default_factory=dict)


def record_all(happened: Iterable[Happened], *, by: AbstractBaseUser | None, at: datetime) -> int:
    """Add an entry for each thing, in order; return how many. As `record`, with one look at the chain for all.

    raises   TransactionManagementError outside a transaction
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(
            "An audit entry is written in the transaction of its act."
        )
    head = AuditHead.objects.select_for_update(no_key=True).get(pk=1)
    sequence, last = head.count, head.digest
    entries = []
    for sequence, each in enumerate(happened, start=head.count + 1):
        entry = AuditEntry(
            sequence=sequence,
            at=at,
            actor=name_of(by) if by else SYSTEM,
            organization=each.organization,
            code=each.code,
            subject=name_of(each.subject),
            reason=each.reason,
            facts=canonical(each.facts),
        )
        last = entry.digest = digest(last, entry.chained())
        entries.append(entry)
    AuditEntry.objects.bulk_create(entries, batch_size=500)
    AuditHead.objects.filter(pk=1).update(count=sequence, digest=last)
    return len(entries)


def name_of(thing: models.Model | str) -> str:
    """Return the stable name of a row, as "engagement:7"; a text is its own name."""
    return thing if isinstance(thing, str) else f"{thing._meta.model_name}:{thing.pk}"

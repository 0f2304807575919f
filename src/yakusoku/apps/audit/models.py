"""Entries of the audit trail and the end of their chain."""

import json
from datetime import UTC
from typing import Any, ClassVar

from django.db import models

from yakusoku.domain.audit.chain import Entry


class AuditEntry(models.Model):
    """One thing that happened. The database itself refuses to change or delete it (migration 0002).

    There is no key to users or organisations: an entry outlives both, and holds no name or address.
    """

    sequence = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=40)
    organization = models.BigIntegerField(null=True)
    code = models.CharField(max_length=80)
    subject = models.CharField(max_length=80)
    reason = models.TextField(blank=True)
    # Text, not a JSON column: PostgreSQL would rewrite it, and the digest would no longer fit.
    facts = models.TextField(default="{}")
    digest = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar[list[str]] = ["-sequence"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organization", "sequence"], name="audit_by_organization"),
            models.Index(fields=["organization", "code", "sequence"], name="audit_by_code"),
            models.Index(fields=["organization", "actor", "sequence"], name="audit_by_actor"),
            models.Index(fields=["organization", "subject", "sequence"], name="audit_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.code} {self.subject}"

    @property
    def told(self) -> dict[str, Any]:
        """Return the facts as they were recorded."""
        facts: dict[str, Any] = json.loads(self.facts)
        return facts

    def chained(self) -> Entry:
        """Return what the digest is made of."""
        return Entry(
            sequence=self.sequence,
            # In UTC and always with microseconds, however the database gave it back.
            at=self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            actor=self.actor,
            organization="" if self.organization is None else str(self.organization),
            code=self.code,
            subject=self.subject,
            reason=self.reason,
            facts=self.facts,
        )


class AuditHead(models.Model):
    """The end of the chain: one row, locked while an entry is added."""

    count = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(pk=1), name="audit_one_head"),
        ]

    def __str__(self) -> str:
        return f"{self.count} {self.digest}"

"""Tables of the register: views that people keep, and ledgers that come in."""

from typing import ClassVar

from django.db import models

from yakusoku.apps.accounts.models import Organization, User
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.files.models import StoredFile


class SavedView(models.Model):
    """Filters, columns and sort under a name. `query` is the query string without page; `shared`: all may use it.

    It opens no door: each person sees through it what they may see anyway.
    """

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="register_views")
    owner = models.ForeignKey(User, models.CASCADE, related_name="register_views")
    name = models.CharField(max_length=60)
    query = models.TextField(blank=True)
    shared = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "owner", "name"], name="register_view_once")
        ]

    def __str__(self) -> str:
        return self.name


class PendingLedger(models.Model):
    """A ledger that was read but not yet taken: one for each person.

    sheet     name of the sheet in the workbook; empty for csv
    mapping   our field → number of their column, from 0
    departments   their name of a department → number of ours, or "new"
    """

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="pending_ledgers")
    read_by = models.ForeignKey(User, models.CASCADE, related_name="pending_ledgers")
    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    mapping = models.JSONField(default=dict)
    departments = models.JSONField(default=dict)
    read_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "read_by"], name="one_pending_ledger")
        ]

    def __str__(self) -> str:
        return f"ledger {self.stored_id}"


class LedgerRow(models.Model):
    """A row of a ledger that was taken: their own number, what it told, and the engagement made of it.

    told   field → text as it was understood, to show differences when the ledger comes again
    """

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="ledger_rows")
    number = models.CharField(max_length=100)
    engagement = models.OneToOneField(Engagement, models.CASCADE, related_name="ledger_row")
    told = models.JSONField(default=dict)
    taken_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "number"], name="ledger_number_once")
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def changed_by_hand(self) -> bool:
        """Return whether somebody changed the work on its pages after the row was taken."""
        return self.engagement.described or self.engagement.changed_at > self.taken_at

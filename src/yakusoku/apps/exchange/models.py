"""Who is told what happens outside, and documents of others that wait for a look."""

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yakusoku.apps.accounts.models import Organization, User
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.inspections.models import Inspection
from yakusoku.domain.oscal.documents import Kind


class Webhook(models.Model):
    """An address that is told what happens in an organisation: the entries of its audit trail, in order.

    codes       beginnings of audit codes that are told, one to a line, as "inspection."; empty: everything
    secret      signs each message; kept as it is, since it has to be used
    position    number of the last audit entry that was taken
    failures    how often in a row the last message was not taken; next_at: when it is tried again
    """

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="webhooks")
    address = models.URLField(_("送り先"), max_length=500)
    codes = models.TextField(_("知らせること"), blank=True)
    secret = models.CharField(max_length=64)
    active = models.BooleanField(default=True)
    position = models.BigIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)
    last_status = models.PositiveIntegerField(null=True)
    next_at = models.DateTimeField(null=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.address


class Received(models.Model):
    """An OSCAL document that waits: it is looked at, then taken or dropped by whoever brought it.

    engagement, inspection   where it is taken in; neither: in the organisation itself
    content                  the document as JSON
    """

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40, choices=[(kind.value, kind.value) for kind in Kind])
    title = models.CharField(max_length=200, blank=True)
    version = models.CharField(max_length=20)
    engagement = models.ForeignKey(Engagement, models.CASCADE, related_name="+", null=True)
    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="+", null=True)
    content = models.TextField()
    received_by = models.ForeignKey(User, models.CASCADE, related_name="+")
    received_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [models.Index(fields=["organization", "received_by"])]

    def __str__(self) -> str:
        return f"{self.kind}: {self.title}"

    def get_absolute_url(self) -> str:
        """Return the address where it is looked at."""
        return reverse("oscal-document", args=[self.pk])

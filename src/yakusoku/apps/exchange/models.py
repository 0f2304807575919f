"""Who is told what happens, outside."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from yakusoku.apps.accounts.models import Organization, User


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

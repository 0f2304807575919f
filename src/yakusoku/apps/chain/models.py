"""The chain of those who hold data of an engagement."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from yakusoku.apps.accounts.models import Organization
from yakusoku.apps.engagements.models import Engagement


class Standing(models.TextChoices):
    """Whether the client agreed that someone holds data. UNDECLARED: it was found, nobody had asked."""

    REQUESTED = "requested", _("承諾を待っている")
    CONSENTED = "consented", _("承諾した")
    REFUSED = "refused", _("承諾しなかった")
    WITHDRAWN = "withdrawn", _("取り下げた")
    UNDECLARED = "undeclared", _("届出がない")


class Hop(models.Model):
    """A place in the chain: who holds which data, where, and from whom they got it. `parent` None: the contractor.

    organization  the registered company, if it is one; the same company may stand at several places
    categories    kinds of personal information it holds (domain/engagements/profile.Category)
    since, until  first and last day on which it holds data; until None: still does
    A parent is always an older row: that alone makes loops impossible.
    """

    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="hops")
    parent = models.ForeignKey("self", models.PROTECT, related_name="children", null=True, blank=True)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="hops", null=True, blank=True)
    name = models.CharField(max_length=200)
    part = models.CharField(max_length=200, blank=True)
    categories = models.JSONField(default=list)
    place = models.CharField(max_length=40)
    travels_by = models.CharField(max_length=40, blank=True)
    standing = models.CharField(max_length=12, choices=Standing)
    since = models.DateField(null=True)
    until = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | models.Q(parent__lt=models.F("pk")),
                name="hop_without_loop",
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(since__lte=models.F("until")),
                name="hop_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name

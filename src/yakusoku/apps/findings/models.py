"""What fell short and what became of it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from yakusoku.apps.accounts.models import User
from yakusoku.apps.chain.models import Hop
from yakusoku.apps.engagements.models import Engagement
from yakusoku.domain.packs.labels import FINDING_LABELS, SEVERITY_LABELS
from yakusoku.web.words import choices


class State(models.TextChoices):
    """Where a finding stands."""

    OPEN = "open", _("指示していない")
    INSTRUCTED = "instructed", _("改善を指示した")
    REPLIED = "replied", _("改善の報告が届いた")
    CLOSED = "closed", _("改善を確かめた")


class Finding(models.Model):
    """One thing that fell short.

    hop         at whom; None: at the contractor
    source      what found it, as "inspection:7" or "hop:3"
    check_id, slug   the check and requirement it is about; empty where there is none
    repeats     an earlier finding of the same check in the same engagement
    """

    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="findings")
    hop = models.ForeignKey(Hop, models.PROTECT, related_name="findings", null=True)
    source = models.CharField(max_length=80)
    check_id = models.CharField(max_length=80, blank=True)
    slug = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=20, choices=choices(FINDING_LABELS))
    severity = models.CharField(max_length=8, choices=choices(SEVERITY_LABELS))
    remedies = models.JSONField(default=list)
    seen = models.TextField(blank=True)
    repeats = models.ForeignKey("self", models.PROTECT, related_name="repeated_by", null=True)
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    raised_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    raised_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [
            models.Index(fields=["engagement", "state"]),
            models.Index(fields=["engagement", "check_id"]),
            models.Index(fields=["source"]),
        ]

    def __str__(self) -> str:
        return f"{self.check_id or self.source}: {self.kind}"

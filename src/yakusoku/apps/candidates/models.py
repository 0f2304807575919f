"""Before the contract: who is to be entrusted, what it still has to do, and the day of the contract."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from yakusoku.apps.accounts.models import Organization, User
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.inspections.models import Inspection


class Outcome(models.TextChoices):
    """Where a candidacy stands. HELD: selected, and its contract waits."""

    HELD = "held", _("保留中")
    APPROVED = "approved", _("承認")
    CONDITIONAL = "conditional", _("条件付承認")
    REJECTED = "rejected", _("否認")
    CONTINUED = "continued", _("継続審議")
    WITHDRAWN = "withdrawn", _("取下げ")


class Candidacy(models.Model):
    """A company selected for an engagement and held until the board has decided (B 自治体, reference 004 2-3-2).

    reason              why this company was selected
    responsible_person  its 個人情報保護責任者, named by the candidate
    pre_assessment      its 調査票: the check sheet answered before the contract
    """

    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="candidacies")
    company = models.ForeignKey(Organization, models.PROTECT, related_name="candidacies")
    outcome = models.CharField(max_length=12, choices=Outcome, default=Outcome.HELD)
    reason = models.TextField(blank=True)
    responsible_person = models.CharField(max_length=100, blank=True)
    responsible_contact = models.CharField(max_length=200, blank=True)
    pre_assessment = models.OneToOneField(Inspection, models.PROTECT, related_name="candidacy", null=True)
    selected_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    selected_at = models.DateTimeField()
    concluded_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["engagement"],
                condition=~models.Q(outcome__in=["rejected", "withdrawn"]),
                name="one_live_candidacy",
            )
        ]

    def __str__(self) -> str:
        return f"{self.engagement} {self.company}"


class Contract(models.Model):
    """The contract of an engagement, as far as the promise needs it.

    override_reason  why it was signed before the board had decided; empty: it had
    """

    engagement = models.OneToOneField(Engagement, models.PROTECT, related_name="contract")
    signed_on = models.DateField()
    number = models.CharField(max_length=100, blank=True)
    override_reason = models.TextField(blank=True)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.engagement} {self.signed_on}"

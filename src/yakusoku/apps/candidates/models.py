"""Before the contract: who is to be entrusted, what it still has to do, and the day of the contract."""

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yakusoku.apps.accounts.models import Organization, User
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.files.models import StoredFile
from yakusoku.apps.inspections.models import Inspection
from yakusoku.apps.specifications.models import Version
from yakusoku.domain.candidates.plan import Way


class Announcement(models.Model):
    """What is demanded, told everyone ahead of the tender under a link that cannot be guessed.

    secret        the end of the link; kept, so that it can be copied again: what it shows is public
    version       what is shown; a newer one may take its place under the same link
    last_day      the link works until the end of this day; None: until it is withdrawn
    replaced_at   when a newer version took the place of an earlier one
    """

    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="announcements")
    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    secret = models.CharField(max_length=64, unique=True)
    last_day = models.DateField(null=True)
    announced_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    announced_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["engagement"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="one_live_announcement",
            )
        ]

    def __str__(self) -> str:
        return f"announcement {self.engagement_id}"

    def get_absolute_url(self) -> str:
        """Return the public address."""
        return reverse("tender", args=[self.secret])


class AnnouncementPaper(models.Model):
    """A paper to take away: made when it was announced, without any contractor's name."""

    announcement = models.ForeignKey(Announcement, models.CASCADE, related_name="papers")
    name = models.CharField(max_length=60)
    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.name


class Outcome(models.TextChoices):
    """Where a candidacy stands. HELD: selected, and its contract waits."""

    HELD = "held", _("保留中")
    APPROVED = "approved", _("承認")
    CONDITIONAL = "conditional", _("条件付承認")
    REJECTED = "rejected", _("否認")
    CONTINUED = "continued", _("継続審議")
    WITHDRAWN = "withdrawn", _("取下げ")


OVER = (Outcome.REJECTED, Outcome.WITHDRAWN)


class Candidacy(models.Model):
    """A company selected for an engagement and held until the board has decided (B 自治体, reference 004 2-3-2).

    reason              why this company was selected
    ended_reason        why it was withdrawn; empty: it was not
    responsible_person  its 個人情報保護責任者, named by the candidate
    pre_assessment      its 調査票: the check sheet answered before the contract
    plan_agreed_at      when the client agreed to the security plan; None: it can still be written
    submitted_at        when the board was asked; None: it was not, or the plan was opened again since
    """

    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="candidacies")
    company = models.ForeignKey(Organization, models.PROTECT, related_name="candidacies")
    outcome = models.CharField(max_length=12, choices=Outcome, default=Outcome.HELD)
    reason = models.TextField(blank=True)
    ended_reason = models.TextField(blank=True)
    responsible_person = models.CharField(max_length=100, blank=True)
    responsible_contact = models.CharField(max_length=200, blank=True)
    pre_assessment = models.OneToOneField(Inspection, models.PROTECT, related_name="candidacy", null=True)
    selected_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    selected_at = models.DateTimeField()
    plan_agreed_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    plan_agreed_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    concluded_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [models.Index(fields=["company", "-id"], name="candidacy_of_company")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["engagement"],
                condition=~models.Q(outcome__in=["rejected", "withdrawn"]),
                name="one_live_candidacy",
            )
        ]

    def __str__(self) -> str:
        return f"{self.engagement} {self.company}"

    def get_absolute_url(self) -> str:
        """Return the address of the candidate's own page."""
        return reverse("candidate", args=[self.pk])

    @property
    def over(self) -> bool:
        """Return whether nothing comes of it any more."""
        return self.outcome in OVER


class Ways(models.TextChoices):
    """How a shortfall is met."""

    MEASURE = Way.MEASURE.value, _("対策をする")
    AMEND = Way.AMEND.value, _("要件を改める")


class ItemState(models.TextChoices):
    """Where an item of an agreed plan stands."""

    OPEN = "open", _("これから")
    DONE = "done", _("実施の報告あり")
    VERIFIED = "verified", _("確認済み")


class PlanItem(models.Model):
    """One point of the security plan: what the candidate cannot keep yet, and what is done about it.

    key       id of the check it belongs to, or a name of its own for one that was freely added
    title     what it is about; empty for a check, whose question says it
    measure   what will be done; with AMEND: what the requirement should say instead
    edition   counts the edits: whoever saves says which edition they saw
    """

    candidacy = models.ForeignKey(Candidacy, models.PROTECT, related_name="plan_items")
    key = models.CharField(max_length=80)
    title = models.CharField(max_length=200, blank=True)
    way = models.CharField(max_length=8, choices=Ways, default=Ways.MEASURE)
    measure = models.TextField(blank=True)
    by_when = models.DateField(null=True)
    who = models.CharField(max_length=100, blank=True)
    edition = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=8, choices=ItemState, default=ItemState.OPEN)
    done_note = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True)
    verified_note = models.TextField(blank=True)
    verified_at = models.DateTimeField(null=True)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["candidacy", "key"], name="one_plan_item_of_a_key")
        ]

    def __str__(self) -> str:
        return f"{self.candidacy_id} {self.key}"

    @property
    def free(self) -> bool:
        """Return whether it belongs to no check."""
        return bool(self.title)


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

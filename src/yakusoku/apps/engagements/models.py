"""Tables of engagements: the work, each verdict ever made, and an organisation's own catalogue."""

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yakusoku.apps.accounts.models import Department, Organization, User
from yakusoku.domain.catalogue.strength import Strength
from yakusoku.domain.engagements.decisions import Verdict


class EngagementSet(models.QuerySet["Engagement"]):
    """Engagements that a question is asked about."""

    def with_parties(self) -> "EngagementSet":
        """Return them with organisation, department and contractor read in the same query."""
        return self.select_related("organization", "department", "contractor")


class Engagement(models.Model):
    """One outsourced piece of work.

    draft     what the wizard was told so far, as typed: field name to text or list of texts
    profile   the facts once they were complete, in the shape of PROFILE.yaml; empty before
    shared_at when the check sheet was first sent; before, the contractor does not see the engagement
    content_changed_at  when facts or decisions last changed, which a publication would carry

    What lists, sums and filters ask for is kept beside the profile, written with it:
    starts_on, ends_on, people
    undecided      requirements without a verdict; None: not counted since the catalogue changed
    contracted_on  day of the contract; started_on: work began; closed_at: nothing was open any more
    predecessor    the engagement of the period before, which this one renews
    """

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="engagements")
    department = models.ForeignKey(Department, models.PROTECT, related_name="engagements")
    contractor = models.ForeignKey(Organization, models.PROTECT, related_name="works", null=True, blank=True)
    title = models.CharField(max_length=200)
    draft = models.JSONField(default=dict)
    profile = models.JSONField(default=dict)
    shared_at = models.DateTimeField(null=True, blank=True)
    content_changed_at = models.DateTimeField(null=True, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    people = models.PositiveIntegerField(null=True, blank=True)
    undecided = models.PositiveIntegerField(null=True, blank=True)
    contracted_on = models.DateField(null=True, blank=True)
    started_on = models.DateField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    predecessor = models.ForeignKey("self", models.PROTECT, related_name="successors", null=True, blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects: ClassVar[models.Manager["Engagement"]] = EngagementSet.as_manager()

    class Meta:
        ordering: ClassVar = ["-changed_at", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["organization", "-changed_at"]),
            models.Index(fields=["contractor", "-changed_at"]),
            models.Index(fields=["organization", "ends_on"]),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of its overview."""
        return reverse("engagement", args=[self.pk])

    @property
    def reference(self) -> str:
        """Return the client's number of the engagement, as it stands on papers."""
        return f"Y-{self.pk:06d}"

    @property
    def described(self) -> bool:
        """Return whether its facts are complete."""
        return bool(self.profile)


class Fact(models.Model):
    """One fact of a work as the catalogue names it, as "places.home": for sums and filters."""

    engagement = models.ForeignKey(Engagement, models.CASCADE, related_name="facts")
    name = models.CharField(max_length=60)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["engagement", "name"], name="fact_told_once")
        ]
        indexes: ClassVar = [models.Index(fields=["name", "engagement"])]

    def __str__(self) -> str:
        return self.name


class BoardNeed(models.TextChoices):
    """For which works the review board decides before the contract."""

    ALWAYS = "always", _("すべての委託業務")
    PERSONAL = "personal", _("個人情報を扱う委託業務")
    NEVER = "never", _("審査会にかけない")


class HouseRules(models.Model):
    """What an organisation has settled for all its engagements; without a row the defaults count.

    closing_only_days …   as in domain/inspections/policy.InspectionPolicy
    lead_days             a check sheet is sent so many days before its inspection
    yearly_visit          every work with personal information gets an on-site check a year
    escalate_after_days   the superior is told when something is late by so many days
    """

    organization = models.OneToOneField(Organization, models.CASCADE, related_name="house_rules")
    board = models.CharField(max_length=10, choices=BoardNeed, default=BoardNeed.PERSONAL)
    closing_only_days = models.PositiveSmallIntegerField(default=14)
    short_months = models.PositiveSmallIntegerField(default=3)
    short_check_days = models.PositiveSmallIntegerField(default=7)
    every_months = models.PositiveSmallIntegerField(default=3)
    covered_by_closing_days = models.PositiveSmallIntegerField(default=14)
    lead_days = models.PositiveSmallIntegerField(default=14)
    yearly_visit = models.BooleanField(default=True)
    escalate_after_days = models.PositiveSmallIntegerField(default=7)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    changed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"rules {self.organization_id}"


class Verdicts(models.TextChoices):
    """A verdict, or taking one back."""

    ADOPT = Verdict.ADOPT.value, _("採用")
    ALTERNATIVE = Verdict.ALTERNATIVE.value, _("代替案で採用")
    DECLINE = Verdict.DECLINE.value, _("不採用")
    WITHDRAWN = "withdrawn", _("取消し")


class DecisionRecord(models.Model):
    """A verdict as it was made. Rows are only added; the latest one of a requirement counts."""

    engagement = models.ForeignKey(Engagement, models.CASCADE, related_name="decisions")
    slug = models.CharField(max_length=80)
    verdict = models.CharField(max_length=12, choices=Verdicts)
    strength = models.CharField(max_length=12, choices=[(s.value, s.value) for s in Strength], blank=True)
    reason = models.TextField(blank=True)
    decider = models.CharField(max_length=200, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["engagement", "slug", "-id"])]

    def __str__(self) -> str:
        return f"{self.slug}: {self.verdict}"


class CostTalk(models.Model):
    """Why a demand above the baseline is needed, and what was settled about its cost. Rows are only added.

    talked_on     day of the talk; counterpart: with whom at the contractor
    yen           what the client pays more for it a year; 0: it was settled that it costs nothing
    """

    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="cost_talks")
    slug = models.CharField(max_length=80)
    strength = models.CharField(max_length=12, choices=[(s.value, s.value) for s in Strength])
    necessity = models.TextField()
    talked_on = models.DateField()
    counterpart = models.CharField(max_length=200)
    outcome = models.TextField()
    yen = models.PositiveBigIntegerField(default=0)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["engagement", "slug"])]

    def __str__(self) -> str:
        return f"{self.slug}: {self.talked_on}"


class CatalogueSeen(models.Model):
    """Which catalogue an organisation's works were last counted with: its digest."""

    organization = models.OneToOneField(Organization, models.CASCADE, related_name="catalogue_seen")
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"catalogue {self.organization_id}"


class CatalogueOverlay(models.Model):
    """An organisation's additions and overrides, kept as the YAML that a person edits."""

    organization = models.OneToOneField(Organization, models.CASCADE, related_name="catalogue_overlay")
    text = models.TextField()
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"overlay {self.organization_id}"

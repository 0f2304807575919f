"""Templates and framework contracts, their versions, reviews, and what field and study sessions said of them."""

from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yakusoku.apps.accounts.models import Department, Organization, User
from yakusoku.apps.files.models import StoredFile
from yakusoku.domain.standards.due import MONTHS, OUTCOME_LABELS, TRIGGER_LABELS
from yakusoku.web.words import choices


class Kind(models.TextChoices):
    """What is kept up to date."""

    TEMPLATE = "template", _("ひな形")
    FRAMEWORK = "framework", _("基本契約")
    TERMS = "terms", _("約款・特約条項")


class Standard(models.Model):
    """A template or a framework contract, with whoever answers for it.

    department    whose it is; None: of the whole organisation
    owner         whose matter the reviews are; None: of anyone who may keep it
    months        it is looked at again after so many months
    reviewed_on   the day from which they are counted: of the last review, else the one that was told
    regular_on    when it is looked at again by its months alone; due_on: earlier where the law calls for it
    retired_at    when it was taken out of use; its versions stay
    """

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="standards")
    department = models.ForeignKey(Department, models.PROTECT, related_name="standards", null=True)
    owner = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind)
    about = models.TextField(blank=True)
    months = models.PositiveSmallIntegerField(default=MONTHS)
    reviewed_on = models.DateField()
    regular_on = models.DateField()
    due_on = models.DateField()
    retired_at = models.DateTimeField(null=True)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["due_on", "pk"]
        indexes: ClassVar = [models.Index(fields=["organization", "due_on"], name="standard_of_house")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "title"],
                condition=models.Q(retired_at__isnull=True),
                name="standard_named_once",
            ),
            models.CheckConstraint(condition=models.Q(months__gte=1), name="standard_has_an_interval"),
            models.CheckConstraint(
                condition=models.Q(due_on__lte=models.F("regular_on")), name="standard_only_earlier"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("standard", args=[self.pk])

    @property
    def early(self) -> bool:
        """Return whether the law made the next review earlier."""
        return self.due_on < self.regular_on


class StandardVersion(models.Model):
    """A version as it was brought. File and clauses never change.

    number     from 1
    clauses    as adapters/review_results tells them
    laws       the changes of the law that its words show: rule, clause (place from 0), text
    register   of which register of changes `laws` tells: a newer register is looked up by the clock
    """

    standard = models.ForeignKey(Standard, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    title = models.CharField(max_length=300, blank=True)
    clauses = models.JSONField()
    warnings = models.JSONField(default=list)
    laws = models.JSONField(default=list)
    register = models.CharField(max_length=16)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["standard", "number"], name="standard_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.standard_id}-{self.number}"

    def get_absolute_url(self) -> str:
        """Return the address of its text."""
        return reverse("standard-version", args=[self.standard_id, self.number])

    def clause(self, place: int) -> dict[str, Any] | None:
        """Return a clause by its place; None: there is none."""
        found: dict[str, Any] | None = self.clauses[place] if 0 <= place < len(self.clauses) else None
        return found

    def clause_name(self, place: int) -> str:
        """Return how a clause is called: its number and heading, else its place. There is such a clause."""
        row = self.clauses[place]
        name = row["no"] or f"#{place + 1}"
        return (f"{name}（{row['heading']}）" if row["heading"] else str(name))[:300]

    @property
    def carried(self) -> frozenset[str]:
        """Return the changes of the law that its words show, by their ids."""
        return frozenset(row["rule"] for row in self.laws)


class StandardReview(models.Model):
    """One look at a template: by whom, when, what came of it and why. Rows are only added.

    version     what it ended with: the one that was looked at, or the revised one
    was_due_on  until when it was to be done
    """

    standard = models.ForeignKey(Standard, models.PROTECT, related_name="reviews")
    version = models.ForeignKey(StandardVersion, models.PROTECT, related_name="reviews")
    reviewed_on = models.DateField()
    reviewed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=choices(OUTCOME_LABELS))
    reason = models.TextField()
    was_due_on = models.DateField()
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.standard_id} {self.reviewed_on}"


class LawNotice(models.Model):
    """That a change of the law calls for a look at a template.

    change     its id in the register; told: title, changed, advice, law, since, as the register told them
    settled    the review that considered it; None: it waits
    """

    standard = models.ForeignKey(Standard, models.PROTECT, related_name="notices")
    change = models.CharField(max_length=80)
    trigger = models.CharField(max_length=12, choices=choices(TRIGGER_LABELS))
    told = models.JSONField()
    noticed_on = models.DateField()
    due_on = models.DateField()
    settled = models.ForeignKey(StandardReview, models.PROTECT, related_name="notices", null=True)

    class Meta:
        ordering: ClassVar = ["due_on", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["standard", "change"],
                condition=models.Q(settled__isnull=True),
                name="law_notice_waits_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.standard_id} {self.change}"


class Comment(models.Model):
    """What somebody who works with a template says of it, and what was done.

    clause       place of the clause in the version, from 0; None: the whole
    clause_name  how the clause was called when it was said
    answer       what was done; empty: it waits
    """

    standard = models.ForeignKey(Standard, models.PROTECT, related_name="comments")
    version = models.ForeignKey(StandardVersion, models.PROTECT, related_name="comments")
    clause = models.PositiveIntegerField(null=True)
    clause_name = models.CharField(max_length=300, blank=True)
    text = models.TextField()
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["standard"], condition=models.Q(answered_at__isnull=True), name="comment_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.standard_id} {self.pk}"


class StudySession(models.Model):
    """A study session: when, who came, what was learned, and about which templates. Rows are only added."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="studies")
    standards = models.ManyToManyField(Standard, related_name="studies")
    held_on = models.DateField()
    title = models.CharField(max_length=200)
    people = models.CharField(max_length=1000)
    learned = models.TextField()
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-held_on", "-pk"]
        indexes: ClassVar = [models.Index(fields=["organization", "-held_on"], name="study_of_house")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of what was learned."""
        return reverse("study", args=[self.pk])


class StudyFile(models.Model):
    """A file of a study session: slides, a text, minutes."""

    study = models.ForeignKey(StudySession, models.PROTECT, related_name="files")
    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return str(self.stored)

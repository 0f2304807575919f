"""Tables of training: courses, the people who work on an engagement, and what they have taken."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from yakusoku.apps.accounts.models import ROLE_CHOICES, Department, Organization, User
from yakusoku.apps.chain.models import Hop
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.files.models import StoredFile
from yakusoku.domain.training.requirements import AUDIENCE_LABELS, PART_LABELS
from yakusoku.web.words import choices


class Course(models.Model):
    """What a client asks people to learn.

    audience        for whom: domain/training/requirements.Audience
    role, department   of the own staff that needs it; empty: any
    repeat_months   it is repeated after so many months; 0: once is enough
    before_start    work may not start before it was taken
    since, until    days on which it is required; until None: without end
    retired_at      when it was taken out of use; its completions stay
    """

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="courses")
    name = models.CharField(_("研修の名前"), max_length=200)
    about = models.TextField(blank=True)
    audience = models.CharField(max_length=16, choices=choices(AUDIENCE_LABELS))
    role = models.CharField(max_length=20, choices=ROLE_CHOICES, blank=True)
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", null=True, blank=True)
    repeat_months = models.PositiveSmallIntegerField(default=12)
    before_start = models.BooleanField(default=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        indexes: ClassVar = [models.Index(fields=["organization", "audience"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "name"],
                condition=models.Q(retired_at__isnull=True),
                name="course_named_once",
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True)
                | models.Q(since__isnull=True)
                | models.Q(since__lte=models.F("until")),
                name="course_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Worker(models.Model):
    """Someone who works on an engagement, under a name or a staff number: no more is kept of them.

    hop            for the subcontractor at that place; None: for the contractor itself
    since, until   first and last day of working on it; None: not bounded
    """

    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="workers")
    hop = models.ForeignKey(Hop, models.PROTECT, related_name="workers", null=True, blank=True)
    name = models.CharField(max_length=100)
    part = models.CharField(max_length=12, choices=choices(PART_LABELS))
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["engagement", "name"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["engagement", "name"], condition=models.Q(hop__isnull=True), name="worker_once"
            ),
            models.UniqueConstraint(
                fields=["engagement", "hop", "name"],
                condition=models.Q(hop__isnull=False),
                name="worker_of_hop_once",
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True)
                | models.Q(since__isnull=True)
                | models.Q(since__lte=models.F("until")),
                name="worker_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"worker {self.pk}"


class Completion(models.Model):
    """A course that someone has taken: a worker of an engagement, or one of the client's own staff.

    expires_on     last day on which it holds, as the course asked when it was recorded; None: it stays
    certificate    the file that shows it
    withdrawn_at   when it was taken back as a mistake; the row stays
    """

    course = models.ForeignKey(Course, models.PROTECT, related_name="completions")
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="completions", null=True)
    member = models.ForeignKey(User, models.PROTECT, related_name="completions", null=True)
    completed_on = models.DateField()
    expires_on = models.DateField(null=True)
    certificate = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", null=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(worker__isnull=True) ^ models.Q(member__isnull=True),
                name="completion_of_one_person",
            ),
            models.UniqueConstraint(
                fields=["course", "worker", "completed_on"],
                condition=models.Q(worker__isnull=False, withdrawn_at__isnull=True),
                name="completion_of_worker_once",
            ),
            models.UniqueConstraint(
                fields=["course", "member", "completed_on"],
                condition=models.Q(member__isnull=False, withdrawn_at__isnull=True),
                name="completion_of_member_once",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["member", "course"])]

    def __str__(self) -> str:
        return f"completion {self.pk}"


class PendingList(models.Model):
    """A staff list that was read but not yet taken: shown as a difference first."""

    engagement = models.OneToOneField(Engagement, models.CASCADE, related_name="pending_list")
    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    read_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    read_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"list {self.engagement_id}"

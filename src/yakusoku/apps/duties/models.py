"""The table of what is due."""

from typing import ClassVar

from django.db import models

from yakusoku.apps.accounts.models import Department, Organization


class Duty(models.Model):
    """One thing that waits for someone. The services that make it wait and that do it write the row.

    kind           stable dotted code, as "inspection.answer"; its words stand in apps/duties/words
    subject        what it is about, as "inspection:7"
    organization   whose people are to do it; `department`: the one that is to, else any
    act            what a person must be allowed to do it (domain/accounts/permissions.Act)
    engagement     number of the engagement, to show it there; None: it belongs to none
    about          what it is about in words, the title of the engagement as a rule
    href           the page on which it is done
    left           how many pieces of it are left; 0: it is one piece
    due_on         the last day; None: as soon as possible
    escalated_at   when the superior was told that it is late
    urges          the duty of another side that is late: done with it
    """

    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="duties")
    department = models.ForeignKey(Department, models.PROTECT, related_name="duties", null=True)
    act = models.CharField(max_length=40)
    engagement = models.BigIntegerField(null=True)
    about = models.CharField(max_length=200)
    href = models.CharField(max_length=300)
    left = models.PositiveIntegerField(default=0)
    due_on = models.DateField(null=True)
    since = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    urges = models.ForeignKey("self", models.CASCADE, related_name="urged_by", null=True)

    class Meta:
        ordering: ClassVar = ["due_on", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "subject", "organization"],
                condition=models.Q(done_at__isnull=True),
                name="duty_open_once",
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["organization", "department", "due_on"],
                condition=models.Q(done_at__isnull=True),
                name="duty_open",
            ),
            models.Index(fields=["subject"], name="duty_by_subject"),
            models.Index(
                fields=["engagement"], condition=models.Q(done_at__isnull=True), name="duty_by_engagement"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"

"""The table of what is due."""

from typing import ClassVar

from django.db import models

from yakusoku.apps.accounts.models import Department, Organization, User


class Duty(models.Model):
    """One thing that waits for someone. The services that make it wait and that do it write the row.

    kind           stable dotted code, as "inspection.answer"; its words stand in apps/duties/words
    subject        what it is about, as "inspection:7"
    organization   whose people are to do it; `department`: the one that is to, else any
    act            what a person must be allowed to do it (domain/accounts/permissions.Act)
    engagement     number of the engagement, to show it there; None: it belongs to none
    assignee       whose matter it is; None: anyone's of the side who has the right. Somebody who left, was
                   moved or lost the right has it no longer (apps/duties/queries.held)
    personal       each of several people owes it by themselves, as a vote; else it is one thing
    otherwise      what a person must be allowed to see to it once the assignee has it no longer; empty: `act`
    about          what it is about in words, the title of the engagement as a rule
    href           the page on which it is done
    left           how many pieces of it are left; 0: it is one piece
    due_on         the last day; None: as soon as possible
    escalated_at   when the superior was told that it is late
    since          when it began to wait; when it was given to somebody, from then
    urges          the duty of another side that is late: done with it
    """

    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="duties")
    department = models.ForeignKey(Department, models.PROTECT, related_name="duties", null=True)
    act = models.CharField(max_length=40)
    assignee = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True)
    personal = models.BooleanField(default=False)
    otherwise = models.CharField(max_length=40, default="")
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
                condition=models.Q(done_at__isnull=True, personal=False),
                name="duty_open_once",
            ),
            models.UniqueConstraint(
                fields=["kind", "subject", "organization", "assignee"],
                condition=models.Q(done_at__isnull=True, personal=True),
                name="duty_open_once_for_each",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["organization", "department", "due_on"],
                condition=models.Q(done_at__isnull=True),
                name="duty_open",
            ),
            models.Index(
                fields=["assignee", "due_on"],
                condition=models.Q(done_at__isnull=True, assignee__isnull=False),
                name="duty_by_assignee",
            ),
            models.Index(fields=["subject"], name="duty_by_subject"),
            models.Index(
                fields=["engagement"], condition=models.Q(done_at__isnull=True), name="duty_by_engagement"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"

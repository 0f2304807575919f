"""What came in for a survey: one row for each respondent and way, kept as it came, and corrections beside it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from yakusoku.apps.accounts.models import User
from yakusoku.apps.samples.models import Respondent
from yakusoku.apps.surveys.models import Questionnaire, Survey


class Way(models.TextChoices):
    """How an answer came."""

    WEB = "web", _("ウェブ")
    PAPER = "paper", _("郵送")


class Record(models.Model):
    """The answers of one respondent that came one way. A paper is keyed twice: `first`, `second`, then agreed.

    answers        {question: text as written}; several options with blanks between them
    marks          what paper holds beyond answers: {question: "two-marks" | "too-many" | "unreadable"}
    submitted_at   None: a draft that is still being written
    chosen         whether it is the record that counts for its respondent (docs/rules/survey-joining.md)
    """

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="records")
    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="records")
    respondent = models.ForeignKey(Respondent, models.PROTECT, related_name="records")
    way = models.CharField(max_length=6, choices=Way)
    answers = models.JSONField(default=dict)
    marks = models.JSONField(default=dict)
    language = models.CharField(max_length=10, blank=True)
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    chosen = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["survey", "submitted_at"], name="record_of_survey")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["respondent", "way"], name="record_once_a_way"),
            models.UniqueConstraint(
                fields=["respondent"], condition=models.Q(chosen=True), name="record_one_counts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.respondent_id} {self.way}"


class Keying(models.Model):
    """One keying of a paper by one person: the second is another person's, and does not see the first."""

    record = models.ForeignKey(Record, models.PROTECT, related_name="keyings")
    turn = models.PositiveSmallIntegerField()
    answers = models.JSONField(default=dict)
    marks = models.JSONField(default=dict)
    keyed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    keyed_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["turn"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["record", "turn"], name="keying_once_a_turn"),
        ]

    def __str__(self) -> str:
        return f"{self.record_id}-{self.turn}"


class Correction(models.Model):
    """One change of an answer after it came in: who, why, from what to what. Rows are only added."""

    record = models.ForeignKey(Record, models.PROTECT, related_name="corrections")
    question = models.CharField(max_length=100)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    reason = models.TextField()
    corrected_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    corrected_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.record_id} {self.question}"

"""What came in for a survey: one row for each respondent and way, kept as it came, and corrections beside it."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yakusoku.apps.accounts.models import User
from yakusoku.apps.samples.models import Respondent
from yakusoku.apps.surveys.models import Questionnaire, Survey
from yakusoku.domain.survey.answers import SIGN


class Way(models.TextChoices):
    """How an answer came."""

    WEB = "web", _("ウェブ")
    PAPER = "paper", _("郵送")


class Joining(models.TextChoices):
    """Which of two answers of one respondent counts: as domain/survey/collecting/joining.py names it."""

    FIRST = "first", _("先に届いたもの")
    LAST = "last", _("後に届いたもの")
    WEB = "web", _("ウェブ")
    PAPER = "paper", _("紙")
    FULLER = "fuller", _("答えた設問の多いもの")


class Terms(models.Model):
    """How answers of a survey are taken. A survey without such a row is collected by the defaults.

    amend   whether who has handed in may change the answers until the closing day
    twice   whether each paper is keyed by two people
    rules   what must hold in every answer: [{"name", "condition", "sentence"}]
    """

    survey = models.OneToOneField(Survey, models.PROTECT, related_name="terms")
    joining = models.CharField(max_length=6, choices=Joining, default=Joining.FIRST)
    amend = models.BooleanField(default=True)
    twice = models.BooleanField(default=True)
    rules = models.JSONField(default=list)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    changed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.survey_id}"


class Record(models.Model):
    """The answers of one respondent that came one way. A paper is keyed once or twice, then agreed.

    answers        {question: text as written}; several options with blanks between them
    marks          what paper holds beyond answers: {question: "two-marks" | "too-many" | "unreadable"}
    begun_at       when the first word was saved, or the paper arrived
    submitted_at   when it was handed in, or its keying agreed; None: a draft, or a paper that is being keyed
    amending       what is being written anew after it was handed in; None: nothing
    section        the page of the web form on which the respondent is, from 0
    steps          how far the saves of each page that was shown came: [[page, step]]
    answered       how many questions have an answer that counts
    broken         the names of the rules that the answers break
    chosen         whether it is the record that counts for its respondent (docs/rules/survey-joining.md)
    lost           why it does not count; empty: it does, or is not handed in
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
    amending = models.JSONField(null=True)
    section = models.PositiveSmallIntegerField(default=0)
    steps = models.JSONField(default=list)
    receipt = models.CharField(max_length=20, blank=True)
    answered = models.PositiveSmallIntegerField(default=0)
    broken = models.JSONField(default=list)
    chosen = models.BooleanField(default=False)
    lost = models.CharField(max_length=20, blank=True)

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

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("survey-record", args=[self.survey_id, self.pk])

    @property
    def written(self) -> Mapping[str, str]:
        """Return what the respondent is writing: anew if they are changing what was handed in."""
        found: Mapping[str, str] = self.answers if self.amending is None else self.amending
        return found

    @property
    def cells(self) -> Mapping[str, str]:
        """Return the answers as cells: why one does not count stands as #two-marks."""
        return {**self.answers, **{name: f"{SIGN}{mark}" for name, mark in self.marks.items()}}


class Former(models.Model):
    """What a respondent had handed in before they changed it. Rows are only added."""

    record = models.ForeignKey(Record, models.PROTECT, related_name="formers")
    answers = models.JSONField()
    submitted_at = models.DateTimeField()
    replaced_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.record_id}"


class Keying(models.Model):
    """One keying of a paper by one person: the second is another person's, and does not see the first.

    steps   how far the saves of each page that was shown came: [[page, step]]
    """

    record = models.ForeignKey(Record, models.PROTECT, related_name="keyings")
    turn = models.PositiveSmallIntegerField()
    answers = models.JSONField(default=dict)
    marks = models.JSONField(default=dict)
    keyed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    keyed_at = models.DateTimeField()
    steps = models.JSONField(default=list)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["turn"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["record", "turn"], name="keying_once_a_turn"),
        ]

    def __str__(self) -> str:
        return f"{self.record_id}-{self.turn}"


class Settlement(models.Model):
    """What was decided where two keyings of a paper differed, as cells: by whom and why."""

    record = models.ForeignKey(Record, models.PROTECT, related_name="settlements")
    question = models.CharField(max_length=100)
    first = models.TextField(blank=True)
    second = models.TextField(blank=True)
    settled = models.TextField(blank=True)
    reason = models.TextField()
    settled_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    settled_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["record", "question"], name="settled_once"),
        ]

    def __str__(self) -> str:
        return f"{self.record_id} {self.question}"


class PendingPapers(models.Model):
    """Papers that were keyed elsewhere, read from a file and waiting to be looked at: one a survey and person.

    questionnaire   the version by which the rows were read
    rows            [{"line", "number", "cells": {question: cell}, "answered", "faults": {question: why}}]
    """

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="+")
    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    rows = models.JSONField()
    read_by = models.ForeignKey(User, models.CASCADE, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["survey", "read_by"], name="papers_pending_once"),
        ]

    def __str__(self) -> str:
        return self.name


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

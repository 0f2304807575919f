"""Surveys and the versions of their questionnaires."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yakusoku.apps.accounts.models import Department, Organization, User


class State(models.TextChoices):
    """Where a survey stands."""

    DRAFT = "draft", _("準備中")
    OPEN = "open", _("回答受付中")
    CLOSED = "closed", _("締切り済み")


class Survey(models.Model):
    """A survey of organisations or people.

    department     whose it is; None: of the whole organisation
    owner          whose matter it is; None: of anyone who may run it
    reference_on   the day that 「現在」 means in the questions; None: none is fixed
    opens_on, closes_on   between these days answers are taken; both are days of answering
    remind_days    the days on which reminders are to go out, as 2027-05-16; empty: reckoned
    population     how many there are of whom the sample was drawn; None: unknown
    contact        whom a respondent may ask; return_to: where a paper is sent back
    previous       the wave before, with which it is compared
    """

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="surveys")
    department = models.ForeignKey(Department, models.PROTECT, related_name="surveys", null=True)
    owner = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    title = models.CharField(max_length=200)
    purpose = models.TextField(blank=True)
    contact = models.TextField(blank=True)
    return_to = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    reference_on = models.DateField(null=True)
    opens_on = models.DateField(null=True)
    closes_on = models.DateField(null=True)
    remind_days = models.JSONField(default=list)
    population = models.PositiveIntegerField(null=True)
    previous = models.ForeignKey("self", models.PROTECT, related_name="next_waves", null=True)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [models.Index(fields=["organization", "-id"], name="survey_of_house")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "title"], name="survey_named_once"),
            models.CheckConstraint(
                condition=models.Q(closes_on__isnull=True)
                | models.Q(opens_on__isnull=True)
                | models.Q(closes_on__gte=models.F("opens_on")),
                name="survey_opens_before_it_closes",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("survey", args=[self.pk])

    @property
    def chosen_days(self) -> list[date]:
        """Return the days that were chosen for reminders, in order; empty: they are reckoned."""
        return [date.fromisoformat(day) for day in self.remind_days]


class Questionnaire(models.Model):
    """A version of the questionnaire: the rows of its XLSForm. Published, it is never written again.

    number     from 1; the one that is not published is the draft, of which there is one at most
    sheets     {"survey": [{column: text}], "choices": [...], "settings": {...}}, as the sheets of XLSForm
    digest     SHA-256 of `sheets`
    note       what changed since the version before, in words
    before     of a draft, the sheets before the last change, which can be undone; null: there is none
    act        what the last change was, as apps/surveys/writing.py names it
    changed_by, changed_at   of the last change; null: none since it was made
    """

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="questionnaires")
    number = models.PositiveIntegerField()
    sheets = models.JSONField()
    digest = models.CharField(max_length=64)
    note = models.TextField(blank=True)
    before = models.JSONField(null=True)
    act = models.CharField(max_length=20, blank=True)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    changed_at = models.DateTimeField(null=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    published_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["survey", "number"], name="questionnaire_once"),
            models.UniqueConstraint(
                fields=["survey"],
                condition=models.Q(published_at__isnull=True),
                name="questionnaire_one_draft",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id}-{self.number}"


class BroughtForm(models.Model):
    """An XLSForm that was brought and read and waits to be looked at: one for each person and survey.

    name     of the file
    sheets   as the sheets of a questionnaire
    """

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="brought")
    name = models.CharField(max_length=200)
    sheets = models.JSONField()
    brought_by = models.ForeignKey(User, models.CASCADE, related_name="+")
    brought_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["survey", "brought_by"], name="brought_form_once"),
        ]

    def __str__(self) -> str:
        return self.name

"""The frame of a survey, the draw from it, and the respondents with their personal codes."""

from typing import ClassVar

from django.db import models

from yakusoku.apps.accounts.models import Organization, User
from yakusoku.apps.surveys.models import Survey


class Unit(models.Model):
    """One organisation or person in the frame: of whom a sample is drawn.

    reference      how the file that brought it calls it; within a survey once
    organization   the organisation of this installation that it is; None: a row of a file
    traits         what the strata are made of, as {"role": "委託先", "size": "大規模", "industry": "製造業"}
    stratum        the traits by which is drawn, joined by " × "; empty: one stratum
    """

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="units")
    reference = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    section = models.CharField(max_length=200, blank=True)
    person = models.CharField(max_length=100, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    address = models.CharField(max_length=300, blank=True)
    mail = models.EmailField(blank=True)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", null=True)
    traits = models.JSONField(default=dict)
    stratum = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["survey", "stratum"], name="unit_of_stratum")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["survey", "reference"], name="unit_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Draw(models.Model):
    """One drawing of a sample. Rows are only added: the frame, the numbers and the seed give the same sample again.

    seed        what the random numbers were made from
    frame       SHA-256 of the frame as it was drawn from
    allocation  for each stratum {"stratum", "frame", "drawn"}
    """

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="draws")
    seed = models.CharField(max_length=64)
    frame = models.CharField(max_length=64)
    allocation = models.JSONField()
    drawn_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.survey_id} {self.seed}"


class Respondent(models.Model):
    """Who is asked. Answers name the respondent, never the unit.

    number   from 1 within the survey; printed on the paper
    code     the personal code of letter and QR: opens the web form. Twelve letters of 32, drawn at random
    unit     None: whoever came by an open address
    """

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="respondents")
    number = models.PositiveIntegerField()
    code = models.CharField(max_length=20, unique=True)
    unit = models.OneToOneField(Unit, models.PROTECT, related_name="respondent", null=True)
    draw = models.ForeignKey(Draw, models.PROTECT, related_name="respondents", null=True)
    stratum = models.CharField(max_length=300, blank=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["survey", "number"], name="respondent_numbered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id}-{self.number}"

"""Reports of a survey: what is being written, why a number may stand, and what was published."""

from typing import ClassVar

from django.db import models
from django.urls import reverse

from yakusoku.apps.accounts.models import User
from yakusoku.apps.files.models import StoredFile
from yakusoku.apps.surveys.models import Survey


class Report(models.Model):
    """A report as it is being written; every release is a version of its own.

    number      from 1 within the survey
    outline     the plan, as docs/rules/survey-report.md writes it, without excuses
    digest      SHA-256 of the outline and of what its tables are counted by
    before      the outline before the last change, which can be undone; null: there is none
    act         what the last change was: the place that was typed in, or how report_services.py names it
    weight      code of the weights of its tables; empty: everybody counts alike
    earlier     the wave with which it is compared through the crosswalk that was kept; None: with none
    earlier_by  the axis of that comparison; empty: everybody together
    """

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="reports")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    outline = models.JSONField()
    digest = models.CharField(max_length=64)
    before = models.JSONField(null=True)
    act = models.CharField(max_length=20, blank=True)
    weight = models.CharField(max_length=10, blank=True)
    earlier = models.ForeignKey(Survey, models.PROTECT, related_name="+", null=True)
    earlier_by = models.CharField(max_length=100, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["survey", "number"], name="survey_report_once"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of the page on which it is written."""
        return reverse("survey-report", args=[self.survey_id, self.number])


class ReportExcuse(models.Model):
    """Why a number may stand although it was found wanting. It is for this number in this sentence only.

    kind           what the look-up had found, as domain/survey/report/findings.py names it
    withdrawn_at   when it was taken back; it then excuses nothing
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="excuses")
    kind = models.CharField(max_length=20)
    typed = models.CharField(max_length=200)
    sentence = models.TextField()
    why = models.TextField()
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.typed


class ReportVersion(models.Model):
    """A report as it was released. Nothing of it changes; its files are made behind the pages.

    outline, figures   the plan with its excuses, and every figure of its tables, as they were then
    basis              what they were counted by: weight, earlier (its number) and earlier_by of the report
    data_digest        SHA-256 of the answers that were counted
    made_at            when all files were there; None: they are being made
    held_until         who makes them says so until then; later: nobody does
    refused            why a file could not be made; empty: all could
    public_at          since when visitors of the organisation's public page may read it; None: they may not
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    outline = models.JSONField()
    figures = models.JSONField()
    basis = models.JSONField(default=dict)
    data_digest = models.CharField(max_length=64)
    released_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    released_at = models.DateTimeField()
    docx = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", null=True)
    pptx = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", null=True)
    pdf = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", null=True)
    html = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", null=True)
    made_at = models.DateTimeField(null=True)
    held_until = models.DateTimeField(null=True)
    refused = models.TextField(blank=True)
    public_at = models.DateTimeField(null=True)
    public_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "number"], name="survey_report_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id}-{self.number}"

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("survey-report-version", args=[self.report.survey_id, self.report.number, self.number])

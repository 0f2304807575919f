"""What is kept of the results of a survey: weights, views of tables, crosswalks to an earlier wave."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from yakusoku.apps.accounts.models import User
from yakusoku.apps.surveys.models import Survey


class Way(models.TextChoices):
    """Where weights come from: as domain/survey/weighting.py names it."""

    DESIGN = "design", _("抽出率の逆数（名簿の数÷抽出した数）")
    ANSWERED = "answered", _("抽出率の逆数を、回答のなかった分だけ直したもの")
    RAKING = "raking", _("分かっている合計に合わせたもの（レイキング）")
    FILE = "file", _("ファイルの重み")


class Start(models.TextChoices):
    """From which weights raking starts."""

    ALIKE = "", _("どの回答も同じ重みから")
    DESIGN = "design", _("抽出率の逆数から")
    ANSWERED = "answered", _("抽出率の逆数を、回答のなかった分だけ直した重みから")


class Weighting(models.Model):
    """A way to weigh the respondents of a survey. Its weights are computed from the answers as they are now.

    number      from 1 within the survey; tables name it as "W1"
    margins     of raking: {trait or question: {category: total}}
    start       of raking: the weights that are fitted to the margins
    given       of a file: {number of the respondent: weight, as written}
    dropped_at  when it was put away; tables no longer offer it
    """

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="weightings")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=60)
    method = models.CharField(max_length=10, choices=Way)
    margins = models.JSONField(default=dict)
    start = models.CharField(max_length=10, choices=Start, default=Start.ALIKE, blank=True)
    given = models.JSONField(default=dict)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["survey", "number"], name="weighting_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def code(self) -> str:
        """Return how tables name it."""
        return f"W{self.number}"


class TableView(models.Model):
    """A view of tables under a name, for everybody who reads the survey: the query of the page."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="table_views")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=4000)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["survey", "name"], name="table_view_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Crosswalk(models.Model):
    """A version of what is compared with an earlier wave. Rows are only added; the last one counts.

    figures   as the YAML file of docs/rules/survey-crosswalk.md writes them: {"figures": [...]}
    """

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="crosswalks")
    earlier = models.ForeignKey(Survey, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    figures = models.JSONField()
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["survey", "earlier", "number"], name="crosswalk_once"),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id}-{self.number}"


# The models of books and reports stand in a file of their own; Django looks for models here.
from yakusoku.apps.results.book_models import TabBook  # noqa: E402, F401
from yakusoku.apps.results.report_models import (  # noqa: E402
    Report,  # noqa: F401
    ReportExcuse,  # noqa: F401
    ReportVersion,  # noqa: F401
)

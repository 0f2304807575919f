"""The frame of a survey, the draw from it, the respondents with their personal codes, and what was sent to whom."""

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yakusoku.apps.accounts.models import Organization, User
from yakusoku.apps.files.models import StoredFile
from yakusoku.apps.surveys.models import Survey
from yakusoku.domain.survey.sampling.sizes import SizeRules, restored


class Unit(models.Model):
    """One organisation or person in the frame: of whom a sample is drawn.

    reference      how the file that brought it calls it; within a survey once
    organization   the organisation of this installation that it is; None: a row of a file
    employees      number of employees, of which the size class was made; None: unknown
    traits         what the strata are made of, as {"role": "委託先", "size": "大規模", "industry": "製造業"}
    stratum        the traits by which is drawn, joined by " × "; empty: one stratum
    left_out       why it is not drawn, as 前回の調査で尋ねた; empty: it may be
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
    employees = models.PositiveIntegerField(null=True)
    traits = models.JSONField(default=dict)
    stratum = models.CharField(max_length=1000, blank=True)
    left_out = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [
            models.Index(fields=["survey", "stratum"], name="unit_of_stratum"),
            models.Index(fields=["survey", "name"], name="unit_by_name"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["survey", "reference"], name="unit_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("sample-unit", args=[self.survey_id, self.pk])


class Plan(models.Model):
    """How a survey draws. One without a row draws from one stratum, with the size classes that ship.

    strata   names of the traits of which the strata are made, in order
    sizes    {role: [[class, least number of employees], ...]} (domain/survey/sampling/sizes.py)
    """

    survey = models.OneToOneField(Survey, models.PROTECT, related_name="plan")
    strata = models.JSONField(default=list)
    sizes = models.JSONField(default=dict)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.survey_id}"

    @property
    def size_rules(self) -> SizeRules:
        """Return the rules by which sizes are told from numbers of employees."""
        return restored(self.sizes)


class DrawKind(models.TextChoices):
    """Whether it is the sample, or units that stand in for others."""

    SAMPLE = "sample", _("標本")
    REPLACEMENT = "replacement", _("予備標本")


class Draw(models.Model):
    """One drawing of a sample. Rows are only added: the frame, the numbers and the seed give the same sample again.

    seed        what the lots were made from
    frame       SHA-256 of the frame as it was drawn from (domain/survey/sampling/drawing.py)
    allocation  for each stratum {"stratum", "frame", "drawn"}
    asked       how it was shared out: {"method", "n", "least", "spreads", "fixed"}
    reason      why units stand in for others; empty for the sample itself
    undone_at   when it was taken back, before anyone was written to
    """

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="draws")
    kind = models.CharField(max_length=12, choices=DrawKind, default=DrawKind.SAMPLE)
    seed = models.CharField(max_length=64)
    frame = models.CharField(max_length=64)
    allocation = models.JSONField()
    asked = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    drawn_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["survey"],
                condition=models.Q(kind="sample", undone_at__isnull=True),
                name="draw_one_sample",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id} {self.seed}"

    @property
    def size(self) -> int:
        """Return how many were drawn."""
        return sum(row["drawn"] for row in self.allocation)


class Withdrawal(models.TextChoices):
    """Why a unit that was drawn is none to ask."""

    CLOSED = "closed", _("閉鎖・廃業")
    MOVED = "moved", _("移転（対象の外へ）")
    DOUBLE = "double", _("重複")
    OTHER = "other", _("そのほか対象でない")


class Respondent(models.Model):
    """Who is asked. Answers name the respondent, never the unit.

    number   from 1 within the survey; printed on the paper
    code     the personal code of letter and QR: opens the web form. Twelve letters of 32, drawn at random
    unit     None: whoever came by an open address
    withdrawn_as, withdrawn_note   why it is no longer asked
    """

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="respondents")
    number = models.PositiveIntegerField()
    code = models.CharField(max_length=20, unique=True)
    unit = models.OneToOneField(Unit, models.PROTECT, related_name="respondent", null=True)
    draw = models.ForeignKey(Draw, models.PROTECT, related_name="respondents", null=True)
    stratum = models.CharField(max_length=1000, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_as = models.CharField(max_length=10, choices=Withdrawal, blank=True)
    withdrawn_note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["survey", "number"], name="respondent_numbered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id}-{self.number}"

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("sample-respondent", args=[self.survey_id, self.number])


class LetterKind(models.TextChoices):
    """For whom a letter is written."""

    INVITATION = "invitation", _("依頼状")
    REMINDER = "reminder", _("督促状")


class LetterText(models.Model):
    """The text of a letter with its places in 〔〕. A survey without one writes the text that ships."""

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="letter_texts")
    kind = models.CharField(max_length=10, choices=LetterKind)
    title = models.CharField(max_length=200)
    body = models.TextField()
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["survey", "kind"], name="letter_text_once"),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id} {self.kind}"


class Way(models.TextChoices):
    """How something is sent."""

    POST = "post", _("郵送")
    MAIL = "mail", _("メール")


class Dispatch(models.Model):
    """One batch of letters or mails: what was written, when, and (its sendings) to whom. Never written again.

    number   from 1 within the survey
    sent_on  the day that stands on the letters
    """

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="dispatches")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=LetterKind)
    way = models.CharField(max_length=4, choices=Way)
    title = models.CharField(max_length=200)
    body = models.TextField()
    sent_on = models.DateField()
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["survey", "number"], name="dispatch_numbered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id}-{self.number}"

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("sample-dispatch", args=[self.survey_id, self.number])


class Sending(models.Model):
    """One respondent in a batch.

    mailed_at        when the mail server took the mail; None: it is a letter, or the mail has not gone yet
    undelivered_on   the day on which it came back (あて先不明); None: it did not
    """

    dispatch = models.ForeignKey(Dispatch, models.PROTECT, related_name="sendings")
    respondent = models.ForeignKey(Respondent, models.PROTECT, related_name="sendings")
    mailed_at = models.DateTimeField(null=True)
    undelivered_on = models.DateField(null=True)
    undelivered_note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dispatch", "respondent"], name="sent_once_a_dispatch"),
        ]

    def __str__(self) -> str:
        return f"{self.dispatch_id} {self.respondent_id}"


class PendingFrame(models.Model):
    """A frame that was read but not yet taken: one for each survey and person.

    mapping   our field → number of their column, from 0
    traits    further columns that may make strata: name → number of the column
    """

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="pending_frames")
    read_by = models.ForeignKey(User, models.CASCADE, related_name="+")
    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    mapping = models.JSONField(default=dict)
    traits = models.JSONField(default=dict)
    read_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["survey", "read_by"], name="one_pending_frame"),
        ]

    def __str__(self) -> str:
        return f"frame {self.stored_id}"

"""Questions that a department asks, the advice it gets, and the files of both."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yakusoku.apps.accounts.models import User
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.files.models import StoredFile


class Addressee(models.TextChoices):
    """Who is asked."""

    POLICY = "policy", _("情報政策")
    LEGAL = "legal", _("契約管財・法務")
    BOARD = "board", _("外部委託審査会")
    EXPERT = "expert", _("外部の専門家")


class ConsultationState(models.TextChoices):
    """Where a consultation stands."""

    OPEN = "open", _("回答待ち")
    ANSWERED = "answered", _("回答あり")
    CLOSED = "closed", _("終了")


class Consultation(models.Model):
    """One question of a department about an engagement, with everything said about it.

    about   the page or requirement it came from, as an address of this site; empty: the whole work
    """

    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="consultations")
    addressee = models.CharField(max_length=8, choices=Addressee)
    title = models.CharField(max_length=200)
    about = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=8, choices=ConsultationState, default=ConsultationState.OPEN)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-changed_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["engagement", "-changed_at"], name="consultation_of_work")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of the thread."""
        return reverse("consultation", args=[self.pk])


class Kind(models.TextChoices):
    """What a post of the thread is."""

    QUESTION = "question", _("相談")
    ADVICE = "advice", _("助言")
    FOLLOW_UP = "follow-up", _("続けての相談")


class Post(models.Model):
    """One thing said in a consultation. Rows are only added.

    author    None: an outside expert
    by_name   the name of the expert; empty for people with an account
    """

    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="posts")
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.TextField()
    author = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    by_name = models.CharField(max_length=100, blank=True)
    written_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.consultation_id} {self.kind}"


class PostFile(models.Model):
    """A file given with a post."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="files")
    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return str(self.stored)


class ExpertLink(models.Model):
    """A link by which an outside expert answers once, without an account. Only its digest is kept."""

    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="links")
    name = models.CharField(max_length=100)
    token_digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.consultation_id} {self.name}"

    def is_waiting(self, now: datetime) -> bool:
        """Return whether an answer can still come by it."""
        return self.used_at is None and self.withdrawn_at is None and now < self.expires_at

"""What was told to whom, and how people want to be told."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from yakusoku.apps.accounts.models import User


class Rhythm(models.TextChoices):
    """How often a person gets a letter."""

    DAILY = "daily", _("毎日（知らせることがある日）")
    WEEKLY = "weekly", _("週に一度（月曜日）")
    NEVER = "never", _("受け取らない")


class Preference(models.Model):
    """How a person wants to be told; without a row: daily letters and no calendar.

    calendar_digest   digest of the secret in the address of the calendar; empty: there is none
    """

    user = models.OneToOneField(User, models.CASCADE, related_name="notice_preference")
    letters = models.CharField(_("お知らせのメール"), max_length=8, choices=Rhythm, default=Rhythm.DAILY)
    calendar_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["calendar_digest"], condition=~models.Q(calendar_digest=""), name="calendar_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.letters}"


class Told(models.Model):
    """A letter that was written to a person on a day: at most one. `things`: how many it told."""

    user = models.ForeignKey(User, models.CASCADE, related_name="told")
    day = models.DateField()
    things = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "day"], name="one_letter_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.day}"

"""Books of all tables that are too large to be made while somebody waits."""

from typing import ClassVar

from django.db import models
from django.urls import reverse

from yakusoku.apps.accounts.models import User
from yakusoku.apps.files.models import StoredFile
from yakusoku.apps.surveys.models import Survey


class TabBook(models.Model):
    """A book of all tables of a survey that was asked for; it is made behind the pages.

    query         the axes, the weights and all else that tables are asked by, as the page sends it
    language      in which it was asked for
    answers       what tells the answers that it was made of from any others; empty: it was not made
    made, total   how many tables are done, of how many; total 0: it was not begun
    made_at       when it was done; None: it is being made
    held_until    who makes it says so until then; later: nobody does
    refused       why it could not be made; empty: it could
    """

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="tab_books")
    number = models.PositiveIntegerField()
    query = models.CharField(max_length=4000)
    language = models.CharField(max_length=10)
    answers = models.CharField(max_length=200, blank=True)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    made = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", null=True)
    made_at = models.DateTimeField(null=True)
    held_until = models.DateTimeField(null=True)
    refused = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["survey", "number"], name="tab_book_once"),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id}-{self.number}"

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("survey-book-made", args=[self.survey_id, self.number])

"""Tables of the erasure ledger: every copy of personal data, and who says that there is no other."""

from typing import ClassVar

from django.db import models
from django.urls import reverse

from yakusoku.apps.accounts.models import Organization, User
from yakusoku.apps.chain.models import Hop
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.files.models import StoredFile
from yakusoku.domain.erasure.ledger import STATE_LABELS, State
from yakusoku.domain.erasure.methods import ENDING_LABELS, MEDIUM_LABELS, METHOD_LABELS
from yakusoku.web.words import choices


class Copy(models.Model):
    """One copy of personal data: where it lies, and what became of it.

    hop           at which subcontractor; None: at the contractor
    what          what it is, in words; categories: kinds of personal information in it
    number        how many sheets, files or media
    source        what it came from, as "handover:7"; empty: entered by hand
    ending …      what was done with it, when, by whom, before which witness, on which device
    certificate   a file that shows it
    kept_reason   why it stays until kept_until: a law, or a backup that expires
    entered_for   the organisation that entered it
    sent_back_reason   why the last proof was not accepted
    """

    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="copies")
    hop = models.ForeignKey(Hop, models.PROTECT, related_name="copies", null=True, blank=True)
    what = models.CharField(max_length=200)
    categories = models.JSONField(default=list)
    medium = models.CharField(max_length=12, choices=choices(MEDIUM_LABELS))
    place = models.CharField(max_length=200)
    number = models.PositiveIntegerField(default=1)
    since = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=10, choices=choices(STATE_LABELS), default=State.HELD)
    ending = models.CharField(max_length=8, choices=choices(ENDING_LABELS), blank=True)
    method = models.CharField(max_length=10, choices=choices(METHOD_LABELS), blank=True)
    done_on = models.DateField(null=True, blank=True)
    done_by = models.CharField(max_length=200, blank=True)
    witness = models.CharField(max_length=200, blank=True)
    device = models.CharField(max_length=200, blank=True)
    certificate = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", null=True, blank=True)
    kept_reason = models.CharField(max_length=500, blank=True)
    kept_until = models.DateField(null=True, blank=True)
    sent_back_reason = models.TextField(blank=True)
    entered_for = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    proven_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    proven_at = models.DateTimeField(null=True)
    passed_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    passed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [
            models.Index(fields=["engagement", "state"]),
            models.Index(fields=["hop", "state"]),
            models.Index(
                fields=["kept_until"], condition=models.Q(state=State.KEPT.value), name="copy_kept_until"
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["engagement", "hop", "source"],
                condition=~models.Q(source="") & models.Q(hop__isnull=False),
                name="copy_of_source_once",
            ),
            models.UniqueConstraint(
                fields=["engagement", "source"],
                condition=~models.Q(source="") & models.Q(hop__isnull=True),
                name="copy_of_source_at_contractor_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.get_medium_display()}"

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("copy", args=[self.pk])

    @property
    def reference(self) -> str:
        """Return its number in the ledger, as it stands on certificates."""
        return f"C-{self.pk:06d}"


class Declaration(models.Model):
    """Someone says that their part of the ledger is whole: there is no other copy.

    hop   for the subcontractor at that place; None: for the contractor. A new copy takes it back.
    """

    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="declarations")
    hop = models.ForeignKey(Hop, models.PROTECT, related_name="declarations", null=True, blank=True)
    declared_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["engagement"], condition=models.Q(hop__isnull=True), name="declared_once"
            ),
            models.UniqueConstraint(
                fields=["engagement", "hop"],
                condition=models.Q(hop__isnull=False),
                name="declared_once_at_hop",
            ),
        ]

    def __str__(self) -> str:
        return f"declaration {self.engagement_id} {self.hop_id or ''}".strip()

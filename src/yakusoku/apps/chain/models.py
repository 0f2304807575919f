"""Tables of the chain: who holds data of an engagement, and what was handed over."""

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yakusoku.apps.accounts.models import Organization, User
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.files.models import StoredFile
from yakusoku.domain.chain import links
from yakusoku.domain.packs.labels import FACT_LABELS, PLACE_LABELS, TRAVEL_LABELS
from yakusoku.web.words import choices

# What can be handed from hand to hand; access to a system is not.
MEDIA_LABELS = {medium: FACT_LABELS[f"forms.{medium}"] for medium in ("paper", "file", "removable_media")}


class Standing(models.TextChoices):
    """Whether the client agreed that someone holds data. UNDECLARED: it was found, nobody had asked."""

    REQUESTED = links.Standing.REQUESTED.value, _("承諾を待っている")
    CONSENTED = links.Standing.CONSENTED.value, _("承諾した")
    REFUSED = links.Standing.REFUSED.value, _("承諾しなかった")
    WITHDRAWN = links.Standing.WITHDRAWN.value, _("取り下げた")
    UNDECLARED = links.Standing.UNDECLARED.value, _("届出がない")


class Hop(models.Model):
    """A place in the chain: who holds which data, where, and from whom they got it. `parent` None: the contractor.

    organization  the registered company, if it is one; the same company may stand at several places
    categories    kinds of personal information it holds (domain/engagements/profile.Category)
    place, site   the kind of place, and its address in words
    since, until  first and last day on which it holds data; until None: still does
    found_on      the day on which it was found although nobody had asked; stays after a later consent
    note          what the client writes for itself
    reason        why it is asked for
    decided_on    day of the written consent or refusal; `words`: conditions, or why not; `letter`: its copy
    permitted     kinds of data of which the consent states the first client's permission
    passed        clauses that the contract with the tier above passed down, by slug; None: not told
    A parent is always an older row: that alone makes loops impossible. Rows are never deleted, and parent
    and engagement never change: triggers see to it (migrations/0002_in_one_line.py).
    """

    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="hops")
    parent = models.ForeignKey("self", models.PROTECT, related_name="children", null=True, blank=True)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="hops", null=True, blank=True)
    name = models.CharField(max_length=200)
    part = models.CharField(max_length=200, blank=True)
    categories = models.JSONField(default=list)
    place = models.CharField(max_length=40, choices=choices(PLACE_LABELS))
    site = models.CharField(max_length=200, blank=True)
    travels_by = models.CharField(max_length=40, blank=True, choices=choices(TRAVEL_LABELS))
    standing = models.CharField(max_length=12, choices=Standing)
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    found_on = models.DateField(null=True)
    note = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    requested_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    requested_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)
    decided_on = models.DateField(null=True)
    words = models.TextField(blank=True)
    letter = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", null=True)
    permitted = models.JSONField(default=list)
    passed = models.JSONField(null=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["organization", "standing"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | models.Q(parent__lt=models.F("pk")),
                name="hop_without_loop",
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True)
                | models.Q(since__isnull=True)
                | models.Q(since__lte=models.F("until")),
                name="hop_days_in_order",
            ),
            models.UniqueConstraint(
                fields=["engagement"], condition=models.Q(parent__isnull=True), name="hop_one_contractor"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of this place in the chain."""
        return reverse("hop", args=[self.pk])

    @property
    def waits(self) -> bool:
        """Return whether the client is asked to agree: for the first time, or after it was found."""
        return self.requested_at is not None and self.decided_at is None


class HandoverState(models.TextChoices):
    """Where a handover stands."""

    SENT = "sent", _("受取りの確認を待っている")
    RECEIVED = "received", _("受け取った")
    CANCELLED = "cancelled", _("記録を取り消した")


class Handover(models.Model):
    """Something that went from one hand to another. `giver`, `receiver` None: the client itself.

    returns       it goes back towards the client
    description   what it is; `copies`: how many pieces, files or media
    remark        what the receiving side saw, or why the record was cancelled
    """

    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="handovers")
    giver = models.ForeignKey(Hop, models.PROTECT, related_name="given", null=True, blank=True)
    receiver = models.ForeignKey(Hop, models.PROTECT, related_name="taken", null=True, blank=True)
    returns = models.BooleanField(default=False)
    description = models.CharField(max_length=200)
    medium = models.CharField(max_length=20, choices=choices(MEDIA_LABELS))
    copies = models.PositiveIntegerField()
    travels_by = models.CharField(max_length=40, choices=choices(TRAVEL_LABELS))
    tracking = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=12, choices=HandoverState, default=HandoverState.SENT)
    sent_on = models.DateField()
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    received_on = models.DateField(null=True)
    closed_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    closed_at = models.DateTimeField(null=True)
    remark = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-sent_on", "-pk"]
        indexes: ClassVar = [models.Index(fields=["engagement", "state"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(received_on__isnull=True) | models.Q(received_on__gte=models.F("sent_on")),
                name="handover_days_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(giver__isnull=False) | models.Q(receiver__isnull=False),
                name="handover_between_two",
            ),
        ]

    def __str__(self) -> str:
        return self.description

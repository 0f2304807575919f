"""What fell short and what became of it: findings, instructions, replies, and what was seen then."""

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yakusoku.apps.accounts.models import Organization, User
from yakusoku.apps.chain.models import Hop
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.files.models import StoredFile
from yakusoku.domain.findings.states import FindingState, InstructionState
from yakusoku.domain.packs.labels import FINDING_LABELS, REMEDY_LABELS, SEVERITY_LABELS
from yakusoku.web.words import choices


class State(models.TextChoices):
    """Where a finding stands."""

    OPEN = FindingState.OPEN.value, _("指示していない")
    INSTRUCTED = FindingState.INSTRUCTED.value, _("改善を指示した")
    REPLIED = FindingState.REPLIED.value, _("改善の報告が届いた")
    CLOSED = FindingState.CLOSED.value, _("改善を確かめた")


class Standing(models.TextChoices):
    """Where a corrective instruction stands."""

    ISSUED = InstructionState.ISSUED.value, _("改善の報告を待っている")
    REPLIED = InstructionState.REPLIED.value, _("報告を確かめている")
    CLOSED = InstructionState.CLOSED.value, _("終わった")
    WITHDRAWN = InstructionState.WITHDRAWN.value, _("取り消した")


class Finding(models.Model):
    """One thing that fell short.

    organization  the client; kept here so that lists of thousands need no other table
    hop         at whom; None: at the contractor
    source      what found it, as "inspection:7" or "hop:3"
    check_id, slug   the check and requirement it is about; empty where there is none
    repeats     an earlier finding of the same check in the same engagement
    dismissed_because  why it was closed without asking anybody to put it right; empty: it was not
    """

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="findings")
    hop = models.ForeignKey(Hop, models.PROTECT, related_name="findings", null=True)
    source = models.CharField(max_length=80)
    check_id = models.CharField(max_length=80, blank=True)
    slug = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=20, choices=choices(FINDING_LABELS))
    severity = models.CharField(max_length=8, choices=choices(SEVERITY_LABELS))
    remedies = models.JSONField(default=list)
    seen = models.TextField(blank=True)
    repeats = models.ForeignKey("self", models.PROTECT, related_name="repeated_by", null=True)
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    raised_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    raised_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    dismissed_because = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [
            models.Index(fields=["organization", "state", "-raised_at"]),
            models.Index(fields=["organization", "-raised_at"]),
            models.Index(fields=["organization", "severity"]),
            models.Index(fields=["organization", "slug"]),
            models.Index(fields=["engagement", "state"]),
            models.Index(fields=["engagement", "check_id"]),
            models.Index(fields=["source"]),
        ]

    def __str__(self) -> str:
        return f"{self.check_id or self.source}: {self.kind}"


class CorrectiveInstruction(models.Model):
    """改善指示: findings of one company that are to be put right by a day.

    number      counts within the engagement
    recipient   the company that replies: the one that answers for the hop if it is registered, else
                the contractor
    round       1, and one more for each time the reply did not suffice
    late        a reply came after its deadline
    """

    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="instructions")
    hop = models.ForeignKey(Hop, models.PROTECT, related_name="instructions", null=True)
    recipient = models.ForeignKey(Organization, models.PROTECT, related_name="corrections")
    number = models.PositiveIntegerField()
    note = models.TextField(blank=True)
    due_on = models.DateField()
    round = models.PositiveSmallIntegerField(default=1)
    late = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=Standing, default=Standing.ISSUED)
    issued_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    replied_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    withdrawn_because = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["engagement", "number"], name="one_instruction_of_a_number")
        ]
        indexes: ClassVar = [models.Index(fields=["recipient", "state"])]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """Return its number as it stands on papers."""
        return f"{self.engagement.reference}-K{self.number:02d}"

    def get_absolute_url(self) -> str:
        """Return the address of the instruction."""
        return reverse("instruction", args=[self.pk])


class InstructedFinding(models.Model):
    """A finding within an instruction: which way it is put right, and what is to be done."""

    instruction = models.ForeignKey(CorrectiveInstruction, models.CASCADE, related_name="items")
    finding = models.ForeignKey(Finding, models.PROTECT, related_name="instructed")
    remedy = models.CharField(max_length=24, choices=choices(REMEDY_LABELS))
    demand = models.TextField()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["instruction", "finding"], name="finding_instructed_once")
        ]

    def __str__(self) -> str:
        return f"{self.finding_id}: {self.remedy}"


class InstructionPaper(models.Model):
    """The letter of an instruction, as it was made when it was issued."""

    instruction = models.ForeignKey(CorrectiveInstruction, models.CASCADE, related_name="papers")
    name = models.CharField(max_length=40)
    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["instruction", "name"], name="one_paper_of_a_name")
        ]

    def __str__(self) -> str:
        return self.name


class Reply(models.Model):
    """What the contractor answers in one round; a draft until `submitted_at`. `text`: the cause."""

    instruction = models.ForeignKey(CorrectiveInstruction, models.CASCADE, related_name="replies")
    round = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    submitted_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    submitted_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["round"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["instruction", "round"], name="one_reply_to_a_round")
        ]

    def __str__(self) -> str:
        return f"{self.instruction_id} {self.round}"


class PendingReply(models.Model):
    """A reply form that was read but not yet taken: shown as a difference first."""

    instruction = models.OneToOneField(CorrectiveInstruction, models.CASCADE, related_name="pending_reply")
    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    read_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    read_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"reply form {self.instruction_id}"


class MeasureDone(models.Model):
    """What was done about one finding, as replied."""

    reply = models.ForeignKey(Reply, models.CASCADE, related_name="measures")
    item = models.ForeignKey(InstructedFinding, models.CASCADE, related_name="measures")
    text = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["reply", "item"], name="one_measure_to_a_finding")
        ]

    def __str__(self) -> str:
        return f"{self.reply_id} {self.item_id}"


class CorrectionEvidence(models.Model):
    """A file that shows what was done."""

    reply = models.ForeignKey(Reply, models.CASCADE, related_name="evidence")
    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return str(self.stored)


class Outcome(models.TextChoices):
    """What the client saw when looking at a measure."""

    CONFIRMED = "confirmed", _("確認できた")
    NOT_YET = "not-yet", _("まだ")


class MeasureVerified(models.Model):
    """What the client saw of one measure in one round."""

    reply = models.ForeignKey(Reply, models.CASCADE, related_name="verified")
    item = models.ForeignKey(InstructedFinding, models.CASCADE, related_name="verified")
    outcome = models.CharField(max_length=12, choices=Outcome)
    seen = models.TextField(blank=True)
    verified_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    verified_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["reply", "item"], name="measure_verified_once")
        ]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.outcome}"


class Asked(models.TextChoices):
    """What became of a request for more time."""

    WAITING = "waiting", _("返事を待っている")
    GRANTED = "granted", _("認めた")
    REFUSED = "refused", _("認めなかった")
    LAPSED = "lapsed", _("要らなくなった")


class Extension(models.Model):
    """A request for a later deadline. `due_before`: the deadline when it was asked."""

    instruction = models.ForeignKey(CorrectiveInstruction, models.CASCADE, related_name="extensions")
    until = models.DateField()
    due_before = models.DateField()
    reason = models.TextField()
    state = models.CharField(max_length=8, choices=Asked, default=Asked.WAITING)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["instruction"],
                condition=models.Q(state=Asked.WAITING),
                name="one_extension_waits",
            )
        ]

    def __str__(self) -> str:
        return f"{self.instruction_id} {self.until}"


class AddedCheck(models.Model):
    """A point that inspections ask in addition, from the day it was added until it is retired.

    hop         at whom it is asked; None: at the contractor
    finding     because of what
    since       number of the version that was in force when it was added
    """

    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="added_checks")
    hop = models.ForeignKey(Hop, models.PROTECT, related_name="added_checks", null=True)
    finding = models.ForeignKey(Finding, models.PROTECT, related_name="added_checks")
    slug = models.CharField(max_length=80)
    point = models.CharField(max_length=60)
    arrangement = models.CharField(max_length=400, blank=True)
    operation = models.CharField(max_length=400, blank=True)
    evidence = models.CharField(max_length=200, blank=True)
    evidence_required = models.BooleanField(default=False)
    since = models.PositiveIntegerField()
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    retired_because = models.TextField(blank=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(arrangement="") | ~models.Q(operation=""), name="added_check_asks"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["engagement", "hop"])]

    def __str__(self) -> str:
        return self.point

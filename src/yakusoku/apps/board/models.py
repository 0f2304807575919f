"""Tables of the review board: its rule, meetings, votes, conditions and minutes."""

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yakusoku.apps.accounts.models import Organization, User
from yakusoku.apps.candidates.models import Candidacy
from yakusoku.apps.files.models import StoredFile
from yakusoku.domain.board.voting import DECIDED_LABELS, QUORUM_LABELS, VOTE_LABELS, Quorum
from yakusoku.web.words import choices


class BoardRules(models.Model):
    """How the board of an organisation works; without a row the defaults count (domain/board/voting.Rule).

    Its members are the people with the role 審査会; `chair` is one of them.
    names_in_minutes   the minutes tell who voted what, not only how many
    """

    organization = models.OneToOneField(Organization, models.CASCADE, related_name="board_rules")
    name = models.CharField(max_length=100, blank=True)
    chair = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True)
    quorum = models.CharField(max_length=10, choices=choices(QUORUM_LABELS), default=Quorum.MAJORITY)
    quorum_value = models.PositiveSmallIntegerField(default=0)
    abstentions_count = models.BooleanField(default=True)
    chair_breaks_ties = models.BooleanField(default=True)
    chair_may_decide = models.BooleanField(default=False)
    names_in_minutes = models.BooleanField(default=False)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    changed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"board {self.organization_id}"

    @property
    def title(self) -> str:
        """Return what the board is called."""
        return self.name or gettext("外部委託審査会")


class Manner(models.TextChoices):
    """How a meeting is held."""

    ROOM = "room", _("会議室に集まる")
    REMOTE = "remote", _("オンラインで集まる")
    WRITTEN = "written", _("持回り（書面で審議する）")


class Stage(models.TextChoices):
    """Where a meeting stands."""

    PLANNED = "planned", _("準備中")
    CALLED = "called", _("招集した")
    CLOSED = "closed", _("終わった")
    CANCELLED = "cancelled", _("取りやめた")


class Meeting(models.Model):
    """One meeting. `number` counts within the organisation; `chair` presides this time.

    place    a room, an address for remote meetings, or nothing
    held_on  the day; of a written procedure the last day to vote
    """

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="board_meetings")
    number = models.PositiveIntegerField()
    manner = models.CharField(max_length=10, choices=Manner, default=Manner.ROOM)
    held_on = models.DateField()
    starts_at = models.TimeField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)
    chair = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.PLANNED)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    called_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-held_on", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "number"], name="one_meeting_of_a_number")
        ]
        indexes: ClassVar = [models.Index(fields=["organization", "-held_on"])]

    def __str__(self) -> str:
        return gettext("第%(number)s回") % {"number": self.number}

    def get_absolute_url(self) -> str:
        """Return the address of the meeting."""
        return reverse("board-meeting", args=[self.pk])


class Attendance(models.TextChoices):
    """Whether a member is at a meeting."""

    UNKNOWN = "unknown", _("まだ分からない")
    PRESENT = "present", _("出席")
    ABSENT = "absent", _("欠席")


class Seat(models.Model):
    """A member's place in a meeting. `read_at`: when the member had read the papers and told conflicts or none."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="seats")
    user = models.ForeignKey(User, models.PROTECT, related_name="board_seats")
    attendance = models.CharField(max_length=10, choices=Attendance, default=Attendance.UNKNOWN)
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["meeting", "user"], name="one_seat_each")]

    def __str__(self) -> str:
        return f"{self.meeting} {self.user}"


class ItemState(models.TextChoices):
    """Whether an item is decided. DROPPED: taken off the agenda."""

    OPEN = "open", _("審議中")
    CLOSED = "closed", _("終結")
    DROPPED = "dropped", _("議案から外した")


class Basis(models.TextChoices):
    """On what a decision rests."""

    VOTES = "votes", _("委員の採決")
    TIE = "tie", _("可否同数につき議長の決定")
    CHAIR = "chair", _("委員長の専決")


class Item(models.Model):
    """One item of an agenda: a candidacy, or a free subject with a `title`.

    told     what the minutes tell of it, kept when it was decided: title, facts, members, present, needed
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items")
    position = models.PositiveIntegerField()
    candidacy = models.ForeignKey(Candidacy, models.PROTECT, related_name="board_items", null=True)
    title = models.CharField(max_length=200, blank=True)
    discussion = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=ItemState, default=ItemState.OPEN)
    decided = models.CharField(max_length=12, choices=choices(DECIDED_LABELS), blank=True)
    basis = models.CharField(max_length=6, choices=Basis, blank=True)
    decision = models.TextField(blank=True)
    told = models.JSONField(default=dict)
    closed_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["candidacy"], condition=models.Q(state="open"), name="case_on_one_agenda"
            )
        ]

    def __str__(self) -> str:
        return self.candidacy.engagement.title if self.candidacy else self.title

    def get_absolute_url(self) -> str:
        """Return the address of the item."""
        return reverse("board-item", args=[self.meeting_id, self.pk])


class Conflict(models.Model):
    """A member's own word that they have an interest in an item and step aside."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="conflicts")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    reason = models.TextField()
    declared_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["item", "user"], name="one_conflict_each")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.user_id}"


class VoteRecord(models.Model):
    """A member's present vote on an item; earlier ones stand in the audit trail.

    recorded_by   the secretary who wrote down a vote given in the room; None: the member did it
    """

    item = models.ForeignKey(Item, models.CASCADE, related_name="votes")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    vote = models.CharField(max_length=12, choices=choices(VOTE_LABELS))
    comment = models.TextField(blank=True)
    cast_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["item", "user"], name="one_vote_each")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.user_id}: {self.vote}"

    @property
    def stamp(self) -> str:
        """Return what tells two votes of one item apart, of one member or of two."""
        return f"{self.user_id}@{self.cast_at.isoformat()}"


class Side(models.TextChoices):
    """Who has to meet a condition."""

    CLIENT = "client", _("主管課")
    CONTRACTOR = "contractor", _("委託先")


class ConditionState(models.TextChoices):
    """Where a condition stands. PROPOSED: the item is still open; DROPPED: it was decided without it."""

    PROPOSED = "proposed", _("案")
    OPEN = "open", _("満たすのを待っている")
    REPORTED = "reported", _("報告を確かめている")
    MET = "met", _("満たした")
    DROPPED = "dropped", _("付けなかった")


class Condition(models.Model):
    """A condition under which the board approved: an obligation with a deadline.

    proof    what shows that it is met
    report, shown, reported_…   what whoever has to meet it says and shows
    answer   what the secretary said when sending a report back
    """

    item = models.ForeignKey(Item, models.PROTECT, related_name="conditions")
    text = models.TextField()
    side = models.CharField(max_length=10, choices=Side)
    due_on = models.DateField()
    proof = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=ConditionState, default=ConditionState.PROPOSED)
    report = models.TextField(blank=True)
    shown = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", null=True)
    reported_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    reported_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    met_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    met_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["state", "due_on"])]

    def __str__(self) -> str:
        return self.text[:60]

    def get_absolute_url(self) -> str:
        """Return the address on which it is reported and verified."""
        return reverse("condition", args=[self.pk])


class MinutesVersion(models.Model):
    """Minutes as the chair approved them. Rows are only added; the database itself refuses changes.

    fingerprint   of what they say, so that a later change is noticed
    reason        what a later version corrects in the one before
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="minutes")
    version = models.PositiveIntegerField()
    number = models.CharField(max_length=40)
    fingerprint = models.CharField(max_length=64)
    docx = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    pdf = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    approved_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    approved_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "version"], name="one_minutes_of_a_version")
        ]

    def __str__(self) -> str:
        return f"{self.number} ({self.version})"

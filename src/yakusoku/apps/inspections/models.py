"""Tables of inspections: answers, what the client saw, and what fell short."""

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yakusoku.apps.accounts.models import User
from yakusoku.apps.chain.models import Hop
from yakusoku.apps.files.models import StoredFile
from yakusoku.apps.specifications.models import Version
from yakusoku.domain.inspections.answers import ANSWER_LABELS, VERIFICATION_LABELS
from yakusoku.domain.inspections.methods import METHOD_LABELS, Method
from yakusoku.domain.inspections.moving import TURN_LABELS, Turn
from yakusoku.domain.inspections.schedule import InspectionKind
from yakusoku.domain.packs.labels import INSPECTION_LABELS
from yakusoku.web.words import choices


class State(models.TextChoices):
    """Where an inspection stands."""

    OPEN = "open", _("回答中")
    SUBMITTED = "submitted", _("確認中")
    CONCLUDED = "concluded", _("完了")


class InspectionSet(models.QuerySet["Inspection"]):
    """Inspections that a question is asked about."""

    def planned(self) -> "InspectionSet":
        """Return the rounds of the contractor itself that the plan counts: no 調査票, no subcontractor."""
        return self.filter(hop__isnull=True).exclude(kind=InspectionKind.PRE_ASSESSMENT)


class Inspection(models.Model):
    """One round of answering and verifying the check sheet of one version. `asked`: how many questions it has.

    hop          the subcontractor that is asked; None: the contractor (for 調査票: the candidate)
    added        questions asked beside those of the version, as they were when it was opened
    planned_on   the day of the plan for which it was opened; None: it was sent besides the plan
    assigned_to  who of the department looks at the answers; None: whoever may
    remote_reason  why nobody goes there, when it is looked at from afar
    opened_by    None: it was opened by itself, by the plan
    """

    version = models.ForeignKey(Version, models.PROTECT, related_name="inspections")
    kind = models.CharField(max_length=16, choices=choices(INSPECTION_LABELS))
    due_on = models.DateField()
    hop = models.ForeignKey(Hop, models.PROTECT, related_name="inspections", null=True)
    asked = models.PositiveIntegerField()
    added = models.JSONField(default=list)
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    planned_on = models.DateField(null=True)
    assigned_to = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    method = models.CharField(max_length=8, choices=choices(METHOD_LABELS), default=Method.PAPER)
    remote_reason = models.TextField(blank=True)
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    opened_at = models.DateTimeField()
    submitted_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    submitted_at = models.DateTimeField(null=True)
    concluded_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    concluded_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager["Inspection"]] = InspectionSet.as_manager()

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["version", "planned_on"],
                condition=models.Q(hop__isnull=True, planned_on__isnull=False),
                name="planned_round_opened_once",
            ),
            models.UniqueConstraint(
                fields=["hop", "planned_on"],
                condition=models.Q(hop__isnull=False, planned_on__isnull=False),
                name="planned_round_below_opened_once",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "due_on"], name="inspection_by_state")]

    def __str__(self) -> str:
        return f"{self.version} {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        """Return the address of the inspection."""
        return reverse("inspection", args=[self.pk])


class AnswerRecord(models.Model):
    """The contractor's present answer to one check; earlier ones stand in the audit trail.

    same_as   the earlier round whose answer was confirmed to hold still; None: it was answered anew
    """

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="answers")
    check_id = models.CharField(max_length=80)
    answer = models.CharField(max_length=16, choices=choices(ANSWER_LABELS))
    comment = models.TextField(blank=True)
    named_evidence = models.TextField(blank=True)
    same_as = models.ForeignKey(Inspection, models.PROTECT, related_name="+", null=True)
    answered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["inspection", "check_id"], name="one_answer_to_a_check")
        ]

    def __str__(self) -> str:
        return f"{self.check_id}: {self.answer}"

    @property
    def stamp(self) -> str:
        """Return what tells two states of the answer apart."""
        return self.answered_at.isoformat()


class EvidenceFile(models.Model):
    """A file that a contractor shows for one check."""

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="evidence")
    check_id = models.CharField(max_length=80)
    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["inspection", "check_id"])]

    def __str__(self) -> str:
        return f"{self.check_id}: {self.stored}"


class ObservationRecord(models.Model):
    """What the client saw at one check."""

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="observations")
    check_id = models.CharField(max_length=80)
    verification = models.CharField(max_length=12, choices=choices(VERIFICATION_LABELS))
    seen = models.TextField(blank=True)
    observed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    observed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["inspection", "check_id"], name="one_observation_of_a_check")
        ]

    def __str__(self) -> str:
        return f"{self.check_id}: {self.verification}"

    @property
    def stamp(self) -> str:
        """Return what tells two states of the observation apart."""
        return self.observed_at.isoformat()


class Renewal(models.Model):
    """A sheet was moved onto a newer version while it was being answered.

    sheet_digest  of the sheet as it was handed out before: a file of it is known when it comes back
    kept          how many questions stayed as they were
    """

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="renewals")
    before = models.ForeignKey(Version, models.PROTECT, related_name="+")
    after = models.ForeignKey(Version, models.PROTECT, related_name="+")
    sheet_digest = models.CharField(max_length=64)
    kept = models.PositiveIntegerField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["inspection", "after"], name="sheet_renewed_once")
        ]

    def __str__(self) -> str:
        return f"{self.inspection_id}: {self.before_id} {self.after_id}"


class RenewedCheck(models.Model):
    """A question that a renewal changed, with what was answered and seen before: nothing said is lost.

    before, after   the question with its evidence below it; empty: it was new, or is asked no more
    answer          empty: it was not answered yet
    """

    renewal = models.ForeignKey(Renewal, models.CASCADE, related_name="checks")
    check_id = models.CharField(max_length=80)
    turn = models.CharField(max_length=8, choices=choices(TURN_LABELS))
    title = models.CharField(max_length=200)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    answer = models.CharField(max_length=16, choices=choices(ANSWER_LABELS), blank=True)
    comment = models.TextField(blank=True)
    named_evidence = models.TextField(blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    answered_at = models.DateTimeField(null=True)
    verification = models.CharField(max_length=12, choices=choices(VERIFICATION_LABELS), blank=True)
    seen = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.check_id}: {self.turn}"

    @property
    def asks_again(self) -> bool:
        """Return whether somebody has to answer it because of the renewal."""
        return self.turn != Turn.REMOVED


class PendingImport(models.Model):
    """A returned sheet that was read but not yet taken: shown as a difference first."""

    inspection = models.OneToOneField(Inspection, models.CASCADE, related_name="pending_import")
    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    read_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    read_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"import {self.inspection_id}"


class HoldersStatement(models.Model):
    """Who holds data now, as whoever is asked told it: the first question of every round.

    unchanged  the chain as it is declared is right
    told       what differs; never empty when something does
    seen_by    who of the client looked at a difference; None: nobody yet
    """

    inspection = models.OneToOneField(Inspection, models.CASCADE, related_name="holders_statement")
    unchanged = models.BooleanField()
    told = models.TextField(blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    seen_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(unchanged=True) | ~models.Q(told=""), name="difference_is_told"
            )
        ]

    def __str__(self) -> str:
        return f"holders {self.inspection_id}"

    @property
    def stamp(self) -> str:
        """Return what tells two statements apart."""
        return self.at.isoformat()


class Visit(models.Model):
    """Going there: who comes when and looks at what, and whether it took place.

    comers    who comes, from the client's side
    checks    ids of the checks to look at on the spot
    met       who was there, from the other side; told when it took place
    held_on   the day on which it took place; None: not yet
    """

    inspection = models.OneToOneField(Inspection, models.CASCADE, related_name="visit")
    planned_for = models.DateField()
    place = models.CharField(max_length=200, blank=True)
    comers = models.CharField(max_length=400)
    checks = models.JSONField(default=list)
    held_on = models.DateField(null=True)
    met = models.CharField(max_length=400, blank=True)
    planned_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"visit {self.inspection_id} {self.planned_for}"


class ObservationFile(models.Model):
    """A photo or paper that the client took while it looked at one check; the client's own file."""

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="photos")
    check_id = models.CharField(max_length=80)
    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["inspection", "check_id"])]

    def __str__(self) -> str:
        return f"{self.check_id}: {self.stored}"


class Arrival(models.Model):
    """Something a tablet sent after the connection was back, under the number that the tablet gave it.

    The row is written with what was sent: sent again, it is known and nothing is doubled.
    """

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="arrivals")
    key = models.CharField(max_length=64)
    arrived_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["inspection", "key"], name="sent_item_arrives_once")
        ]

    def __str__(self) -> str:
        return self.key

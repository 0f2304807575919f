"""Tables of the contractor's own side: kept answers, certificates, links without an account, packages of files."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yakusoku.apps.accounts.models import Organization, User
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.files.models import StoredFile
from yakusoku.apps.inspections.models import Inspection
from yakusoku.domain.inspections.answers import ANSWER_LABELS
from yakusoku.web.words import choices


class KeptAnswerRecord(models.Model):
    """An answer that a contractor keeps, to give it again. Earlier wordings stand in the trail.

    check_id      id of the question it answered; empty: written for the words alone
    words         digest of the wording of the question (domain/library/wording)
    source        the sheet it was kept from; None: written in the library
    for_everyone  comment, documents and files may be shown to any client
    revision      grows with every change; who changes an older one is refused
    """

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="kept_answers")
    check_id = models.CharField(max_length=80, blank=True)
    words = models.CharField(max_length=64)
    title = models.CharField(max_length=200, blank=True)
    question = models.TextField()
    answer = models.CharField(max_length=16, choices=choices(ANSWER_LABELS))
    comment = models.TextField(blank=True)
    named_evidence = models.TextField(blank=True)
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    tags = models.CharField(max_length=200, blank=True)
    for_everyone = models.BooleanField(default=False)
    source = models.ForeignKey(Inspection, models.PROTECT, related_name="+", null=True)
    revision = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["check_id", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "check_id", "words"],
                condition=models.Q(retired_at__isnull=True),
                name="kept_once_for_a_question",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["organization", "words"], name="kept_by_words"),
            models.Index(
                fields=["organization", "valid_until"],
                condition=models.Q(retired_at__isnull=True),
                name="kept_by_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.check_id or self.pk}: {self.answer}"

    @property
    def stamp(self) -> str:
        """Return what tells two states of kept answers apart."""
        return f"{self.pk}.{self.revision}"

    def get_absolute_url(self) -> str:
        """Return the address of the answer."""
        return reverse("library-answer", args=[self.pk])


class KeptFile(models.Model):
    """A file that goes with a kept answer."""

    kept = models.ForeignKey(KeptAnswerRecord, models.CASCADE, related_name="files")
    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return str(self.stored)


class Certificate(models.Model):
    """A certificate that a contractor holds. `kind`: its id in the catalogue."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="certificates")
    kind = models.CharField(max_length=60)
    number = models.CharField(max_length=100)
    scope = models.TextField()
    counted_from = models.DateField(null=True)
    valid_until = models.DateField()
    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", null=True)
    revision = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["valid_until", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "kind", "number"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="certificate_once",
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["valid_until"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="certificate_by_end",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"

    def get_absolute_url(self) -> str:
        """Return the address of the certificate."""
        return reverse("library-certificate", args=[self.pk])


class ScopeConfirmation(models.Model):
    """A person of the contractor said that the scope of a certificate covers an engagement.

    It is about one text of the scope: when the certificate changes, it is asked again.
    """

    certificate = models.ForeignKey(Certificate, models.CASCADE, related_name="confirmations")
    engagement = models.ForeignKey(Engagement, models.CASCADE, related_name="+")
    confirmed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["certificate", "engagement"], name="scope_confirmed_once")
        ]

    def __str__(self) -> str:
        return f"{self.certificate} {self.engagement_id}"


class Reuse(models.Model):
    """An answer of a sheet that was taken from the library or rests on a certificate.

    answer   as it was taken; when the sheet says something else now, it no longer rests on this
    until    last day of the certificate as it was taken, kept for the client
    """

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="reuses")
    check_id = models.CharField(max_length=80)
    kept = models.ForeignKey(KeptAnswerRecord, models.PROTECT, related_name="reuses", null=True)
    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="reuses", null=True)
    answer = models.CharField(max_length=16)
    kind = models.CharField(max_length=60, blank=True)
    number = models.CharField(max_length=100, blank=True)
    scope = models.TextField(blank=True)
    until = models.DateField(null=True)
    taken_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["inspection", "check_id"], name="one_reuse_for_a_check"),
            models.CheckConstraint(
                condition=models.Q(kept__isnull=False) ^ models.Q(certificate__isnull=False),
                name="reuse_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.check_id}"


class Side(models.TextChoices):
    """Which side did something for a sheet."""

    CLIENT = "client", _("委託元")
    CONTRACTOR = "contractor", _("委託先")


class AnswerLink(models.Model):
    """A link by which one person without an account answers one sheet. Only its digest is kept.

    holder   stands for the person in records: an account that nobody can sign in to
    """

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="links")
    person = models.CharField(_("氏名"), max_length=100)
    email = models.EmailField(_("メールアドレス"), blank=True)
    holder = models.ForeignKey(User, models.PROTECT, related_name="+")
    token_digest = models.CharField(max_length=64, unique=True)
    side = models.CharField(max_length=12, choices=Side)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created = models.DateTimeField()
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-created", "-pk"]

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.person}"

    def is_waiting(self, now: datetime) -> bool:
        """Return whether it still opens."""
        return self.used_at is None and self.withdrawn_at is None and now < self.expires_at


class Parcel(models.Model):
    """A package of files that was read for a sheet. Until it is taken it only waits; `taken_at` None: it does.

    handed_over_by   who brought it, when a clerk received it for the contractor; else empty
    """

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="parcels")
    name = models.CharField(max_length=200)
    sheet = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    side = models.CharField(max_length=12, choices=Side)
    handed_over_by = models.CharField(max_length=100, blank=True)
    read_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    read_at = models.DateTimeField()
    taken_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    taken_at = models.DateTimeField(null=True)
    answers = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["inspection"],
                condition=models.Q(taken_at__isnull=True),
                name="one_parcel_waits",
            )
        ]

    def __str__(self) -> str:
        return self.name


class ParcelFile(models.Model):
    """A file of evidence in a package, with the question it belongs to."""

    parcel = models.ForeignKey(Parcel, models.CASCADE, related_name="files")
    check_id = models.CharField(max_length=80)
    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.check_id}: {self.stored}"

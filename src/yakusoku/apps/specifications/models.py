"""Tables of published versions. Rows are only added; the database itself refuses changes."""

from typing import ClassVar

from django.db import models
from django.urls import reverse

from yakusoku.apps.accounts.models import User
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.files.models import StoredFile


class Version(models.Model):
    """One publication. `snapshot` is the whole pack as canonical JSON, `fingerprint` its SHA-256."""

    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    snapshot = models.TextField()
    fingerprint = models.CharField(max_length=64)
    reason = models.TextField(blank=True)
    published_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    published_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["engagement", "number"], name="one_version_of_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.engagement_id} 第{self.number}版"

    def get_absolute_url(self) -> str:
        """Return the address of the version."""
        return reverse("version", args=[self.engagement_id, self.number])


class VersionFile(models.Model):
    """A paper of a version, as it was made on the day of publication."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="files")
    name = models.CharField(max_length=60)
    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "name"], name="one_file_of_a_name")
        ]

    def __str__(self) -> str:
        return self.name


class PromisedRequirement(models.Model):
    """A requirement that a version promises, as the catalogue had it: its digest.

    It is of the day of publication, or of a later one on which the catalogue was found to say the same for
    this work. Held against the catalogue of today it tells which promises a change of the catalogue reaches.
    """

    version = models.ForeignKey(Version, models.PROTECT, related_name="promised")
    slug = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "slug"], name="promised_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["slug", "digest", "version"])]

    def __str__(self) -> str:
        return self.slug

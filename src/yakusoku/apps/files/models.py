"""The row of a stored file; its content lies in the store under its digest."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from yakusoku.apps.accounts.models import Organization, User


class StoredFile(models.Model):
    """A file as it was taken in or made. Never changed: a new content is a new row."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(_("ファイル名"), max_length=120)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="files")
    uploaded_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["sha256"], name="file_by_content")]

    def __str__(self) -> str:
        return self.name

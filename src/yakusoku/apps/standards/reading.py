"""From the bytes of a version to its clauses. Nothing is written here: reading takes its time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from yakusoku.apps.review.readings import brought, documents_of
from yakusoku.apps.review.snapshots import clauses_of, storable
from yakusoku.domain.files.acceptance import FileTooLarge
from yakusoku.domain.refusal import Refusal

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile


class VersionUnreadable(Refusal):
    """The text of a version cannot be read."""

    code: ClassVar[str] = "standard.unreadable"


@dataclass(frozen=True, slots=True)
class Text:
    """A version as it reads. `upload`: the file as it is to be kept."""

    upload: "UploadedFile[bytes]"
    title: str
    clauses: Sequence[dict[str, Any]]
    warnings: Sequence[str]


def read(upload: "UploadedFile[bytes]") -> Text:
    """Return a file as it reads. Raises FileTooLarge, VersionUnreadable."""
    # The size is known before a byte is read into memory.
    if (upload.size or 0) > settings.UPLOAD_BYTES:
        raise FileTooLarge(name=upload.name, limit=settings.UPLOAD_BYTES // (1024 * 1024))
    file = brought(upload.name or "", upload.read())
    found = documents_of([file])
    if not found.found:
        raise VersionUnreadable(name=file.name, reason=found.failed[0][1])
    document = found.found[0][1]
    return Text(
        SimpleUploadedFile(file.kept_as, file.content),
        storable(document.document.title)[:300],
        clauses_of(document),
        list(document.document.warnings),
    )

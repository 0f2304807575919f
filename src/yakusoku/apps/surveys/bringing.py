"""From an upload to the sheets of a questionnaire. Nothing is written here: reading takes its time."""

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings

from yakusoku.adapters.uploads import inspect
from yakusoku.adapters.xform import Opened, open_upload
from yakusoku.domain.files.acceptance import FileTooLarge
from yakusoku.domain.refusal import Refusal

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile


class TakesTooLong(Refusal):
    """Reading the file was given up."""

    code: ClassVar[str] = "questionnaire.takes-too-long"


def open_form(upload: "UploadedFile[bytes]") -> tuple[str, Opened]:
    """Return the name of an upload and what it holds.

    raises   FileTooLarge, TakesTooLong and refusals of uploads
    """
    # The size is known before a byte is read into memory.
    if (upload.size or 0) > settings.UPLOAD_BYTES:
        raise FileTooLarge(name=upload.name, limit=settings.UPLOAD_BYTES // (1024 * 1024))
    content = upload.read()
    accepted = inspect(upload.name or "", content, settings.UPLOAD_BYTES)
    opened = open_upload(accepted.name, content)
    if opened is None:
        raise TakesTooLong(name=accepted.name)
    return accepted.name, opened

"""Taking files in. Who may do so, and who may see them, is decided by the apps above."""

from datetime import datetime

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from yakusoku.adapters.store import Store
from yakusoku.adapters.uploads import Accepted, inspect
from yakusoku.apps.accounts.models import Organization, User
from yakusoku.apps.audit.services import record
from yakusoku.apps.files.models import StoredFile
from yakusoku.domain.files.acceptance import KINDS, FileTooLarge, clean_name, ending_of


def store() -> Store:
    """Return where the contents of this installation lie."""
    return Store(settings.STORE_ROOT)


@transaction.atomic
def keep(
    upload: "UploadedFile[bytes]",
    *,
    organization: Organization,
    by: User | None,
    at: datetime,
    for_words: bool = False,
) -> StoredFile:
    """Look into an upload, keep it and return its row.

    organization   whose file it is
    for_words      as adapters/uploads.inspect
    raises         a Refusal of domain/files/acceptance.py that says what to change
    """
    # The size is known before a byte is read into memory.
    if (upload.size or 0) > settings.UPLOAD_BYTES:
        raise FileTooLarge(name=upload.name, limit=settings.UPLOAD_BYTES // (1024 * 1024))
    content = upload.read()
    accepted = inspect(upload.name or "", content, settings.UPLOAD_BYTES, for_words=for_words)
    return _keep(accepted, content, organization=organization, by=by, at=at)


@transaction.atomic
def keep_made(
    name: str, content: bytes, *, organization: Organization, by: User | None, at: datetime
) -> StoredFile:
    """Keep a document that this program made and return its row; it is not looked into.

    name   with one of the endings of domain/files/acceptance.KINDS
    """
    clean = clean_name(name)
    made = Accepted(clean, KINDS[ending_of(clean)].content_type)
    return _keep(made, content, organization=organization, by=by, at=at)


@transaction.atomic
def keep_page(
    name: str, content: bytes, *, organization: Organization, by: User | None, at: datetime
) -> StoredFile:
    """Keep a page that this program made: one file that fetches nothing and runs nothing."""
    made = Accepted(clean_name(name), "text/html; charset=utf-8")
    return _keep(made, content, organization=organization, by=by, at=at)


@transaction.atomic
def keep_parcel(
    name: str, content: bytes, *, organization: Organization, by: User | None, at: datetime
) -> StoredFile:
    """Keep a zip file of which each file is looked into when it is taken out. It is handed out to nobody."""
    parcel = Accepted(clean_name(name), "application/zip")
    return _keep(parcel, content, organization=organization, by=by, at=at)


def _keep(
    file: Accepted, content: bytes, *, organization: Organization, by: User | None, at: datetime
) -> StoredFile:
    # First the content, then its row: if the transaction fails, a content without a row does no harm.
    stored = StoredFile.objects.create(
        organization=organization,
        name=file.name,
        content_type=file.content_type,
        size=len(content),
        sha256=store().put(content),
        uploaded_by=by,
        uploaded_at=at,
    )
    record("file.kept", stored, by=by, at=at, organization=organization.pk, facts={"sha256": stored.sha256})
    return stored


def content_of(stored: StoredFile) -> bytes:
    """Return the content of a file, found unchanged. Raises adapters.store.Damaged."""
    return content_at(stored.sha256)


def content_at(sha256: str) -> bytes:
    """Return the content that a digest stands for, as `content_of`."""
    return store().read(sha256)

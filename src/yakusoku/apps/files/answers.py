"""A stored file as an answer. Call it only after the door of your own app let the person through."""

from django.http import FileResponse
from django.utils.http import content_disposition_header

from yakusoku.apps.files.models import StoredFile
from yakusoku.apps.files.services import store


def download(stored: StoredFile) -> FileResponse:
    """Return the file to be saved, never shown inside the site. Raises adapters.store.Damaged."""
    answer = FileResponse(store().open(stored.sha256), content_type=stored.content_type)
    answer["Content-Length"] = str(stored.size)
    answer["Content-Disposition"] = content_disposition_header(True, stored.name) or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    # Should a browser show it after all, it runs nothing and fetches nothing.
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, no-store"
    return answer

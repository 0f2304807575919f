"""The papers of a published version over HTTP."""

from django.http import FileResponse, Http404
from ninja import Router, Schema
from ninja.pagination import paginate

from yakusoku.apps.files.answers import download
from yakusoku.apps.specifications import access
from yakusoku.apps.specifications.papers import files_shown
from yakusoku.web.api import FILE, ApiRequest, Pages

router = Router(tags=["specifications"])


class VersionFileOut(Schema):
    """A paper of a version, by its name."""

    name: str
    size: int
    sha256: str


@router.get(
    "/engagements/{pk}/versions/{number}/files", response=list[VersionFileOut], summary="発行した書類の一覧"
)
@paginate(Pages)
def list_files(request: ApiRequest, pk: int, number: int) -> list[VersionFileOut]:
    """List the papers of a version, as far as they are for the caller's side."""
    found = access.version_for(request.auth, pk, number)
    return [
        VersionFileOut(name=row.file.name, size=row.file.stored.size, sha256=row.file.stored.sha256)
        for row in files_shown(found, request.auth)
    ]


@router.get(
    "/engagements/{pk}/versions/{number}/files/{name}", openapi_extra=FILE, summary="発行した書類を受け取る"
)
def version_file(request: ApiRequest, pk: int, number: int, name: str) -> FileResponse:
    """Hand out a paper of a version, as it was made on the day of publication."""
    found = access.version_for(request.auth, pk, number)
    shown = next((row for row in files_shown(found, request.auth) if row.file.name == name), None)
    if shown is None:
        raise Http404
    return download(shown.file.stored)

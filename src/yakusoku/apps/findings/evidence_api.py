"""Files of a corrective instruction over HTTP, and the draft of a reply. Mounted by the router of findings."""

from django.http import FileResponse
from django.utils.timezone import now
from ninja import File, Router, Schema, Status
from ninja.files import UploadedFile
from ninja.pagination import paginate

from yakusoku.apps.accounts.access import require
from yakusoku.apps.files.answers import download
from yakusoku.apps.findings import access, replying
from yakusoku.apps.findings.models import CorrectionEvidence
from yakusoku.domain.accounts.permissions import Act
from yakusoku.web.api import FILE, ApiRequest, FileOut, Pages, Problem, file_out

router = Router(tags=["findings"])
REFUSED = {404: Problem, 409: Problem}


class PaperOut(Schema):
    """A paper of an instruction, by its name."""

    name: str


@router.get("/instructions/{pk}/papers", response=list[PaperOut], summary="改善指示の書類の一覧")
@paginate(Pages)
def list_papers(request: ApiRequest, pk: int) -> object:
    """List the papers that were made when the instruction was issued."""
    return access.instruction_for(request.auth, pk).papers.order_by("pk")


@router.get("/instructions/{pk}/papers/{name}", openapi_extra=FILE, summary="改善指示の書類を受け取る")
def paper_file(request: ApiRequest, pk: int, name: str) -> FileResponse:
    """Hand out a paper of an instruction."""
    return download(access.paper_for(access.instruction_for(request.auth, pk), name).stored)


@router.get("/instructions/{pk}/evidence", response=list[FileOut], summary="改善の証拠の一覧")
@paginate(Pages)
def list_evidence(request: ApiRequest, pk: int) -> list[FileOut]:
    """List the files shown with replies; the client sees them once the reply is in."""
    found = access.instruction_for(request.auth, pk)
    rows = CorrectionEvidence.objects.filter(reply__instruction=found).select_related("stored")
    if not access.replies(request.auth, found):
        rows = rows.filter(reply__submitted_at__isnull=False)
    return [file_out(row) for row in rows.order_by("pk")]


@router.post("/instructions/{pk}/evidence", response={201: FileOut, **REFUSED}, summary="改善の証拠を示す")
def show_evidence(request: ApiRequest, pk: int, upload: File[UploadedFile]) -> Status[FileOut]:
    """Add a file to the reply."""
    who = require(request.auth, Act.REPLY_CORRECTION)
    found = access.as_replier(who, pk)
    return Status(201, file_out(replying.show_evidence(found, upload, by=who.user, at=now())))


@router.get("/instructions/{pk}/evidence/{file}", openapi_extra=FILE, summary="改善の証拠を受け取る")
def evidence_file(request: ApiRequest, pk: int, file: int) -> FileResponse:
    """Hand out a file that was shown with a reply."""
    found = access.instruction_for(request.auth, pk)
    return download(access.evidence_for(request.auth, found, file).stored)


@router.delete(
    "/instructions/{pk}/evidence/{file}", response={204: None, **REFUSED}, summary="改善の証拠を外す"
)
def remove_evidence(request: ApiRequest, pk: int, file: int) -> Status[None]:
    """Take a file away from a reply that is not yet in."""
    who = require(request.auth, Act.REPLY_CORRECTION)
    found = access.as_replier(who, pk)
    replying.remove_evidence(found, access.draft_evidence_for(found, file), by=who.user, at=now())
    return Status(204, None)

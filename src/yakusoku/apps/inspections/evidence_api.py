"""Files of an inspection over HTTP: evidence, photos, the check sheet out and in. Mounted by the router of inspections."""

from dataclasses import replace

from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import File, Form, Router, Schema, Status
from ninja.files import UploadedFile
from ninja.pagination import paginate

from yakusoku.adapters.check_sheet import check_sheet_xlsx
from yakusoku.apps.accounts.access import require
from yakusoku.apps.files.answers import download
from yakusoku.apps.inspections import access, imports, onsite, services
from yakusoku.apps.inspections.models import EvidenceFile, Inspection, ObservationFile, PendingImport
from yakusoku.apps.inspections.queries import answers_given, checks_of
from yakusoku.apps.specifications.queries import pack_of
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.files.acceptance import KINDS
from yakusoku.web.api import FILE, ApiRequest, FileOut, Line, Mark, Marked, Pages, Problem, file_out
from yakusoku.web.exports import download as attach

router = Router(tags=["inspections"])
REFUSED = {404: Problem, 409: Problem}


class CheckFileOut(FileOut):
    """A file that hangs on a check."""

    check: str


class ArrivalOut(Schema):
    """What became of something sent from a visit: kept, known, or conflict."""

    outcome: str


class SheetChangeOut(Schema):
    """How one answer would change; an empty text: there is none."""

    check: str
    before: str
    after: str
    comment: str


class SheetProblemOut(Schema):
    """What is wrong in the sheet, cell by cell."""

    cell: str
    message: str


class SheetPreviewOut(Marked):
    """What taking a returned sheet would change. `damaged`: it is not as it was sent."""

    name: str
    damaged: bool
    usable: int
    changes: list[SheetChangeOut]
    problems: list[SheetProblemOut]


class TakenSheetOut(Schema):
    """How many answers were set."""

    taken: int


def check_file(row: ObservationFile | EvidenceFile) -> CheckFileOut:
    """Return a file that hangs on a check as JSON values."""
    return CheckFileOut(check=row.check_id, **file_out(row).model_dump())


def sheet_preview(inspection: Inspection, pending: PendingImport) -> SheetPreviewOut:
    """Return what taking a waiting sheet would change as JSON values."""
    found = imports.preview(inspection, pending)
    changes = [
        SheetChangeOut(
            check=each.check.id,
            before=each.before.answer.value if each.before else "",
            after=each.after.answer.value,
            comment=each.after.comment,
        )
        for each in found.changes
    ]
    return SheetPreviewOut(
        name=pending.stored.name,
        damaged=found.intake.damaged,
        usable=len(found.usable),
        changes=changes,
        problems=[SheetProblemOut(cell=p.cell, message=p.message) for p in found.intake.problems],
        mark=found.mark,
    )


def pending_for(inspection: Inspection) -> PendingImport:
    """Return the sheet that waits; else 404."""
    return get_object_or_404(PendingImport.objects.select_related("stored"), inspection=inspection)


@router.get("/inspections/{pk}/evidence", response=list[CheckFileOut], summary="示した証拠の一覧")
@paginate(Pages)
def list_evidence(request: ApiRequest, pk: int) -> list[CheckFileOut]:
    """List the files that are shown as evidence."""
    rows = access.inspection_for(request.auth, pk).evidence.select_related("stored").order_by("pk")
    return [check_file(row) for row in rows]


@router.post(
    "/inspections/{pk}/checks/{check}/evidence",
    response={201: CheckFileOut, **REFUSED},
    summary="証拠を示す",
)
def show_evidence(
    request: ApiRequest, pk: int, check: str, upload: File[UploadedFile]
) -> Status[CheckFileOut]:
    """Add a file to one check."""
    who = require(request.auth, Act.WRITE_ANSWER)
    found = access.as_contractor(who, pk)
    return Status(201, check_file(services.show_evidence(found, check, upload, by=who.user, at=now())))


@router.get("/inspections/{pk}/evidence/{file}", openapi_extra=FILE, summary="証拠を受け取る")
def evidence_file(request: ApiRequest, pk: int, file: int) -> FileResponse:
    """Hand out a file that is shown as evidence."""
    return download(access.evidence_for(request.auth, pk, file).stored)


@router.delete("/inspections/{pk}/evidence/{file}", response={204: None, **REFUSED}, summary="証拠を外す")
def remove_evidence(request: ApiRequest, pk: int, file: int) -> Status[None]:
    """Take a file away while answering."""
    who = require(request.auth, Act.WRITE_ANSWER)
    found = access.as_contractor(who, pk)
    services.remove_evidence(found, access.evidence_for(who, pk, file), by=who.user, at=now())
    return Status(204, None)


@router.get("/inspections/{pk}/photos", response=list[CheckFileOut], summary="写真の一覧")
@paginate(Pages)
def list_photos(request: ApiRequest, pk: int) -> list[CheckFileOut]:
    """List the client's photos, as far as the caller may read what the client saw."""
    found = access.inspection_for(request.auth, pk)
    if not access.reads_observations(request.auth, found):
        return []
    return [check_file(row) for row in found.photos.select_related("stored").order_by("pk")]


@router.post(
    "/inspections/{pk}/checks/{check}/photos", response={200: ArrivalOut, **REFUSED}, summary="写真を載せる"
)
def take_photo(
    request: ApiRequest, pk: int, check: str, key: Form[Line], upload: File[UploadedFile]
) -> ArrivalOut:
    """Keep a photo of one check. `key`: the number the sender gave it; sent twice it is kept once."""
    found = access.as_client(require(request.auth, Act.WRITE_VERIFICATION), pk)
    outcome = onsite.take_photo(found, key, check, upload, by=request.auth.user, at=now())
    return ArrivalOut(outcome=outcome.value)


@router.get("/inspections/{pk}/photos/{file}", openapi_extra=FILE, summary="写真を受け取る")
def photo_file(request: ApiRequest, pk: int, file: int) -> FileResponse:
    """Hand out a photo."""
    return download(access.photo_for(request.auth, pk, file).stored)


@router.delete("/inspections/{pk}/photos/{file}", response={204: None, **REFUSED}, summary="写真を外す")
def remove_photo(request: ApiRequest, pk: int, file: int) -> Status[None]:
    """Take a photo away while looking."""
    who = require(request.auth, Act.WRITE_VERIFICATION)
    access.as_client(who, pk)
    onsite.remove_photo(access.photo_for(who, pk, file), by=who.user, at=now())
    return Status(204, None)


@router.get("/inspections/{pk}/sheet", openapi_extra=FILE, summary="遵守確認表（Excel）を受け取る")
def sheet_file(request: ApiRequest, pk: int) -> HttpResponse:
    """Hand out the check sheet as xlsx, with the answers that the person may take along."""
    found = access.inspection_for(request.auth, pk)
    pack = replace(pack_of(found.version), checks=checks_of(found))
    given = answers_given(found).values() if access.takes_answers_along(request.auth, found) else ()
    raw = check_sheet_xlsx(pack, tuple(given))
    return attach(raw, KINDS["xlsx"].content_type, f"checksheet-{found.pk}.xlsx")


@router.post(
    "/inspections/{pk}/sheet", response={201: SheetPreviewOut, **REFUSED}, summary="記入した表を預ける"
)
def receive_sheet(request: ApiRequest, pk: int, upload: File[UploadedFile]) -> Status[SheetPreviewOut]:
    """Keep a returned sheet and tell what taking it would change; nothing else changes yet."""
    who = require(request.auth, Act.WRITE_ANSWER)
    found = access.as_contractor(who, pk)
    pending = imports.receive(found, upload, by=who.user, at=now())
    return Status(201, sheet_preview(found, pending))


@router.get(
    "/inspections/{pk}/sheet/waiting",
    response={200: SheetPreviewOut, 404: Problem},
    summary="預けた表を取り込むと変わること",
)
def waiting_sheet(request: ApiRequest, pk: int) -> SheetPreviewOut:
    """Return what taking the waiting sheet would change now."""
    found = access.as_contractor(require(request.auth, Act.WRITE_ANSWER), pk)
    return sheet_preview(found, pending_for(found))


@router.post(
    "/inspections/{pk}/sheet/take", response={200: TakenSheetOut, **REFUSED}, summary="預けた表を取り込む"
)
def take_sheet(request: ApiRequest, pk: int, mark: Mark | None = None) -> TakenSheetOut:
    """Take the waiting sheet."""
    who = require(request.auth, Act.WRITE_ANSWER)
    found = access.as_contractor(who, pk)
    return TakenSheetOut(taken=imports.take(found, pending_for(found), looked=mark, by=who.user, at=now()))


@router.delete("/inspections/{pk}/sheet/waiting", response={204: None, **REFUSED}, summary="預けた表を捨てる")
def drop_sheet(request: ApiRequest, pk: int) -> Status[None]:
    """Forget the waiting sheet."""
    found = access.as_contractor(require(request.auth, Act.WRITE_ANSWER), pk)
    imports.drop(pending_for(found))
    return Status(204, None)

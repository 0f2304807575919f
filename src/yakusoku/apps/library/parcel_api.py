"""Packages for closed networks and files of the library over HTTP. Mounted by the router of the library."""

from datetime import date

from django.http import FileResponse, HttpResponse
from django.utils.timezone import now
from ninja import Field, File, Form, Router, Schema, Status
from ninja.files import UploadedFile
from ninja.pagination import paginate

from yakusoku.apps.files.answers import download
from yakusoku.apps.library import access
from yakusoku.apps.library.access import AtSheet
from yakusoku.apps.library.models import Parcel, Side
from yakusoku.apps.library.paper import package_of
from yakusoku.apps.library.services import answers, certificates
from yakusoku.apps.library.services import parcels as services
from yakusoku.web.api import (
    FILE,
    ApiRequest,
    FileOut,
    Line,
    Marked,
    Number,
    Pages,
    Problem,
    Replacing,
    Text,
    file_out,
)
from yakusoku.web.exports import download as attach

router = Router(tags=["library"])
REFUSED = {404: Problem, 409: Problem}


class ParcelOut(Marked):
    """A package that came back and waits, with what taking it would change."""

    id: int
    name: str
    handed_over_by: str
    damaged: bool
    answers: int
    files: int
    problems: list[str]


class HandedOverIn(Schema):
    """From whom a clerk received a package; the contractor itself leaves it empty."""

    handed_over_by: Line = ""


class ParcelTakeIn(Replacing):
    """How a waiting package is taken.

    hand_in   the sheet is handed in with it; only a clerk who received it on paper terms
    holders   how those who hold data differ from what is declared; empty: they do not; null: it was not told
    """

    hand_in: bool = False
    holders: Text | None = None


class TakenParcelOut(Schema):
    """How many answers changed."""

    taken: int


class ScopeIn(Schema):
    """Whether the scope of a certificate covers the work of a sheet."""

    covers: bool


class FromSheetIn(Schema):
    """Which answers of a sheet that was handed in are kept, until when, and whether any client may read them.

    seen   kept answers that were looked at, as "id.revision": no other is written over; null: any may be
    """

    checks: list[Line] = Field(max_length=1000)
    valid_until: date | None = None
    for_everyone: bool = False
    seen: list[Line] | None = Field(None, max_length=5000)


class KeptCountOut(Schema):
    """How many answers were kept."""

    count: int


def parcel_out(parcel: Parcel) -> ParcelOut:
    """Return a waiting package as JSON values."""
    found = services.preview(parcel)
    return ParcelOut(
        id=parcel.pk,
        name=parcel.name,
        handed_over_by=parcel.handed_over_by,
        damaged=found.intake.damaged,
        answers=len(found.usable),
        files=parcel.files.count(),
        problems=[f"{problem.cell}: {problem.message}" for problem in found.intake.problems],
        mark=services.mark_of_package(parcel, found),
    )


def waiting(found: AtSheet) -> Parcel:
    """Return the package that waits at a sheet; else 404."""
    parcel = access.waiting_parcel(found.inspection)
    parcel.inspection = found.inspection
    return parcel


@router.get("/inspections/{pk}/package", openapi_extra=FILE, summary="閉じた網のための一式を受け取る")
def package_file(request: ApiRequest, pk: int) -> HttpResponse:
    """Hand out everything that is needed to answer without a network."""
    inspection = access.at_sheet(request.auth, pk).inspection
    return attach(package_of(request.auth, inspection), "application/zip", f"yakusoku-{inspection.pk}.zip")


@router.post("/inspections/{pk}/package", response={201: ParcelOut, **REFUSED}, summary="戻った一式を預ける")
def receive_package(
    request: ApiRequest, pk: int, upload: File[UploadedFile], body: Form[HandedOverIn]
) -> Status[ParcelOut]:
    """Keep a package that came back and tell what taking it would change; nothing else changes yet."""
    found = access.acting_at(request.auth, pk)
    delivery = services.Delivery(found.side, body.handed_over_by if found.side == Side.CLIENT else "")
    company = access.company_of(found.inspection)
    try:
        parcel = services.receive(found.inspection, company, upload, delivery, by=request.auth.user, at=now())
    except services.PackageUnusable as error:
        raise error.refusals[0] from error
    return Status(201, parcel_out(parcel))


@router.get(
    "/inspections/{pk}/package/waiting",
    response={200: ParcelOut, 404: Problem},
    summary="預けた一式を取り込むと変わること",
)
def waiting_package(request: ApiRequest, pk: int) -> ParcelOut:
    """Return what taking the waiting package would change now."""
    return parcel_out(waiting(access.acting_at(request.auth, pk)))


@router.post(
    "/inspections/{pk}/package/take",
    response={200: TakenParcelOut, **REFUSED},
    summary="預けた一式を取り込む",
)
def take_package(request: ApiRequest, pk: int, body: ParcelTakeIn) -> TakenParcelOut:
    """Take answers and files of the waiting package, all of them."""
    found = access.acting_at(request.auth, pk)
    by_clerk = found.side == Side.CLIENT
    count = services.take(
        waiting(found),
        hand_in=by_clerk and body.hand_in,
        holders=body.holders if by_clerk else None,
        looked=body.mark,
        by=request.auth.user,
        at=now(),
    )
    return TakenParcelOut(taken=count)


@router.delete(
    "/inspections/{pk}/package/waiting", response={204: None, **REFUSED}, summary="預けた一式を捨てる"
)
def drop_package(request: ApiRequest, pk: int) -> Status[None]:
    """Forget the waiting package."""
    services.drop(waiting(access.acting_at(request.auth, pk)), by=request.auth.user, at=now())
    return Status(204, None)


@router.get("/library/files", response=list[FileOut], summary="控えのファイル")
@paginate(Pages)
def list_files(request: ApiRequest) -> object:
    """List the files of the library."""
    return access.files_kept(request.auth).order_by("pk")


@router.get("/library/files/{pk}", openapi_extra=FILE, summary="控えのファイルを受け取る")
def library_file(request: ApiRequest, pk: int) -> FileResponse:
    """Hand out a file of the library."""
    return download(access.file_for(request.auth, pk))


@router.post(
    "/library/answers/{pk}/files", response={201: FileOut, **REFUSED}, summary="控えにファイルを足す"
)
def add_file(request: ApiRequest, pk: int, upload: File[UploadedFile]) -> Status[FileOut]:
    """Add a file to a kept answer. The number is that of the file at the answer, not of the stored file."""
    kept = access.kept_answer_for(request.auth, pk)
    return Status(201, file_out(answers.add_file(kept, upload, by=request.auth.user, at=now())))


@router.delete(
    "/library/answers/{pk}/files/{file}", response={204: None, **REFUSED}, summary="控えからファイルを外す"
)
def remove_file(request: ApiRequest, pk: int, file: int) -> Status[None]:
    """Take a file away from a kept answer."""
    answers.remove_file(access.kept_file_for(request.auth, pk, file), by=request.auth.user, at=now())
    return Status(204, None)


@router.post(
    "/library/certificates/{pk}/file", response={204: None, **REFUSED}, summary="認証のファイルを登録する"
)
def certificate_file(
    request: ApiRequest, pk: int, revision: Form[Number], upload: File[UploadedFile]
) -> Status[None]:
    """Show the paper of a certificate; whether its scope covers a work is asked again."""
    row = access.certificate_for(request.auth, pk)
    paper = certificates.Paper(row.kind, row.number, row.scope, row.counted_from, row.valid_until)
    by = request.auth.user
    certificates.change_certificate(row, paper, upload, revision=revision, by=by, at=now())
    return Status(204, None)


@router.put(
    "/inspections/{pk}/certificates/{certificate}/scope",
    response={204: None, **REFUSED},
    summary="認証の範囲に入るかを答える",
)
def confirm_scope(request: ApiRequest, pk: int, certificate: int, body: ScopeIn) -> Status[None]:
    """Say that the scope of a certificate covers the work of a sheet, or that it does not."""
    who = access.keeper(request.auth)
    engagement = access.sheet_to_answer(who, pk).version.engagement
    row = access.certificate_for(who, certificate)
    act = certificates.confirm_scope if body.covers else certificates.take_back_scope
    act(row, engagement, by=who.user, at=now())
    return Status(204, None)


@router.post(
    "/inspections/{pk}/kept", response={200: KeptCountOut, **REFUSED}, summary="点検の回答を控えに残す"
)
def keep_from_sheet(request: ApiRequest, pk: int, body: FromSheetIn) -> KeptCountOut:
    """Keep answers of a sheet that was handed in; one for the same wording is brought up to date."""
    who = access.keeper(request.auth)
    count = answers.keep_from_sheet(
        access.sheet_to_answer(who, pk),
        who.organization,
        body.checks,
        valid_until=body.valid_until,
        for_everyone=body.for_everyone,
        seen=body.seen,
        by=who.user,
        at=now(),
    )
    return KeptCountOut(count=count)

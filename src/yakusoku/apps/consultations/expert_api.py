"""Links for outside experts and files of consultations over HTTP."""

from django.conf import settings
from django.http import FileResponse
from django.urls import reverse
from django.utils.timezone import now
from ninja import File, Form, Router, Schema, Status
from ninja.files import UploadedFile
from ninja.pagination import paginate

from yakusoku.apps.accounts.access import require
from yakusoku.apps.consultations import access, services
from yakusoku.apps.consultations.api import AskIn, ConsultationOut, Said, consultation_out
from yakusoku.apps.consultations.models import PostFile
from yakusoku.apps.consultations.queries import local_address
from yakusoku.apps.engagements.access import client_engagement_for
from yakusoku.apps.files.answers import download
from yakusoku.domain.accounts.permissions import Act
from yakusoku.web.api import FILE, ApiRequest, FileOut, Line, Pages, Problem, file_out

router = Router(tags=["consultations"])
REFUSED = {404: Problem, 409: Problem}


class ExpertIn(Schema):
    """The name of an expert."""

    name: Line


class ExpertLinkOut(Schema):
    """A link by which an expert reads and answers one question without an account; it is told this once."""

    id: int
    link: str


@router.post(
    "/consultations/{pk}/experts", response={201: ExpertLinkOut, **REFUSED}, summary="専門家のリンクを作る"
)
def let_in(request: ApiRequest, pk: int, body: ExpertIn) -> Status[ExpertLinkOut]:
    """Make a link for an expert; earlier links end."""
    who = require(request.auth, Act.ASK_ADVICE)
    found = access.consultation_to_lead(who, pk)
    made, secret = services.let_in(found, body.name, by=who.user, at=now())
    link = settings.ADDRESS + reverse("advice", args=[secret])
    return Status(201, ExpertLinkOut(id=made.pk, link=link))


@router.delete(
    "/consultations/{pk}/experts/{link}", response={204: None, **REFUSED}, summary="専門家のリンクを取り消す"
)
def withdraw_link(request: ApiRequest, pk: int, link: int) -> Status[None]:
    """Take an expert's link back."""
    who = require(request.auth, Act.ASK_ADVICE)
    found = access.consultation_to_lead(who, pk)
    services.withdraw_link(access.link_for(found, link), by=who.user, at=now())
    return Status(204, None)


@router.get("/consultations/{pk}/files", response=list[FileOut], summary="相談のファイル")
@paginate(Pages)
def list_files(request: ApiRequest, pk: int) -> list[FileOut]:
    """List the files of a consultation."""
    found = access.consultation_for(request.auth, pk)
    rows = PostFile.objects.filter(post__consultation=found).select_related("stored").order_by("pk")
    return [file_out(row) for row in rows]


@router.get("/consultations/{pk}/files/{file}", openapi_extra=FILE, summary="相談のファイルを受け取る")
def post_file(request: ApiRequest, pk: int, file: int) -> FileResponse:
    """Hand out a file of a consultation."""
    return download(access.file_for(access.consultation_for(request.auth, pk), file).stored)


@router.post(
    "/engagements/{pk}/consultations/files",
    response={200: ConsultationOut, **REFUSED},
    summary="ファイルを添えて相談する",
)
def ask_with_files(
    request: ApiRequest, pk: int, body: Form[AskIn], uploads: File[list[UploadedFile]]
) -> ConsultationOut:
    """Ask for advice with files."""
    who = require(request.auth, Act.ASK_ADVICE)
    engagement = client_engagement_for(who, pk, Act.ASK_ADVICE)
    made = services.ask(
        engagement,
        body.addressee,
        body.title,
        body.text,
        about=local_address(body.about),
        files=uploads,
        by=who.user,
        at=now(),
    )
    return consultation_out(made)


@router.post(
    "/consultations/{pk}/advice/files",
    response={200: ConsultationOut, **REFUSED},
    summary="ファイルを添えて助言する",
)
def advise_with_files(
    request: ApiRequest, pk: int, text: Form[Said], uploads: File[list[UploadedFile]]
) -> ConsultationOut:
    """Give advice with files."""
    who = require(request.auth, Act.GIVE_ADVICE)
    found = access.consultation_to_advise(who, pk)
    services.advise(found, text, files=uploads, by=who.user, at=now())
    return consultation_out(found)


@router.post(
    "/consultations/{pk}/questions/files",
    response={200: ConsultationOut, **REFUSED},
    summary="ファイルを添えて続けて相談する",
)
def ask_on_with_files(
    request: ApiRequest, pk: int, text: Form[Said], uploads: File[list[UploadedFile]]
) -> ConsultationOut:
    """Ask further with files."""
    who = require(request.auth, Act.ASK_ADVICE)
    found = access.consultation_to_lead(who, pk)
    services.ask_on(found, text, files=uploads, by=who.user, at=now())
    return consultation_out(found)

"""Papers of the board over HTTP: packets, minutes, and what shows that a condition is met."""

from django.http import FileResponse, Http404, HttpResponse
from django.utils.timezone import now
from ninja import File, Form, Router
from ninja.files import UploadedFile

from yakusoku.apps.board import access, conditions
from yakusoku.apps.board.condition_api import ConditionOut
from yakusoku.apps.board.models import Condition
from yakusoku.apps.board.paper_views import draft_answer, kept_answer, packet_answer, packets_answer
from yakusoku.apps.files.answers import download
from yakusoku.web.api import FILE, ApiRequest, Problem, Text

router = Router(tags=["board"])


@router.get("/board/meetings/{pk}/packets", openapi_extra=FILE, summary="会議の資料を受け取る（PDF）")
def meeting_packets(request: ApiRequest, pk: int) -> HttpResponse:
    """Hand out the packets of a whole meeting as one PDF."""
    return packets_answer(access.meeting_for(request.auth, pk))


@router.get(
    "/board/meetings/{meeting}/items/{pk}/packet/{kind}", openapi_extra=FILE, summary="案件の資料を受け取る"
)
def item_packet(request: ApiRequest, meeting: int, pk: int, kind: str) -> HttpResponse:
    """Hand out the packet of a case, docx or pdf."""
    return packet_answer(access.item_for(request.auth, meeting, pk), kind)


@router.get("/board/meetings/{pk}/minutes/draft/{kind}", openapi_extra=FILE, summary="議事録の案を受け取る")
def minutes_draft(request: ApiRequest, pk: int, kind: str) -> HttpResponse:
    """Hand out the minutes as they stand, before they are approved."""
    return draft_answer(access.meeting_for(request.auth, pk), request.auth.user, kind)


@router.get(
    "/board/meetings/{pk}/minutes/{version}/{kind}", openapi_extra=FILE, summary="承認した議事録を受け取る"
)
def minutes_kept(request: ApiRequest, pk: int, version: int, kind: str) -> HttpResponse | FileResponse:
    """Hand out approved minutes; for who stepped aside from an item, without what was said about it."""
    return kept_answer(access.minutes_for(request.auth, pk, version), request.auth.user, kind)


@router.post(
    "/board/conditions/{pk}/report/file",
    response={200: ConditionOut, 404: Problem, 409: Problem},
    summary="ファイルを添えて条件を満たしたと報告する",
)
def report_with_file(
    request: ApiRequest, pk: int, report: Form[Text], upload: File[UploadedFile]
) -> Condition:
    """Say that a condition is met, and show the paper that says so."""
    who = request.auth
    found = access.condition_to_report(who, pk)
    conditions.report(found, report, upload, organization=who.organization, by=who.user, at=now())
    return found


@router.get("/board/conditions/{pk}/file", openapi_extra=FILE, summary="条件を示すファイルを受け取る")
def condition_file(request: ApiRequest, pk: int) -> FileResponse:
    """Hand out the file that shows that a condition is met."""
    found = access.condition_for(request.auth, pk)
    if found.shown is None:
        raise Http404
    return download(found.shown)

"""More of the chain over HTTP: putting right what is written, and the papers of a consent."""

from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.utils.timezone import localdate, now
from ninja import File, Form, Router, Schema
from ninja.files import UploadedFile

from yakusoku.apps.chain import access, services
from yakusoku.apps.chain.api import ConsentIn, HopOut, allow, company_named, consent_given, hop_out
from yakusoku.apps.chain.consent_papers import RENDERED, letter_of, number_of
from yakusoku.apps.chain.models import Standing
from yakusoku.apps.chain.queries import chain_of
from yakusoku.apps.chain.rights import rights
from yakusoku.apps.files.answers import download
from yakusoku.domain.catalogue.chain_rules import Travel
from yakusoku.domain.engagements.profile import Place
from yakusoku.domain.files.acceptance import KINDS
from yakusoku.web.api import FILE, ApiRequest, Line, Number, Problem, Text
from yakusoku.web.exports import download as attach

router = Router(tags=["chain"])
REFUSED = {404: Problem, 409: Problem}


class AmendIn(Schema):
    """What is put right of a place; what is left out stays. `organization`: a registered company; null: none."""

    place: Place | None = None
    site: Line | None = None
    travels_by: Travel | None = None
    part: Line | None = None
    note: Text | None = None
    organization: Number | None = None


@router.put("/hops/{pk}/record", response={200: HopOut, **REFUSED}, summary="つながりの記録を直す")
def amend(request: ApiRequest, pk: int, body: AmendIn) -> HopOut:
    """Put right what is written of a place."""
    seat, found = access.hop_for(request.auth, pk)
    allow(rights(seat)["may_record"])
    told: dict[str, Any] = body.dict(exclude_unset=True)
    if told.get("organization") is not None:
        told["organization"] = company_named(seat, told["organization"])
    nothing = {name for name, value in told.items() if value is None and name != "organization"}
    services.amend(found, {n: v for n, v in told.items() if n not in nothing}, by=request.auth.user, at=now())
    return hop_out(seat, access.hop_for(request.auth, pk)[1])


@router.post(
    "/hops/{pk}/consent/signed", response={200: HopOut, **REFUSED}, summary="署名のある写しを添えて承諾する"
)
def consent_signed(request: ApiRequest, pk: int, body: Form[ConsentIn], letter: File[UploadedFile]) -> HopOut:
    """Agree in writing, and keep a copy of the signed letter."""
    seat, found = access.hop_for(request.auth, pk)
    allow(rights(seat)["may_decide"])
    services.consent(found, consent_given(seat, body, letter), by=request.auth.user, at=now())
    return hop_out(seat, found)


@router.get("/hops/{pk}/letter", openapi_extra=FILE, summary="署名のある承諾の写しを受け取る")
def signed_letter(request: ApiRequest, pk: int) -> FileResponse:
    """Hand out the copy of the signed consent."""
    _seat, found = access.hop_for(request.auth, pk)
    if found.letter is None:
        raise Http404
    return download(found.letter)


@router.get("/hops/{pk}/papers/{kind}", openapi_extra=FILE, summary="承諾書を受け取る")
def consent_paper(request: ApiRequest, pk: int, kind: str) -> HttpResponse:
    """Hand out the consent as a letter, docx or pdf."""
    seat, found = access.hop_for(request.auth, pk)
    asked = found.requested_at is not None and found.decided_on is not None
    if kind not in RENDERED or found.standing != Standing.CONSENTED or not asked:
        raise Http404
    chain = chain_of(seat.engagement, localdate(), client=seat.is_client)
    raw = RENDERED[kind](letter_of(found, chain))
    return attach(raw, KINDS[kind].content_type, f"{number_of(found)}.{kind}")

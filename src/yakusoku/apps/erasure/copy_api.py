"""More of the erasure ledger over HTTP: putting right, handing back, and the papers."""

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate, now
from ninja import File, Form, Router, Schema, Status
from ninja.files import UploadedFile

from yakusoku.adapters.letters import letter_docx, letter_pdf
from yakusoku.apps.accounts.access import require
from yakusoku.apps.chain.models import Hop
from yakusoku.apps.engagements.access import engagement_for
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.erasure import access, services
from yakusoku.apps.erasure.access import Side
from yakusoku.apps.erasure.api import CopyChangeIn, CopyOut, ProofIn
from yakusoku.apps.erasure.handed import copies_from_handovers
from yakusoku.apps.erasure.models import Copy
from yakusoku.apps.erasure.papers import certificate_of, holder_of
from yakusoku.apps.erasure.queries import ANSWERED_FOR, TOLD, copies_in
from yakusoku.apps.files.answers import download
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.erasure.ledger import Proof
from yakusoku.domain.files.acceptance import KINDS
from yakusoku.web.api import FILE, ApiRequest, Problem, ReasonIn
from yakusoku.web.exports import download as attach

router = Router(tags=["erasure"])
REFUSED = {404: Problem, 409: Problem}
MAKERS = {"pdf": letter_pdf, "docx": letter_docx}


class EnteredOut(Schema):
    """How many copies are new in the ledger."""

    count: int


def paper_of(rows: "list[Copy]", engagement: Engagement, holder: str, kind: str) -> HttpResponse:
    """Return the certificate of a holder for copies whose end was told; 404 without any."""
    if kind not in MAKERS or not rows:
        raise Http404
    for copy in rows:
        copy.engagement = engagement
    raw = MAKERS[kind](certificate_of(rows, engagement, holder, localdate()))
    return attach(raw, KINDS[kind].content_type, f"certificate-{engagement.reference}.{kind}")


@router.put("/copies/{pk}", response={200: CopyOut, **REFUSED}, summary="台帳の行を直す")
def change_copy(request: ApiRequest, pk: int, body: CopyChangeIn) -> Copy:
    """Change what was entered of a copy; who holds it stays."""
    found, _side = access.copy_to_change(request.auth, pk)
    told = {**body.dict(exclude={"hop", "mark"}), "categories": [c.value for c in body.categories]}
    services.change(found, told, seen=body.mark, by=request.auth.user, at=now())
    return found


@router.post("/copies/{pk}/withdraw", response={200: CopyOut, **REFUSED}, summary="書き誤りを取り下げる")
def withdraw_copy(request: ApiRequest, pk: int, body: ReasonIn) -> Copy:
    """Strike a copy that was entered by mistake."""
    found, _side = access.copy_to_change(request.auth, pk)
    services.withdraw(found, body.reason, by=request.auth.user, at=now())
    return found


@router.post("/copies/{pk}/give-back", response={200: CopyOut, **REFUSED}, summary="再委託先に差し戻す")
def give_back(request: ApiRequest, pk: int, body: ReasonIn) -> Copy:
    """Let the contractor ask a subcontractor to report again."""
    found = access.copy_to_pass(request.auth, pk)
    services.give_back(found, body.reason, by=request.auth.user, at=now())
    return found


@router.post(
    "/copies/{pk}/proof/file",
    response={200: CopyOut, **REFUSED},
    summary="ファイルを添えて返還・消去を証明する",
)
def prove_with_file(
    request: ApiRequest, pk: int, body: Form[ProofIn], certificate: File[UploadedFile]
) -> Copy:
    """Tell what became of a copy, and show the paper that proves it."""
    found, side = access.copy_to_prove(request.auth, pk)
    proof = Proof(body.ending, body.method, body.done_on, body.done_by, body.kept_reason, body.kept_until)
    services.prove(
        found,
        proof,
        witness=body.witness,
        device=body.device,
        certificate=certificate,
        as_subcontractor=side is Side.SUBCONTRACTOR,
        by=request.auth.user,
        at=now(),
    )
    return found


@router.get("/copies/{pk}/certificate", openapi_extra=FILE, summary="示された証明を受け取る")
def certificate_file(request: ApiRequest, pk: int) -> FileResponse:
    """Hand out the file that was shown."""
    found, _side = access.copy_for(request.auth, pk)
    if found.certificate is None:
        raise Http404
    return download(found.certificate)


@router.get("/copies/{pk}/papers/{kind}", openapi_extra=FILE, summary="写しの証明書を受け取る")
def copy_paper(request: ApiRequest, pk: int, kind: str) -> HttpResponse:
    """Hand out the certificate of one copy, docx or pdf, made from what was told."""
    found, _side = access.copy_for(request.auth, pk)
    return paper_of([found] if found.state in TOLD else [], found.engagement, holder_of(found), kind)


@router.post(
    "/engagements/{pk}/copies/handovers",
    response={200: EnteredOut, **REFUSED},
    summary="受渡しから台帳に載せる",
)
def take_handovers(request: ApiRequest, pk: int) -> EnteredOut:
    """Take into the ledger what the handovers already tell."""
    engagement, _side = access.ledger_to_write(request.auth, pk)
    who = request.auth
    count = copies_from_handovers(engagement, entered_for=who.organization, by=who.user, at=now())
    return EnteredOut(count=count)


@router.get("/engagements/{pk}/ledger/papers/{kind}", openapi_extra=FILE, summary="委託先の証明書を受け取る")
def ledger_paper(request: ApiRequest, pk: int, kind: str) -> HttpResponse:
    """Hand out the certificate of the contractor for everything whose end was told."""
    engagement = engagement_for(request.auth, pk)
    holder = engagement.contractor.name if engagement.contractor else ""
    rows = list(copies_in(engagement).filter(state__in=ANSWERED_FOR))
    return paper_of(rows, engagement, holder, kind)


@router.post(
    "/engagements/{pk}/ledger/declaration/{hop}",
    response={204: None, **REFUSED},
    summary="口座のない再委託先に代わって申し出る",
)
def declare_for(request: ApiRequest, pk: int, hop: int) -> Status[None]:
    """Say that the part of a company without an account is whole, for the contractor that answers for it."""
    engagement = access.ledger_to_prove(request.auth, pk)
    place = get_object_or_404(Hop, engagement=engagement, organization__isnull=True, pk=hop)
    services.declare(engagement, place, by=request.auth.user, at=now())
    return Status(204, None)


@router.post("/hops/{pk}/ledger/declaration", response={204: None, **REFUSED}, summary="再委託先が申し出る")
def declare_at_hop(request: ApiRequest, pk: int) -> Status[None]:
    """Let a subcontractor say that its part of the ledger is whole."""
    hop = access.hop_for(require(request.auth, Act.PROVE_ERASURE), pk)
    services.declare(hop.engagement, hop, by=request.auth.user, at=now())
    return Status(204, None)


@router.get("/hops/{pk}/ledger/papers/{kind}", openapi_extra=FILE, summary="再委託先の証明書を受け取る")
def hop_paper(request: ApiRequest, pk: int, kind: str) -> HttpResponse:
    """Hand out the certificate of a subcontractor for its own part."""
    hop = access.hop_for(request.auth, pk)
    rows = list(copies_in(hop.engagement, hop).filter(state__in=TOLD))
    return paper_of(rows, hop.engagement, hop.name, kind)

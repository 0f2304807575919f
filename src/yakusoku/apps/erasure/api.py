"""The erasure ledger over HTTP: the same acts as on the pages."""

from datetime import date

from django.utils.timezone import now
from ninja import Field, Router, Schema, Status
from ninja.pagination import paginate

from yakusoku.apps.accounts.access import require
from yakusoku.apps.chain.models import Hop
from yakusoku.apps.engagements.access import engagement_for
from yakusoku.apps.erasure import access, services
from yakusoku.apps.erasure.access import Side
from yakusoku.apps.erasure.models import Copy
from yakusoku.apps.erasure.queries import copies_in
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.engagements.profile import Category
from yakusoku.domain.erasure.ledger import Proof
from yakusoku.domain.erasure.methods import Ending, Medium, Method
from yakusoku.web.api import ApiRequest, Line, MarkedRow, Number, Pages, Problem, ReasonIn, Replacing

router = Router(tags=["erasure"])


class CopyOut(MarkedRow):
    """A copy of personal data and what became of it. `hop` null: at the contractor."""

    id: int
    reference: str
    hop: int | None = Field(alias="hop_id")
    what: str
    categories: list[str]
    medium: str
    place: str
    number: int
    since: date | None
    state: str
    ending: str
    method: str
    done_on: date | None
    done_by: str
    witness: str
    device: str
    kept_reason: str
    kept_until: date | None
    sent_back_reason: str


class CopyIn(Schema):
    """A copy to enter; `hop` null: at the contractor."""

    what: Line = Field(min_length=1)
    medium: Medium
    place: Line = Field(min_length=1)
    number: int = Field(default=1, ge=1, le=100_000_000)
    categories: list[Category] = Field(default=[], max_length=10)
    since: date | None = None
    hop: Number | None = None


class CopyChangeIn(Replacing, CopyIn):
    """The same, of a copy in the ledger; `hop` stays as it is."""


class ProofIn(Schema):
    """What became of a copy."""

    ending: Ending
    method: Method | None = None
    done_on: date | None = None
    done_by: Line = ""
    witness: Line = ""
    device: Line = ""
    kept_reason: Line = ""
    kept_until: date | None = None


@router.get("/engagements/{pk}/copies", response=list[CopyOut], summary="返還・消去の台帳")
@paginate(Pages)
def copies(request: ApiRequest, pk: int) -> object:
    """List the copies of an engagement."""
    return copies_in(engagement_for(request.auth, pk))


@router.get("/hops/{pk}/copies", response=list[CopyOut], summary="再委託先の台帳")
@paginate(Pages)
def hop_copies(request: ApiRequest, pk: int) -> object:
    """List the copies at the caller's own place in a chain."""
    hop = access.hop_for(request.auth, pk)
    return copies_in(hop.engagement, hop)


@router.post("/engagements/{pk}/copies", response={200: CopyOut, 409: Problem}, summary="写しを載せる")
def enter(request: ApiRequest, pk: int, body: CopyIn) -> Copy:
    """Enter a copy into the ledger."""
    engagement, _side = access.ledger_to_write(request.auth, pk)
    hop = Hop.objects.filter(engagement=engagement, pk=body.hop).first() if body.hop else None
    if body.hop and hop is None:
        raise services.CopyElsewhere()
    told = {**body.dict(exclude={"hop"}), "categories": [c.value for c in body.categories]}
    return services.enter(
        engagement,
        told,
        hop=hop,
        entered_for=request.auth.organization,
        by=request.auth.user,
        at=now(),
    )


@router.post("/hops/{pk}/copies", response={200: CopyOut, 409: Problem}, summary="再委託先が写しを載せる")
def enter_at_hop(request: ApiRequest, pk: int, body: CopyIn) -> Copy:
    """Enter a copy at the caller's own place in a chain."""
    who = require(request.auth, Act.RECORD_COPY)
    hop = access.hop_for(who, pk)
    told = {**body.dict(exclude={"hop"}), "categories": [c.value for c in body.categories]}
    return services.enter(hop.engagement, told, hop=hop, entered_for=who.organization, by=who.user, at=now())


@router.post("/copies/{pk}/proof", response={200: CopyOut, 409: Problem}, summary="返還・消去を証明する")
def prove(request: ApiRequest, pk: int, body: ProofIn) -> Copy:
    """Tell what became of a copy."""
    found, side = access.copy_to_prove(request.auth, pk)
    proof = Proof(body.ending, body.method, body.done_on, body.done_by, body.kept_reason, body.kept_until)
    services.prove(
        found,
        proof,
        witness=body.witness,
        device=body.device,
        as_subcontractor=side is Side.SUBCONTRACTOR,
        by=request.auth.user,
        at=now(),
    )
    return found


@router.post("/copies/{pk}/pass-on", response={200: CopyOut, 409: Problem}, summary="再委託先の報告を出す")
def pass_on(request: ApiRequest, pk: int) -> Copy:
    """Let the contractor answer for what a subcontractor reported."""
    found = access.copy_to_pass(request.auth, pk)
    services.pass_on(found, by=request.auth.user, at=now())
    return found


@router.post("/copies/{pk}/confirm", response={200: CopyOut, 409: Problem}, summary="返還・消去を確かめる")
def confirm(request: ApiRequest, pk: int) -> Copy:
    """Let the client accept the proof."""
    found = access.copy_to_confirm(request.auth, pk)
    services.confirm(found, by=request.auth.user, at=now())
    return found


@router.post("/copies/{pk}/send-back", response={200: CopyOut, 409: Problem}, summary="証明を差し戻す")
def send_back(request: ApiRequest, pk: int, body: ReasonIn) -> Copy:
    """Let the client refuse the proof."""
    found = access.copy_to_confirm(request.auth, pk)
    services.send_back(found, body.reason, by=request.auth.user, at=now())
    return found


@router.post("/engagements/{pk}/ledger/declaration", response={204: None, 409: Problem}, summary="申し出る")
def declare(request: ApiRequest, pk: int) -> Status[None]:
    """Say that the contractor's part of the ledger is whole."""
    engagement = access.ledger_to_prove(request.auth, pk)
    services.declare(engagement, None, by=request.auth.user, at=now())
    return Status(204, None)

"""The chain over HTTP: the same acts as on the pages."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate, now
from ninja import Field, Router, Schema
from ninja.files import UploadedFile
from ninja.pagination import paginate

from yakusoku.apps.accounts.models import Organization
from yakusoku.apps.accounts.queries import contractors_known_to
from yakusoku.apps.chain import access, services
from yakusoku.apps.chain.access import Seat
from yakusoku.apps.chain.handover_api import router as handovers
from yakusoku.apps.chain.models import Hop
from yakusoku.apps.chain.queries import Chain, chain_of, subcontracts_of
from yakusoku.apps.chain.rights import manages, rights
from yakusoku.domain.catalogue.chain_rules import Travel
from yakusoku.domain.chain.links import holds_on, standing_on
from yakusoku.domain.engagements.profile import Category, Place
from yakusoku.web.api import ApiRequest, Line, Number, Pages, Problem, Text

router = Router(tags=["chain"])
router.add_router("", handovers)


class HopOut(Schema):
    """A place in the chain as of a day; `id` 0: the contractor, of whom no row was needed yet.

    lost           clauses that the contract with the tier above did not pass down, by slug
    organization   the registered company whose people answer there; told to the client alone
    """

    id: int
    parent: int | None
    tier: int
    name: str
    part: str
    categories: list[str]
    place: str
    site: str
    travels_by: str
    standing: str
    holds: bool
    since: date | None
    until: date | None
    lost: list[str]
    gaps: list[str]
    organization: int | None


class ChainOut(Schema):
    """Who stands in the chain on a day, the contractor first."""

    on: date
    hops: list[HopOut]


class RequestIn(Schema):
    """Who is to get data. `clauses` null: every clause is passed down.

    organization   a registered company, whose people then see their place; only the client names it
    """

    name: Line = Field(min_length=1)
    place: Place
    travels_by: Travel
    categories: list[Category] = []
    part: Line = ""
    site: Line = ""
    since: date
    until: date | None = None
    reason: Text = Field(min_length=1)
    clauses: list[Line] | None = Field(default=None, max_length=500)
    organization: Number | None = None


class ConsentIn(Schema):
    """A written consent. `stated`: it states the first client's permission where a law asks for it.

    organization   the registered company that it is, whose people then see their place; null: as it was
    """

    decided_on: date
    conditions: Text = ""
    stated: bool = False
    organization: Number | None = None


class OptionalReasonIn(Schema):
    """Why."""

    reason: Text = ""


class EndIn(Schema):
    """The last day on which someone holds data."""

    on: date
    reason: Text = ""


class ClausesIn(Schema):
    """Clauses that were passed down, by slug."""

    clauses: list[Line] = Field(max_length=500)


class SubcontractOut(Schema):
    """A place at which the caller's company stands below a contractor."""

    id: int
    engagement: str
    client: str
    part: str
    until: date | None

    @staticmethod
    def resolve_engagement(hop: Hop) -> str:
        """Return the title of the work."""
        return hop.engagement.title

    @staticmethod
    def resolve_client(hop: Hop) -> str:
        """Return whose work it is."""
        return hop.engagement.organization.name


def place_out(seat: Seat, chain: Chain, hop: int, gaps: dict[int, list[str]], row: Hop | None) -> HopOut:
    """Return a place as JSON values."""
    link = chain.by_id[hop]
    return HopOut(
        id=link.id,
        parent=link.parent,
        tier=chain.tiers[link.id],
        name=link.name,
        part=row.part if row else "",
        categories=sorted(link.categories),
        place=row.place if row else "",
        site=row.site if row else "",
        travels_by=row.travels_by if row else "",
        standing=standing_on(link, chain.day) or link.standing,
        holds=holds_on(link, chain.day),
        since=link.since,
        until=link.until,
        lost=list(chain.reach[link.id].lost) if link.id in chain.reach else [],
        gaps=gaps.get(link.id, []),
        organization=row.organization_id if row and seat.is_client else None,
    )


def gap_codes(chain: Chain) -> dict[int, list[str]]:
    """Return the codes of the departures at each place, each once."""
    told: dict[int, dict[str, None]] = {}
    for gap in chain.gaps:
        told.setdefault(gap.hop.id, {})[gap.gap.value] = None
    return {hop: list(codes) for hop, codes in told.items()}


def hop_out(seat: Seat, hop: Hop) -> HopOut:
    """Return one place as JSON values, also one that holds nothing (yet)."""
    chain = chain_of(seat.engagement, localdate(), client=seat.is_client)
    return place_out(seat, chain, hop.pk, gap_codes(chain), chain.rows[hop.pk])


def allow(allowed: bool) -> None:
    """Raise PermissionDenied unless the act is allowed."""
    if not allowed:
        raise PermissionDenied


@router.get(
    "/engagements/{pk}/chain", response={200: ChainOut, 404: Problem}, summary="情報を持つ者のつながり"
)
def chain(request: ApiRequest, pk: int, on: date | None = None) -> ChainOut:
    """Return who stands in the chain on a day; null: today."""
    seat = access.seat_for(request.auth, pk)
    found = chain_of(seat.engagement, on or localdate(), client=seat.is_client)
    gaps = gap_codes(found)
    hops = [place_out(seat, found, link.id, gaps, found.rows.get(link.id)) for link in found.drawn]
    return ChainOut(on=found.day, hops=hops)


@router.get("/hops/{pk}", response={200: HopOut, 404: Problem}, summary="つながりの一段")
def hop(request: ApiRequest, pk: int) -> HopOut:
    """Return one place in the chain."""
    return hop_out(*access.hop_for(request.auth, pk))


@router.get("/subcontracts", response=list[SubcontractOut], summary="再委託で受けている業務")
@paginate(Pages)
def subcontracts(request: ApiRequest) -> "QuerySet[Hop]":
    """List the places at which the caller's company stands below a contractor."""
    return subcontracts_of(request.auth.organization)


def company_named(seat: Seat, pk: int | None) -> Organization | None:
    """Return a registered company. Who else works for the client is not the contractor's to know: it names none."""
    if pk is None:
        return None
    allow(seat.is_client)
    return get_object_or_404(contractors_known_to(seat.engagement.organization), pk=pk)


def consent_given(seat: Seat, body: ConsentIn, letter: UploadedFile | None = None) -> services.Consent:
    """Return a consent as the service knows it."""
    company = company_named(seat, body.organization)
    return services.Consent(body.decided_on, body.conditions, body.stated, company, letter)


def told_by(seat: Seat, body: RequestIn) -> services.Told:
    """Return a request as the service knows it."""
    return services.Told(
        name=body.name,
        place=body.place.value,
        travels_by=body.travels_by.value,
        categories=tuple(category.value for category in body.categories),
        part=body.part,
        site=body.site,
        since=body.since,
        until=body.until,
        reason=body.reason,
        passed=None if body.clauses is None else tuple(body.clauses),
        organization=company_named(seat, body.organization),
    )


@router.post(
    "/engagements/{pk}/chain/requests", response={200: HopOut, 409: Problem}, summary="再委託の承諾を求める"
)
def request_first(request: ApiRequest, pk: int, body: RequestIn) -> HopOut:
    """Ask the client to agree to a subcontractor of the contractor."""
    seat = access.seat_for(request.auth, pk)
    allow(rights(seat)["may_request"])
    made = services.request(seat.engagement, None, told_by(seat, body), by=request.auth.user, at=now())
    return hop_out(seat, made)


@router.post("/hops/{pk}/requests", response={200: HopOut, 409: Problem}, summary="その先の承諾を求める")
def request_below(request: ApiRequest, pk: int, body: RequestIn) -> HopOut:
    """Ask the client to agree to someone below a place in the chain."""
    seat, giver = access.hop_for(request.auth, pk)
    allow(rights(seat)["may_request"])
    made = services.request(seat.engagement, giver, told_by(seat, body), by=request.auth.user, at=now())
    return hop_out(seat, made)


@router.post(
    "/hops/{pk}/request", response={200: HopOut, 409: Problem}, summary="届出のなかった者の承諾を求める"
)
def request_late(request: ApiRequest, pk: int, body: RequestIn) -> HopOut:
    """Ask the client to agree to someone who was found."""
    seat, found = access.hop_for(request.auth, pk)
    allow(manages(seat, found))
    services.request_late(found, told_by(seat, body), by=request.auth.user, at=now())
    return hop_out(seat, found)


@router.post("/hops/{pk}/consent", response={200: HopOut, 409: Problem}, summary="再委託を承諾する")
def consent(request: ApiRequest, pk: int, body: ConsentIn) -> HopOut:
    """Agree in writing."""
    seat, found = access.hop_for(request.auth, pk)
    allow(rights(seat)["may_decide"])
    services.consent(found, consent_given(seat, body), by=request.auth.user, at=now())
    return hop_out(seat, found)


@router.post("/hops/{pk}/refusal", response={200: HopOut, 409: Problem}, summary="再委託を承諾しない")
def refuse(request: ApiRequest, pk: int, body: OptionalReasonIn) -> HopOut:
    """Do not agree, and say why."""
    seat, found = access.hop_for(request.auth, pk)
    allow(rights(seat)["may_decide"])
    services.refuse(found, body.reason, by=request.auth.user, at=now())
    return hop_out(seat, found)


@router.post("/hops/{pk}/withdrawal", response={200: HopOut, 409: Problem}, summary="届出を取り下げる")
def withdraw(request: ApiRequest, pk: int, body: OptionalReasonIn) -> HopOut:
    """Take a request back."""
    seat, found = access.hop_for(request.auth, pk)
    allow(manages(seat, found))
    services.withdraw(found, body.reason, by=request.auth.user, at=now())
    return hop_out(seat, found)


@router.post("/hops/{pk}/dismissal", response={200: HopOut, 409: Problem}, summary="誤った記録を取り消す")
def dismiss(request: ApiRequest, pk: int, body: OptionalReasonIn) -> HopOut:
    """Take back the record of someone who holds nothing after all."""
    seat, found = access.hop_for(request.auth, pk)
    allow(rights(seat)["may_record"])
    services.dismiss(found, body.reason, by=request.auth.user, at=now())
    return hop_out(seat, found)


@router.post("/hops/{pk}/end", response={200: HopOut, 409: Problem}, summary="終わりの日を決める")
def end(request: ApiRequest, pk: int, body: EndIn) -> HopOut:
    """Set the last day on which someone holds data."""
    seat, found = access.hop_for(request.auth, pk)
    allow(manages(seat, found))
    services.end(found, body.on, body.reason, by=request.auth.user, at=now())
    return hop_out(seat, found)


@router.post("/hops/{pk}/clauses", response={200: HopOut, 409: Problem}, summary="引き継いだ条文を記録する")
def pass_down(request: ApiRequest, pk: int, body: ClausesIn) -> HopOut:
    """Record which clauses were passed down."""
    seat, found = access.hop_for(request.auth, pk)
    allow(manages(seat, found))
    services.pass_down(found, body.clauses, by=request.auth.user, at=now())
    return hop_out(seat, found)

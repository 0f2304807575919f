"""The register over HTTP: the same rows, filters and sort as on the page."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.timezone import localdate
from ninja import Query, Router, Schema
from ninja.pagination import paginate

from yakusoku.apps.register.looking import look_at
from yakusoku.apps.register.queries import Row
from yakusoku.domain.register.phase import Phase
from yakusoku.domain.register.risk import Risk
from yakusoku.web.api import ApiRequest, Listed, Number, Pages

router = Router(tags=["register"])


class RegisterFilters(Schema):
    """What to narrow the register to; as in the address of the page."""

    side: str = ""
    q: str = ""
    department: Number | None = None
    contractor: str = ""
    company: Number | None = None
    phase: Phase | None = None
    risk: Risk | None = None
    category: str = ""
    place: str = ""
    people_from: Number | None = None
    ends_from: date | None = None
    ends_until: date | None = None
    findings: str = ""
    requirement: str = ""
    late: bool = False
    current: bool = False
    sort: str = ""


class RegisterRowOut(Schema):
    """An engagement as the register tells it; on the contractor's side what the client alone knows is empty."""

    id: int
    reference: str
    title: str
    client: str
    department: str
    contracted_on: date | None
    last_inspection: date | None
    next_inspection: date | None
    late: int
    next_due: date | None
    contractor: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    people: int | None = None
    categories: list[str] = []
    places: list[str] = []
    procurement: str = ""
    phase: str = ""
    risk: str = ""
    board: str = ""
    subcontractors: int = 0
    tiers: int = 0
    findings: dict[str, int] = {}


def row_out(row: Row, client: bool) -> RegisterRowOut:
    """Return a row as JSON values."""
    work = row.engagement
    told: dict[str, Any] = {
        "id": work.pk,
        "reference": work.reference,
        "title": work.title,
        "client": work.organization.name,
        "department": work.department.name,
        "contracted_on": work.contracted_on,
        "last_inspection": row.last_inspection,
        "next_inspection": row.next_inspection,
        "late": row.late,
        "next_due": row.next_due,
    }
    return RegisterRowOut(**told, **(_clients_own(row) if client else {}))


def _clients_own(row: Row) -> dict[str, Any]:
    work = row.engagement
    return {
        "contractor": work.contractor.name if work.contractor else None,
        "starts_on": work.starts_on,
        "ends_on": work.ends_on,
        "people": work.people,
        "categories": row.told("categories"),
        "places": row.told("places"),
        "procurement": next(iter(row.told("procurement")), ""),
        "phase": row.phase.value,
        "risk": row.risk.value,
        "board": row.board,
        "subcontractors": row.chain.subcontractors,
        "tiers": row.chain.depth,
        "findings": dict(row.findings),
    }


@router.get("/register", response=list[RegisterRowOut], summary="委託台帳")
@paginate(Pages)
def register(request: ApiRequest, asked: Query[RegisterFilters]) -> Sequence[RegisterRowOut]:
    """List the engagements that the caller sees, narrowed and sorted as on the page."""
    look = look_at(request.auth, request.GET, localdate())
    return Listed(look.rows, lambda rows: [row_out(row, look.client) for row in look.told(rows)])

"""The register over HTTP: the same rows, filters and sort as on the page."""

from collections.abc import Sequence
from datetime import date
from typing import Any, overload

from django.utils.timezone import localdate
from ninja import Query, Router, Schema
from ninja.pagination import LimitOffsetPagination, paginate

from yakusoku.apps.register.looking import Look, look_at
from yakusoku.apps.register.queries import Row
from yakusoku.domain.register.phase import Phase
from yakusoku.domain.register.risk import Risk
from yakusoku.web.api import ApiRequest

router = Router(tags=["register"])
MOST = 500


class RegisterFilters(Schema):
    """What to narrow the register to; as in the address of the page."""

    side: str = ""
    q: str = ""
    department: int | None = None
    contractor: str = ""
    company: int | None = None
    phase: Phase | None = None
    risk: Risk | None = None
    category: str = ""
    place: str = ""
    people_from: int | None = None
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


class Rows(Sequence[RegisterRowOut]):
    """The rows of a look, read only where a page of them is asked for."""

    def __init__(self, look: Look) -> None:
        self.look = look

    def __len__(self) -> int:
        return self.look.rows.count()

    @overload
    def __getitem__(self, asked: int) -> RegisterRowOut: ...

    @overload
    def __getitem__(self, asked: slice) -> list[RegisterRowOut]: ...

    def __getitem__(self, asked: int | slice) -> RegisterRowOut | list[RegisterRowOut]:
        if isinstance(asked, int):
            return self[asked : asked + 1][0]
        start = asked.start or 0
        stop = min(asked.stop or start + MOST, start + MOST)
        rows = self.look.told(list(self.look.rows[start:stop]))
        return [row_out(row, self.look.client) for row in rows]


@router.get("/register", response=list[RegisterRowOut], summary="委託台帳")
@paginate(LimitOffsetPagination)
def register(request: ApiRequest, asked: Query[RegisterFilters]) -> Sequence[RegisterRowOut]:
    """List the engagements that the caller sees, narrowed and sorted as on the page, at most 500 at a time."""
    return Rows(look_at(request.auth, request.GET, localdate()))

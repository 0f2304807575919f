"""How the client looks, over HTTP: who, in which way, going there, and notes from there. Mounted by the router of inspections."""

from datetime import date

from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Field, Router, Schema, Status

from yakusoku.apps.accounts.access import require
from yakusoku.apps.accounts.models import User
from yakusoku.apps.inspections import access, onsite, visits
from yakusoku.apps.inspections.evidence_api import ArrivalOut
from yakusoku.apps.inspections.holders import look_at_holders
from yakusoku.apps.inspections.models import Inspection, Visit
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.inspections.answers import Verification
from yakusoku.domain.inspections.methods import Method
from yakusoku.web.api import ApiRequest, Line, Marked, Number, Problem, Replacing, Text

router = Router(tags=["inspections"])
REFUSED = {404: Problem, 409: Problem}


class AssignIn(Replacing):
    """Who looks at the answers; null: whoever may."""

    person: Number | None


class MethodIn(Replacing):
    """In which way it is looked at; a remote look needs its reason."""

    method: Method
    reason: Text = ""


class VisitIn(Replacing):
    """A visit as it is planned."""

    day: date
    place: Line = ""
    comers: Line = ""
    checks: list[Line] = Field(default=[], max_length=500)


class HeldVisitIn(Schema):
    """When somebody was there, who came and who was met."""

    held_on: date
    comers: Line = ""
    met: Line = ""


class HoldersLookIn(Replacing):
    """What the client did about a difference. `mark`: of what was told about who holds data."""

    note: Text


class NotedOut(ArrivalOut):
    """What became of a note, and the stamp of what stands there now: it is sent back with the next one."""

    stamp: str


class LookingOut(Marked):
    """How the client looks. `planned_for`, `held_on` null: nobody goes, or went, there.

    person_mark   of who looks
    mark          of the way in which it is looked at and of the visit, which replace each other
    """

    person: int | None
    method: str
    reason: str
    planned_for: date | None
    place: str
    comers: str
    checks: list[str]
    held_on: date | None
    met: str
    person_mark: str


class SeenNoteIn(Schema):
    """What was seen at a check, perhaps while there was no connection.

    key    the number the sender gave it: sent twice it is kept once
    base   the stamp of the observation that was shown then; empty: there was none
    force  write it although somebody else wrote meanwhile
    """

    key: str = Field(max_length=64)
    verification: Verification
    seen: Text = ""
    base: Line = ""
    force: bool = False


def looking_out(inspection: Inspection) -> LookingOut:
    """Return how the client looks as JSON values."""
    visit = Visit.objects.filter(inspection=inspection).first()
    return LookingOut(
        person=inspection.assigned_to_id,
        method=inspection.method,
        reason=inspection.remote_reason,
        planned_for=visit.planned_for if visit else None,
        place=visit.place if visit else "",
        comers=visit.comers if visit else "",
        checks=visit.checks if visit else [],
        held_on=visit.held_on if visit else None,
        met=visit.met if visit else "",
        person_mark=visits.mark_of_person(inspection),
        mark=visits.mark_of_way(inspection, visit),
    )


@router.get("/inspections/{pk}/visit", response={200: LookingOut, 404: Problem}, summary="確かめ方")
def read_visit(request: ApiRequest, pk: int) -> LookingOut:
    """Return who looks, in which way, and the plan of going there."""
    return looking_out(access.as_client(request.auth, pk))


@router.put("/inspections/{pk}/visit/person", response={200: LookingOut, **REFUSED}, summary="担当者を決める")
def assign_person(request: ApiRequest, pk: int, body: AssignIn) -> LookingOut:
    """Let a person of the department look at the answers."""
    found = access.as_client(request.auth, pk)
    people = User.objects.filter(memberships__organization=request.auth.organization, is_active=True)
    person = get_object_or_404(people.distinct(), pk=body.person) if body.person is not None else None
    visits.assign(found, person, seen=body.mark, by=request.auth.user, at=now())
    return looking_out(found)


@router.put(
    "/inspections/{pk}/visit/method", response={200: LookingOut, **REFUSED}, summary="確かめ方を決める"
)
def choose_method(request: ApiRequest, pk: int, body: MethodIn) -> LookingOut:
    """Settle in which way it is looked at."""
    found = access.as_client(request.auth, pk)
    by, at = request.auth.user, now()
    visits.choose_method(found, body.method, body.reason, seen=body.mark, by=by, at=at)
    return looking_out(found)


@router.put(
    "/inspections/{pk}/visit", response={200: LookingOut, **REFUSED}, summary="現地確認の予定を入れる"
)
def plan_visit(request: ApiRequest, pk: int, body: VisitIn) -> LookingOut:
    """Plan going there."""
    found = access.as_client(request.auth, pk)
    plan = visits.Plan(body.day, body.place, body.comers, tuple(body.checks))
    visits.plan_visit(found, plan, seen=body.mark, by=request.auth.user, at=now())
    return looking_out(found)


@router.post(
    "/inspections/{pk}/visit/held",
    response={200: LookingOut, **REFUSED},
    summary="現地で確かめたことを記録する",
)
def record_visit(request: ApiRequest, pk: int, body: HeldVisitIn) -> LookingOut:
    """Write down that somebody was there."""
    found = access.as_client(request.auth, pk)
    visits.record_visit(found, body.held_on, body.comers, body.met, by=request.auth.user, at=now())
    return looking_out(found)


@router.post(
    "/inspections/{pk}/checks/{check}/note",
    response={200: NotedOut, **REFUSED},
    summary="現地で見たことを送る",
)
def take_note(request: ApiRequest, pk: int, check: str, body: SeenNoteIn) -> NotedOut:
    """Keep what was seen at one check, unless somebody else wrote there meanwhile."""
    found = access.as_client(request.auth, pk)
    noted = onsite.Noted(body.key, check, body.verification, body.seen, body.base, body.force)
    outcome = onsite.take_note(found, noted, by=request.auth.user, at=now())
    present = found.observations.filter(check_id=check).first()
    return NotedOut(outcome=outcome.value, stamp=onsite.stamp_of(present))


@router.post(
    "/inspections/{pk}/holders/look",
    response={204: None, **REFUSED},
    summary="情報を持つ者の違いを見たと記録する",
)
def look_at_difference(request: ApiRequest, pk: int, body: HoldersLookIn) -> Status[None]:
    """Note that the client looked at how those who hold data differ."""
    found = access.as_client(require(request.auth, Act.RECORD_CHAIN), pk)
    look_at_holders(found, note=body.note, seen=body.mark, by=request.auth.user, at=now())
    return Status(204, None)

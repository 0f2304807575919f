"""The security plan over HTTP, which both sides write; mounted by the router of candidates."""

from datetime import date

from django.utils.timezone import now
from ninja import Field, Router, Schema, Status
from ninja.pagination import paginate

from yakusoku.apps.accounts.access import require
from yakusoku.apps.candidates import access, planning
from yakusoku.apps.candidates.models import Candidacy, PlanItem
from yakusoku.apps.candidates.planning import Written
from yakusoku.apps.candidates.queries import assessment_of, plan_of
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.candidates.plan import Way
from yakusoku.web.api import ApiRequest, Line, Number, Pages, Problem, Text

router = Router(tags=["candidates"])


class PlanItemOut(Schema):
    """One point of the plan; `edition` 0: nothing was written yet."""

    key: str
    title: str
    question: str
    way: str
    measure: str
    by_when: date | None
    who: str
    state: str
    edition: int
    lacks: list[str]


class PlanItemIn(Schema):
    """What a point says; `edition`: the one that was read before."""

    edition: Number
    way: Way = Way.MEASURE
    measure: Text = ""
    by_when: date | None = None
    who: Line = ""


class FreeItemIn(Schema):
    """A point that no question asked for."""

    title: Line = Field(min_length=1)
    way: Way = Way.MEASURE
    measure: Text = ""
    by_when: date | None = None
    who: Line = ""


class NoteIn(Schema):
    """What was done."""

    note: Text = ""


class VerifyIn(NoteIn):
    """What was seen of it."""

    holds: bool


def items_out(candidacy: Candidacy) -> list[PlanItemOut]:
    """Return the plan, also the points that are not written yet."""
    found = []
    for row in plan_of(candidacy, assessment_of(candidacy)).rows:
        item = row.item or PlanItem(key=row.key, edition=0)
        found.append(
            PlanItemOut(
                key=row.key,
                title=item.title,
                question=row.answered.check.question if row.answered and not item.free else "",
                way=item.way,
                measure=item.measure,
                by_when=item.by_when,
                who=item.who,
                state=item.state,
                edition=item.edition,
                lacks=[lack.value for lack in row.lacks],
            )
        )
    return found


@router.get("/candidacies/{pk}/plan", response={200: list[PlanItemOut], 404: Problem}, summary="計画")
@paginate(Pages)
def plan(request: ApiRequest, pk: int) -> list[PlanItemOut]:
    """Return the security plan."""
    return items_out(access.candidacy_for(request.auth, pk))


@router.put(
    "/candidacies/{pk}/plan/items/{key}",
    response={200: list[PlanItemOut], 409: Problem},
    summary="計画を書く",
)
def write_item(request: ApiRequest, pk: int, key: str, body: PlanItemIn) -> list[PlanItemOut]:
    """Set what a point says, if it still is the edition that was read."""
    who = require(request.auth, Act.WRITE_PLAN)
    found = access.shared_candidacy_for(who, pk, Act.WRITE_PLAN)
    written = Written(body.way, body.measure, body.by_when, body.who)
    planning.write_item(found, key, written, edition=body.edition, by=who.user, at=now())
    return items_out(found)


@router.post(
    "/candidacies/{pk}/plan/items/{key}/done",
    response={200: list[PlanItemOut], 409: Problem},
    summary="実施を報告する",
)
def report_done(request: ApiRequest, pk: int, key: str, body: NoteIn) -> list[PlanItemOut]:
    """Say that a measure was taken."""
    who = require(request.auth, Act.WRITE_PLAN)
    found = access.own_candidacy_for(who, pk, Act.WRITE_PLAN)
    planning.report_done(access.item_for(found, key), body.note, by=who.user, at=now())
    return items_out(found)


@router.post(
    "/candidacies/{pk}/plan/items/{key}/verify",
    response={200: list[PlanItemOut], 409: Problem},
    summary="対策を確かめる",
)
def verify_done(request: ApiRequest, pk: int, key: str, body: VerifyIn) -> list[PlanItemOut]:
    """Record what was seen of a measure."""
    who = require(request.auth, Act.WRITE_VERIFICATION)
    found = access.client_candidacy_for(who, pk, Act.WRITE_VERIFICATION)
    planning.verify_done(access.item_for(found, key), body.holds, body.note, by=who.user, at=now())
    return items_out(found)


@router.post(
    "/candidacies/{pk}/plan/items",
    response={201: list[PlanItemOut], 409: Problem},
    summary="計画に項目を足す",
)
def add_item(request: ApiRequest, pk: int, body: FreeItemIn) -> Status[list[PlanItemOut]]:
    """Add a point that no question asked for."""
    who = require(request.auth, Act.WRITE_PLAN)
    found = access.shared_candidacy_for(who, pk, Act.WRITE_PLAN)
    written = Written(body.way, body.measure, body.by_when, body.who)
    planning.add_item(found, body.title, written, by=who.user, at=now())
    return Status(201, items_out(found))


@router.delete(
    "/candidacies/{pk}/plan/items/{key}", response={204: None, 409: Problem}, summary="足した項目を外す"
)
def remove_item(request: ApiRequest, pk: int, key: str, edition: Number) -> Status[None]:
    """Take a point away that was freely added, if it still is the edition that was read."""
    who = require(request.auth, Act.WRITE_PLAN)
    found = access.shared_candidacy_for(who, pk, Act.WRITE_PLAN)
    planning.remove_item(access.item_for(found, key), edition=edition, by=who.user, at=now())
    return Status(204, None)

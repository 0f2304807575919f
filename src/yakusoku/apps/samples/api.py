"""The sample of a survey over HTTP: frame, strata and draws; the same acts as on the pages."""

from datetime import datetime
from fractions import Fraction
from typing import Annotated, Any

from django.utils.timezone import now
from ninja import Field, File, Form, Router, Schema, Status
from ninja.files import UploadedFile
from ninja.pagination import paginate
from pydantic import AfterValidator, StringConstraints

from yakusoku.apps.samples import access, frames, queries, services
from yakusoku.apps.samples.frame_reading import preview
from yakusoku.apps.samples.letter_api import router as letter_router
from yakusoku.apps.samples.models import Draw, Unit
from yakusoku.apps.samples.respondent_api import router as respondent_router
from yakusoku.apps.surveys.models import Survey
from yakusoku.domain.survey.sampling.allocation import Method, Wanted
from yakusoku.domain.survey.sampling.frame import LONGEST_TRAIT, MOST_TRAITS
from yakusoku.domain.survey.sampling.sizes import read_size_rules, written
from yakusoku.web.api import (
    ApiRequest,
    Line,
    Listed,
    Marked,
    Pages,
    Problem,
    ReasonIn,
    Replacing,
    Text,
    storable,
)
from yakusoku.web.edits import mark_of_row

router = Router(tags=["samples"])
router.add_router("", respondent_router)
router.add_router("", letter_router)
REFUSED = {404: Problem, 409: Problem}
Count = Annotated[int, Field(ge=0, le=200_000)]
Stratum = Annotated[Line, Field(max_length=1000)]
Mail = Annotated[
    str,
    StringConstraints(max_length=254, pattern=r"^([^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+)?$"),
    AfterValidator(storable),
]
Trait = Annotated[Line, Field(max_length=LONGEST_TRAIT)]


class SampleStratumOut(Schema):
    """A stratum of the frame. `free`: how many may be drawn; `left_out`: how many may not."""

    stratum: str
    free: int
    left_out: int


class AllottedOut(Schema):
    """What one stratum gets: how many it has, and how many of them are drawn."""

    stratum: str
    frame: int
    drawn: int


class DrawOut(Schema):
    """A draw. `seed` and `frame` (SHA-256) give the same sample again; `undone_at`: it was taken back."""

    id: int
    kind: str
    seed: str
    frame: str
    allocation: list[AllottedOut]
    asked: dict[str, Any]
    reason: str
    drawn_by: int
    drawn_at: datetime
    undone_at: datetime | None


class SampleOut(Marked):
    """How a survey draws. `strata_of`: of which traits; `sizes`: one role a line; `mark`: of the plan."""

    strata_of: list[str]
    sizes: str
    traits: list[str]
    strata: list[SampleStratumOut]
    draws: list[DrawOut]


class PlanIn(Replacing):
    """Of which traits the strata are made, in order, and from how many employees on a size class begins.

    sizes   one role a line; null: as they are
    """

    strata_of: list[Trait] = Field([], max_length=MOST_TRAITS)
    sizes: Text | None = None


class UnitIn(Replacing):
    """What is told of a unit; once the sample was drawn, only where it is written to can be changed."""

    name: Line = Field(min_length=1)
    section: Line = ""
    person: Annotated[Line, Field(max_length=100)] = ""
    postcode: str = Field("", pattern=r"^([0-9]{3}-[0-9]{4})?$")
    address: Annotated[Line, Field(max_length=300)] = ""
    mail: Mail = ""
    employees: Annotated[int, Field(ge=0, le=10_000_000)] | None = None
    traits: dict[Trait, Trait] = Field({}, max_length=MOST_TRAITS + 3)


class UnitOut(Marked):
    """A unit of the frame. `respondent`: its number, if it was drawn."""

    id: int
    reference: str
    name: str
    section: str
    person: str
    postcode: str
    address: str
    mail: str
    organization: int | None
    employees: int | None
    traits: dict[str, str]
    stratum: str
    left_out: str
    respondent: int | None


class FrameIn(Schema):
    """Whether the rows without problems are taken when others have some."""

    only_right: bool = False


class FrameWrongOut(Schema):
    """What is wrong in a row. `column` counts from 0; `wrong` is a code; `other`: the row with which it clashes."""

    row: int
    column: int
    field: str
    value: str
    wrong: str
    other: int


class FrameOut(Schema):
    """What became of a frame: how many units were made or changed, and what was wrong."""

    taken: int
    rows: int
    wrong: list[FrameWrongOut]


class UnitCountOut(Schema):
    """How many."""

    count: int


class LeftOutIn(Schema):
    """Why a unit is not drawn; empty: it may be drawn again."""

    reason: Annotated[Line, Field(max_length=200)] = ""


class DrawIn(Schema):
    """How a sample is shared out and from which seed it is drawn; without a seed one is made.

    n, least    for proportional, equal and neyman
    spreads     standard deviations by stratum, for neyman
    fixed       numbers by stratum, for fixed
    """

    method: Method
    n: Count = 0
    least: Count = 0
    spreads: dict[Stratum, Annotated[float, Field(ge=0, le=1e9)]] = Field({}, max_length=300)
    fixed: dict[Stratum, Count] = Field({}, max_length=300)
    seed: Annotated[Line, Field(max_length=services.MOST_SEED)] = ""

    def wanted(self) -> Wanted:
        """Return what is asked of the allocation."""
        spreads = {name: Fraction(str(value)) for name, value in self.spreads.items()}
        return Wanted(self.method, self.n, self.least, spreads, self.fixed)


class ReplacementIn(ReasonIn):
    """How many stand in for others, by stratum, and why."""

    numbers: dict[Stratum, Count] = Field(max_length=300)


def draw_out(row: Draw) -> DrawOut:
    """Return a draw as JSON values."""
    names = ("kind", "seed", "frame", "asked", "reason", "drawn_at", "undone_at")
    told = {name: getattr(row, name) for name in names}
    rows = [AllottedOut(**each) for each in row.allocation]
    return DrawOut(id=row.pk, allocation=rows, drawn_by=row.drawn_by_id, **told)


def sample_out(survey: Survey) -> SampleOut:
    """Return how a survey draws as JSON values."""
    plan = access.plan_of(survey)
    strata = queries.strata_of(survey)
    return SampleOut(
        mark=mark_of_row(plan),
        strata_of=plan.strata if plan else [],
        sizes=written(queries.size_rules_of(plan)),
        traits=queries.traits_in(survey),
        strata=[
            SampleStratumOut(stratum=each.name, free=each.free, left_out=each.left_out) for each in strata
        ],
        draws=[draw_out(each) for each in queries.draws_of(survey)],
    )


def unit_out(row: Unit) -> UnitOut:
    """Return a unit as JSON values."""
    respondent = getattr(row, "respondent", None)
    names = ("reference", "name", "section", "person", "postcode", "address", "mail", "employees", "traits")
    return UnitOut(
        id=row.pk,
        mark=mark_of_row(row),
        organization=row.organization_id,
        stratum=row.stratum,
        left_out=row.left_out,
        respondent=respondent.number if respondent else None,
        **{name: getattr(row, name) for name in names},
    )


@router.get("/surveys/{pk}/sample", response={200: SampleOut, 404: Problem}, summary="調査の層と抽出の記録")
def sample(request: ApiRequest, pk: int) -> SampleOut:
    """Return strata, frame counts and draws of a survey."""
    return sample_out(access.survey_for(request.auth, pk))


@router.put("/surveys/{pk}/sample/plan", response={200: SampleOut, **REFUSED}, summary="調査の層を決める")
def plan(request: ApiRequest, pk: int, body: PlanIn) -> SampleOut:
    """Settle of what the strata are made; every unit gets its stratum anew."""
    survey = access.survey_to_run(request.auth, pk)
    rules = queries.size_rules_of(access.plan_of(survey))
    sizes = rules if body.sizes is None else read_size_rules(body.sizes)
    services.set_plan(survey, body.strata_of, sizes, seen=body.mark, by=request.auth.user, at=now())
    return sample_out(survey)


@router.get("/surveys/{pk}/sample/units", response=list[UnitOut], summary="調査の名簿")
@paginate(Pages)
def units(request: ApiRequest, pk: int) -> object:
    """List the frame of a survey."""
    rows = access.units_of(access.survey_to_run(request.auth, pk)).order_by("pk")
    return Listed(rows, lambda page: [unit_out(row) for row in page])


@router.post("/surveys/{pk}/sample/units", response={200: FrameOut, **REFUSED}, summary="名簿を取り込む")
def take_frame(request: ApiRequest, pk: int, given: Form[FrameIn], upload: File[UploadedFile]) -> FrameOut:
    """Take a frame from csv or xlsx; columns are told by their names. With problems nothing is taken unless asked."""
    survey = access.survey_to_run(request.auth, pk)
    who, at = request.auth.user, now()
    pending = frames.receive(survey, upload, by=who, at=at)
    found = preview(pending) if pending.mapping.get("name") is not None else None
    problems = found.reading.problems if found else ()
    taken = 0
    if not problems or given.only_right:
        taken = frames.take(pending, only_right=given.only_right, by=who, at=at)
    wrong = [
        FrameWrongOut(
            row=each.row,
            column=each.column,
            field=each.field.value,
            value=each.value,
            wrong=each.wrong.value,
            other=each.other,
        )
        for each in problems
    ]
    return FrameOut(taken=taken, rows=found.reading.rows if found else 0, wrong=wrong)


@router.post(
    "/surveys/{pk}/sample/contractors",
    response={200: UnitCountOut, **REFUSED},
    summary="委託先を名簿に入れる",
)
def take_contractors(request: ApiRequest, pk: int) -> UnitCountOut:
    """Take the contractors of the engagements that the caller sees into the frame."""
    survey = access.survey_to_run(request.auth, pk)
    works = access.works_of(request.auth, survey)
    return UnitCountOut(count=frames.take_contractors(survey, works, by=request.auth.user, at=now()))


@router.post(
    "/surveys/{pk}/sample/previous", response={200: UnitCountOut, **REFUSED}, summary="前回尋ねた相手を除く"
)
def leave_out_previous(request: ApiRequest, pk: int) -> UnitCountOut:
    """Leave out whoever was asked in the wave before."""
    survey = access.survey_to_run(request.auth, pk)
    return UnitCountOut(count=frames.leave_out_previous(survey, by=request.auth.user, at=now()))


@router.get(
    "/surveys/{pk}/sample/units/{unit}", response={200: UnitOut, 404: Problem}, summary="名簿の一つの相手"
)
def unit(request: ApiRequest, pk: int, unit: int) -> UnitOut:
    """Return a unit of the frame."""
    return unit_out(access.unit_for(request.auth, pk, unit))


@router.put(
    "/surveys/{pk}/sample/units/{unit}",
    response={200: UnitOut, **REFUSED},
    summary="名簿の相手の情報を変える",
)
def change_unit(request: ApiRequest, pk: int, unit: int, body: UnitIn) -> UnitOut:
    """Change what is told of a unit."""
    found = access.unit_for(request.auth, pk, unit)
    given = body.without_mark()
    changed = frames.change_unit(found, given, seen=body.mark, by=request.auth.user, at=now())
    return unit_out(changed)


@router.delete(
    "/surveys/{pk}/sample/units/{unit}", response={204: None, **REFUSED}, summary="名簿から相手を消す"
)
def remove_unit(request: ApiRequest, pk: int, unit: int) -> Status[None]:
    """Take a unit out of the frame, as long as no sample was drawn."""
    frames.remove_unit(access.unit_for(request.auth, pk, unit), by=request.auth.user, at=now())
    return Status(204, None)


@router.post(
    "/surveys/{pk}/sample/units/{unit}/left-out",
    response={200: UnitOut, **REFUSED},
    summary="名簿の相手を抽出から除く、戻す",
)
def leave_out_unit(request: ApiRequest, pk: int, unit: int, body: LeftOutIn) -> UnitOut:
    """Let a unit not be drawn, with a reason, or (empty) be drawn again."""
    found = access.unit_for(request.auth, pk, unit)
    return unit_out(frames.leave_out(found, body.reason, by=request.auth.user, at=now()))


@router.post(
    "/surveys/{pk}/sample/allocation",
    response={200: list[AllottedOut], **REFUSED},
    summary="標本の配分を試す",
)
def allocation(request: ApiRequest, pk: int, body: DrawIn) -> list[AllottedOut]:
    """Return how many would be drawn from each stratum; nothing is drawn."""
    survey = access.survey_to_run(request.auth, pk)
    rows = services.allotted(survey, body.wanted())
    return [AllottedOut(stratum=row.stratum, frame=row.frame, drawn=row.drawn) for row in rows]


@router.post("/surveys/{pk}/sample/draws", response={201: DrawOut, **REFUSED}, summary="標本を抽出する")
def draw(request: ApiRequest, pk: int, body: DrawIn) -> Status[DrawOut]:
    """Draw the sample; every respondent gets a number and a code."""
    survey = access.survey_to_run(request.auth, pk)
    seed = body.seed.strip() or services.new_seed()
    return Status(201, draw_out(services.draw(survey, body.wanted(), seed, by=request.auth.user, at=now())))


@router.delete("/surveys/{pk}/sample/draws", response={204: None, **REFUSED}, summary="標本の抽出を取り消す")
def undo_draw(request: ApiRequest, pk: int) -> Status[None]:
    """Take the draws back, as long as nobody was written to and nobody answered."""
    services.undo_draw(access.survey_to_run(request.auth, pk), by=request.auth.user, at=now())
    return Status(204, None)


@router.post(
    "/surveys/{pk}/sample/replacements", response={201: DrawOut, **REFUSED}, summary="予備標本を加える"
)
def draw_more(request: ApiRequest, pk: int, body: ReplacementIn) -> Status[DrawOut]:
    """Draw units that stand in for others, next in the same lottery."""
    survey = access.survey_to_run(request.auth, pk)
    made = services.draw_more(survey, body.numbers, body.reason, by=request.auth.user, at=now())
    return Status(201, draw_out(made))

"""Training over HTTP: the same acts as on the pages."""

from datetime import date
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate, now
from ninja import Field, Router, Schema
from ninja.pagination import paginate

from yakusoku.apps.accounts.access import Acting, require
from yakusoku.apps.engagements.access import engagement_for
from yakusoku.apps.training import access, services
from yakusoku.apps.training.models import Course
from yakusoku.apps.training.queries import CellShown, companies_in, of_contractors, training_of
from yakusoku.apps.training.words import missing_told
from yakusoku.domain.accounts.permissions import Act, Role
from yakusoku.domain.training.requirements import Audience, Part
from yakusoku.web.api import ApiRequest, Line, Number, Pages, Problem, Text

router = Router(tags=["training"])


class CourseOut(Schema):
    """A course in use. `repeat_months` 0: once is enough; `role`, `department`: of the own staff; empty: any."""

    id: int
    name: str
    about: str
    audience: str
    repeat_months: int
    before_start: bool
    since: date | None
    until: date | None
    role: str
    department: int | None = Field(None, validation_alias="department_id")


class CourseIn(Schema):
    """A course to add. `role`, `department`: who of the own staff needs it; null: everyone."""

    name: Line
    about: Text = ""
    audience: Audience
    repeat_months: int = Field(default=12, ge=0, le=120)
    before_start: bool = True
    since: date | None = None
    until: date | None = None
    role: Role | None = None
    department: Number | None = None


class CellOut(Schema):
    """How a person stands with a course; `validity` null: they do not need it; `completion`: the last one."""

    course: int
    validity: str | None
    expires_on: date | None
    completion: int | None


class WorkerOut(Schema):
    """Someone on the staff list."""

    id: int
    name: str
    part: str
    hop: int | None
    since: date | None
    until: date | None
    courses: list[CellOut] = []


class WorkerIn(Schema):
    """Someone to put on the staff list; `hop` null: of the contractor itself."""

    name: str = Field(min_length=1, max_length=100)
    part: Part = Part.WORKER
    hop: Number | None = None
    since: date | None = None
    until: date | None = None


class TrainingOut(Schema):
    """The staff of an engagement as of a day, and what is missing."""

    day: date
    started_on: date | None
    courses: list[CourseOut]
    staff: list[WorkerOut]
    missing: list[str]


class CompletionIn(Schema):
    """A course that people have taken on a day."""

    course: Number
    people: list[Number] = Field(min_length=1, max_length=2000)
    completed_on: date


def course_told(who: Acting, body: CourseIn) -> dict[str, Any]:
    """Return a course as the service knows it; another organisation's department is 404."""
    departments = who.organization.departments
    department = None if body.department is None else get_object_or_404(departments, pk=body.department)
    return {**body.dict(), "role": body.role.value if body.role else "", "department": department}


def cell_out(cell: CellShown) -> CellOut:
    """Return how a person stands with a course as JSON values."""
    taken = cell.completion
    return CellOut(
        course=cell.course.pk,
        validity=cell.validity,
        expires_on=taken.expires_on if taken else None,
        completion=taken.pk if taken else None,
    )


@router.get("/courses", response=list[CourseOut], summary="研修の一覧")
@paginate(Pages)
def courses(request: ApiRequest) -> object:
    """List the courses in use of the caller's organisation."""
    return access.courses_of(request.auth).filter(retired_at__isnull=True)


@router.post("/courses", response={200: CourseOut, 409: Problem}, summary="研修を加える")
def add_course(request: ApiRequest, body: CourseIn) -> Course:
    """Add a course."""
    who = require(request.auth, Act.MANAGE_COURSES)
    return services.keep_course(None, who.organization, course_told(who, body), by=who.user, at=now())


@router.get("/engagements/{pk}/training", response={200: TrainingOut, 404: Problem}, summary="研修と従事者")
def training(request: ApiRequest, pk: int, day: date | None = None) -> TrainingOut:
    """Return who works on an engagement and how they stand with each course on a day."""
    engagement = engagement_for(request.auth, pk)
    found = training_of(engagement, day or localdate())
    staff = []
    for row in found.rows:
        told = WorkerOut.from_orm(worker_out(row.worker))
        told.courses = [cell_out(cell) for cell in row.cells]
        staff.append(told)
    return TrainingOut(
        day=found.day,
        started_on=engagement.started_on,
        courses=[CourseOut.from_orm(course) for course in found.courses],
        staff=staff,
        missing=[missing_told(each) for each in found.missing],
    )


@router.post(
    "/engagements/{pk}/training/workers", response={200: WorkerOut, 409: Problem}, summary="従事者を届け出る"
)
def add_worker(request: ApiRequest, pk: int, body: WorkerIn) -> dict[str, object]:
    """Put someone on the staff list of the caller's company."""
    engagement = access.engagement_of_contractor(request.auth, pk)
    hop = companies_in(engagement).filter(pk=body.hop).first() if body.hop else None
    if body.hop and hop is None:
        raise services.HopElsewhere()
    told = {**body.dict(), "hop": hop}
    return worker_out(services.keep_worker(engagement, None, told, by=request.auth.user, at=now()))


@router.post(
    "/engagements/{pk}/training/completions", response={200: int, 409: Problem}, summary="修了を記録する"
)
def complete(request: ApiRequest, pk: int, body: CompletionIn) -> int:
    """Record that people have taken a course; return how many."""
    engagement = access.engagement_to_record(request.auth, pk)
    course = of_contractors(engagement.organization_id).filter(pk=body.course).first()
    workers = list(engagement.workers.filter(pk__in=body.people))
    if course is None or len(workers) != len(set(body.people)):
        raise services.CourseNotForPerson()
    return services.complete(
        course, workers, body.completed_on, engagement=engagement, by=request.auth.user, at=now()
    )


def worker_out(row: object) -> dict[str, object]:
    """Return a line of the staff list as values."""
    return {
        "id": getattr(row, "pk", None),
        "hop": getattr(row, "hop_id", None),
        **{name: getattr(row, name) for name in ("name", "part", "since", "until")},
    }

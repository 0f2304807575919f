"""More of training over HTTP: courses and lines changed or ended, certificates, and a staff list that comes in."""

from collections.abc import Sequence
from datetime import date

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate, now
from ninja import File, Form, Router, Schema, Status
from ninja.files import UploadedFile
from ninja.pagination import paginate

from yakusoku.apps.accounts.access import require
from yakusoku.apps.accounts.models import User
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.files.answers import download
from yakusoku.apps.training import access, imports, services
from yakusoku.apps.training.api import (
    CellOut,
    CompletionIn,
    CourseIn,
    CourseOut,
    WorkerIn,
    WorkerOut,
    cell_out,
    course_told,
    worker_out,
)
from yakusoku.apps.training.models import Course, PendingList
from yakusoku.apps.training.queries import companies_in, in_use, members_of, of_contractors, own_rows
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.training.requirements import Audience
from yakusoku.web.api import FILE, ApiRequest, Listed, Number, Pages, Problem

router = Router(tags=["training"])
REFUSED = {404: Problem, 409: Problem}


class RecordedOut(Schema):
    """How many people it was recorded for."""

    count: int


class StaffFaultOut(Schema):
    """What is wrong in a line of the list, counted from 1, and what to do."""

    line: int
    message: str


class StaffPreviewOut(Schema):
    """What taking a staff list would do. `usable`: lines that would be written; none while there is a fault."""

    name: str
    usable: int
    unchanged: int
    faults: list[StaffFaultOut]


class OwnCompletionIn(Schema):
    """A course that people of the own staff have taken on a day."""

    course: Number
    people: list[Number]
    completed_on: date


class StaffOut(Schema):
    """One of the own staff, and how they stand with each course for them."""

    person: int
    name: str
    courses: list[CellOut]


# Before the addresses of single courses, which would take its own for a number.
@router.get("/courses/staff", response=list[StaffOut], summary="職員の研修")
@paginate(Pages)
def own_training(request: ApiRequest) -> Sequence[StaffOut]:
    """List how each of the own staff stands with each course for them, by name."""
    organization = require(request.auth, Act.MANAGE_COURSES).organization
    asked = list(in_use(organization.pk).filter(audience=Audience.OWN))

    def tell(people: list[User]) -> list[StaffOut]:
        found = own_rows(organization, people, asked, localdate())
        return [
            StaffOut(person=row.member.pk, name=row.member.name, courses=[cell_out(c) for c in row.cells])
            for row in found
        ]

    return Listed(members_of(organization), tell)


@router.put("/courses/{pk}", response={200: CourseOut, **REFUSED}, summary="研修を直す")
def change_course(request: ApiRequest, pk: int, body: CourseIn) -> Course:
    """Change a course that is in use."""
    who = request.auth
    found = access.course_for(who, pk)
    return services.keep_course(found, who.organization, course_told(who, body), by=who.user, at=now())


@router.delete("/courses/{pk}", response={204: None, **REFUSED}, summary="研修を使うのをやめる")
def retire_course(request: ApiRequest, pk: int) -> Status[None]:
    """Take a course out of use; what was taken stays on record."""
    services.retire_course(access.course_for(request.auth, pk), by=request.auth.user, at=now())
    return Status(204, None)


@router.post(
    "/courses/staff/completions", response={200: RecordedOut, **REFUSED}, summary="職員の修了を記録する"
)
def complete_own(request: ApiRequest, body: OwnCompletionIn) -> RecordedOut:
    """Record that people of the own staff have taken a course."""
    return _complete_own(request, body)


@router.post(
    "/courses/staff/completions/file",
    response={200: RecordedOut, **REFUSED},
    summary="修了証を添えて職員の修了を記録する",
)
def complete_own_with_file(
    request: ApiRequest, body: Form[OwnCompletionIn], certificate: File[UploadedFile]
) -> RecordedOut:
    """Record that people of the own staff have taken a course, and show the paper that says so."""
    return _complete_own(request, body, certificate)


def _complete_own(
    request: ApiRequest, body: OwnCompletionIn, certificate: UploadedFile | None = None
) -> RecordedOut:
    who = require(request.auth, Act.MANAGE_COURSES)
    course = get_object_or_404(in_use(who.organization.pk).filter(audience=Audience.OWN), pk=body.course)
    people = list(members_of(who.organization).filter(pk__in=body.people))
    if len(people) != len(set(body.people)) or not people:
        raise services.CourseNotForPerson()
    count = services.complete_own(
        course, people, body.completed_on, certificate=certificate, by=who.user, at=now()
    )
    return RecordedOut(count=count)


@router.post(
    "/engagements/{pk}/training/completions/file",
    response={200: RecordedOut, **REFUSED},
    summary="修了証を添えて修了を記録する",
)
def complete_with_file(
    request: ApiRequest, pk: int, body: Form[CompletionIn], certificate: File[UploadedFile]
) -> RecordedOut:
    """Record that people have taken a course, and show the paper that says so."""
    engagement = access.engagement_to_record(request.auth, pk)
    course = of_contractors(engagement.organization_id).filter(pk=body.course).first()
    workers = list(engagement.workers.filter(pk__in=body.people))
    if course is None or len(workers) != len(set(body.people)):
        raise services.CourseNotForPerson()
    count = services.complete(
        course,
        workers,
        body.completed_on,
        engagement=engagement,
        certificate=certificate,
        by=request.auth.user,
        at=now(),
    )
    return RecordedOut(count=count)


@router.get("/completions/{pk}/certificate", openapi_extra=FILE, summary="修了証を受け取る")
def completion_certificate(request: ApiRequest, pk: int) -> FileResponse:
    """Hand out the file that shows a completion."""
    found = access.completion_for(request.auth, pk)
    if found.certificate is None:
        raise Http404
    return download(found.certificate)


@router.delete("/completions/{pk}", response={204: None, **REFUSED}, summary="修了の記録を取り消す")
def withdraw_completion(request: ApiRequest, pk: int) -> Status[None]:
    """Take a completion back as a mistake."""
    services.withdraw_completion(
        access.completion_to_withdraw(request.auth, pk), by=request.auth.user, at=now()
    )
    return Status(204, None)


@router.put("/workers/{pk}", response={200: WorkerOut, **REFUSED}, summary="名簿の行を直す")
def change_worker(request: ApiRequest, pk: int, body: WorkerIn) -> dict[str, object]:
    """Change a line of the staff list."""
    found = access.worker_for(request.auth, pk)
    hop = companies_in(found.engagement).filter(pk=body.hop).first() if body.hop else None
    if body.hop and hop is None:
        raise services.HopElsewhere()
    told = {**body.dict(), "hop": hop}
    return worker_out(services.keep_worker(found.engagement, found, told, by=request.auth.user, at=now()))


@router.delete("/workers/{pk}", response={204: None, **REFUSED}, summary="名簿から消す")
def strike_worker(request: ApiRequest, pk: int) -> Status[None]:
    """Take a line off the staff list that was a mistake."""
    services.strike_worker(access.worker_for(request.auth, pk), by=request.auth.user, at=now())
    return Status(204, None)


def waiting_of(engagement: Engagement) -> PendingList:
    """Return the staff list that waits; else 404."""
    return get_object_or_404(PendingList.objects.select_related("stored"), engagement=engagement)


def staff_preview(engagement: Engagement, pending: PendingList) -> StaffPreviewOut:
    """Return what taking a waiting staff list would do as JSON values."""
    found = imports.preview(engagement, pending)
    return StaffPreviewOut(
        name=pending.stored.name,
        usable=len(found.usable),
        unchanged=found.unchanged,
        faults=[StaffFaultOut(line=fault.line, message=fault.message) for fault in found.roster.faults],
    )


@router.post(
    "/engagements/{pk}/training/list", response={201: StaffPreviewOut, **REFUSED}, summary="名簿を預ける"
)
def receive_list(request: ApiRequest, pk: int, upload: File[UploadedFile]) -> Status[StaffPreviewOut]:
    """Keep a staff list and tell what taking it would do; nothing else changes yet."""
    engagement = access.engagement_of_contractor(request.auth, pk)
    pending = imports.receive(engagement, upload, by=request.auth.user, at=now())
    return Status(201, staff_preview(engagement, pending))


@router.get(
    "/engagements/{pk}/training/list",
    response={200: StaffPreviewOut, 404: Problem},
    summary="預けた名簿を取り込むと変わること",
)
def waiting_list(request: ApiRequest, pk: int) -> StaffPreviewOut:
    """Return what taking the waiting staff list would do now."""
    engagement = access.engagement_of_contractor(request.auth, pk)
    return staff_preview(engagement, waiting_of(engagement))


@router.post(
    "/engagements/{pk}/training/list/take",
    response={200: RecordedOut, **REFUSED},
    summary="預けた名簿を取り込む",
)
def take_list(request: ApiRequest, pk: int) -> RecordedOut:
    """Take the waiting staff list whole."""
    engagement = access.engagement_of_contractor(request.auth, pk)
    count = imports.take(engagement, waiting_of(engagement), by=request.auth.user, at=now())
    return RecordedOut(count=count)


@router.delete(
    "/engagements/{pk}/training/list", response={204: None, **REFUSED}, summary="預けた名簿を捨てる"
)
def drop_list(request: ApiRequest, pk: int) -> Status[None]:
    """Forget the waiting staff list."""
    imports.drop(waiting_of(access.engagement_of_contractor(request.auth, pk)))
    return Status(204, None)

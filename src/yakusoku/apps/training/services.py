"""Writing courses, staff lists and completions. The only writer of their tables."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, ClassVar

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from yakusoku.apps.accounts.models import Organization, User
from yakusoku.apps.audit.services import record
from yakusoku.apps.chain.models import Hop
from yakusoku.apps.engagements.life import need_open
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.files.models import StoredFile
from yakusoku.apps.files.services import keep
from yakusoku.apps.training import duties
from yakusoku.apps.training.models import Completion, Course, Worker
from yakusoku.apps.training.queries import companies_in, members_of
from yakusoku.domain.audit.chain import JSON
from yakusoku.domain.refusal import Refusal
from yakusoku.domain.training.requirements import Audience, expires_on
from yakusoku.domain.training.roster import MOST_PEOPLE
from yakusoku.web.edits import mark_of_row, require_unchanged


class CourseNamedTwice(Refusal):
    """Two courses in use would have the same name."""

    code: ClassVar[str] = "course.named-twice"


class CourseRetired(Refusal):
    """The course is no longer in use."""

    code: ClassVar[str] = "course.retired"


class PersonListedTwice(Refusal):
    """The list already holds this name or number."""

    code: ClassVar[str] = "staff.listed-twice"


class ListFull(Refusal):
    """The list holds as many people as it may."""

    code: ClassVar[str] = "staff.list-full"


class HopElsewhere(Refusal):
    """The subcontractor does not belong to this engagement."""

    code: ClassVar[str] = "staff.hop-elsewhere"


class PersonTrained(Refusal):
    """Courses are recorded for the person: enter the last day instead of striking the line."""

    code: ClassVar[str] = "staff.trained"


class CompletionInFuture(Refusal):
    """A course cannot have been taken after today."""

    code: ClassVar[str] = "completion.in-future"


class CompletionTwice(Refusal):
    """The same course on the same day is recorded already."""

    code: ClassVar[str] = "completion.twice"


class CourseNotForPerson(Refusal):
    """The course is for other people."""

    code: ClassVar[str] = "completion.not-for-person"


@transaction.atomic
def keep_course(
    course: Course | None,
    organization: Organization,
    told: Mapping[str, Any],
    *,
    seen: str | None = None,
    by: User,
    at: datetime,
) -> Course:
    """Add a course, or change one that is in use; return it.

    told     name, about, audience, role, department, repeat_months, before_start, since, until
    seen     the mark of the course as the page showed it
    raises   CourseNamedTwice, CourseRetired, ChangedMeanwhile
    """
    Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
    rows = Course.objects.filter(organization=organization, retired_at__isnull=True)
    if rows.filter(name=told["name"]).exclude(pk=course.pk if course else 0).exists():
        raise CourseNamedTwice(name=told["name"])
    kept = _in_use(course) if course else Course(organization=organization)
    if course is not None:
        require_unchanged(seen, mark_of_row(kept))
    for name, value in told.items():
        setattr(kept, name, value)
    if kept.audience != Audience.OWN:
        kept.role, kept.department = "", None
    kept.changed_by, kept.changed_at = by, at
    kept.save()
    duties.own_staff(kept, today=localdate(at), at=at)
    facts: dict[str, JSON] = {
        "audience": kept.audience,
        "months": kept.repeat_months,
        "before_start": kept.before_start,
    }
    code = "course.changed" if course else "course.added"
    record(code, kept, by=by, at=at, organization=organization.pk, facts=facts)
    return kept


@transaction.atomic
def retire_course(course: Course, *, by: User, at: datetime) -> None:
    """Take a course out of use; what was taken stays on record. Raises CourseRetired."""
    _in_use(course)
    Course.objects.filter(pk=course.pk).update(retired_at=at, changed_by=by, changed_at=at)
    course.retired_at = at
    duties.own_staff(course, today=localdate(at), at=at)
    record("course.retired", course, by=by, at=at, organization=course.organization_id)


@transaction.atomic
def keep_worker(
    engagement: Engagement,
    worker: Worker | None,
    told: Mapping[str, Any],
    *,
    seen: str | None = None,
    by: User,
    at: datetime,
) -> Worker:
    """Put someone on the staff list, or change their line; return it.

    told     name, part, since, until, hop (None: the contractor itself)
    seen     the mark of the line as the page showed it
    raises   EngagementClosed, HopElsewhere, PersonListedTwice, ListFull, ChangedMeanwhile
    """
    need_open(engagement.pk)
    if worker is not None:
        # A line that somebody struck meanwhile is not written again.
        require_unchanged(seen, mark_of_row(Worker.objects.filter(pk=worker.pk).first()))
    kept = _set_worker(engagement, worker, told, by, at)
    duties.bring_up_to_date(engagement, today=localdate(at), at=at)
    code = "staff.changed" if worker else "staff.listed"
    facts: dict[str, JSON] = {"worker": kept.pk, "part": kept.part, "hop": kept.hop_id}
    record(code, engagement, by=by, at=at, organization=engagement.organization_id, facts=facts)
    return kept


@transaction.atomic
def take_list(engagement: Engagement, told: Iterable[Mapping[str, Any]], *, by: User, at: datetime) -> int:
    """Put many people on the staff list at once; a name that stands there gets the new line. Return how many.

    told     rows as in `keep_worker`; raises as there, and then nothing is taken
    """
    need_open(engagement.pk)
    standing = {(row.hop_id, row.name): row for row in engagement.workers.all()}
    count = 0
    for row in told:
        hop = row.get("hop")
        key = (hop.pk if hop else None, row["name"])
        _set_worker(engagement, standing.get(key), row, by, at)
        count += 1
    duties.bring_up_to_date(engagement, today=localdate(at), at=at)
    facts: dict[str, JSON] = {"people": count}
    record("staff.imported", engagement, by=by, at=at, organization=engagement.organization_id, facts=facts)
    return count


@transaction.atomic
def strike_worker(worker: Worker, *, by: User, at: datetime) -> None:
    """Take a line off the list that was a mistake. Raises EngagementClosed, PersonTrained."""
    engagement = need_open(worker.engagement_id)
    if worker.completions.exists():
        raise PersonTrained()
    number = worker.pk
    worker.delete()
    duties.bring_up_to_date(engagement, today=localdate(at), at=at)
    facts: dict[str, JSON] = {"worker": number}
    record("staff.struck", engagement, by=by, at=at, organization=engagement.organization_id, facts=facts)


@transaction.atomic
def complete(
    course: Course,
    workers: Iterable[Worker],
    completed_on: date,
    *,
    engagement: Engagement,
    certificate: "UploadedFile[bytes] | None" = None,
    by: User,
    at: datetime,
) -> int:
    """Record that people on a staff list have taken a course; return how many.

    certificate   one file that shows it for all of them
    raises        EngagementClosed, CourseRetired, CompletionInFuture, CompletionTwice, CourseNotForPerson
                  and refusals of uploads
    """
    need_open(engagement.pk)
    _check_course(course, completed_on, at)
    listed = list(workers)
    owner = engagement.contractor or engagement.organization
    if course.organization_id != engagement.organization_id or course.audience == Audience.OWN:
        raise CourseNotForPerson(name=course.name)
    if any(worker.engagement_id != engagement.pk for worker in listed):
        raise CourseNotForPerson(name=course.name)
    stored = keep(certificate, organization=owner, by=by, at=at) if certificate else None
    _keep_completions(course, listed, completed_on, stored, by, at)
    duties.bring_up_to_date(engagement, today=localdate(at), at=at)
    facts: dict[str, JSON] = {
        "course": course.pk,
        "people": [worker.pk for worker in listed],
        "day": completed_on.isoformat(),
    }
    organization = engagement.organization_id
    record("training.recorded", engagement, by=by, at=at, organization=organization, facts=facts)
    return len(listed)


@transaction.atomic
def complete_own(
    course: Course,
    members: Iterable[User],
    completed_on: date,
    *,
    certificate: "UploadedFile[bytes] | None" = None,
    by: User,
    at: datetime,
) -> int:
    """Record that people of the own staff have taken a course; return how many.

    raises   CourseRetired, CompletionInFuture, CompletionTwice, CourseNotForPerson and refusals of uploads
    """
    _check_course(course, completed_on, at)
    chosen = list(members)
    ours = set(members_of(course.organization).values_list("pk", flat=True))
    if course.audience != Audience.OWN or any(member.pk not in ours for member in chosen):
        raise CourseNotForPerson(name=course.name)
    stored = keep(certificate, organization=course.organization, by=by, at=at) if certificate else None
    _keep_completions(course, chosen, completed_on, stored, by, at)
    duties.own_staff(course, today=localdate(at), at=at)
    facts: dict[str, JSON] = {
        "people": [member.pk for member in chosen],
        "day": completed_on.isoformat(),
    }
    record("training.recorded", course, by=by, at=at, organization=course.organization_id, facts=facts)
    return len(chosen)


@transaction.atomic
def withdraw_completion(completion: Completion, *, by: User, at: datetime) -> None:
    """Take a completion back as a mistake; the row stays. Said twice, it changes nothing."""
    if completion.worker is not None:
        need_open(completion.worker.engagement_id)
    else:
        # What is missing at the own staff is counted one act after the other.
        Course.objects.select_for_update(no_key=True).get(pk=completion.course_id)
    rows = Completion.objects.filter(pk=completion.pk, withdrawn_at__isnull=True)
    if not rows.update(withdrawn_at=at):
        return
    today, course = localdate(at), completion.course
    if completion.worker is not None:
        duties.bring_up_to_date(completion.worker.engagement, today=today, at=at)
    else:
        duties.own_staff(course, today=today, at=at)
    record("training.withdrawn", completion, by=by, at=at, organization=course.organization_id)


def remind_of_training(today: date, at: datetime) -> int:
    """Let what is missing or about to expire be due everywhere; return how many duties changed. For the tick."""
    return duties.bring_all_up_to_date(today, at)


def _in_use(course: Course) -> Course:
    """Lock a course and return it as it stands. Raises CourseRetired."""
    present = Course.objects.select_for_update(no_key=True).get(pk=course.pk)
    if present.retired_at is not None:
        raise CourseRetired(name=present.name)
    return present


def _check_course(course: Course, completed_on: date, at: datetime) -> None:
    _in_use(course)
    if completed_on > localdate(at):
        raise CompletionInFuture(day=completed_on)


def _keep_completions(
    course: Course,
    people: Sequence[Worker | User],
    completed_on: date,
    stored: StoredFile | None,
    by: User,
    at: datetime,
) -> None:
    had = Completion.objects.filter(course=course, completed_on=completed_on, withdrawn_at__isnull=True)
    workers = [person for person in people if isinstance(person, Worker)]
    members = [person for person in people if isinstance(person, User)]
    if had.filter(Q(worker__in=workers) | Q(member__in=members)).exists():
        raise CompletionTwice(name=course.name)
    Completion.objects.bulk_create(
        Completion(
            course=course,
            worker=person if isinstance(person, Worker) else None,
            member=person if isinstance(person, User) else None,
            completed_on=completed_on,
            expires_on=expires_on(completed_on, course.repeat_months),
            certificate=stored,
            recorded_by=by,
            recorded_at=at,
        )
        for person in people
    )


def _set_worker(
    engagement: Engagement, worker: Worker | None, told: Mapping[str, Any], by: User, at: datetime
) -> Worker:
    hop: Hop | None = told.get("hop")
    if hop is not None and not companies_in(engagement).filter(pk=hop.pk).exists():
        raise HopElsewhere()
    same = engagement.workers.filter(name=told["name"], hop=hop)
    if same.exclude(pk=worker.pk if worker else 0).exists():
        raise PersonListedTwice()
    if worker is None and engagement.workers.count() >= MOST_PEOPLE:
        raise ListFull(most=MOST_PEOPLE)
    kept = worker or Worker(engagement=engagement)
    kept.name, kept.part, kept.hop = told["name"], told["part"], hop
    kept.since, kept.until = told.get("since"), told.get("until")
    kept.recorded_by, kept.recorded_at = by, at
    kept.save()
    return kept

"""Reading training: what is required, who works, what was taken, what is missing."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from yakusoku.apps.accounts.models import Membership, Organization, User
from yakusoku.apps.chain.models import Hop, Standing
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.training.models import Completion, Course, Worker
from yakusoku.domain.training import requirements as rule
from yakusoku.domain.training.requirements import Audience, Missing, Part, Taken, Validity
from yakusoku.domain.training.start import Preparation

HOLDING = (Standing.REQUESTED, Standing.CONSENTED, Standing.UNDECLARED)


@dataclass(frozen=True, slots=True)
class CellShown:
    """One field of the matrix. `validity` None: the person does not need the course; `completion`: the last."""

    course: Course
    validity: Validity | None
    completion: Completion | None


@dataclass(frozen=True, slots=True)
class RowShown:
    """A person of the matrix with their fields, in the order of the courses."""

    worker: Worker
    cells: tuple[CellShown, ...]

    @property
    def lacking(self) -> int:
        """Return how many required courses do not hold."""
        return sum(1 for cell in self.cells if cell.validity is not None and not cell.validity.counts)


@dataclass(frozen=True, slots=True)
class Training:
    """Everything about training in one engagement on a day.

    courses    those the client requires of the contractor's side that day
    rows       everyone who works that day or later; ended: those who no longer do
    missing    what is missing that day, before_start: what of it stands against the start
    """

    day: date
    courses: tuple[Course, ...]
    rows: tuple[RowShown, ...]
    ended: tuple[Worker, ...]
    missing: tuple[Missing, ...]

    @property
    def before_start(self) -> tuple[Missing, ...]:
        """Return what of the missing stands against the start of work."""
        return tuple(each for each in self.missing if each.course.before_start)

    @property
    def staff(self) -> int:
        """Return how many people are listed."""
        return len(self.rows)

    @property
    def responsible(self) -> int:
        """Return how many of the contractor's people are named as responsible."""
        return sum(
            1 for row in self.rows if row.worker.part == Part.RESPONSIBLE and row.worker.hop_id is None
        )


def in_use(organization: int) -> "QuerySet[Course]":
    """Return the courses of a client that were not retired, by name."""
    rows = Course.objects.filter(organization=organization, retired_at__isnull=True)
    return rows.select_related("department")


def of_contractors(organization: int) -> "QuerySet[Course]":
    """Return those that the contractor's side has to take."""
    return in_use(organization).exclude(audience=Audience.OWN)


def course_of(row: Course) -> rule.Course:
    """Return a course as the rule knows it."""
    return rule.Course(
        row.pk,
        row.name,
        Audience(row.audience),
        row.repeat_months,
        row.before_start,
        row.since,
        row.until,
        row.role,
        row.department_id,
    )


def person_of(row: Worker) -> rule.Person:
    """Return someone on a staff list as the rule knows them."""
    return rule.Person(row.pk, row.name, Part(row.part), row.hop_id, row.since, row.until)


def taken_of(row: Completion) -> Taken:
    """Return a completion as the rule knows it."""
    return Taken(row.course_id, row.worker_id or row.member_id or 0, row.completed_on, row.expires_on)


def training_of(engagement: Engagement, day: date) -> Training:
    """Return everything about training in an engagement on a day, in three queries."""
    courses = [row for row in of_contractors(engagement.organization_id) if course_of(row).required_on(day)]
    workers = list(engagement.workers.select_related("hop"))
    completions = list(completions_in([engagement.pk]))
    present = [row for row in workers if row.until is None or row.until >= day]
    told = [course_of(row) for row in courses]
    people, taken = [person_of(row) for row in present], [taken_of(row) for row in completions]
    missing = rule.what_is_missing(told, people, taken, day)
    last = rule.last_taken(taken, day)
    by_taken = {taken_of(row): row for row in completions}
    rows = []
    for worker, person in zip(present, people, strict=True):
        cells = []
        for course, each in zip(courses, told, strict=True):
            best = last.get((each.id, person.id))
            needed = rule.needs(each, person, max(day, person.since or day))
            validity = rule.validity_of(best, day) if needed else None
            cells.append(CellShown(course, validity, by_taken[best] if best else None))
        rows.append(RowShown(worker, tuple(cells)))
    ended = tuple(row for row in workers if row not in present)
    return Training(day, tuple(courses), tuple(rows), ended, missing)


def missing_for_start(engagement: Engagement, day: date) -> tuple[Missing, ...]:
    """Return each course that must be taken before work starts and is not valid for a person on a day."""
    return training_of(engagement, day).before_start


def completions_in(engagements: Iterable[int]) -> "QuerySet[Completion]":
    """Return what the people of engagements have taken, mistakes left out."""
    rows = Completion.objects.filter(worker__engagement__in=engagements, withdrawn_at__isnull=True)
    return rows.select_related("certificate")


def companies_in(engagement: Engagement) -> "QuerySet[Hop]":
    """Return the places of subcontractors that may have people on the list; not the contractor's own."""
    return Hop.objects.filter(engagement=engagement, parent__isnull=False, standing__in=HOLDING).order_by(
        "pk"
    )


@dataclass(frozen=True, slots=True)
class Need:
    """What an engagement still lacks. `expires_on`: the first day after which a course no longer holds."""

    engagement: Engagement
    missing: tuple[Missing, ...]
    staff: int
    expires_on: date | None


def needs_of(engagements: Sequence[Engagement], day: date) -> list[Need]:
    """Return what each engagement lacks on a day, in three queries for all of them."""
    courses: dict[int, list[rule.Course]] = defaultdict(list)
    owners = {row.organization_id for row in engagements}
    for course in Course.objects.filter(organization__in=owners, retired_at__isnull=True).exclude(
        audience=Audience.OWN
    ):
        courses[course.organization_id].append(course_of(course))
    keys = [row.pk for row in engagements]
    people: dict[int, list[rule.Person]] = defaultdict(list)
    for worker in Worker.objects.filter(engagement__in=keys):
        people[worker.engagement_id].append(person_of(worker))
    taken: dict[int, list[Taken]] = defaultdict(list)
    rows = Completion.objects.filter(worker__engagement__in=keys, withdrawn_at__isnull=True)
    for completion in rows.select_related("worker"):
        if completion.worker:
            taken[completion.worker.engagement_id].append(taken_of(completion))
    found = []
    for row in engagements:
        asked, listed, had = courses[row.organization_id], people[row.pk], taken[row.pk]
        staff = sum(1 for person in listed if person.until is None or person.until >= day)
        missing = rule.what_is_missing(asked, listed, had, day)
        found.append(Need(row, missing, staff, rule.next_expiry(asked, listed, had, day)))
    return found


@dataclass(frozen=True, slots=True)
class OwnRow:
    """One of the client's own staff with how they stand with each course."""

    member: User
    cells: tuple[CellShown, ...]


def members_of(organization: Organization) -> "QuerySet[User]":
    """Return the people of an organisation, by name."""
    return User.objects.filter(memberships__organization=organization).distinct().order_by("name", "pk")


def own_rows(
    organization: Organization, members: Sequence[User], courses: Sequence[Course], day: date
) -> list[OwnRow]:
    """Return how members stand with the courses for the own staff on a day, in two queries."""
    roles: dict[int, set[str]] = defaultdict(set)
    departments: dict[int, set[int]] = defaultdict(set)
    for membership in Membership.objects.filter(organization=organization, user__in=members):
        roles[membership.user_id].add(membership.role)
        if membership.department_id:
            departments[membership.user_id].add(membership.department_id)
    rows = list(
        Completion.objects.filter(
            member__in=members, course__in=courses, withdrawn_at__isnull=True
        ).select_related("certificate")
    )
    by_taken = {taken_of(row): row for row in rows}
    last = rule.last_taken(by_taken, day)
    found = []
    for user in members:
        person = rule.Member(user.pk, user.name, frozenset(roles[user.pk]), frozenset(departments[user.pk]))
        cells = []
        for course in courses:
            best = last.get((course.pk, user.pk))
            needed = rule.needs_as_member(course_of(course), person, day)
            validity = rule.validity_of(best, day) if needed else None
            cells.append(CellShown(course, validity, by_taken[best] if best else None))
        found.append(OwnRow(user, tuple(cells)))
    return found


def lacking_members(course: Course, day: date) -> tuple[int, ...]:
    """Return the numbers of the own staff who need a course on a day and do not have it; one query."""
    if not course_of(course).required_on(day):
        return ()
    rows = User.objects.filter(is_active=True, memberships__in=_asked(course)).distinct()
    had = Completion.objects.filter(
        Q(expires_on__isnull=True) | Q(expires_on__gte=day),
        course=course,
        member__isnull=False,
        withdrawn_at__isnull=True,
        completed_on__lte=day,
    )
    return tuple(rows.exclude(pk__in=had.values("member")).order_by("pk").values_list("pk", flat=True))


def _asked(course: Course) -> "QuerySet[Membership]":
    rows = Membership.objects.filter(organization=course.organization_id)
    if course.role:
        rows = rows.filter(role=course.role)
    return rows.filter(department=course.department_id) if course.department_id else rows


def preparation_of(engagement: Engagement, training: Training) -> Preparation:
    """Return what has been prepared for the start of work on the day of `training`."""
    return Preparation(
        published=engagement.versions.exists(),
        contracted_on=engagement.contracted_on,
        staff=sum(1 for row in training.rows if person_of(row.worker).works_on(training.day)),
        responsible=sum(
            1
            for row in training.rows
            if row.worker.part == Part.RESPONSIBLE
            and row.worker.hop_id is None
            and person_of(row.worker).works_on(training.day)
        ),
        missing=training.before_start,
        closed=engagement.closed_at is not None,
    )

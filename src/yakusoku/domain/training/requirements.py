"""Which courses a person needs on a day, and whether they have them (docs/rules/training.md)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from yakusoku.domain.dates.spans import last_day_of_span

SOON_DAYS = 30


class Audience(StrEnum):
    """For whom a course is."""

    RESPONSIBLE = "responsible"
    STAFF = "staff"
    SUBCONTRACTOR = "subcontractor"
    OWN = "own"


AUDIENCE_LABELS: Mapping[Audience, str] = {
    Audience.RESPONSIBLE: "委託先の責任者",
    Audience.STAFF: "委託先の従事者（責任者を含む）",
    Audience.SUBCONTRACTOR: "再委託先の従事者（責任者を含む）",
    Audience.OWN: "自組織の職員",
}


class Part(StrEnum):
    """What a person is in the work."""

    RESPONSIBLE = "responsible"
    WORKER = "worker"


PART_LABELS: Mapping[Part, str] = {Part.RESPONSIBLE: "責任者", Part.WORKER: "従事者"}


class Validity(StrEnum):
    """How a person stands with a course. EXPIRED: it was taken, too long ago."""

    VALID = "valid"
    SOON = "soon"
    EXPIRED = "expired"
    MISSING = "missing"

    @property
    def counts(self) -> bool:
        """Return whether the course holds today."""
        return self in {Validity.VALID, Validity.SOON}


VALIDITY_LABELS: Mapping[Validity, str] = {
    Validity.VALID: "有効",
    Validity.SOON: "まもなく切れる",
    Validity.EXPIRED: "切れた",
    Validity.MISSING: "まだ",
}


@dataclass(frozen=True, slots=True)
class Course:
    """What has to be learned.

    months         it is repeated after so many months; 0: once is enough
    before_start   work may not start before it was taken
    since, until   days on which it is required; None: no such bound
    role, department   of the client's own staff; empty and None: of any
    """

    id: int
    name: str
    audience: Audience
    months: int = 0
    before_start: bool = True
    since: date | None = None
    until: date | None = None
    role: str = ""
    department: int | None = None

    def required_on(self, day: date) -> bool:
        """Return whether it is required on a day."""
        return _within(day, self.since, self.until)


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who works on an engagement. `hop`: for a subcontractor; None: for the contractor."""

    id: int
    name: str
    part: Part = Part.WORKER
    hop: int | None = None
    since: date | None = None
    until: date | None = None

    def works_on(self, day: date) -> bool:
        """Return whether they are listed for a day."""
        return _within(day, self.since, self.until)


@dataclass(frozen=True, slots=True)
class Member:
    """Someone of the client's own staff, with every role and department they have."""

    id: int
    name: str
    roles: frozenset[str]
    departments: frozenset[int]


@dataclass(frozen=True, slots=True)
class Taken:
    """A course that a person has taken. `expires_on`: the last day on which it holds; None: it stays."""

    course: int
    person: int
    completed_on: date
    expires_on: date | None


@dataclass(frozen=True, slots=True)
class Missing:
    """A course that is not valid for a person. `person` None: nobody is named for whom it is."""

    course: Course
    person: Person | None
    validity: Validity
    expired_on: date | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """How a person stands with a course; None as validity: they do not need it."""

    course: Course
    validity: Validity | None
    taken: Taken | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A person of the matrix."""

    person: Person
    cells: tuple[Cell, ...]


def expires_on(completed_on: date, months: int) -> date | None:
    """Return the last day on which a course holds; None if it stays.

    months   it is repeated after so many months; 0: once is enough
    The day on which it was taken does not count (Civil Code Art. 140), months are counted by the calendar
    (Art. 143): what was taken on 31 January holds, for one month, until the last of February.
    """
    return last_day_of_span(completed_on + timedelta(days=1), months) if months else None


def needs(course: Course, person: Person, day: date) -> bool:
    """Return whether a person needs a course on a day."""
    if not (course.required_on(day) and person.works_on(day)):
        return False
    if course.audience is Audience.RESPONSIBLE:
        return person.hop is None and person.part is Part.RESPONSIBLE
    if course.audience is Audience.STAFF:
        return person.hop is None
    return course.audience is Audience.SUBCONTRACTOR and person.hop is not None


def needs_as_member(course: Course, member: Member, day: date) -> bool:
    """Return whether one of the client's own staff needs a course on a day."""
    if course.audience is not Audience.OWN or not course.required_on(day):
        return False
    fits_role = not course.role or course.role in member.roles
    return fits_role and (course.department is None or course.department in member.departments)


def validity_of(taken: Taken | None, day: date, soon_days: int = SOON_DAYS) -> Validity:
    """Return how a person stands on a day with what they took last; None: they never did.

    soon_days   a course that expires within so many days is marked
    What was taken later than the day does not count yet.
    """
    if taken is None or taken.completed_on > day:
        return Validity.MISSING
    if taken.expires_on is None:
        return Validity.VALID
    if taken.expires_on < day:
        return Validity.EXPIRED
    return Validity.SOON if (taken.expires_on - day).days <= soon_days else Validity.VALID


def last_taken(taken: Iterable[Taken], day: date) -> dict[tuple[int, int], Taken]:
    """Return by course and person what holds longest of what was taken until a day."""
    best: dict[tuple[int, int], Taken] = {}
    for each in taken:
        key = (each.course, each.person)
        if each.completed_on <= day and (key not in best or _holds(each) > _holds(best[key])):
            best[key] = each
    return best


def matrix(
    courses: Sequence[Course], people: Iterable[Person], taken: Iterable[Taken], day: date
) -> tuple[Row, ...]:
    """Return a row for each person who works on a day, with a cell for each course, in the given order."""
    last = last_taken(taken, day)
    rows = []
    for person in people:
        if not person.works_on(day):
            continue
        cells = tuple(_cell(course, person, last.get((course.id, person.id)), day) for course in courses)
        rows.append(Row(person, cells))
    return tuple(rows)


def what_is_missing(
    courses: Sequence[Course],
    people: Sequence[Person],
    taken: Iterable[Taken],
    day: date,
    *,
    before_start_only: bool = False,
) -> tuple[Missing, ...]:
    """Return each course that is not valid for a person who needs it on a day, course by course.

    before_start_only   leave out courses that may be taken after work has started
    A course for the responsible person is missing too when nobody is named as such.
    """
    last = last_taken(taken, day)
    found: list[Missing] = []
    for course in courses:
        if not course.required_on(day) or (before_start_only and not course.before_start):
            continue
        asked = [person for person in people if needs(course, person, day)]
        if course.audience is Audience.RESPONSIBLE and not asked:
            found.append(Missing(course, None, Validity.MISSING))
        for person in asked:
            last_one = last.get((course.id, person.id))
            validity = validity_of(last_one, day)
            if not validity.counts:
                found.append(Missing(course, person, validity, last_one.expires_on if last_one else None))
    return tuple(found)


def next_expiry(
    courses: Sequence[Course], people: Iterable[Person], taken: Iterable[Taken], day: date
) -> date | None:
    """Return the first day after which a course that holds now no longer does; None: none expires."""
    days = [
        cell.taken.expires_on
        for row in matrix(courses, people, taken, day)
        for cell in row.cells
        if cell.validity is not None and cell.validity.counts and cell.taken and cell.taken.expires_on
    ]
    return min(days, default=None)


def _cell(course: Course, person: Person, taken: Taken | None, day: date) -> Cell:
    if not needs(course, person, day):
        return Cell(course, None, taken)
    return Cell(course, validity_of(taken, day), taken)


def _holds(taken: Taken) -> tuple[date, date]:
    return (taken.expires_on or date.max, taken.completed_on)


def _within(day: date, since: date | None, until: date | None) -> bool:
    return (since is None or since <= day) and (until is None or day <= until)

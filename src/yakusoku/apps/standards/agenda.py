"""The calendar of templates, month by month: what is due, what was done, and when the law changes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from yakusoku.apps.standards.laws import Register, shipped_register
from yakusoku.apps.standards.models import Standard, StandardReview, StudySession
from yakusoku.domain.standards.due import effective, months_after

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the calendar. `kind`: due, reviewed, study or law; `href`: where it leads; empty: nowhere."""

    day: date
    kind: str
    words: str
    href: str = ""
    standard: Standard | None = None


@dataclass(frozen=True, slots=True)
class Month:
    """A month with what stands in it, in the order of days."""

    first: date
    events: list[Event] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Agenda:
    """A year of months. `late`: what is due and stands before today; before, after: the years beside it."""

    late: Sequence[Event]
    months: Sequence[Month]
    before: date
    after: date


def agenda(
    standards: "QuerySet[Standard]",
    studies: "QuerySet[StudySession]",
    first: date,
    today: date,
    laws: Register | None = None,
) -> Agenda:
    """Return a year of the calendar. `first`: first day of its first month; standards: those the reader sees."""
    last = months_after(first, MONTHS) - timedelta(days=1)
    due = list(standards.filter(retired_at__isnull=True, due_on__lte=last))
    months = [Month(months_after(first, n) if n else first) for n in range(MONTHS)]
    reviews = StandardReview.objects.filter(
        standard__in=standards.order_by().values("pk"), reviewed_on__range=(first, last)
    ).select_related("standard__department", "standard__owner")
    events: list[Event] = [
        *_due(each for each in due if each.due_on >= max(first, today)),
        *_reviewed(reviews),
        *_studied(studies.filter(held_on__range=(first, last))),
        *_law(laws or shipped_register(), first, last),
    ]
    for event in sorted(events, key=lambda each: (each.day, each.kind, each.words)):
        months[(event.day.year - first.year) * 12 + event.day.month - first.month].events.append(event)
    late = sorted(_due(each for each in due if each.due_on < today), key=lambda each: each.day)
    return Agenda(late, months, _months_before(first), months_after(first, MONTHS))


def _due(rows: Iterable[Standard]) -> Iterator[Event]:
    for row in rows:
        yield Event(row.due_on, "due", row.title, row.get_absolute_url(), row)


def _reviewed(rows: Iterable[StandardReview]) -> Iterator[Event]:
    for row in rows:
        words = _("%(title)s（%(outcome)s）") % {
            "title": row.standard.title,
            "outcome": row.get_outcome_display(),
        }
        yield Event(row.reviewed_on, "reviewed", words, row.standard.get_absolute_url(), row.standard)


def _studied(rows: Iterable[StudySession]) -> Iterator[Event]:
    for row in rows:
        yield Event(row.held_on, "study", row.title, row.get_absolute_url())


def _law(register: Register, first: date, last: date) -> Iterator[Event]:
    for change in register.changes:
        if first <= effective(change) <= last:
            yield Event(effective(change), "law", change.title)


def _months_before(first: date) -> date:
    """Return the first day of the month a year before."""
    return date(first.year - 1, first.month, 1)

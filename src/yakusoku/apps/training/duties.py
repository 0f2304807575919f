"""What is due about training: staff lists, courses that are missing or expire, the own staff."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.urls import reverse

from yakusoku.apps.duties.queries import open_duties
from yakusoku.apps.duties.services import owe, owe_each, settle
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.training.models import Course
from yakusoku.apps.training.queries import Need, lacking_members, needs_of
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.training.requirements import SOON_DAYS, Audience

STAFF, COURSES, OWN = "training.list-staff", "training.complete", "training.own-staff"
TAKE = "training.take"
AT_ONCE = 500


def running() -> "QuerySet[Engagement]":
    """Return the engagements whose staff is asked for: under contract, not closed."""
    rows = Engagement.objects.filter(
        contracted_on__isnull=False, closed_at__isnull=True, contractor__isnull=False
    )
    return rows.select_related("contractor", "organization")


def bring_up_to_date(engagement: Engagement, *, today: date, at: datetime) -> None:
    """Let what is missing in one engagement be due to its contractor, or be done."""
    if engagement.contractor_id is None:
        return
    for need in needs_of([engagement], _day_that_counts(engagement, today)):
        _settle_or_owe(need, today, at)


def bring_all_up_to_date(today: date, at: datetime) -> int:
    """Let what is missing be due in every engagement; return how many duties were written."""
    written = 0
    known = _known()
    for batch in _batches(running().filter(ends_on__gte=today), AT_ONCE):
        days: dict[date, list[Engagement]] = {}
        for row in batch:
            days.setdefault(_day_that_counts(row, today), []).append(row)
        # Work that has begun is looked at as of today; what starts soon, one day after the other.
        for day, rows in days.items():
            for need in needs_of(rows, day):
                if known.get(need.engagement.pk, {}) != _wanted(need, today):
                    _settle_or_owe(need, today, at)
                    written += 1
    return written + _own_staff(today, at)


def _day_that_counts(engagement: Engagement, today: date) -> date:
    """Return the day on which courses have to hold: the first day of work, once it began today."""
    first = engagement.started_on or engagement.starts_on
    return max(today, first) if first else today


def _wanted(need: Need, today: date) -> dict[str, tuple[int, date | None]]:
    """Return what is due in an engagement: kind to how much is left and until when."""
    first = need.engagement.starts_on if need.engagement.started_on is None else None
    if need.staff == 0:
        return {STAFF: (0, first)}
    if need.missing:
        lapsed = min((each.expired_on for each in need.missing if each.expired_on), default=None)
        return {COURSES: (len(need.missing), first or lapsed)}
    soon = need.expires_on is not None and need.expires_on <= today + timedelta(days=SOON_DAYS)
    return {COURSES: (0, need.expires_on)} if soon else {}


def _settle_or_owe(need: Need, today: date, at: datetime) -> None:
    engagement = need.engagement
    wanted = _wanted(need, today)
    for kind in (STAFF, COURSES):
        if kind not in wanted:
            settle(kind, engagement, at=at)
    for kind, (left, due_on) in wanted.items():
        if engagement.contractor is None:
            continue
        owe(
            kind,
            engagement,
            organization=engagement.contractor,
            act=Act.RECORD_TRAINING,
            engagement=engagement.pk,
            about=engagement.title,
            href=reverse("engagement-training", args=[engagement.pk]),
            left=left,
            due_on=due_on,
            at=at,
        )


def _known() -> dict[int, dict[str, tuple[int, date | None]]]:
    """Return what is due already, by engagement."""
    rows = open_duties().filter(kind__in=(STAFF, COURSES)).values_list("engagement", "kind", "left", "due_on")
    known: dict[int, dict[str, tuple[int, date | None]]] = {}
    for engagement, kind, left, due_on in rows:
        if engagement is not None:
            known.setdefault(engagement, {})[kind] = (left, due_on)
    return known


def own_staff(course: Course, *, today: date, at: datetime) -> bool:
    """Let a course that some of the own staff lack be due to each of them, and to whoever manages courses.

    Return whether it is due to anyone.
    """
    wanted = course.audience == Audience.OWN and course.retired_at is None
    lacking = lacking_members(course, today) if wanted else ()
    owe_each(
        TAKE,
        course,
        lacking,
        organization=course.organization,
        act=Act.VIEW_ENGAGEMENT,
        otherwise=Act.MANAGE_COURSES,
        engagement=None,
        about=course.name,
        href=reverse("my-training"),
        at=at,
    )
    if not lacking:
        return settle(OWN, course, at=at)
    owe(
        OWN,
        course,
        organization=course.organization,
        act=Act.MANAGE_COURSES,
        engagement=None,
        about=course.name,
        href=reverse("own-training"),
        left=len(lacking),
        at=at,
    )
    return True


def _own_staff(today: date, at: datetime) -> int:
    rows = Course.objects.filter(audience=Audience.OWN, retired_at__isnull=True)
    return sum(own_staff(course, today=today, at=at) for course in rows.select_related("organization"))


def _batches(rows: "QuerySet[Engagement]", size: int) -> Iterator[list[Engagement]]:
    """Yield the rows piece by piece, in order of their numbers; others may be written meanwhile."""
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:size]):
        yield batch
        last = batch[-1].pk

"""Saying that something is due, and that it is done. Called by the services that make it so."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.db import models, transaction

from yakusoku.apps.accounts.models import Department, Organization, User
from yakusoku.apps.audit.services import name_of
from yakusoku.apps.duties.models import Duty
from yakusoku.domain.accounts.permissions import Act


@transaction.atomic
def owe(
    kind: str,
    subject: models.Model | str,
    *,
    organization: Organization,
    department: Department | None = None,
    assignee: User | None = None,
    act: Act,
    engagement: int | None,
    about: str,
    href: str,
    at: datetime,
    due_on: date | None = None,
    left: int = 0,
) -> bool:
    """Let something be due and return whether it is new; said again, it is brought up to date.

    The arguments are the fields of `Duty`.
    """
    told = {
        "department": department,
        "assignee": assignee,
        "act": act.value,
        "engagement": engagement,
        "about": about[:200],
        "href": href,
        "left": left,
        "due_on": due_on,
    }
    subject = name_of(subject)
    _duty, new = Duty.objects.update_or_create(
        kind=kind,
        subject=subject,
        organization=organization,
        personal=False,
        done_at=None,
        defaults=told,
        create_defaults={**told, "since": at},
    )
    return new


@transaction.atomic
def owe_each(
    kind: str,
    subject: models.Model | str,
    people: Collection[int],
    *,
    organization: Organization,
    act: Act,
    otherwise: Act,
    engagement: int | None,
    about: str,
    href: str,
    at: datetime,
    due_on: date | None = None,
) -> int:
    """Let each of some people, by their numbers, owe a thing by themselves; return for how many it is new.

    Who is not named owes it no longer. The arguments are the fields of `Duty`.
    """
    subject = name_of(subject)
    waiting = Duty.objects.filter(kind=kind, subject=subject, organization=organization, done_at__isnull=True)
    _finish(waiting.exclude(personal=True, assignee__in=people), at)
    told = {
        "act": act.value,
        "otherwise": otherwise.value,
        "engagement": engagement,
        "about": about[:200],
        "href": href,
        "due_on": due_on,
    }
    known = set(waiting.values_list("assignee", flat=True))
    waiting.update(**told)
    fields = {"kind": kind, "subject": subject, "organization": organization, "personal": True, "since": at}
    new = [Duty(assignee_id=person, **fields, **told) for person in sorted(set(people) - known)]
    return owe_many(new) if new else 0


@transaction.atomic
def hand_over(kinds: Iterable[str], subject: models.Model | str, person: User | None, *, at: datetime) -> int:
    """Give what is due about a subject to a person, or back to the whole side; return how many things moved.

    It waits for the person from now on, so that the next letter tells of it.
    """
    rows = Duty.objects.filter(kind__in=list(kinds), subject=name_of(subject), personal=False)
    moving = rows.filter(done_at__isnull=True).exclude(assignee=person)
    return moving.update(assignee=person, since=at)


@transaction.atomic
def settle(kind: str, subject: models.Model | str, *, at: datetime) -> bool:
    """Let a thing be done, for every side that had to; return whether it was still open."""
    return bool(_finish(Duty.objects.filter(kind=kind, subject=name_of(subject)), at))


@transaction.atomic
def settle_many(kind: str, subjects: Iterable[str], *, at: datetime) -> int:
    """Let a thing be done for many subjects; return how many were still open."""
    return _finish(Duty.objects.filter(kind=kind, subject__in=list(subjects)), at)


@transaction.atomic
def settle_all(subject: models.Model | str, *, at: datetime) -> int:
    """Let everything about a row be done, whatever it was; return how many things."""
    return _finish(Duty.objects.filter(subject=name_of(subject)), at)


@transaction.atomic
def settle_within(engagement: int, *, at: datetime) -> int:
    """Let everything in an engagement be done, as when it is closed; return how many things."""
    return _finish(Duty.objects.filter(engagement=engagement), at)


@transaction.atomic
def lead_to(kind: str, subject: models.Model | str, href: str) -> None:
    """Let a thing that is due be done on another page."""
    rows = Duty.objects.filter(kind=kind, subject=name_of(subject), done_at__isnull=True)
    rows.exclude(href=href).update(href=href)


@transaction.atomic
def rename(engagement: int, before: str, after: str) -> None:
    """Give what is still due in an engagement its new title; what is named otherwise keeps its name."""
    rows = Duty.objects.filter(engagement=engagement, about=before[:200], done_at__isnull=True)
    rows.update(about=after[:200])


@transaction.atomic
def owe_many(duties: Iterable[Duty]) -> int:
    """Let many new things be due at once; what is due already stays as it is. Return how many are new."""
    before = Duty.objects.count()
    Duty.objects.bulk_create(duties, ignore_conflicts=True, batch_size=500)
    return Duty.objects.count() - before


@transaction.atomic
def escalate(duties: "models.QuerySet[Duty]", *, at: datetime) -> int:
    """Note that the superior is told from now on; return how many things."""
    return duties.filter(done_at__isnull=True, escalated_at__isnull=True).update(escalated_at=at)


def _finish(rows: "models.QuerySet[Duty]", at: datetime) -> int:
    waiting = rows.filter(done_at__isnull=True)
    keys = list(waiting.values_list("pk", flat=True))
    if not keys:
        return 0
    Duty.objects.filter(urges__in=keys, done_at__isnull=True).update(done_at=at)
    return Duty.objects.filter(pk__in=keys, done_at__isnull=True).update(done_at=at)

"""Saying that something is due, and that it is done. Called by the services that make it so."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import models, transaction

from yakusoku.apps.accounts.models import Department, Organization
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
    act: Act,
    engagement: int | None,
    about: str,
    href: str,
    at: datetime,
    due_on: date | None = None,
    left: int = 0,
) -> None:
    """Let something be due; said again, it is brought up to date. Of two at once, the second changes nothing.

    The arguments are the fields of `Duty`.
    """
    told = {
        "department": department,
        "act": act.value,
        "engagement": engagement,
        "about": about[:200],
        "href": href,
        "left": left,
        "due_on": due_on,
    }
    subject = name_of(subject)
    Duty.objects.update_or_create(
        kind=kind,
        subject=subject,
        organization=organization,
        done_at=None,
        defaults=told,
        create_defaults={**told, "since": at},
    )


@dataclass(frozen=True, slots=True)
class Owed:
    """One of many things that become due at once; the fields are those of `Duty`."""

    kind: str
    subject: str
    organization: int
    department: int | None
    act: Act
    engagement: int | None
    about: str
    href: str
    due_on: date | None = None


@transaction.atomic
def owe_all(owed: Iterable[Owed], *, at: datetime) -> None:
    """Let many things be due, in few queries; what is due already stays as it is."""
    Duty.objects.bulk_create(
        (
            Duty(
                kind=each.kind,
                subject=each.subject,
                organization_id=each.organization,
                department_id=each.department,
                act=each.act.value,
                engagement=each.engagement,
                about=each.about[:200],
                href=each.href,
                due_on=each.due_on,
                since=at,
            )
            for each in owed
        ),
        batch_size=500,
        ignore_conflicts=True,
    )


@transaction.atomic
def settle(kind: str, subject: models.Model | str, *, at: datetime) -> bool:
    """Let a thing be done, for every side that had to; return whether it was still open."""
    rows = Duty.objects.filter(kind=kind, subject=name_of(subject), done_at__isnull=True)
    return bool(rows.update(done_at=at))


@transaction.atomic
def settle_many(kind: str, subjects: Iterable[str], *, at: datetime) -> int:
    """Let a thing be done for many subjects; return how many were still open."""
    rows = Duty.objects.filter(kind=kind, subject__in=list(subjects), done_at__isnull=True)
    return rows.update(done_at=at)


@transaction.atomic
def settle_all(subject: models.Model | str, *, at: datetime) -> int:
    """Let everything about a row be done, whatever it was; return how many things."""
    return Duty.objects.filter(subject=name_of(subject), done_at__isnull=True).update(done_at=at)


@transaction.atomic
def rename(engagement: int, about: str) -> None:
    """Give what is still due in an engagement its new title."""
    Duty.objects.filter(engagement=engagement, done_at__isnull=True).update(about=about[:200])

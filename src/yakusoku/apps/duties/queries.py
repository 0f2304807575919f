"""What is due for whom."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import F, Model, Q, QuerySet

from yakusoku.apps.accounts.access import Acting
from yakusoku.apps.accounts.models import Department
from yakusoku.apps.audit.services import name_of
from yakusoku.apps.duties.models import Duty
from yakusoku.domain.accounts.permissions import Act, Role, acts_of


def open_duties() -> "QuerySet[Duty]":
    """Return everything that is due, the earliest day first; what has no day comes last."""
    return Duty.objects.filter(done_at__isnull=True).order_by(F("due_on").asc(nulls_last=True), "pk")


def duties_of(who: Acting) -> "QuerySet[Duty]":
    """Return what a person may do of what is due: in the own departments, and what belongs to none."""
    own = Q(department__isnull=True, act__in=_names(acts_of(who.roles - {Role.DEPARTMENT})))
    if who.departments:
        own |= Q(department__in=who.departments, act__in=_names(acts_of(who.roles)))
    return open_duties().filter(own, organization=who.organization)


def duties_elsewhere(who: Acting) -> "QuerySet[Duty]":
    """Return what is due in other departments and this person may do too; empty for a department's clerk."""
    acts = acts_of(who.roles - {Role.DEPARTMENT})
    rows = open_duties().filter(organization=who.organization, department__isnull=False, act__in=_names(acts))
    return rows.exclude(department__in=who.departments) if who.departments else rows


def escalated_to(who: Acting) -> "QuerySet[Duty]":
    """Return what is late in the departments whose superior the person is."""
    departments = Department.objects.filter(organization=who.organization, superior=who.user)
    return open_duties().filter(
        organization=who.organization, department__in=departments, escalated_at__isnull=False
    )


def duties_in(engagement: int, who: Acting) -> "QuerySet[Duty]":
    """Return what is due in one engagement on the side of the person, whoever is to do it."""
    return open_duties().filter(engagement=engagement, organization=who.organization)


def was_done(kind: str, subject: Model, *, since: datetime | None) -> bool:
    """Return whether a thing was done at or after a moment."""
    rows = Duty.objects.filter(kind=kind, subject=name_of(subject), done_at__isnull=False)
    return rows.filter(done_at__gte=since).exists() if since else rows.exists()


def _names(acts: Iterable[Act]) -> list[str]:
    return sorted(act.value for act in acts)

"""What is due for whom."""

from collections.abc import Iterable

from django.db.models import F, Q, QuerySet

from yakusoku.apps.accounts.access import Acting
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


def duties_in(engagement: int, who: Acting) -> "QuerySet[Duty]":
    """Return what is due in one engagement on the side of the person, whoever is to do it."""
    return open_duties().filter(engagement=engagement, organization=who.organization)


def _names(acts: Iterable[Act]) -> list[str]:
    return sorted(act.value for act in acts)

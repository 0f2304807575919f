"""What is due for whom."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.db.models import (
    Case,
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    Model,
    OuterRef,
    Q,
    QuerySet,
    When,
)
from django.db.models.functions import Coalesce

from yakusoku.apps.accounts.access import Acting
from yakusoku.apps.accounts.models import Department, Membership
from yakusoku.apps.audit.services import name_of
from yakusoku.apps.duties.models import Duty
from yakusoku.domain.accounts.permissions import GRANTS, Act, Role, acts_of


def open_duties() -> "QuerySet[Duty]":
    """Return everything that is due, the earliest day first; what has no day comes last."""
    return Duty.objects.filter(done_at__isnull=True).order_by(F("due_on").asc(nulls_last=True), "pk")


def held(rows: "QuerySet[Duty]") -> "QuerySet[Duty]":
    """Return duties with `holder`: number of the assignee who can still do it; None: it is anyone's.

    This is the rule by which nothing is lost (docs/rules/duties.md): whoever left the organisation, was
    deactivated, moved to another department or lost the right does not hold it any more.
    """
    return rows.annotate(holder=Case(When(is_held(), then=F("assignee")), default=None))


def duties_of(who: Acting) -> "QuerySet[Duty]":
    """Return what waits for a person: what they hold, and what is nobody's in the own departments or in none."""
    # Everything around is found by the indexes; only of that is it asked who holds it.
    return duties_around(who).filter(_mine(who) | _shared(who))


def assigned_to(who: Acting) -> "QuerySet[Duty]":
    """Return what the person holds by name, in whichever department."""
    return open_duties().filter(_mine(who))


def shared_with(who: Acting) -> "QuerySet[Duty]":
    """Return what is nobody's in particular and the person may do."""
    return open_duties().filter(_shared(who))


def duties_around(who: Acting) -> "QuerySet[Duty]":
    """Return what waits for a person and for the colleagues beside them, whoever holds it."""
    around = _seen(who, "act") | _seen(who, "otherwise") | _mine(who)
    return open_duties().filter(around)


def duties_elsewhere(who: Acting) -> "QuerySet[Duty]":
    """Return what is due in other departments and this person may do too; empty for a department's clerk."""
    acts = acts_of(who.roles - {Role.DEPARTMENT})
    rows = open_duties().filter(organization=who.organization, department__isnull=False, act__in=_names(acts))
    rows = rows.exclude(assignee=who.user)
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


def _mine(who: Acting) -> Q:
    """What is given to the person, as far as they may still do it; `is_held` says the same of anyone."""
    acts = _names(acts_of(who.roles - {Role.DEPARTMENT}))
    with_department = _names(acts_of(who.roles))
    here = Q(department__isnull=True) | Q(department__in=who.departments)
    allowed = Q(act__in=acts) | (here & Q(act__in=with_department))
    return Q(assignee=who.user, organization=who.organization) & allowed


def _shared(who: Acting) -> Q:
    """What nobody holds and the person may do; for what somebody left behind, `otherwise` counts."""
    free = Q(assignee__isnull=True) | ~is_held()
    return free & ((Q(otherwise="") & _seen(who, "act")) | _seen(who, "otherwise"))


def _seen(who: Acting, field: str) -> Q:
    """What the roles of a person reach: in the own departments, and what belongs to none.

    The organisation stands in each part: beside them, SQLite would read all that is due in it.
    """
    owner = Q(organization=who.organization)
    above = _names(acts_of(who.roles - {Role.DEPARTMENT}))
    own = owner & Q(("department__isnull", True), (f"{field}__in", above))
    if who.departments:
        acts = _names(acts_of(who.roles))
        own |= owner & Q(("department__in", who.departments), (f"{field}__in", acts))
    return own


def is_held() -> Q:
    """Whether the assignee is still there, active, in the department and with the right."""
    act = ExpressionWrapper(OuterRef("act"), output_field=CharField())
    rows = Membership.objects.alias(asked=act).filter(
        Q(department__isnull=True) | Q(department=Coalesce(OuterRef("department"), F("department"))),
        _granted(),
        user=OuterRef("assignee"),
        user__is_active=True,
        organization=OuterRef("organization"),
    )
    return Q(assignee__isnull=False) & Q(Exists(rows))


def _granted() -> Q:
    granted = Q()
    for acts, roles in _ROLES_BY_GRANT.items():
        granted |= Q(role__in=roles, asked__in=acts)
    return granted


def _roles_by_grant(grants: Mapping[Role, Collection[Act]]) -> dict[tuple[str, ...], list[str]]:
    found: dict[tuple[str, ...], list[str]] = {}
    for role, acts in grants.items():
        found.setdefault(tuple(_names(acts)), []).append(role.value)
    return found


def _names(acts: Iterable[Act]) -> list[str]:
    return sorted(act.value for act in acts)


_ROLES_BY_GRANT = _roles_by_grant(GRANTS)

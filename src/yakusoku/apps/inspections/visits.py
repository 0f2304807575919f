"""How the client looks, who does it, and going there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from django.db import transaction
from django.utils.timezone import localdate

from yakusoku.apps.accounts.models import User
from yakusoku.apps.duties.services import settle
from yakusoku.apps.inspections import duties
from yakusoku.apps.inspections.models import Inspection, State, Visit
from yakusoku.apps.inspections.queries import checks_of, people_who_verify
from yakusoku.apps.inspections.rounds import log, need
from yakusoku.apps.inspections.services import CheckUnknown
from yakusoku.domain.inspections.methods import Method, check_method
from yakusoku.domain.refusal import Refusal
from yakusoku.web.edits import mark_of, mark_of_row, require_unchanged


class PersonUnfit(Refusal):
    """The person may not look at the answers of this department."""

    code: ClassVar[str] = "inspection.person-unfit"


class VisitHeld(Refusal):
    """Somebody was there already: that stays."""

    code: ClassVar[str] = "visit.held"


class VisitMissing(Refusal):
    """No visit was planned."""

    code: ClassVar[str] = "visit.missing"


class VisitAhead(Refusal):
    """A visit is written down when it has taken place."""

    code: ClassVar[str] = "visit.ahead"


@dataclass(frozen=True, slots=True)
class Plan:
    """A visit as it is planned: the day, where, who comes, and the checks to look at."""

    day: date
    place: str
    comers: str
    checks: tuple[str, ...]


def visit_of(inspection: Inspection) -> Visit | None:
    """Return the visit that is planned, or took place."""
    return Visit.objects.filter(inspection=inspection).first()


def mark_of_person(inspection: Inspection) -> str:
    """Return a mark of who looks at the answers."""
    return mark_of(inspection.assigned_to_id)


def mark_of_way(inspection: Inspection, visit: Visit | None) -> str:
    """Return a mark of how it is looked at: planning a visit and choosing another way undo each other."""
    return mark_of(str(inspection.method), inspection.remote_reason, mark_of_row(visit))


@transaction.atomic
def assign(
    inspection: Inspection, person: User | None, *, seen: str | None = None, by: User, at: datetime
) -> None:
    """Let a person of the department look at the answers; None: whoever may.

    seen     the mark of who it was on the page
    raises   InspectionClosed, ChangedMeanwhile, PersonUnfit
    """
    need(inspection, State.OPEN, State.SUBMITTED)
    require_unchanged(seen, mark_of_person(_present(inspection)))
    if person is not None and not people_who_verify(inspection).filter(pk=person.pk).exists():
        raise PersonUnfit()
    Inspection.objects.filter(pk=inspection.pk).update(assigned_to=person)
    inspection.assigned_to = person
    duties.assigned(inspection, person, at=at)
    told = f"user:{person.pk}" if person else ""
    log("inspection.assigned", inspection, by, at, facts={"person": told})


@transaction.atomic
def choose_method(
    inspection: Inspection,
    method: Method,
    reason: str,
    *,
    seen: str | None = None,
    by: User,
    at: datetime,
) -> None:
    """Settle how it is looked at; a visit that is only planned is called off unless somebody goes there.

    seen     the mark of how it was to be looked at on the page
    raises   InspectionClosed, ChangedMeanwhile, RemoteReasonMissing, VisitHeld
    """
    need(inspection, State.OPEN, State.SUBMITTED)
    require_unchanged(seen, mark_of_way(_present(inspection), visit_of(inspection)))
    check_method(method, reason)
    if method is not Method.ON_SITE:
        if Visit.objects.filter(inspection=inspection, held_on__isnull=False).exists():
            raise VisitHeld()
        Visit.objects.filter(inspection=inspection).delete()
        duties.visited(inspection, at=at)
    kept = reason.strip() if method is Method.REMOTE else ""
    Inspection.objects.filter(pk=inspection.pk).update(method=method, remote_reason=kept)
    inspection.method, inspection.remote_reason = method, kept
    log("inspection.method-chosen", inspection, by, at, reason=kept, facts={"method": method.value})


@transaction.atomic
def plan_visit(
    inspection: Inspection, plan: Plan, *, seen: str | None = None, by: User, at: datetime
) -> Visit:
    """Plan going there, or plan it anew.

    seen     the mark of how it was to be looked at on the page
    raises   InspectionClosed, CheckUnknown, VisitHeld, ChangedMeanwhile
    """
    need(inspection, State.OPEN, State.SUBMITTED)
    _known(inspection, plan.checks)
    before = visit_of(inspection)
    if before is not None and before.held_on is not None:
        raise VisitHeld()
    require_unchanged(seen, mark_of_way(_present(inspection), before))
    visit, _ = Visit.objects.update_or_create(
        inspection=inspection,
        defaults={
            "planned_for": plan.day,
            "place": plan.place,
            "comers": plan.comers,
            "checks": list(plan.checks),
            "planned_by": by,
            "planned_at": at,
        },
    )
    Inspection.objects.filter(pk=inspection.pk).update(method=Method.ON_SITE, remote_reason="")
    inspection.method, inspection.remote_reason = Method.ON_SITE, ""
    duties.to_visit(inspection, plan.day, at=at)
    log("visit.planned", inspection, by, at, facts={"day": plan.day.isoformat(), "checks": list(plan.checks)})
    return visit


def _present(inspection: Inspection) -> Inspection:
    return Inspection.objects.only("assigned_to", "method", "remote_reason").get(pk=inspection.pk)


def _known(inspection: Inspection, checks: Iterable[str]) -> None:
    asked = {check.id for check in checks_of(inspection)}
    for check in checks:
        if check not in asked:
            raise CheckUnknown(check=check)


@transaction.atomic
def record_visit(
    inspection: Inspection, held_on: date, comers: str, met: str, *, by: User, at: datetime
) -> None:
    """Write down that somebody was there: when, who came and who was met.

    raises   InspectionClosed, VisitMissing, VisitHeld, VisitAhead
    """
    need(inspection, State.OPEN, State.SUBMITTED)
    visit = visit_of(inspection)
    if visit is None:
        raise VisitMissing()
    if held_on > localdate(at):
        raise VisitAhead()
    rows = Visit.objects.filter(pk=visit.pk, held_on__isnull=True)
    if not rows.update(held_on=held_on, comers=comers.strip(), met=met.strip()):
        raise VisitHeld()
    duties.visited(inspection, at=at)
    settle(duties.YEARLY, inspection.version.engagement, at=at)
    log("visit.held", inspection, by, at, facts={"day": held_on.isoformat()})

"""Which works still miss the on-site check of their year (docs/rules/yearly-visit.md)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.timezone import localdate

from yakusoku.apps.accounts.models import Kind
from yakusoku.apps.duties.models import Duty
from yakusoku.apps.duties.services import owe_many, settle_many
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.inspections.duties import YEARLY
from yakusoku.apps.inspections.models import Inspection, State, Visit
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.engagements.profile import Period
from yakusoku.domain.inspections.methods import Method
from yakusoku.domain.inspections.yearly import Visited, YearOfRun, is_near, kept_in, year_at

PERSONAL = "personal_information"


@dataclass(frozen=True, slots=True)
class YearlyState:
    """Where the yearly on-site check of a work stands.

    kept         the check that keeps the rule; None: it is missing
    planned_for  the day for which going there is planned
    near         whether the year ends soon
    """

    year: YearOfRun
    kept: Visited | None
    planned_for: date | None
    near: bool


def works_to_visit(today: date) -> "QuerySet[Engagement]":
    """Return the works that run on a day and whose client goes there once a year."""
    return Engagement.objects.filter(
        organization__kind=Kind.PUBLIC_BODY,
        facts__name=PERSONAL,
        contractor__isnull=False,
        closed_at__isnull=True,
        starts_on__lte=today,
        ends_on__gte=today,
    ).exclude(organization__house_rules__yearly_visit=False)


def yearly_states(works: "QuerySet[Engagement]", today: date) -> dict[int, YearlyState]:
    """Return the state of each of `works` that has the duty on a day, in four queries for any number."""
    rows = works_to_visit(today).filter(pk__in=works.order_by().values("pk"))
    days = rows.values_list("pk", "starts_on", "ends_on")
    periods = {pk: Period(start, end) for pk, start, end in days if start and end}
    return _states(periods, today)


def yearly_state(engagement: Engagement, today: date) -> YearlyState | None:
    """Return the state of one work; None: it has no such duty on that day."""
    return yearly_states(Engagement.objects.filter(pk=engagement.pk), today).get(engagement.pk)


def _states(periods: Mapping[int, Period], today: date) -> dict[int, YearlyState]:
    years = {pk: year for pk, period in periods.items() if (year := year_at(period, today))}
    if not years:
        return {}
    first = min(year.start for year in years.values())
    visited, planned = _visited(first), _planned()
    return {
        pk: YearlyState(year, kept_in(year, visited.get(pk, ())), planned.get(pk), is_near(year, today))
        for pk, year in years.items()
    }


def _visited(since: date) -> dict[int, list[Visited]]:
    """Return the checks carried out since a day, on the spot or from afar with a reason, by engagement."""
    found: dict[int, list[Visited]] = {}
    held = Visit.objects.filter(held_on__gte=since, inspection__hop__isnull=True)
    for work, day in held.values_list("inspection__version__engagement", "held_on"):
        if day is not None:
            found.setdefault(work, []).append(Visited(day, Method.ON_SITE))
    afar = Inspection.objects.filter(
        method=Method.REMOTE, state=State.CONCLUDED, hop__isnull=True, concluded_at__date__gte=since
    ).order_by()
    for work, at, reason in afar.values_list("version__engagement", "concluded_at", "remote_reason"):
        if at is not None:
            found.setdefault(work, []).append(Visited(localdate(at), Method.REMOTE, reason))
    return found


def _planned() -> dict[int, date]:
    rows = Visit.objects.filter(held_on__isnull=True, inspection__hop__isnull=True)
    return dict(rows.order_by("-planned_for").values_list("inspection__version__engagement", "planned_for"))


def missing_visits(works: "QuerySet[Engagement]", today: date) -> dict[int, YearlyState]:
    """Return the works whose on-site check is still missing, with the day by which it has to take place."""
    return {pk: state for pk, state in yearly_states(works, today).items() if state.kept is None}


@transaction.atomic
def owe_yearly_visits(today: date, at: datetime) -> int:
    """Let every missing check whose year ends soon be due to its department; return how many are new.

    Called by the tick; what was carried out meanwhile, or is a duty no longer, is settled.
    """
    works = works_to_visit(today)
    missing = {pk: state for pk, state in missing_visits(works, today).items() if state.near}
    open_now = Duty.objects.filter(kind=YEARLY, done_at__isnull=True)
    owed = dict(open_now.values_list("subject", "due_on"))
    wanted = {f"engagement:{pk}": state.year.by for pk, state in missing.items()}
    over = [subject for subject, due in owed.items() if wanted.get(subject) != due]
    settle_many(YEARLY, over, at=at)
    fresh = [pk for pk in missing if owed.get(f"engagement:{pk}") != missing[pk].year.by]
    rows = Engagement.objects.filter(pk__in=fresh).values_list("pk", "organization", "department", "title")
    return owe_many(_duty(*row, missing[row[0]].year.by, at) for row in rows)


def _duty(work: int, organization: int, department: int, title: str, by: date, at: datetime) -> Duty:
    return Duty(
        kind=YEARLY,
        subject=f"engagement:{work}",
        organization_id=organization,
        department_id=department,
        act=Act.WRITE_VERIFICATION.value,
        engagement=work,
        about=title[:200],
        href=reverse("engagement-inspections", args=[work]),
        due_on=by,
        since=at,
    )

"""What a row of the register tells, as expressions of the database: for sorting, filtering and sums.

They follow domain/register and are held against it by tests.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import (
    Aggregate,
    BooleanField,
    Case,
    Count,
    DateField,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    Field,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from yakusoku.apps.candidates.models import Candidacy, Outcome
from yakusoku.apps.chain.models import Hop, Standing
from yakusoku.apps.duties.models import Duty
from yakusoku.apps.engagements.models import Fact
from yakusoku.apps.findings.models import Finding
from yakusoku.apps.findings.models import State as FindingState
from yakusoku.apps.inspections.models import Inspection, InspectionSet
from yakusoku.apps.inspections.models import State as InspectionState
from yakusoku.domain.engagements.facts import PEOPLE_STEPS
from yakusoku.domain.register.phase import Phase
from yakusoku.domain.register.risk import HIGH_FROM, LOWEST_WEIGHT, MEDIUM_FROM, WEIGHTS, Risk

Expression = Case | Subquery | Coalesce
PHASES = list(Phase)
RISKS = list(Risk)
SEVERITIES = ("high", "medium", "low")
# So that one grave finding stands above any number of lighter ones.
SEVERITY_STEPS = {"high": 1_000_000, "medium": 1_000, "low": 1}
OUTCOMES = list(Outcome.values)
LIVE = (Standing.CONSENTED, Standing.UNDECLARED)

_SETTLED = Q(undecided=0) & ~Q(profile={})


def settled() -> "ExpressionWrapper[Q]":
    """Return whether the facts are complete and every requirement that fits has a verdict."""
    return ExpressionWrapper(_SETTLED, output_field=BooleanField())


def phase_number(today: date) -> Case:
    """Return the place of the phase in `Phase`, as domain/register/phase.phase_of tells it."""
    return Case(
        When(closed_at__isnull=False, then=Value(PHASES.index(Phase.CLOSED))),
        When(ends_on__lt=today, then=Value(PHASES.index(Phase.END))),
        When(started_on__isnull=False, then=Value(PHASES.index(Phase.KEEP))),
        When(Q(contracted_on__isnull=False) | _SETTLED, then=Value(PHASES.index(Phase.PROMISE))),
        default=Value(PHASES.index(Phase.DECIDE)),
        output_field=IntegerField(),
    )


def risk_number() -> Case:
    """Return the place of the level in `Risk`, as domain/register/risk.risk_of tells it."""
    return Case(
        When(people__isnull=True, then=Value(RISKS.index(Risk.UNKNOWN))),
        When(Q(people=0) & ~_weighs(LOWEST_WEIGHT), then=Value(RISKS.index(Risk.NONE))),
        When(_scores(HIGH_FROM), then=Value(RISKS.index(Risk.HIGH))),
        When(_scores(MEDIUM_FROM), then=Value(RISKS.index(Risk.MEDIUM))),
        default=Value(RISKS.index(Risk.LOW)),
        output_field=IntegerField(),
    )


def _scores(least: int) -> Q:
    """Return whether weight and band together reach `least`: for each weight, enough people."""
    found = Q(pk__in=[])
    for weight in sorted(set(WEIGHTS.values())):
        band = least - weight
        if band > len(PEOPLE_STEPS) + 1:
            continue
        enough = Q(people__gte=PEOPLE_STEPS[band - 2]) if band > 1 else Q(people__gte=0)
        found |= enough if weight == LOWEST_WEIGHT else enough & _weighs(weight)
    return found


def _weighs(least: int) -> Q:
    return Q(told([f"categories.{c}" for c, weight in WEIGHTS.items() if weight >= least]))


def told(names: list[str]) -> Exists:
    """Return whether any of these facts holds for the engagement."""
    return Exists(Fact.objects.filter(engagement=OuterRef("pk"), name__in=names))


def with_open_finding(**wanted: str) -> Exists:
    """Return whether the engagement has an open finding; `wanted` narrows, as slug= or severity=."""
    return Exists(open_findings().filter(engagement=OuterRef("pk"), **wanted))


def with_late_duty(organization: int, today: date) -> Exists:
    """Return whether something in the engagement is late on one side."""
    return Exists(duties(organization).filter(engagement=OuterRef("pk"), due_on__lt=today))


def open_findings() -> "QuerySet[Finding]":
    """Return the findings that nobody has closed yet."""
    return Finding.objects.exclude(state=FindingState.CLOSED)


def hops_now(today: date) -> "QuerySet[Hop]":
    """Return who holds data on a day, with consent or without anyone having asked."""
    begun, going_on = Q(since__isnull=True) | Q(since__lte=today), Q(until__isnull=True) | Q(until__gte=today)
    return Hop.objects.filter(begun, going_on, standing__in=LIVE)


def sort_key(column: str, organization: int, today: date) -> Expression:
    """Return the value by which a computed column is sorted. Raises KeyError for any other column."""
    if column in _OF_THE_DAY:
        return _OF_THE_DAY[column](today)
    return _OF_ONE_SIDE[column](duties(organization), today) if column in _OF_ONE_SIDE else _LASTING[column]()


def _facts(prefix: str) -> "QuerySet[Fact]":
    return Fact.objects.filter(engagement=OuterRef("pk"), name__startswith=prefix)


def duties(organization: int) -> "QuerySet[Duty]":
    """Return what is due on one side, whichever engagement it is about."""
    # Asked for engagement by engagement, the index by organisation would be read to its end each time: a sum
    # keeps SQLite from taking it.
    side = F("organization") + Value(0)
    return Duty.objects.filter(done_at__isnull=True).alias(side=side).filter(side=organization)


def _counted(rows: "QuerySet[Any]") -> Coalesce:
    counted = _aggregate(rows, Count("pk"), IntegerField())
    return Coalesce(counted, 0)


def _aggregate(rows: "QuerySet[Any]", value: Aggregate, field: "Field[Any, Any]") -> Subquery:
    grouped = rows.filter(engagement=OuterRef("pk")).order_by().values("engagement")
    return Subquery(grouped.annotate(value=value).values("value"), output_field=field)


def _inspected(value: Aggregate, field: "Field[Any, Any]") -> Subquery:
    rows = InspectionSet(Inspection).planned().filter(version__engagement=OuterRef("pk"))
    grouped = rows.order_by().values("version__engagement").annotate(value=value)
    return Subquery(grouped.values("value"), output_field=field)


def _board() -> Subquery:
    rank = Case(
        *(When(outcome=outcome, then=Value(place)) for place, outcome in enumerate(OUTCOMES)),
        output_field=IntegerField(),
    )
    newest = Candidacy.objects.filter(engagement=OuterRef("pk")).order_by("-pk")
    return Subquery(newest.annotate(rank=rank).values("rank")[:1])


def _weighed_findings() -> Coalesce:
    weight = Case(
        *(When(severity=severity, then=Value(step)) for severity, step in SEVERITY_STEPS.items()),
        default=Value(0),
        output_field=IntegerField(),
    )
    return Coalesce(_aggregate(open_findings(), Sum(weight), IntegerField()), 0)


_LASTING: dict[str, Callable[[], Expression]] = {
    "risk": risk_number,
    "categories": lambda: _counted(_facts("categories.")),
    "places": lambda: _counted(_facts("places.")),
    "procurement": lambda: Subquery(_facts("procurement.").values("name")[:1]),
    "board": _board,
    "last_inspection": lambda: _inspected(Max("concluded_at"), DateTimeField()),
    "next_inspection": lambda: _inspected(
        Min("due_on", filter=~Q(state=InspectionState.CONCLUDED)), DateField()
    ),
    "findings": _weighed_findings,
}
_OF_THE_DAY: dict[str, Callable[[date], Expression]] = {
    "phase": phase_number,
    "chain": lambda today: _counted(hops_now(today).filter(parent__isnull=False)),
}
_OF_ONE_SIDE: dict[str, Callable[["QuerySet[Duty]", date], Expression]] = {
    "late": lambda rows, today: _counted(rows.filter(due_on__lt=today)),
    "next_due": lambda rows, today: _aggregate(rows, Min("due_on"), DateField()),
}

"""The figures of the dashboard, summed up by the database: few queries, however many engagements there are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import md5
from typing import Any

from django.core.cache import cache
from django.db.models import (
    Case,
    Count,
    Exists,
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

from yakusoku.adapters.catalogues import shipped_catalogue
from yakusoku.apps.accounts.models import Organization
from yakusoku.apps.audit.models import AuditEntry
from yakusoku.apps.duties.models import Duty
from yakusoku.apps.engagements.models import CatalogueOverlay, DecisionRecord, Engagement, Fact
from yakusoku.apps.engagements.queries import overlaid
from yakusoku.apps.findings.models import Finding
from yakusoku.apps.findings.models import State as FindingState
from yakusoku.apps.register import expressions
from yakusoku.apps.register.queries import LEFT_OUT, PROMISED
from yakusoku.domain.catalogue.model import Catalogue, Framework
from yakusoku.domain.register.phase import Phase
from yakusoku.domain.register.risk import Risk

KEPT_SECONDS = 600
MOST_CONTRACTORS = 10
NOT_CLOSED = ~Q(state=FindingState.CLOSED)


@dataclass(frozen=True, slots=True)
class Held:
    """What works hold: how many works, and of how many people, added up work by work."""

    works: int
    people: int


@dataclass(frozen=True, slots=True)
class Record:
    """What became of the findings at one contractor. `repeated`: found again after an earlier one."""

    company: int
    name: str
    raised: int
    open: Mapping[str, int]
    repeated: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What an organisation entrusts, summed up.

    works       (risk, phase) → works and people
    held        fact, as "categories.health" → what works that are not closed hold
    findings    slug → open findings by severity
    contractors those with open findings, the gravest first, ten at most
    kept        id of a directive → works that promise something of it and leave nothing of it out
    decided     works that are not closed and have any verdict
    """

    works: Mapping[tuple[Risk, Phase], Held]
    held: Mapping[str, Held]
    findings: Mapping[str, Mapping[str, int]]
    contractors: Sequence[Record]
    kept: Mapping[str, int]
    decided: int

    @property
    def total(self) -> int:
        """Return how many works there are."""
        return sum(each.works for each in self.works.values())


@dataclass(frozen=True, slots=True)
class Lateness:
    """What a department has let pass. `since`: the day that passed first."""

    department: int
    name: str
    count: int
    since: date


def figures_of(
    organization: Organization, asked: str, today: date
) -> tuple[Figures, Catalogue, Framework | None]:
    """Return the figures of a day, with the catalogue and the framework that they speak about.

    asked   id of the framework whose directives are looked at; unknown: the one for the overview
    They are kept until anything happens in the organisation: every act leaves an audit entry, and its number
    is part of the key. What is no act, as counting what is undecided, shows after ten minutes.
    """
    newest = (
        AuditEntry.objects.filter(organization=OuterRef("pk")).order_by("-sequence").values("sequence")[:1]
    )
    overlay = CatalogueOverlay.objects.filter(organization=OuterRef("pk")).values("text")[:1]
    row = Organization.objects.filter(pk=organization.pk).values(
        sequence=Subquery(newest), overlay=Subquery(overlay)
    )[0]
    catalogue = overlaid(row["overlay"]) if (row["overlay"] or "").strip() else shipped_catalogue()
    framework = framework_of(catalogue, asked)
    key = f"figures:{organization.pk}:{row['sequence']}:{today}:{framework.id if framework else ''}"
    found: Figures | None = cache.get(key)
    if found is None:
        directives = {item.id: item.requirements for item in framework.items} if framework else {}
        found = _count(organization.pk, directives, today)
        cache.set(key, found, KEPT_SECONDS)
    return found, catalogue, framework


def framework_of(catalogue: Catalogue, asked: str) -> Framework | None:
    """Return the framework that was asked for, else the one for the overview, else any."""
    known = {framework.id: framework for framework in catalogue.frameworks}
    first = [framework for framework in known.values() if framework.overview] + list(known.values())
    return known.get(asked) or next(iter(first), None)


def late_by_department(organization: Organization, today: date) -> list[Lateness]:
    """Return which departments are late, the latest first. It is read anew each time: days pass by themselves."""
    rows = Duty.objects.filter(done_at__isnull=True, organization=organization, due_on__lt=today)
    told = (
        rows.filter(department__isnull=False)
        .order_by()
        .values("department", "department__name")
        .annotate(count=Count("pk"), since=Min("due_on"))
        .order_by("-count", "since", "department")
    )
    return [Lateness(r["department"], r["department__name"], r["count"], r["since"]) for r in told]


def _count(organization: int, directives: Mapping[str, Sequence[str]], today: date) -> Figures:
    works, mark = _works(organization, today)
    held, kept, decided = _promised(organization, directives, mark)
    return Figures(
        works=works,
        held=held,
        findings=_findings(organization),
        contractors=_contractors(organization),
        kept=kept,
        decided=decided,
    )


def _works(organization: int, today: date) -> tuple[dict[tuple[Risk, Phase], Held], str]:
    """Return the works by risk and phase, and a mark that changes with every fact, verdict and closing."""
    rows = Engagement.objects.filter(organization=organization).order_by()
    told = list(
        rows.annotate(risk=expressions.risk_number(), phase=expressions.phase_number(today))
        .values("risk", "phase")
        .annotate(
            works=Count("pk"), total=Sum("people"), changed=Max("changed_at"), closed=Count("closed_at")
        )
    )
    works = {
        (expressions.RISKS[r["risk"]], expressions.PHASES[r["phase"]]): Held(r["works"], r["total"] or 0)
        for r in told
    }
    newest = max((r["changed"] for r in told), default=None)
    return works, f"{newest}:{sum(r['closed'] for r in told)}:{sum(r['works'] for r in told)}"


def _promised(
    organization: int, directives: Mapping[str, Sequence[str]], mark: str
) -> tuple[dict[str, Held], dict[str, int], int]:
    """Return what facts and verdicts tell. It is the dearest part, and most acts change nothing about it."""
    told = md5(f"{mark}:{sorted(directives.items())}".encode(), usedforsecurity=False).hexdigest()
    key = f"promised:{organization}:{told}"
    found: tuple[dict[str, Held], dict[str, int], int] | None = cache.get(key)
    if found is None:
        found = (_held(organization), *_kept(organization, directives))
        cache.set(key, found, KEPT_SECONDS)
    return found


def _held(organization: int) -> dict[str, Held]:
    groups = Q(name__startswith="categories.") | Q(name__startswith="places.")
    rows = Fact.objects.filter(
        groups, engagement__organization=organization, engagement__closed_at__isnull=True
    )
    told = rows.order_by().values("name").annotate(works=Count("pk"), total=Sum("engagement__people"))
    return {row["name"]: Held(row["works"], row["total"] or 0) for row in told}


def _findings(organization: int) -> dict[str, dict[str, int]]:
    rows = Finding.objects.filter(NOT_CLOSED, organization=organization).exclude(slug="").order_by()
    found: dict[str, dict[str, int]] = {}
    for row in rows.values("slug", "severity").annotate(count=Count("pk")):
        found.setdefault(row["slug"], {})[row["severity"]] = row["count"]
    return found


def _contractors(organization: int) -> list[Record]:
    name = "engagement__contractor__name"
    rows: QuerySet[Any, Any] = Finding.objects.filter(
        organization=organization, engagement__contractor__isnull=False
    )
    counts = {
        severity: Count("pk", filter=NOT_CLOSED & Q(severity=severity)) for severity in expressions.SEVERITIES
    }
    told = (
        rows.order_by()
        .values("engagement__contractor", name)
        .annotate(raised=Count("pk"), repeated=Count("repeats"), **counts)
        .filter(Q(high__gt=0) | Q(medium__gt=0) | Q(low__gt=0))
        .order_by("-high", "-medium", "-low", "engagement__contractor")[:MOST_CONTRACTORS]
    )
    return [
        Record(
            r["engagement__contractor"],
            r[name],
            r["raised"],
            {severity: r[severity] for severity in expressions.SEVERITIES},
            r["repeated"],
        )
        for r in told
    ]


def _kept(organization: int, directives: Mapping[str, Sequence[str]]) -> tuple[dict[str, int], int]:
    """Return how many works keep each directive, and how many have any verdict."""
    mine = DecisionRecord.objects.filter(
        engagement__organization=organization, engagement__closed_at__isnull=True
    )
    later = DecisionRecord.objects.filter(
        engagement=OuterRef("engagement"), slug=OuterRef("slug"), pk__gt=OuterRef("pk")
    )
    grouped = mine.filter(~Exists(later)).order_by().values("engagement")
    names = {directive: f"d{place}" for place, directive in enumerate(directives)}
    # 2 where something is left out, else 1 where something is promised: the highest tells.
    worst = {
        names[directive]: Max(
            Case(
                When(slug__in=slugs, verdict__in=LEFT_OUT, then=Value(2)),
                When(slug__in=slugs, verdict__in=PROMISED, then=Value(1)),
                default=Value(0),
                output_field=IntegerField(),
            )
        )
        for directive, slugs in directives.items()
    }
    kept = {f"{name}_kept": Count("engagement", filter=Q(**{name: 1})) for name in worst}
    told = grouped.annotate(**worst).aggregate(decided=Count("engagement"), **kept)
    return {directive: told[f"{name}_kept"] for directive, name in names.items()}, told["decided"]

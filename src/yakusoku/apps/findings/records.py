"""Sums over findings, each in one or two queries whatever their number."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from yakusoku.apps.accounts.models import Organization
from yakusoku.apps.findings.models import CorrectiveInstruction, Finding, Standing, State
from yakusoku.domain.findings.kinds import Severity

OPEN = ~Q(state=State.CLOSED)


@dataclass(frozen=True, slots=True)
class RequirementCount:
    """How often a requirement fell short in the works of a client. `slug` empty: no requirement."""

    slug: str
    total: int
    open: int
    high: int
    repeated: int


@dataclass(frozen=True, slots=True)
class CompanyRecord:
    """How a company stands with one client: its findings, and how it put them right.

    in_time   instructions that were closed and never replied to late
    late      instructions replied to after the deadline, or past it without a reply
    """

    high: int = 0
    medium: int = 0
    low: int = 0
    open: int = 0
    repeated: int = 0
    in_time: int = 0
    late: int = 0

    @property
    def findings(self) -> int:
        """Return how many findings there were in all."""
        return self.high + self.medium + self.low


def findings_by_requirement(organization: Organization) -> list[RequirementCount]:
    """Return the requirements that fell short in the works of a client, the most frequent first."""
    rows = (
        Finding.objects.filter(organization=organization)
        .order_by()
        .values("slug")
        .annotate(
            total=Count("pk"),
            open=Count("pk", filter=OPEN),
            high=Count("pk", filter=Q(severity=Severity.HIGH.value)),
            repeated=Count("pk", filter=Q(repeats__isnull=False)),
        )
    )
    counts = [RequirementCount(**row) for row in rows]
    return sorted(counts, key=lambda count: (-count.total, count.slug))


def record_of(company: Organization, client: Organization, today: date) -> CompanyRecord:
    """Return how a company stands with one client, in three queries."""
    return records_of([company.pk], client, today)[company.pk]


def records_of(companies: Iterable[int], client: Organization, today: date) -> dict[int, CompanyRecord]:
    """Return how companies stand with one client, by number of the company, in three queries for all.

    A finding counts for the company at which it was made: the one at the hop, else the contractor.
    """
    wanted = list(companies)
    rows = Finding.objects.filter(organization=client).order_by()
    own = rows.filter(hop__isnull=True, engagement__contractor__in=wanted)
    below = rows.filter(hop__organization__in=wanted)
    sums: dict[int, dict[str, int]] = {pk: {} for pk in wanted}
    for found, key in ((own, "engagement__contractor"), (below, "hop__organization")):
        for row in found.values(key).annotate(**_counts()):
            _add(sums[row.pop(key)], row)
    for row in _kept(wanted, client, today):
        _add(sums[row.pop("recipient")], row)
    return {pk: CompanyRecord(**sums[pk]) for pk in wanted}


def _counts() -> dict[str, Count]:
    gravity = {s.value: Count("pk", filter=Q(severity=s.value)) for s in Severity}
    return {
        **gravity,
        "open": Count("pk", filter=OPEN),
        "repeated": Count("pk", filter=Q(repeats__isnull=False)),
    }


def _kept(companies: list[int], client: Organization, today: date) -> list[dict[str, int]]:
    overdue = Q(state=Standing.ISSUED, due_on__lt=today)
    rows = (
        CorrectiveInstruction.objects.filter(recipient__in=companies, engagement__organization=client)
        .order_by()
        .exclude(state=Standing.WITHDRAWN)
        .values("recipient")
        .annotate(
            in_time=Count("pk", filter=Q(state=Standing.CLOSED, late=False)),
            late=Count("pk", filter=Q(late=True) | overdue),
        )
    )
    return [{name: int(row[name]) for name in ("recipient", "in_time", "late")} for row in rows]


def _add(sums: dict[str, int], row: dict[str, int]) -> None:
    for name, count in row.items():
        sums[name] = sums.get(name, 0) + count

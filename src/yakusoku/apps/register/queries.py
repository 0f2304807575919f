"""Reading the register: which rows, and what stands in them. The number of queries is fixed."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any
from unicodedata import normalize

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, Sum
from django.utils.timezone import localdate

from yakusoku.apps.candidates.models import Candidacy
from yakusoku.apps.engagements.models import DecisionRecord, Engagement, EngagementSet, Fact, Verdicts
from yakusoku.apps.inspections.models import Inspection, InspectionSet
from yakusoku.apps.inspections.models import State as InspectionState
from yakusoku.apps.register import expressions
from yakusoku.domain.engagements.profile import Category
from yakusoku.domain.packs.labels import FACT_LABELS
from yakusoku.domain.register.phase import Course, Phase, phase_of
from yakusoku.domain.register.risk import Risk, risk_of
from yakusoku.domain.register.tiers import Chain, chain_of

AT_ONCE = 1000
SEARCHED = ("title__icontains", "department__name__icontains", "contractor__name__icontains")
OTHER_SIDE = ("title__icontains", "organization__name__icontains", "department__name__icontains")
_REFERENCE = re.compile(r"[YyＹｙ]-?0*([1-9][0-9]{0,8})")
PROMISED = (Verdicts.ADOPT, Verdicts.ALTERNATIVE)
LEFT_OUT = (Verdicts.DECLINE,)
NO_CHAIN = Chain()
NOTHING: Mapping[str, int] = {}
FACT_ORDER = {fact: place for place, fact in enumerate(FACT_LABELS)}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to narrow the register to; an empty value does not narrow.

    findings      "any": with an open finding; "high": with an open grave one
    requirement   slug of a requirement about which a finding is open
    kept          slugs of requirements of which at least one is promised and none is left out
    current       whatever is not closed
    """

    q: str = ""
    department: int | None = None
    contractor: str = ""
    company: int | None = None
    phase: str = ""
    risk: str = ""
    category: str = ""
    place: str = ""
    people_from: int | None = None
    ends_from: date | None = None
    ends_until: date | None = None
    late: bool = False
    findings: str = ""
    requirement: str = ""
    kept: tuple[str, ...] = ()
    current: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """An engagement with everything the register tells about it.

    findings   open ones by severity
    late, next_due   of what is due on the side that looks
    """

    engagement: Engagement
    phase: Phase
    risk: Risk
    facts: tuple[str, ...]
    board: str = ""
    chain: Chain = NO_CHAIN
    last_inspection: date | None = None
    next_inspection: date | None = None
    findings: Mapping[str, int] = field(default_factory=dict)
    late: int = 0
    next_due: date | None = None

    def told(self, group: str) -> tuple[str, ...]:
        """Return the facts of a group without their group: `places` → home, visits."""
        return tuple(fact.partition(".")[2] for fact in self.facts if fact.startswith(f"{group}."))

    @property
    def open_findings(self) -> int:
        """Return how many findings are open."""
        return sum(self.findings.values())


@dataclass(frozen=True, slots=True)
class Sums:
    """What stands under the table."""

    engagements: int
    people: int


def narrowed(rows: EngagementSet, wanted: Wanted, organization: int, today: date) -> EngagementSet:
    """Return the rows that were asked for. `organization`: whose duties count as late."""
    exact: dict[str, Any] = {
        "department": wanted.department,
        "contractor": wanted.company,
        "contractor__name__icontains": wanted.contractor,
        "people__gte": wanted.people_from,
        "ends_on__gte": wanted.ends_from,
        "ends_on__lte": wanted.ends_until,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value not in {None, ""}})
    if wanted.phase:
        number = expressions.PHASES.index(Phase(wanted.phase))
        rows = rows.alias(phase_number=expressions.phase_number(today)).filter(phase_number=number)
    if wanted.risk:
        number = expressions.RISKS.index(Risk(wanted.risk))
        rows = rows.alias(risk_number=expressions.risk_number()).filter(risk_number=number)
    for group, value in (("categories", wanted.category), ("places", wanted.place)):
        if value:
            rows = rows.filter(expressions.told([f"{group}.{value}"]))
    return _by_state(rows, wanted, organization, today)


def _by_state(rows: EngagementSet, wanted: Wanted, organization: int, today: date) -> EngagementSet:
    if wanted.late:
        rows = rows.filter(expressions.with_late_duty(organization, today))
    if wanted.findings or wanted.requirement:
        about: dict[str, str] = {"severity": "high"} if wanted.findings == "high" else {}
        about |= {"slug": wanted.requirement} if wanted.requirement else {}
        rows = rows.filter(expressions.with_open_finding(**about))
    if wanted.kept:
        rows = rows.filter(decided(wanted.kept, PROMISED), ~decided(wanted.kept, LEFT_OUT))
    if wanted.current:
        rows = rows.filter(closed_at__isnull=True)
    return rows


def searched(rows: EngagementSet, words: str, lookups: Sequence[str] = SEARCHED) -> EngagementSet:
    """Return the rows in which every word occurs, or whose reference (Y-000012) it is."""
    for word in normalize("NFKC", words).replace("\x00", "").split()[:8]:
        hit = reduce(or_, (Q((lookup, word)) for lookup in lookups))
        reference = _REFERENCE.fullmatch(word)
        rows = rows.filter(hit | Q(pk=int(reference[1])) if reference else hit)
    return rows


def decided(slugs: Iterable[str], verdicts: Iterable[str]) -> Exists:
    """Return whether the latest verdict on any of these requirements is one of `verdicts`."""
    later = DecisionRecord.objects.filter(
        engagement=OuterRef("engagement"), slug=OuterRef("slug"), pk__gt=OuterRef("pk")
    )
    found = DecisionRecord.objects.filter(
        engagement=OuterRef("pk"), slug__in=list(slugs), verdict__in=list(verdicts)
    )
    return Exists(found.filter(~Exists(later)))


def sums_of(rows: EngagementSet) -> Sums:
    """Return how many rows there are and of how many people they hold data, added up work by work."""
    told = rows.order_by().aggregate(engagements=Count("pk"), people=Sum("people"))
    return Sums(told["engagements"], told["people"] or 0)


def readable(rows: EngagementSet) -> EngagementSet:
    """Return rows as `told_rows` needs them: what the wizard was told stays unread, it is long."""
    return rows.with_parties().defer("draft", "profile").annotate(settled=expressions.settled())


def rows_in_pieces(rows: EngagementSet, organization: int, today: date) -> Iterator[Row]:
    """Yield every row of a long list, a thousand at a time."""
    waiting: list[Engagement] = []
    for engagement in rows.iterator(chunk_size=AT_ONCE):
        waiting.append(engagement)
        if len(waiting) == AT_ONCE:
            yield from told_rows(waiting, organization, today)
            waiting = []
    yield from told_rows(waiting, organization, today)


def told_rows(engagements: Sequence[Engagement], organization: int, today: date) -> list[Row]:
    """Return what the register tells about some `readable` engagements, in their order, in six queries."""
    keys = [engagement.pk for engagement in engagements]
    facts, chains, boards = _facts(keys), _chains(keys, today), _boards(keys)
    inspected, found, due = _inspected(keys), _found(keys), _due(keys, organization, today)
    rows = []
    for engagement in engagements:
        pk = engagement.pk
        last, following = inspected.get(pk, (None, None))
        late, next_due = due.get(pk, (0, None))
        rows.append(
            Row(
                engagement=engagement,
                phase=phase_of(course_of(engagement), today),
                risk=risk_of(_categories(facts.get(pk, ())), engagement.people),
                facts=facts.get(pk, ()),
                board=boards.get(pk, ""),
                chain=chains.get(pk, NO_CHAIN),
                last_inspection=localdate(last) if last else None,
                next_inspection=following,
                findings=found.get(pk, NOTHING),
                late=late,
                next_due=next_due,
            )
        )
    return rows


def course_of(engagement: Engagement) -> Course:
    """Return what the phase of a `readable` engagement depends on."""
    return Course(
        settled=bool(getattr(engagement, "settled")),  # noqa: B009  # an annotation
        signed=engagement.contracted_on is not None,
        started=engagement.started_on is not None,
        ends_on=engagement.ends_on,
        closed=engagement.closed_at is not None,
    )


def _categories(facts: Iterable[str]) -> list[Category]:
    return [Category(fact.partition(".")[2]) for fact in facts if fact.startswith("categories.")]


def _facts(keys: Sequence[int]) -> dict[int, tuple[str, ...]]:
    groups = reduce(or_, (Q(name__startswith=f"{g}.") for g in ("categories", "places", "procurement")))
    found: dict[int, list[str]] = defaultdict(list)
    for pk, name in Fact.objects.filter(groups, engagement__in=keys).values_list("engagement", "name"):
        found[pk].append(name)
    return {pk: tuple(sorted(names, key=_in_order)) for pk, names in found.items()}


def _in_order(fact: str) -> int:
    return FACT_ORDER.get(fact, len(FACT_ORDER))


def _boards(keys: Sequence[int]) -> dict[int, str]:
    rows = (
        Candidacy.objects.filter(engagement__in=keys).order_by("pk").values_list("engagement_id", "outcome")
    )
    return dict(rows)


def _chains(keys: Sequence[int], today: date) -> dict[int, Chain]:
    places: dict[int, list[tuple[int, int | None]]] = defaultdict(list)
    rows = expressions.hops_now(today).filter(engagement__in=keys).order_by()
    for pk, hop, parent in rows.values_list("engagement", "pk", "parent"):
        places[pk].append((hop, parent))
    return {pk: chain_of(told) for pk, told in places.items()}


def _inspected(keys: Sequence[int]) -> dict[int, tuple[datetime | None, date | None]]:
    of = "version__engagement"
    rows = InspectionSet(Inspection).planned().filter(version__engagement__in=keys).order_by().values(of)
    waiting = ~Q(state=InspectionState.CONCLUDED)
    told = rows.annotate(last=Max("concluded_at"), following=Min("due_on", filter=waiting))
    return {row[of]: (row["last"], row["following"]) for row in told}


def _found(keys: Sequence[int]) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = defaultdict(dict)
    rows = expressions.open_findings().filter(engagement__in=keys).order_by()
    for row in rows.values("engagement", "severity").annotate(count=Count("pk")):
        found[row["engagement"]][row["severity"]] = row["count"]
    return found


def _due(keys: Sequence[int], organization: int, today: date) -> dict[int, tuple[int, date | None]]:
    rows = expressions.duties(organization).filter(engagement__in=keys).order_by().values("engagement")
    told = rows.annotate(late=Count("pk", filter=Q(due_on__lt=today)), following=Min("due_on"))
    return {row["engagement"]: (row["late"], row["following"]) for row in told if row["engagement"]}

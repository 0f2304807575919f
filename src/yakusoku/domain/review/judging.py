"""What a set of documents promises as a whole, what is missing, and what cannot be kept (docs/rules/review-coverage.md)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from yakusoku.domain.catalogue.levels import Level
from yakusoku.domain.catalogue.model import Catalogue, Requirement
from yakusoku.domain.catalogue.strength import Strength
from yakusoku.domain.engagements.balance import risk_level
from yakusoku.domain.engagements.selection import select
from yakusoku.domain.review.reviewing import Label, Reviewed, ReviewedDocument


class Status(StrEnum):
    """How a requirement stands in the documents; from what is settled to what is not there."""

    PROMISED = "promised"
    CONDITIONAL = "conditional"
    WEAK = "weak"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a requirement is dealt with: number of the document and of the clause within it, from 0."""

    document: int
    clause: int
    label: Label


@dataclass(frozen=True, slots=True)
class Coverage:
    """One requirement over all documents. `risk`: of leaving it out for this work, 1 to 5."""

    requirement: Requirement
    status: Status
    places: tuple[Place, ...]
    risk: int


@dataclass(frozen=True, slots=True)
class Impossible:
    """A clause that the real work cannot keep. `need`: the fact, as needs.copy; `reason`: in words."""

    slug: str
    place: Place
    need: str
    reason: str


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two clauses that say opposite things about one act."""

    slug: str
    one: Place
    other: Place


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the review says of a set of documents read together. `coverage`: gaps first, by risk."""

    coverage: tuple[Coverage, ...]
    impossible: tuple[Impossible, ...]
    contradictions: tuple[Contradiction, ...]

    @property
    def gaps(self) -> tuple[Coverage, ...]:
        """Return what is missing or weak."""
        return tuple(each for each in self.coverage if each.status in {Status.MISSING, Status.WEAK})


def judge(
    documents: Sequence[ReviewedDocument],
    catalogue: Catalogue,
    facts: frozenset[str] | None,
    level: Level | None = None,
) -> Judgement:
    """Return what a set of documents promises.

    facts   of the real work; None: nothing is known of it
    level   what is asked for where nothing is known of the work; None: every requirement
    """
    places = _places(documents)
    wanted = wanted_of(catalogue, facts, level)
    told = facts or frozenset()
    rows = [
        Coverage(
            each,
            status_of(places.get(each.slug, [])),
            tuple(places.get(each.slug, [])),
            risk_level(each, told),
        )
        for each in wanted
    ]
    order = list(reversed(Status))
    rows.sort(key=lambda row: (order.index(row.status), -row.risk, row.requirement.order))
    impossible = [
        hit for slug in places for hit in _impossible(catalogue.requirement(slug), places[slug], told)
    ]
    contradictions = [hit for slug in places for hit in _contradictions(slug, places[slug])]
    return Judgement(tuple(rows), tuple(impossible), tuple(contradictions))


def wanted_of(catalogue: Catalogue, facts: frozenset[str] | None, level: Level | None) -> list[Requirement]:
    """Return the requirements that are asked for: by the real work, else by a level, else all."""
    if facts is not None:
        return [proposal.requirement for proposal in select(catalogue, facts)]
    return [
        each for each in catalogue.requirements if level is None or level.wants(each.slug, each.risk_level)
    ]


def _places(documents: Sequence[ReviewedDocument]) -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = {}
    for number, document in enumerate(documents):
        for place, clause in enumerate(document.clauses):
            for label in clause.labels:
                found.setdefault(label.slug, []).append(Place(number, place, label))
    return found


def status_of(places: Sequence[Place]) -> Status:
    """Return how a requirement stands: by the best of the clauses that deal with it."""
    firm = [place for place in places if not place.label.weak]
    if any(not place.label.conditional for place in firm):
        return Status.PROMISED
    if firm:
        return Status.CONDITIONAL
    return Status.WEAK if places else Status.MISSING


def _impossible(
    requirement: Requirement | None, places: Sequence[Place], facts: frozenset[str]
) -> list[Impossible]:
    if requirement is None:
        return []
    found = []
    for place in places:
        variant = requirement.variant(place.label.strength)
        if variant is not None and place.label.strength is Strength.PROHIBIT:
            found += [Impossible(requirement.slug, place, b.fact, b.text) for b in variant.obstacles(facts)]
    return found


def _contradictions(slug: str, places: Sequence[Place]) -> list[Contradiction]:
    """Return a ban with a free permission of the same act: the pairs that a reader cannot reconcile."""
    bans = [place for place in places if place.label.strength in {Strength.PROHIBIT, Strength.CONSENT}]
    free = [place for place in places if place.label.strength is Strength.PERMIT]
    return [Contradiction(slug, bans[0], other) for other in free] if bans else []


def clause_at(documents: Sequence[ReviewedDocument], place: Place) -> Reviewed:
    """Return the clause at a place."""
    return documents[place.document].clauses[place.clause]

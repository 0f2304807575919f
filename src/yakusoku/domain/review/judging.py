"""What a set of documents promises as a whole, what is missing, and what cannot be kept (docs/rules/review-coverage.md)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from yakusoku.domain.catalogue.levels import Level
from yakusoku.domain.catalogue.model import Catalogue, Requirement
from yakusoku.domain.catalogue.strength import Strength
from yakusoku.domain.engagements.balance import risk_level
from yakusoku.domain.engagements.selection import select
from yakusoku.domain.review.precedence import Basis, Precedence, Role, Said, precedence_of, role_of
from yakusoku.domain.review.reviewing import Label, Reviewed, ReviewedDocument

NO_ORDER = Precedence((), (), Basis.DEFAULT)


class Status(StrEnum):
    """How a requirement stands in the documents; from what is settled to what is not there."""

    PROMISED = "promised"
    CONDITIONAL = "conditional"
    WEAK = "weak"
    MISSING = "missing"


GAPS = frozenset({Status.MISSING, Status.WEAK})


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
    """Two clauses that say opposite things about one act.

    prevails   the one of them that stands in the higher document; None: both stand equally high
    because    the words that put its document first; None: no document says so
    """

    slug: str
    one: Place
    other: Place
    prevails: Place | None = None
    because: Said | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the review says of a set of documents read together. `level`: what was asked for; None: see `judge`.

    coverage   gaps first, the gravest at the top; of equal risk, what is missing before what is weak
    order      which document prevails
    """

    coverage: tuple[Coverage, ...]
    impossible: tuple[Impossible, ...]
    contradictions: tuple[Contradiction, ...]
    order: Precedence = NO_ORDER
    level: Level | None = None

    @property
    def gaps(self) -> tuple[Coverage, ...]:
        """Return what is missing or weak."""
        return tuple(each for each in self.coverage if each.status in GAPS)


def judge(
    documents: Sequence[ReviewedDocument],
    catalogue: Catalogue,
    facts: frozenset[str] | None,
    level: Level | None = None,
    order: Precedence | None = None,
) -> Judgement:
    """Return what a set of documents promises.

    facts   of the real work; None: nothing is known of it
    level   what is asked for where nothing is known of the work; None: every requirement
    order   which document prevails; None: as the documents say, else as is usual
    """
    places, ranking = _places(documents), Ranking(documents, order or precedence_of(documents))
    wanted = wanted_of(catalogue, facts, level)
    told = facts or frozenset()
    rows = [
        Coverage(
            each,
            status_of(ranking.standing(places.get(each.slug, []))),
            tuple(places.get(each.slug, [])),
            risk_level(each, told),
        )
        for each in wanted
    ]
    worst_first = list(reversed(Status))
    rows.sort(
        key=lambda row: (
            row.status not in GAPS,
            -row.risk,
            worst_first.index(row.status),
            row.requirement.order,
        )
    )
    impossible = [
        hit for slug in places for hit in _impossible(catalogue.requirement(slug), places[slug], told)
    ]
    contradictions = [hit for slug in places for hit in ranking.contradictions(slug, places[slug])]
    return Judgement(tuple(rows), tuple(impossible), tuple(contradictions), ranking.order, level)


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
    """Return how a requirement stands: by the best of the clauses that deal with it and hold."""
    firm = [place for place in places if not place.label.weak and not place.label.one_sided]
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


class Ranking:
    """Clauses by the height of the documents, and annexes, that they stand in."""

    def __init__(self, documents: Sequence[ReviewedDocument], order: Precedence) -> None:
        self._documents, self.order = documents, order

    def standing(self, places: Sequence[Place]) -> list[Place]:
        """Return the clauses that a higher one does not contradict: those that hold."""
        undone = {id(place) for one, other in _opposed(places) for place in self._lower(one, other)}
        return [place for place in places if id(place) not in undone]

    def contradictions(self, slug: str, places: Sequence[Place]) -> list[Contradiction]:
        """Return each free permission with the highest ban of the same act, and which of the two prevails."""
        found: dict[int, tuple[Place, Place]] = {}
        for ban, free in _opposed(places):
            kept = found.get(id(free))
            if kept is None or self._rank(ban) < self._rank(kept[0]):
                found[id(free)] = (ban, free)
        return [self._told(slug, ban, free) for ban, free in found.values()]

    def _told(self, slug: str, ban: Place, free: Place) -> Contradiction:
        lower = next(iter(self._lower(ban, free)), None)
        if lower is None:
            return Contradiction(slug, ban, free)
        higher = free if lower is ban else ban
        return Contradiction(slug, ban, free, higher, self._words(higher, lower))

    def _words(self, higher: Place, lower: Place) -> Said | None:
        roles = self._role(higher), self._role(lower)
        return next((said for said in self.order.said if (said.higher, said.lower) == roles), None)

    def _role(self, place: Place) -> Role:
        part = self._part(place)
        return (
            role_of(part)
            if part in self.order.ranks[place.document] and part
            else self.order.roles[place.document]
        )

    def _lower(self, one: Place, other: Place) -> list[Place]:
        """Return the lower of two clauses; nothing: they stand equally high."""
        high = self._rank(one) - self._rank(other)
        return [] if high == 0 else [one if high > 0 else other]

    def _rank(self, place: Place) -> int:
        return self.order.rank(place.document, self._part(place))

    def _part(self, place: Place) -> str:
        return self._documents[place.document].clauses[place.clause].clause.part


def _opposed(places: Sequence[Place]) -> list[tuple[Place, Place]]:
    """Return each ban with each free permission of the same act: the pairs that a reader cannot reconcile."""
    bans = [place for place in places if place.label.strength in {Strength.PROHIBIT, Strength.CONSENT}]
    free = [place for place in places if place.label.strength is Strength.PERMIT]
    return [(ban, other) for ban in bans for other in free]


def clause_at(documents: Sequence[ReviewedDocument], place: Place) -> Reviewed:
    """Return the clause at a place."""
    return documents[place.document].clauses[place.clause]

"""Many contracts side by side: what is missing where, and which to renegotiate first (docs/rules/review-portfolio.md)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from yakusoku.domain.catalogue.model import Requirement
from yakusoku.domain.review.judging import Judgement, Status
from yakusoku.domain.review.law import ChangeKind, LawChange
from yakusoku.domain.review.reviewing import ReviewedDocument

# A gap weighs as the square of its risk: one of risk 5 outweighs six of risk 2. A weak promise is half of one.
MISSING_WEIGHT, WEAK_WEIGHT = 2, 1
# As much as a missing promise of risk 3: it has to be put right, whatever else the contract says.
OLD_LAW_POINTS = IMPOSSIBLE_POINTS = 18


@dataclass(frozen=True, slots=True)
class Points:
    """How urgent a contract is, by what it is: promises that are missing or weak, old law, and clauses that break."""

    missing: int
    weak: int
    old_law: int
    broken: int

    @property
    def total(self) -> int:
        """Return all points together."""
        return self.missing + self.weak + self.old_law + self.broken


@dataclass(frozen=True, slots=True)
class Shown:
    """A place where a contract shows a law change. `clause`: its number, as it is named elsewhere."""

    change: LawChange
    clause: str
    text: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How one requirement stands in one contract. `where`: the clauses that deal with it."""

    requirement: Requirement
    status: Status
    risk: int
    where: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contract:
    """One contract of the portfolio. `standings`: gaps first, by risk; `reckoned`: how urgent it is."""

    path: str
    title: str
    clauses: int
    standings: tuple[Standing, ...]
    shown: tuple[Shown, ...]
    impossible: tuple[str, ...]
    contradictions: tuple[str, ...]
    warnings: tuple[str, ...]
    reckoned: Points

    @property
    def points(self) -> int:
        """Return how urgent it is to renegotiate."""
        return self.reckoned.total

    @property
    def old_law(self) -> tuple[Shown, ...]:
        """Return what rests on law that is no longer there."""
        return tuple(each for each in self.shown if each.change.kind is ChangeKind.OLD)

    def count(self, status: Status) -> int:
        """Return how many requirements stand so."""
        return sum(each.status is status for each in self.standings)

    @property
    def gaps(self) -> int:
        """Return how many promises are missing or weak."""
        return self.count(Status.MISSING) + self.count(Status.WEAK)


@dataclass(frozen=True, slots=True)
class Item:
    """One requirement over all contracts that are asked for it. `contracts`: their paths, by how it stands."""

    requirement: Requirement
    contracts: Mapping[Status, tuple[str, ...]]

    @property
    def asked(self) -> int:
        """Return in how many contracts it is asked for."""
        return sum(map(len, self.contracts.values()))


@dataclass(frozen=True, slots=True)
class Portfolio:
    """All contracts of a folder. `contracts`: the most urgent first; `unreadable`: path and reason."""

    contracts: tuple[Contract, ...]
    items: tuple[Item, ...]
    unreadable: tuple[tuple[str, str], ...]


def contract_of(reviewed: ReviewedDocument, judgement: Judgement) -> Contract:
    """Return what a contract that was judged alone comes to."""
    names = [each.clause.no or f"#{place + 1}" for place, each in enumerate(reviewed.clauses)]
    standings = tuple(
        Standing(row.requirement, row.status, row.risk, tuple(names[place.clause] for place in row.places))
        for row in judgement.coverage
    )
    shown = tuple(
        Shown(hit.change, name, hit.text)
        for name, each in zip(names, reviewed.clauses, strict=True)
        for hit in each.outdated
    )
    return Contract(
        path=reviewed.document.path,
        title=reviewed.document.title,
        clauses=len(reviewed.clauses),
        standings=standings,
        shown=shown,
        impossible=tuple(dict.fromkeys(each.slug for each in judgement.impossible)),
        contradictions=tuple(dict.fromkeys(each.slug for each in judgement.contradictions)),
        warnings=reviewed.document.warnings,
        reckoned=_points(judgement, shown),
    )


def _points(judgement: Judgement, shown: Iterable[Shown]) -> Points:
    rules = {each.change.id for each in shown if each.change.kind is ChangeKind.OLD}
    broken = {each.slug for each in judgement.impossible} | {each.slug for each in judgement.contradictions}
    return Points(
        missing=MISSING_WEIGHT * _squares(judgement, Status.MISSING),
        weak=WEAK_WEIGHT * _squares(judgement, Status.WEAK),
        old_law=OLD_LAW_POINTS * len(rules),
        broken=IMPOSSIBLE_POINTS * len(broken),
    )


def _squares(judgement: Judgement, status: Status) -> int:
    return sum(row.risk * row.risk for row in judgement.coverage if row.status is status)


def portfolio_of(contracts: Iterable[Contract], unreadable: Sequence[tuple[str, str]] = ()) -> Portfolio:
    """Return contracts in the order in which to renegotiate them, and what is missing where."""
    ordered = sorted(contracts, key=lambda each: (-each.points, -each.gaps, each.path))
    found: dict[str, tuple[Requirement, dict[Status, list[str]]]] = {}
    for contract in ordered:
        for each in contract.standings:
            _, paths = found.setdefault(
                each.requirement.slug, (each.requirement, {status: [] for status in Status})
            )
            paths[each.status].append(contract.path)
    items = [
        Item(requirement, {status: tuple(each) for status, each in paths.items()})
        for requirement, paths in found.values()
    ]
    items.sort(key=lambda item: item.requirement.order)
    return Portfolio(tuple(ordered), tuple(items), tuple(unreadable))

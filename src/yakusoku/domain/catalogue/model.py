"""The shapes of a catalogue: frozen values, read from YAML by `adapters.catalogues`."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from yakusoku.domain.catalogue.certificates import CertificateKind
from yakusoku.domain.catalogue.chain_rules import GapRule, Permission
from yakusoku.domain.catalogue.conditions import ALWAYS, Condition
from yakusoku.domain.catalogue.levels import Level
from yakusoku.domain.catalogue.strength import Strength


class Aspect(StrEnum):
    """対策があること (a measure exists) and 運用が実施されていること (it is carried out)."""

    ARRANGEMENT = "arrangement"
    OPERATION = "operation"


class Range(NamedTuple):
    """An estimate from `low` to `high`, both included."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Because:
    """A sentence that is shown only when its fact holds."""

    fact: str
    text: str


@dataclass(frozen=True, slots=True)
class ClauseParagraph:
    """One 項 of a clause with its 号; texts still hold placeholders."""

    text: str
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Effort:
    """Yearly hours and yen of both sides for one ordinary engagement: an estimate with its basis."""

    client_hours: Range
    client_yen: Range
    contractor_hours: Range
    contractor_yen: Range
    basis: str


@dataclass(frozen=True, slots=True)
class Variant:
    """One strength in which a requirement can be written."""

    strength: Strength
    summary: str
    clause: tuple[ClauseParagraph, ...]
    when: Condition = ALWAYS
    cannot_keep: tuple[Because, ...] = ()
    effort: Effort | None = None

    def obstacles(self, facts: frozenset[str]) -> tuple[Because, ...]:
        """Return why the work cannot keep this variant; empty: it can."""
        return tuple(obstacle for obstacle in self.cannot_keep if obstacle.fact in facts)


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the check sheet and what to look at."""

    text: str
    evidence: str
    evidence_required: bool


@dataclass(frozen=True, slots=True)
class CheckPoint:
    """One point to check, asked apart for arrangement and operation."""

    id: str
    point: str
    why: str
    answered_by: str
    arrangement: Question
    operation: Question
    when: Condition = ALWAYS
    strengths: frozenset[Strength] = frozenset(Strength)

    def fits(self, strength: Strength, facts: frozenset[str]) -> bool:
        """Return whether the point is asked for a clause of this strength and this work."""
        return strength in self.strengths and self.when.holds(facts)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number in a clause that a client may change."""

    name: str
    value: str
    unit: str
    explain: str


@dataclass(frozen=True, slots=True)
class Citation:
    """Where in a source something rests."""

    source: str
    section: str
    verified: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing that must be promised. `variants` stand from the strongest to the weakest."""

    slug: str
    order: int
    title: str
    purpose: str
    when: Condition
    why: str
    because: tuple[Because, ...]
    parameters: tuple[Parameter, ...]
    variants: tuple[Variant, ...]
    checks: tuple[CheckPoint, ...]
    risk_level: int
    risk: str
    risk_raised_by: tuple[str, ...]
    effort: Effort
    cases: tuple[str, ...]
    citations: tuple[Citation, ...]

    def variant(self, strength: Strength) -> Variant | None:
        """Return the clause of this strength, if the catalogue has one."""
        return next((v for v in self.variants if v.strength is strength), None)

    def mentions(self) -> tuple[str, ...]:
        """Return every fact the requirement looks at, each once, in order of writing."""
        seen = dict.fromkeys(self.when.mentions())
        seen.update(dict.fromkeys(b.fact for b in self.because))
        for variant in self.variants:
            seen.update(dict.fromkeys(variant.when.mentions()))
            seen.update(dict.fromkeys(b.fact for b in variant.cannot_keep))
        seen.update(dict.fromkeys(self.risk_raised_by))
        return tuple(seen)


@dataclass(frozen=True, slots=True)
class Case:
    """A leak that happened, or the story of a municipality."""

    id: str
    date_text: str
    title: str
    what: str
    people: int | None
    lesson: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class Source:
    """A law, guideline or standard that requirements rest on.

    valid_from, valid_to   first and last day on which this edition is in force, as 2027-04-01; empty: not known
    """

    id: str
    name: str
    publisher: str
    edition: str
    valid_from: str
    verified: bool
    note: str
    valid_to: str = ""


@dataclass(frozen=True, slots=True)
class FrameworkItem:
    """One row of a framework and the requirements that serve it."""

    id: str
    title: str
    requirements: tuple[str, ...]
    relation: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Framework:
    """A map from a law or standard to requirements. `overview`: the dashboard shows it first."""

    id: str
    source: str
    title: str
    edition: str
    valid_from: str
    applies_to: str
    verified: bool
    note: str
    items: tuple[FrameworkItem, ...]
    overview: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """The fixed texts around the articles; each text may hold placeholders."""

    title: str
    preamble: tuple[str, ...]
    attachment: tuple[str, ...]
    closing: tuple[str, ...]
    signature: tuple[str, ...]
    handbook_title: str
    handbook_introduction: tuple[str, ...]
    handbook_how_to: tuple["HowTo", ...]
    sheet_title: str
    sheet_instructions: tuple[str, ...]
    decisions_title: str
    decisions_introduction: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HowTo:
    """One section of the handbook's general part."""

    heading: str
    text: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One edition of the catalogue. `requirements` stand in the order of the articles."""

    id: str
    version: str
    title: str
    licence: str
    valid_from: str
    requirements: tuple[Requirement, ...]
    cases: tuple[Case, ...] = ()
    sources: tuple[Source, ...] = ()
    frameworks: tuple[Framework, ...] = ()
    frame: Frame | None = None
    chain_rules: tuple[GapRule, ...] = ()
    permissions: tuple[Permission, ...] = ()
    certificates: tuple[CertificateKind, ...] = ()
    levels: tuple[Level, ...] = ()
    english: dict[str, dict[str, object]] = field(default_factory=dict, hash=False, compare=False)

    def requirement(self, slug: str) -> Requirement | None:
        """Return the requirement with this slug, if there is one."""
        return next((r for r in self.requirements if r.slug == slug), None)

    def level(self, name: str) -> Level | None:
        """Return the level with this id or title, if there is one."""
        return next((each for each in self.levels if name in {each.id, each.title}), None)

    def cases_of(self, requirement: Requirement) -> tuple[Case, ...]:
        """Return the past cases that the requirement names, in its order."""
        known = {case.id: case for case in self.cases}
        return tuple(known[id] for id in requirement.cases if id in known)

    def source(self, id: str) -> Source | None:
        """Return the source with this id, if there is one."""
        return next((s for s in self.sources if s.id == id), None)

    def rows_serving(self, slug: str) -> tuple[tuple[Framework, FrameworkItem], ...]:
        """Return each framework row that the requirement serves."""
        return tuple((f, item) for f in self.frameworks for item in f.items if slug in item.requirements)

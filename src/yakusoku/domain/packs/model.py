"""The pack: all that a publication says, complete in itself.

A pack holds finished texts only, so that a version can be printed again years later although the
catalogue has moved on.
"""

from dataclasses import dataclass
from datetime import date

from yakusoku.domain.catalogue.model import HowTo, Range
from yakusoku.domain.catalogue.strength import Strength
from yakusoku.domain.engagements.balance import Balance
from yakusoku.domain.engagements.decisions import Verdict
from yakusoku.domain.inspections.answers import AskedCheck
from yakusoku.domain.inspections.schedule import PlannedInspection
from yakusoku.domain.specifications.articles import Parties, Specification

SNAPSHOT_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Identity:
    """Which promise this is. `reference` is the client's own number of the engagement."""

    reference: str
    title: str
    client: str
    contractor: str | None
    department: str
    start: date
    end: date
    version: int
    catalogue: str
    catalogue_version: str


@dataclass(frozen=True, slots=True)
class PackedCase:
    """A past leak, told beside the requirement that would have prevented it."""

    date_text: str
    title: str
    what: str
    lesson: str


@dataclass(frozen=True, slots=True)
class PackedSource:
    """A source with the place in it; `verified` False is printed as 未確認."""

    name: str
    section: str
    verified: bool


@dataclass(frozen=True, slots=True)
class PackedRequirement:
    """A requirement as promised: article, reason, cost, risk and what it rests on."""

    slug: str
    article: int
    title: str
    strength: Strength
    summary: str
    proposed: Strength
    verdict: Verdict
    reason: str
    decider: str
    weakened: bool
    purpose: str
    why: tuple[str, ...]
    facts: tuple[str, ...]
    risk: str
    risk_level: int
    client_hours: Range
    client_yen: Range
    contractor_hours: Range
    contractor_yen: Range
    effort_basis: str
    cases: tuple[PackedCase, ...]
    sources: tuple[PackedSource, ...]


@dataclass(frozen=True, slots=True)
class PackedDecline:
    """A requirement that was left out on purpose."""

    slug: str
    title: str
    reason: str
    decider: str
    risk: str
    risk_level: int
    client_hours: Range
    contractor_hours: Range


@dataclass(frozen=True, slots=True)
class PackedConflict:
    """A clause that the real work cannot keep; the resolution is empty when none is known.

    resolution        what the resolving clause does, in a line
    resolution_text   the clause itself, as it would stand in this specification
    """

    slug: str
    title: str
    strength: Strength
    need: str
    reason: str
    resolution_strength: Strength | None
    resolution: str
    resolution_text: str


@dataclass(frozen=True, slots=True)
class Guidance:
    """The fixed texts of handbook, check sheet and decision paper."""

    handbook_title: str
    introduction: tuple[str, ...]
    how_to: tuple[HowTo, ...]
    sheet_title: str
    sheet_instructions: tuple[str, ...]
    decisions_title: str
    decisions_introduction: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pack:
    """One publication: specification, check sheet, handbook and decision paper share this value."""

    format: int
    identity: Identity
    parties: Parties
    facts_told: tuple[tuple[str, str], ...]
    specification: Specification
    requirements: tuple[PackedRequirement, ...]
    declined: tuple[PackedDecline, ...]
    conflicts: tuple[PackedConflict, ...]
    checks: tuple[AskedCheck, ...]
    inspections: tuple[PlannedInspection, ...]
    balance: Balance
    guidance: Guidance

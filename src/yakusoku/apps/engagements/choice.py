"""The page of decisions: facts left, consequences right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from yakusoku.apps.engagements.models import DecisionRecord, Engagement
from yakusoku.apps.engagements.queries import catalogue_for, decision_of, profile_of, records_that_count
from yakusoku.domain.catalogue.model import Because, Case, Catalogue, Citation, Effort, Framework, FrameworkItem, Source, Variant
from yakusoku.domain.catalogue.strength import Strength
from yakusoku.domain.engagements.balance import Balance, risk_level, weigh
from yakusoku.domain.engagements.decisions import Resolution, resolve
from yakusoku.domain.engagements.facts import facts_of
from yakusoku.domain.engagements.profile import WorkProfile
from yakusoku.domain.engagements.selection import Conflict, Proposal, find_conflicts, propose, select
from yakusoku.domain.packs.labels import STRENGTH_LABELS, tell_facts


@dataclass(frozen=True, slots=True)
class Option:
    """A strength that can be chosen. `obstacles`: why the work cannot keep it."""

    variant: Variant
    label: str
    proposed: bool
    obstacles: tuple[Because, ...]
    weaker: bool


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """One requirement on the page. `record` None: not decided yet."""

    proposal: Proposal
    record: DecisionRecord | None
    chosen: Strength
    options: tuple[Option, ...]
    conflicts: tuple[Conflict, ...]
    resolution: Option | None
    risk_level: int
    effort: Effort
    cases: tuple[Case, ...]
    sources: tuple[tuple[Citation, Source | None], ...]
    frameworks: tuple[tuple[Framework, FrameworkItem], ...]

    @property
    def slug(self) -> str:
        """Return the requirement's slug."""
        return self.proposal.requirement.slug

    @property
    def verdict(self) -> str:
        """Return the verdict that counts; empty: none yet."""
        return self.record.verdict if self.record else ""

    @property
    def declined(self) -> bool:
        """Return whether the requirement is left out."""
        return self.verdict == "decline"


@dataclass(frozen=True, slots=True)
class Choice:
    """Everything the page of decisions shows."""

    profile: WorkProfile
    facts: frozenset[str]
    facts_told: Sequence[tuple[str, str]]
    rows: tuple[ChoiceRow, ...]
    resolution: Resolution
    balance: Balance

    @property
    def undecided(self) -> int:
        """Return how many requirements wait for a verdict."""
        return sum(1 for row in self.rows if row.record is None)

    @property
    def conflicting(self) -> tuple[ChoiceRow, ...]:
        """Return the rows whose clause the real work cannot keep."""
        return tuple(row for row in self.rows if row.conflicts)

    def row(self, slug: str) -> ChoiceRow | None:
        """Return the row of a requirement."""
        return next((row for row in self.rows if row.slug == slug), None)


def choice_of(engagement: Engagement) -> Choice:
    """Return the choice as it stands for an engagement that is described."""
    catalogue = catalogue_for(engagement.organization_id)
    profile = profile_of(engagement)
    facts = facts_of(profile)
    records = {s: r for s, r in records_that_count(engagement).items() if catalogue.requirement(s)}
    resolution = resolve(catalogue, facts, [decision_of(record) for record in records.values()])
    return Choice(
        profile=profile,
        facts=facts,
        facts_told=tell_facts(profile),
        rows=tuple(_rows(catalogue, facts, records)),
        resolution=resolution,
        balance=weigh(resolution, facts, profile.supervision_hours_per_year),
    )


def _rows(
    catalogue: Catalogue, facts: frozenset[str], records: Mapping[str, DecisionRecord]
) -> list[ChoiceRow]:
    proposals = {p.requirement.slug: p for p in select(catalogue, facts)}
    rows = []
    for requirement in catalogue.requirements:
        slug = requirement.slug
        if slug in proposals or slug in records:
            proposal = proposals.get(slug) or propose(requirement, facts)
            rows.append(_row(catalogue, facts, proposal, records.get(slug)))
    return rows


def _row(
    catalogue: Catalogue, facts: frozenset[str], proposal: Proposal, record: DecisionRecord | None
) -> ChoiceRow:
    requirement = proposal.requirement
    recorded = Strength(record.strength) if record and record.strength else None
    chosen = requirement.variant(recorded or proposal.variant.strength) or proposal.variant
    options = tuple(_option(v, proposal, facts) for v in requirement.variants)
    declined = record is not None and record.verdict == "decline"
    conflicts = () if declined else find_conflicts(requirement, chosen.strength, facts)
    return ChoiceRow(
        proposal=proposal,
        record=record,
        chosen=chosen.strength,
        options=options,
        conflicts=conflicts,
        resolution=next((o for o in options if o.proposed), None) if conflicts else None,
        risk_level=risk_level(requirement, facts),
        effort=chosen.effort or requirement.effort,
        cases=catalogue.cases_of(requirement),
        sources=tuple((c, catalogue.source(c.source)) for c in requirement.citations),
        frameworks=catalogue.rows_serving(requirement.slug),
    )


def _option(variant: Variant, proposal: Proposal, facts: frozenset[str]) -> Option:
    return Option(
        variant=variant,
        label=STRENGTH_LABELS[variant.strength],
        proposed=variant is proposal.variant,
        obstacles=variant.obstacles(facts),
        weaker=variant.strength.rank > proposal.variant.strength.rank,
    )

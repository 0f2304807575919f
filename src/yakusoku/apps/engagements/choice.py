"""The page of decisions: facts left, consequences right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from yakusoku.apps.engagements.models import DecisionRecord, Engagement
from yakusoku.apps.engagements.queries import (
    catalogue_read,
    decision_of,
    facts_told,
    profile_of,
    records_that_count,
    records_that_hold,
)
from yakusoku.domain.catalogue.model import (
    Because,
    Case,
    Catalogue,
    CheckPoint,
    Citation,
    Effort,
    Framework,
    FrameworkItem,
    Source,
    Variant,
)
from yakusoku.domain.catalogue.strength import Strength
from yakusoku.domain.engagements.balance import Balance, risk_level, weigh
from yakusoku.domain.engagements.decisions import Resolution, Verdict, resolve
from yakusoku.domain.engagements.facts import facts_of
from yakusoku.domain.engagements.profile import WorkProfile
from yakusoku.domain.engagements.selection import Conflict, Proposal, find_conflicts, propose, select
from yakusoku.domain.packs.labels import STRENGTH_LABELS, VERDICT_LABELS
from yakusoku.domain.refusal import Refusal
from yakusoku.domain.specifications.articles import Paragraph, Parties, names_of, paragraphs_of
from yakusoku.web.words import say


@dataclass(frozen=True, slots=True)
class Option:
    """A strength that can be chosen.

    clause      its text as it would be printed now; empty: it refers to an article that was left out
    obstacles   why the work cannot keep it
    weaker      whether it binds less than what is proposed
    """

    variant: Variant
    label: str
    clause: tuple[Paragraph, ...]
    proposed: bool
    obstacles: tuple[Because, ...]
    weaker: bool


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """One requirement on the page.

    record   None: not decided yet
    lapsed   the verdict that the facts have overtaken since; it is to be made anew
    checks   what the contractor will be asked under the chosen strength
    """

    proposal: Proposal
    record: DecisionRecord | None
    lapsed: DecisionRecord | None
    chosen: Strength
    options: tuple[Option, ...]
    conflicts: tuple[Conflict, ...]
    resolution: Option | None
    risk_level: int
    effort: Effort
    checks: tuple[CheckPoint, ...]
    cases: tuple[Case, ...]
    sources: tuple[tuple[Citation, Source | None], ...]
    frameworks: tuple[tuple[Framework, FrameworkItem], ...]

    @property
    def slug(self) -> str:
        """Return the requirement's slug."""
        return self.proposal.requirement.slug

    @property
    def mark(self) -> str:
        """Return the number of the verdict that the page shows, by which a later one is noticed; "0": none."""
        shown = self.record or self.lapsed
        return str(shown.pk if shown else 0)

    @property
    def title(self) -> str:
        """Return the requirement's title."""
        return self.proposal.requirement.title

    @property
    def verdict(self) -> str:
        """Return the verdict that counts; empty: none yet."""
        return self.record.verdict if self.record else ""

    @property
    def verdict_label(self) -> str:
        """Return the verdict in words; empty: none yet."""
        return say(VERDICT_LABELS[self.verdict]) if self.record else ""

    @property
    def declined(self) -> bool:
        """Return whether the requirement is left out."""
        return self.verdict == Verdict.DECLINE

    @property
    def option(self) -> Option | None:
        """Return the chosen option."""
        return next((o for o in self.options if o.variant.strength is self.chosen), None)


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

    @property
    def hours_scale(self) -> float:
        """Return the hours at the end of the drawn scale: the high estimate or what is available, > 0."""
        return max(self.balance.client_hours.high, self.balance.hours_available, 1)

    @property
    def whole_risk(self) -> int:
        """Return the risk that was there before anything was promised."""
        return self.balance.kept_risk + self.balance.remaining_risk

    def row(self, slug: str) -> ChoiceRow | None:
        """Return the row of a requirement."""
        return next((row for row in self.rows if row.slug == slug), None)


@dataclass(frozen=True, slots=True)
class _Page:
    """What every row is made from."""

    catalogue: Catalogue
    facts: frozenset[str]
    records: Mapping[str, DecisionRecord]
    lapsed: Mapping[str, DecisionRecord]
    numbers: Mapping[str, int]
    names: Mapping[str, str]


def choice_of(engagement: Engagement) -> Choice:
    """Return the choice as it stands for an engagement that is described, in the reader's language."""
    catalogue = catalogue_read(engagement.organization_id)
    profile = profile_of(engagement)
    facts = facts_of(profile)
    records = records_that_hold(engagement, catalogue, facts)
    resolution = resolve(catalogue, facts, [decision_of(record) for record in records.values()])
    page = _Page(
        catalogue=catalogue,
        facts=facts,
        records=records,
        lapsed={s: r for s, r in records_that_count(engagement).items() if s not in records},
        numbers={a.proposal.requirement.slug: n for n, a in enumerate(resolution.adopted, start=1)},
        names=names_of(profile, Parties.HACHU),
    )
    return Choice(
        profile=profile,
        facts=facts,
        facts_told=facts_told(profile),
        rows=tuple(_rows(page)),
        resolution=resolution,
        balance=weigh(resolution, facts, profile.supervision_hours_per_year),
    )


def _rows(page: _Page) -> list[ChoiceRow]:
    proposals = {p.requirement.slug: p for p in select(page.catalogue, page.facts)}
    rows = []
    for requirement in page.catalogue.requirements:
        slug = requirement.slug
        if slug in proposals or slug in page.records:
            rows.append(_row(page, proposals.get(slug) or propose(requirement, page.facts)))
    return rows


def _row(page: _Page, proposal: Proposal) -> ChoiceRow:
    requirement = proposal.requirement
    record = page.records.get(requirement.slug)
    recorded = Strength(record.strength) if record and record.strength else None
    chosen = requirement.variant(recorded or proposal.variant.strength) or proposal.variant
    options = tuple(_option(page, variant, proposal) for variant in requirement.variants)
    declined = record is not None and record.verdict == Verdict.DECLINE
    conflicts = () if declined else find_conflicts(requirement, chosen.strength, page.facts)
    keepable = bool(conflicts) and conflicts[0].resolution is not None
    return ChoiceRow(
        proposal=proposal,
        record=record,
        lapsed=page.lapsed.get(requirement.slug),
        chosen=chosen.strength,
        options=options,
        conflicts=conflicts,
        resolution=next((o for o in options if o.proposed), None) if keepable else None,
        risk_level=risk_level(requirement, page.facts),
        effort=chosen.effort or requirement.effort,
        checks=tuple(c for c in requirement.checks if c.fits(chosen.strength, page.facts)),
        cases=page.catalogue.cases_of(requirement),
        sources=tuple((c, page.catalogue.source(c.source)) for c in requirement.citations),
        frameworks=page.catalogue.rows_serving(requirement.slug),
    )


def _option(page: _Page, variant: Variant, proposal: Proposal) -> Option:
    try:
        clause = paragraphs_of(proposal.requirement, variant, page.numbers, page.names)
    except Refusal:
        clause = ()
    return Option(
        variant=variant,
        label=say(STRENGTH_LABELS[variant.strength]),
        clause=clause,
        proposed=variant is proposal.variant,
        obstacles=variant.obstacles(page.facts),
        weaker=variant.strength.rank > proposal.variant.strength.rank,
    )

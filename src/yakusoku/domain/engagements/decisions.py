"""採否判断: adopt, adopt an alternative, or decline; always with an owner."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import ClassVar

from yakusoku.domain.catalogue.model import Catalogue, Requirement, Variant
from yakusoku.domain.catalogue.strength import Strength
from yakusoku.domain.engagements.selection import Conflict, Proposal, find_conflicts, propose, select
from yakusoku.domain.refusal import Refusal


class Verdict(StrEnum):
    """What was decided about one requirement."""

    ADOPT = "adopt"
    ALTERNATIVE = "alternative"
    DECLINE = "decline"


class ReasonMissing(Refusal):
    """Declining or weakening a requirement needs a reason."""

    code: ClassVar[str] = "decision.reason-missing"


class DeciderMissing(Refusal):
    """Declining or weakening a requirement names who decided."""

    code: ClassVar[str] = "decision.decider-missing"


class StrengthMissing(Refusal):
    """An alternative says which strength is meant."""

    code: ClassVar[str] = "decision.strength-missing"


class StrengthUnknown(Refusal):
    """The catalogue has no clause of this strength for the requirement."""

    code: ClassVar[str] = "decision.strength-unknown"


class RequirementUnknown(Refusal):
    """The catalogue has no requirement of this slug."""

    code: ClassVar[str] = "decision.requirement-unknown"


class DecidedTwice(Refusal):
    """The same requirement is decided twice in one file."""

    code: ClassVar[str] = "decision.twice"


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict on one requirement. `strength` None: the proposed one."""

    slug: str
    verdict: Verdict
    strength: Strength | None = None
    reason: str = ""
    decider: str = ""


@dataclass(frozen=True, slots=True)
class Adopted:
    """A requirement that goes into the specification, in `variant`."""

    proposal: Proposal
    variant: Variant
    decision: Decision
    conflicts: tuple[Conflict, ...]

    @property
    def weakened(self) -> bool:
        """Return whether it binds less than what was proposed."""
        return self.variant.strength.rank > self.proposal.variant.strength.rank


@dataclass(frozen=True, slots=True)
class Declined:
    """A requirement that was left out, with its reason and owner."""

    proposal: Proposal
    decision: Decision


@dataclass(frozen=True, slots=True)
class Resolution:
    """The whole choice, in the order of the catalogue."""

    adopted: tuple[Adopted, ...]
    declined: tuple[Declined, ...]

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Return every clause that the work cannot keep."""
        return tuple(conflict for adopted in self.adopted for conflict in adopted.conflicts)


def check_decision(decision: Decision, requirement: Requirement, facts: frozenset[str]) -> None:
    """Raise a Refusal unless the decision is complete.

    raises   StrengthMissing, StrengthUnknown, ReasonMissing, DeciderMissing
    """
    if decision.verdict is Verdict.ALTERNATIVE and decision.strength is None:
        raise StrengthMissing(slug=decision.slug, title=requirement.title)
    if decision.strength and requirement.variant(decision.strength) is None:
        known = "、".join(v.strength for v in requirement.variants)
        raise StrengthUnknown(slug=decision.slug, title=requirement.title, known=known)
    if not needs_reason(decision, requirement, facts):
        return
    if not decision.reason.strip():
        raise ReasonMissing(slug=decision.slug, title=requirement.title)
    if not decision.decider.strip():
        raise DeciderMissing(slug=decision.slug, title=requirement.title)


def needs_reason(decision: Decision, requirement: Requirement, facts: frozenset[str]) -> bool:
    """Return whether the decision declines the requirement or binds less than what is proposed."""
    if decision.verdict is Verdict.DECLINE:
        return True
    proposed = propose(requirement, facts).variant.strength
    return decision.strength is not None and decision.strength.rank > proposed.rank


def still_holds(decision: Decision, requirement: Requirement, facts: frozenset[str]) -> bool:
    """Return whether a decision is complete for the facts as they are now; they may have changed since."""
    try:
        check_decision(decision, requirement, facts)
    except Refusal:
        return False
    return True


def settle(decision: Decision, requirement: Requirement, facts: frozenset[str]) -> Decision:
    """Return the decision with its clause written out: the proposed one, or another, which makes it an alternative."""
    if decision.verdict is Verdict.DECLINE:
        return decision
    proposed = propose(requirement, facts).variant.strength
    chosen = decision.strength or proposed
    verdict = Verdict.ADOPT if chosen is proposed else Verdict.ALTERNATIVE
    return replace(decision, verdict=verdict, strength=chosen)


def resolve(catalogue: Catalogue, facts: frozenset[str], decisions: Iterable[Decision]) -> Resolution:
    """Return what is promised: each proposal as decided; undecided ones as proposed.

    A decision on a requirement that the work does not call for is kept: it was asked for on purpose.
    raises   RequirementUnknown, DecidedTwice and whatever `check_decision` raises
    """
    by_slug: dict[str, Decision] = {}
    for decision in decisions:
        requirement = catalogue.requirement(decision.slug)
        if requirement is None:
            raise RequirementUnknown(slug=decision.slug)
        if decision.slug in by_slug:
            raise DecidedTwice(slug=decision.slug, title=requirement.title)
        check_decision(decision, requirement, facts)
        by_slug[decision.slug] = decision
    return _sort_out(catalogue, facts, by_slug)


def _sort_out(catalogue: Catalogue, facts: frozenset[str], decided: dict[str, Decision]) -> Resolution:
    proposals = {p.requirement.slug: p for p in select(catalogue, facts)}
    adopted, declined = [], []
    for requirement in catalogue.requirements:
        slug = requirement.slug
        if slug not in proposals and slug not in decided:
            continue
        proposal = proposals.get(slug) or propose(requirement, facts)
        decision = decided.get(slug) or Decision(slug, Verdict.ADOPT)
        if decision.verdict is Verdict.DECLINE:
            declined.append(Declined(proposal, decision))
        else:
            adopted.append(_adopt(proposal, decision, facts))
    return Resolution(tuple(adopted), tuple(declined))


def _adopt(proposal: Proposal, decision: Decision, facts: frozenset[str]) -> Adopted:
    chosen = decision.strength or proposal.variant.strength
    variant = proposal.requirement.variant(chosen) or proposal.variant
    conflicts = find_conflicts(proposal.requirement, variant.strength, facts)
    return Adopted(proposal, variant, decision, conflicts)

"""The arrows joined: profile, catalogue and decisions in; the pack out."""

from collections.abc import Iterable
from dataclasses import dataclass

from yakusoku.domain.catalogue.model import Aspect, Catalogue, CheckPoint, Frame, Question, Requirement
from yakusoku.domain.dates.working_days import IsHoliday
from yakusoku.domain.engagements.balance import effort_of, risk_level, weigh
from yakusoku.domain.engagements.decisions import Adopted, Decision, Declined, resolve
from yakusoku.domain.engagements.facts import facts_of, need_of
from yakusoku.domain.engagements.profile import WorkProfile
from yakusoku.domain.engagements.selection import Conflict
from yakusoku.domain.inspections.answers import AskedCheck
from yakusoku.domain.inspections.policy import DEFAULT_POLICY, InspectionPolicy
from yakusoku.domain.inspections.schedule import plan_inspections
from yakusoku.domain.packs.labels import tell_facts
from yakusoku.domain.packs.model import (
    SNAPSHOT_FORMAT,
    Guidance,
    Identity,
    Pack,
    PackedCase,
    PackedConflict,
    PackedDecline,
    PackedRequirement,
    PackedSource,
)
from yakusoku.domain.specifications.articles import (
    Article,
    Parties,
    clause_text,
    names_of,
    write_specification,
)

SUFFIX = {Aspect.ARRANGEMENT: "a", Aspect.OPERATION: "o"}


@dataclass(frozen=True, slots=True)
class Publication:
    """What a publication adds to facts and decisions."""

    reference: str
    version: int = 1
    parties: Parties = Parties.HACHU
    policy: InspectionPolicy = DEFAULT_POLICY


def build_pack(
    profile: WorkProfile,
    catalogue: Catalogue,
    decisions: Iterable[Decision],
    publication: Publication,
    is_holiday: IsHoliday,
) -> Pack:
    """Return everything that follows from the facts and the decisions. Raises what `resolve` raises."""
    facts = facts_of(profile)
    resolution = resolve(catalogue, facts, decisions)
    frame = catalogue.frame
    if frame is None:
        raise ValueError("the catalogue has no frame")
    specification = write_specification(profile, resolution.adopted, frame, publication.parties)
    articles = {article.slug: article for article in specification.articles}
    return Pack(
        format=SNAPSHOT_FORMAT,
        identity=_identity(profile, catalogue, publication),
        parties=publication.parties,
        facts_told=tell_facts(profile),
        specification=specification,
        requirements=tuple(_requirement(a, articles, catalogue, facts) for a in resolution.adopted),
        declined=tuple(_declined(d, facts) for d in resolution.declined),
        conflicts=tuple(_conflict(c, articles, profile, publication) for c in resolution.conflicts),
        checks=tuple(ask_checks(resolution.adopted, articles, facts)),
        inspections=plan_inspections(profile.period, publication.policy, is_holiday),
        balance=weigh(resolution, facts, profile.supervision_hours_per_year),
        guidance=_guidance(frame),
    )


def ask_checks(
    adopted: Iterable[Adopted], articles: dict[str, Article], facts: frozenset[str]
) -> Iterable[AskedCheck]:
    """Return each question that belongs to the adopted clauses, both aspects of a point together."""
    for promise in adopted:
        requirement = promise.proposal.requirement
        for point in requirement.checks:
            if point.fits(promise.variant.strength, facts):
                number = articles[requirement.slug].number
                yield _ask(point, point.arrangement, Aspect.ARRANGEMENT, promise, number, facts)
                yield _ask(point, point.operation, Aspect.OPERATION, promise, number, facts)


def _ask(
    point: CheckPoint,
    question: Question,
    aspect: Aspect,
    promise: Adopted,
    article: int,
    facts: frozenset[str],
) -> AskedCheck:
    requirement = promise.proposal.requirement
    weaker = any(v.strength.rank > promise.variant.strength.rank for v in requirement.variants)
    return AskedCheck(
        id=point.id + SUFFIX[aspect],
        slug=requirement.slug,
        article=article,
        title=requirement.title,
        point=point.point,
        aspect=aspect,
        question=question.text,
        evidence=question.evidence,
        evidence_required=question.evidence_required,
        answered_by=point.answered_by,
        why=point.why,
        risk_level=risk_level(requirement, facts),
        can_be_eased=weaker or bool(promise.conflicts),
    )


def _identity(profile: WorkProfile, catalogue: Catalogue, publication: Publication) -> Identity:
    return Identity(
        reference=publication.reference,
        title=profile.title,
        client=profile.client,
        contractor=profile.contractor,
        department=profile.department,
        start=profile.period.start,
        end=profile.period.end,
        version=publication.version,
        catalogue=catalogue.id,
        catalogue_version=catalogue.version,
    )


def _requirement(
    adopted: Adopted, articles: dict[str, Article], catalogue: Catalogue, facts: frozenset[str]
) -> PackedRequirement:
    proposal, variant, decision = adopted.proposal, adopted.variant, adopted.decision
    requirement = proposal.requirement
    effort = effort_of(adopted)
    return PackedRequirement(
        slug=requirement.slug,
        article=articles[requirement.slug].number,
        title=requirement.title,
        strength=variant.strength,
        summary=variant.summary,
        proposed=proposal.variant.strength,
        verdict=decision.verdict,
        reason=decision.reason,
        decider=decision.decider,
        weakened=adopted.weakened,
        purpose=requirement.purpose,
        why=proposal.why,
        facts=proposal.facts,
        risk=requirement.risk,
        risk_level=risk_level(requirement, facts),
        client_hours=effort.client_hours,
        client_yen=effort.client_yen,
        contractor_hours=effort.contractor_hours,
        contractor_yen=effort.contractor_yen,
        effort_basis=effort.basis,
        cases=_cases(requirement, catalogue),
        sources=_sources(requirement, catalogue),
    )


def _cases(requirement: Requirement, catalogue: Catalogue) -> tuple[PackedCase, ...]:
    known = catalogue.cases_of(requirement)
    return tuple(PackedCase(c.date_text, c.title, c.what, c.lesson) for c in known)


def _sources(requirement: Requirement, catalogue: Catalogue) -> tuple[PackedSource, ...]:
    cited = ((citation, catalogue.source(citation.source)) for citation in requirement.citations)
    return tuple(PackedSource(s.name, c.section, c.verified) for c, s in cited if s)


def _declined(declined: Declined, facts: frozenset[str]) -> PackedDecline:
    requirement = declined.proposal.requirement
    effort = declined.proposal.variant.effort or requirement.effort
    return PackedDecline(
        slug=requirement.slug,
        title=requirement.title,
        reason=declined.decision.reason,
        decider=declined.decision.decider,
        risk=requirement.risk,
        risk_level=risk_level(requirement, facts),
        client_hours=effort.client_hours,
        contractor_hours=effort.contractor_hours,
    )


def _conflict(
    conflict: Conflict, articles: dict[str, Article], profile: WorkProfile, publication: Publication
) -> PackedConflict:
    resolution = conflict.resolution
    text = ""
    if resolution:
        numbers = {slug: article.number for slug, article in articles.items()}
        names = names_of(profile, publication.parties)
        text = clause_text(conflict.requirement, resolution, numbers, names)
    return PackedConflict(
        slug=conflict.requirement.slug,
        title=conflict.requirement.title,
        strength=conflict.strength,
        need=need_of(conflict.obstacle.fact),
        reason=conflict.obstacle.text,
        resolution_strength=resolution.strength if resolution else None,
        resolution=resolution.summary if resolution else "",
        resolution_text=text,
    )


def _guidance(frame: Frame) -> Guidance:
    return Guidance(
        handbook_title=frame.handbook_title,
        introduction=frame.handbook_introduction,
        how_to=frame.handbook_how_to,
        sheet_title=frame.sheet_title,
        sheet_instructions=frame.sheet_instructions,
        decisions_title=frame.decisions_title,
        decisions_introduction=frame.decisions_introduction,
    )

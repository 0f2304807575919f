"""Writing engagements. The only writer of their tables."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, ClassVar

from django.db import transaction

from yakusoku.adapters.catalogues import DEFAULT, load_catalogue, read_overlay
from yakusoku.adapters.profiles import profile_from
from yakusoku.adapters.schemas import check
from yakusoku.apps.accounts.models import Department, Organization, User
from yakusoku.apps.audit.services import record
from yakusoku.apps.duties.services import lead_to, rename
from yakusoku.apps.engagements.drafts import draft_of, mark_of_step
from yakusoku.apps.engagements.duties import DESCRIBE, bring_up_to_date, page_of_draft
from yakusoku.apps.engagements.life import need_open
from yakusoku.apps.engagements.models import (
    CatalogueOverlay,
    DecisionRecord,
    Engagement,
    Fact,
    HouseRules,
    Verdicts,
)
from yakusoku.apps.engagements.queries import (
    catalogue_for,
    profile_of,
    records_that_count,
    records_that_hold,
    rules_of,
)
from yakusoku.domain.engagements.decisions import (
    Decision,
    RequirementUnknown,
    Verdict,
    check_decision,
    needs_reason,
    settle,
)
from yakusoku.domain.engagements.facts import facts_of
from yakusoku.domain.engagements.questions import Step
from yakusoku.domain.engagements.selection import select
from yakusoku.domain.refusal import ChangedMeanwhile, Refusal
from yakusoku.web.edits import mark_of_row, require_unchanged


class NotDescribed(Refusal):
    """The facts of the work are not complete yet."""

    code: ClassVar[str] = "engagement.not-described"


class AlreadyDescribed(Refusal):
    """The facts of the work are complete: they are changed by telling them anew."""

    code: ClassVar[str] = "engagement.already-described"


class ContractorFixed(Refusal):
    """A check sheet was sent: another contractor would read what this one answered."""

    code: ClassVar[str] = "engagement.contractor-fixed"


@transaction.atomic
def create(
    organization: Organization, department: Department, title: str, *, by: User, at: datetime
) -> Engagement:
    """Begin an engagement; its facts follow in the wizard."""
    engagement = Engagement.objects.create(
        organization=organization,
        department=department,
        title=title,
        draft={"title": title, "department": str(department.pk)},
        created_by=by,
        created_at=at,
        changed_at=at,
    )
    bring_up_to_date(engagement, at=at)
    record("engagement.created", engagement, by=by, at=at, organization=organization.pk)
    return engagement


@transaction.atomic
def keep_draft(
    engagement: Engagement,
    step: Step,
    typed: Mapping[str, Any],
    *,
    seen: str | None = None,
    by: User | None = None,
    at: datetime,
) -> None:
    """Keep what was typed into a step, right or wrong. A draft is no act: it leaves no audit line.

    seen     the mark of the step as the page showed it; what somebody else wrote since is not overwritten
    raises   EngagementClosed, ChangedMeanwhile
    """
    present = need_open(engagement.pk)
    writers = {**present.draft.get("by", {}), step.value: by.pk if by else None}
    if present.draft.get("by", {}).get(step.value) != writers[step.value]:
        require_unchanged(seen, mark_of_step(present, typed))
    engagement.draft = {**present.draft, **typed, "step": step.value, "by": writers}
    engagement.changed_at = at
    engagement.save(update_fields=["draft", "changed_at"])
    lead_to(DESCRIBE, engagement, page_of_draft(engagement))


@transaction.atomic
def tell_so_far(
    engagement: Engagement,
    *,
    title: str,
    department: Department,
    contractor: Organization | None,
    facts: Iterable[str],
    at: datetime,
    **figures: date | int | None,
) -> None:
    """Keep what lists and sums ask for while the facts are not complete; `describe` takes their place.

    facts     names of facts, as "places.home"
    figures   starts_on, ends_on, people, contracted_on, started_on
    raises    AlreadyDescribed
    """
    present = Engagement.objects.select_for_update(no_key=True).get(pk=engagement.pk)
    if present.described:
        raise AlreadyDescribed()
    rename(engagement.pk, present.title, title)
    engagement.title, engagement.department, engagement.contractor = title, department, contractor
    engagement.changed_at = at
    for name, value in figures.items():
        setattr(engagement, name, value)
    engagement.save(update_fields=["title", "department", "contractor", "changed_at", *figures])
    Fact.objects.filter(engagement=engagement).delete()
    Fact.objects.bulk_create(Fact(engagement=engagement, name=name) for name in sorted(set(facts)))
    if (present.title, present.department_id) != (title, department.pk):
        bring_up_to_date(engagement, at=at)


@transaction.atomic
def describe(
    engagement: Engagement,
    mapping: dict[str, Any],
    *,
    department: Department,
    contractor: Organization | None,
    by: User,
    at: datetime,
) -> None:
    """Set the facts of the work, in the shape of PROFILE.yaml.

    raises   UnreadableFile, ContractorFixed, EngagementClosed
    """
    check(mapping, "profile", mapping["title"])
    profile_from(mapping, mapping["title"])
    present = need_open(engagement.pk)
    rename(engagement.pk, present.title, mapping["title"])
    if present.shared_at and present.contractor_id != (contractor.pk if contractor else None):
        raise ContractorFixed()
    engagement.profile = mapping
    # The wizard proposes what was told last, by whatever way: else it would bring back what was before.
    writers = {"by": dict.fromkeys(map(str, Step), by.pk)}
    engagement.draft = {**present.draft, **draft_of(mapping, department, contractor), **writers}
    engagement.title = mapping["title"]
    engagement.department = department
    engagement.contractor = contractor
    engagement.changed_at = engagement.content_changed_at = at
    # Only what is set here: a draft or a check sheet may have been sent meanwhile.
    changed = ["profile", "draft", "title", "department", "contractor", "changed_at", "content_changed_at"]
    _keep_figures(engagement)
    engagement.save(update_fields=[*changed, "starts_on", "ends_on", "people"])
    bring_up_to_date(engagement, at=at)
    record("profile.described", engagement, by=by, at=at, organization=engagement.organization_id)


@transaction.atomic
def decide(
    engagement: Engagement, decision: Decision, *, seen: int | None = None, by: User, at: datetime
) -> DecisionRecord:
    """Record a verdict on one requirement; earlier verdicts stay.

    seen     number of the verdict that counted on the page, 0: none; None: whoever decides saw no page
    raises   EngagementClosed, NotDescribed, RequirementUnknown, ChangedMeanwhile and whatever
             `check_decision` raises
    """
    present = need_open(engagement.pk)
    if not present.described:
        raise NotDescribed()
    before = records_that_count(present).get(decision.slug)
    if seen is not None and seen != (before.pk if before else 0):
        raise ChangedMeanwhile()
    requirement = catalogue_for(present.organization_id).requirement(decision.slug)
    if requirement is None:
        raise RequirementUnknown(slug=decision.slug)
    facts = facts_of(profile_of(present))
    check_decision(decision, requirement, facts)
    kept = _add(present, settle(decision, requirement, facts), by, at)
    _count(engagement, present, at)
    weak = needs_reason(decision, requirement, facts)
    record(
        "decision.made",
        engagement,
        by=by,
        at=at,
        organization=engagement.organization_id,
        reason=decision.reason,
        facts={"slug": decision.slug, "verdict": kept.verdict, "strength": kept.strength, "weakened": weak},
    )
    return kept


@transaction.atomic
def adopt_the_rest(engagement: Engagement, *, by: User, at: datetime) -> int:
    """Adopt every undecided requirement as proposed; return how many. Raises EngagementClosed."""
    present = need_open(engagement.pk)
    if not present.described:
        raise NotDescribed()
    catalogue, facts = catalogue_for(present.organization_id), facts_of(profile_of(present))
    decided = records_that_hold(present, catalogue, facts)
    proposals = select(catalogue, facts)
    rest = [p for p in proposals if p.requirement.slug not in decided]
    for proposal in rest:
        decision = Decision(proposal.requirement.slug, Verdict.ADOPT, proposal.variant.strength)
        _add(present, decision, by, at)
    if rest:
        _count(engagement, present, at)
        slugs = [p.requirement.slug for p in rest]
        organization = engagement.organization_id
        record(
            "decision.rest-adopted",
            engagement,
            by=by,
            at=at,
            organization=organization,
            facts={"slugs": slugs},
        )
    return len(rest)


@transaction.atomic
def withdraw(engagement: Engagement, slug: str, *, seen: int | None = None, by: User, at: datetime) -> None:
    """Take the verdict on a requirement back; it is undecided again. Without a verdict nothing changes.

    seen     number of the verdict that the page showed
    raises   EngagementClosed, ChangedMeanwhile
    """
    present = need_open(engagement.pk)
    before = records_that_count(present).get(slug)
    if before is None:
        return
    if seen is not None and seen != before.pk:
        raise ChangedMeanwhile()
    _keep(present, at, slug=slug, verdict=Verdicts.WITHDRAWN, decided_by=by)
    _count(engagement, present, at)
    record(
        "decision.withdrawn",
        engagement,
        by=by,
        at=at,
        organization=engagement.organization_id,
        facts={"slug": slug},
    )


@transaction.atomic
def share(engagement: Engagement, *, at: datetime) -> None:
    """Let the contractor see the engagement from now on; part of sending it something."""
    share_all([engagement.pk], at=at)


@transaction.atomic
def share_all(engagements: Iterable[int], *, at: datetime) -> None:
    """Let the contractor of each engagement see it from now on."""
    Engagement.objects.filter(pk__in=list(engagements), shared_at__isnull=True).update(shared_at=at)


@transaction.atomic
def keep_overlay(
    organization: Organization, text: str, *, seen: str | None = None, by: User, at: datetime
) -> None:
    """Set an organisation's own additions and overrides.

    seen     the mark of what the page showed
    raises   ChangedMeanwhile; UnreadableFile if they do not hold
    """
    Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
    present = CatalogueOverlay.objects.filter(organization=organization).first()
    require_unchanged(seen, mark_of_row(present))
    if text.strip():
        load_catalogue(DEFAULT, read_overlay(text.encode(), "overlay.yaml"))
    CatalogueOverlay.objects.update_or_create(
        organization=organization, defaults={"text": text, "changed_by": by, "changed_at": at}
    )
    # Counted anew when each is next looked at or by the tick: there may be thousands.
    Engagement.objects.filter(organization=organization).update(undecided=None)
    record("catalogue.overlaid", organization, by=by, at=at, organization=organization.pk)


@transaction.atomic
def set_rules(
    organization: Organization, told: Mapping[str, Any], *, seen: str | None = None, by: User, at: datetime
) -> HouseRules:
    """Settle what holds for all engagements of an organisation.

    told     fields of HouseRules by name
    seen     the mark of what the page showed
    raises   ChangedMeanwhile
    """
    Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
    require_unchanged(seen, mark_of_row(rules_of(organization.pk)))
    rules, _ = HouseRules.objects.update_or_create(
        organization=organization, defaults={**told, "changed_by": by, "changed_at": at}
    )
    record("rules.set", organization, by=by, at=at, organization=organization.pk, facts=dict(told))
    return rules


def _count(engagement: Engagement, present: Engagement, at: datetime) -> None:
    """Count what is undecided in the locked row: the caller's may be older than a new description."""
    bring_up_to_date(present, at=at)
    engagement.undecided = present.undecided


def _keep_figures(engagement: Engagement) -> None:
    """Keep beside the profile what lists and sums ask for."""
    profile = profile_of(engagement)
    engagement.starts_on, engagement.ends_on = profile.period.start, profile.period.end
    engagement.people = profile.people
    Fact.objects.filter(engagement=engagement).delete()
    Fact.objects.bulk_create(Fact(engagement=engagement, name=name) for name in sorted(facts_of(profile)))


def _add(engagement: Engagement, decision: Decision, by: User, at: datetime) -> DecisionRecord:
    return _keep(
        engagement,
        at,
        slug=decision.slug,
        verdict=decision.verdict,
        strength=decision.strength or "",
        reason=decision.reason.strip(),
        decider=decision.decider.strip() or by.name,
        decided_by=by,
    )


def _keep(engagement: Engagement, at: datetime, **fields: Any) -> DecisionRecord:
    Engagement.objects.filter(pk=engagement.pk).update(changed_at=at, content_changed_at=at)
    return engagement.decisions.create(decided_at=at, **fields)

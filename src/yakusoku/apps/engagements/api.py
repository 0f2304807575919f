"""Engagements and decisions over HTTP."""

from collections.abc import Sequence
from typing import Any

from django.utils.timezone import now
from ninja import Schema
from ninja.pagination import paginate

from yakusoku.apps.accounts.access import Acting, require
from yakusoku.apps.engagements import access, services, work_api
from yakusoku.apps.engagements.catalogue_api import router as catalogue_router
from yakusoku.apps.engagements.choice import Choice, ChoiceRow, choice_of
from yakusoku.apps.engagements.drafts import mark_of_facts
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.engagements.rules_api import router as rules_router
from yakusoku.apps.engagements.work_api import verdict_seen
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.catalogue.strength import Strength
from yakusoku.domain.engagements.decisions import Decision, Verdict
from yakusoku.web.api import ApiRequest, Line, Listed, Marked, Pages, Problem, Replacing, Text

router = work_api.router
router.add_router("", rules_router)
router.add_router("", catalogue_router)


class EngagementOut(Marked):
    """An engagement; `profile` is empty until its facts are complete, and like `mark` for the contractor's side."""

    id: int
    reference: str
    title: str
    department: str
    contractor: str | None
    profile: dict[str, Any]


class ConflictOut(Schema):
    """A fact of the work that the chosen clause cannot stand."""

    need: str
    reason: str
    resolution: str | None


class ChoiceOut(Marked):
    """One requirement with its proposal and the verdict that counts (empty: none)."""

    slug: str
    title: str
    proposed: str
    strength: str
    verdict: str
    why: list[str]
    risk: str
    conflicts: list[ConflictOut]


class DecisionIn(Replacing):
    """A verdict; `decider` empty: the owner of the token."""

    decision: Verdict
    strength: Strength | None = None
    reason: Text = ""
    decider: Line = ""


def engagement_out(engagement: Engagement, who: Acting) -> EngagementOut:
    """Return an engagement as JSON values; the facts as the client keeps them are the client's alone."""
    client = engagement.organization_id == who.organization.pk
    return EngagementOut(
        id=engagement.pk,
        reference=engagement.reference,
        title=engagement.title,
        department=engagement.department.name,
        contractor=engagement.contractor.name if engagement.contractor else None,
        profile=engagement.profile if client else {},
        mark=mark_of_facts(engagement) if client else "",
    )


def choice_out(row: ChoiceRow) -> ChoiceOut:
    """Return a row of the choice as JSON values."""
    conflicts = [
        ConflictOut(
            need=c.obstacle.fact,
            reason=c.obstacle.text,
            resolution=c.resolution.strength if c.resolution else None,
        )
        for c in row.conflicts
    ]
    return ChoiceOut(
        slug=row.slug,
        title=row.proposal.requirement.title,
        proposed=row.proposal.variant.strength,
        strength=row.chosen,
        verdict=row.verdict,
        why=list(row.proposal.why),
        risk=row.proposal.requirement.risk,
        conflicts=conflicts,
        mark=row.mark,
    )


def described_choice(engagement: Engagement) -> Choice:
    """Return the choice. Raises NotDescribed."""
    if not engagement.described:
        raise services.NotDescribed()
    return choice_of(engagement)


@router.get("/engagements", response=list[EngagementOut], summary="委託業務の一覧")
@paginate(Pages)
def engagements(request: ApiRequest) -> Sequence[EngagementOut]:
    """List the engagements that the caller sees, newest change first."""
    rows = access.engagements_of(request.auth)
    return Listed(rows, lambda page: [engagement_out(row, request.auth) for row in page])


@router.get("/engagements/{pk}", response={200: EngagementOut, 404: Problem}, summary="委託業務")
def engagement(request: ApiRequest, pk: int) -> EngagementOut:
    """Return one engagement."""
    return engagement_out(access.engagement_for(request.auth, pk), request.auth)


@router.get("/engagements/{pk}/decisions", response={200: list[ChoiceOut], 409: Problem}, summary="採否")
@paginate(Pages)
def decisions(request: ApiRequest, pk: int) -> list[ChoiceOut]:
    """Return which requirements fit the work and what was decided."""
    found = access.client_engagement_for(request.auth, pk)
    return [choice_out(row) for row in described_choice(found).rows]


@router.post(
    "/engagements/{pk}/decisions/{slug}", response={200: ChoiceOut, 409: Problem}, summary="採否を決める"
)
def decide(request: ApiRequest, pk: int, slug: str, body: DecisionIn) -> ChoiceOut | None:
    """Record a verdict on one requirement."""
    who = require(request.auth, Act.MAKE_DECISION)
    found = access.client_engagement_for(who, pk, Act.MAKE_DECISION)
    decision = Decision(slug, body.decision, body.strength, body.reason, body.decider or who.user.name)
    services.decide(found, decision, seen=verdict_seen(body.mark), by=who.user, at=now())
    row = described_choice(found).row(slug)
    return choice_out(row) if row else None

"""What is due on the way to the contract, on either side."""

from datetime import datetime

from django.urls import reverse

from yakusoku.apps.candidates.models import Candidacy, ItemState, Outcome, PlanItem
from yakusoku.apps.candidates.queries import (
    assessment_of,
    contract_of,
    is_answered,
    needs_board,
    plan_of,
    readiness_of,
)
from yakusoku.apps.duties.services import owe, settle
from yakusoku.apps.engagements.models import Engagement
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.candidates.gate import obstacles

SELECT = "candidate.select"
ASSESS, AGREE = "candidate.assess", "plan.agree"
SUBMIT, CONTRACT = "candidate.submit", "contract.enter"
NAME, WRITE = "candidate.name-responsible", "plan.write"
CARRY_OUT, VERIFY = "plan.carry-out", "plan.verify"
OF_CLIENT = {
    ASSESS: Act.OPEN_INSPECTION,
    AGREE: Act.WRITE_PLAN,
    SUBMIT: Act.SELECT_CANDIDATE,
    CONTRACT: Act.ENTER_CONTRACT,
}


def to_select(engagement: Engagement, *, at: datetime) -> None:
    """The department has to select a candidate."""
    owe(
        SELECT,
        engagement,
        organization=engagement.organization,
        department=engagement.department,
        act=Act.SELECT_CANDIDATE,
        engagement=engagement.pk,
        about=engagement.title,
        href=reverse("candidacy", args=[engagement.pk]),
        at=at,
    )


def bring_up_to_date(candidacy: Candidacy, *, at: datetime) -> None:
    """Let the one next thing of each side be due, and nothing once the candidacy is over."""
    candidacy.refresh_from_db()
    settle(SELECT, candidacy.engagement, at=at)
    over = candidacy.over or contract_of(candidacy.engagement) is not None
    plan = plan_of(candidacy, None if over else assessment_of(candidacy))
    writing = is_answered(candidacy) and candidacy.plan_agreed_at is None
    _of_client(candidacy, None if over else _next_of_client(candidacy, plan.left, writing), at)
    named = bool(candidacy.responsible_person) or candidacy.over
    _of_candidate(candidacy, NAME, not named, reverse("candidate", args=[candidacy.pk]), 0, at)
    unwritten = plan.left if writing and not over else 0
    _of_candidate(candidacy, WRITE, bool(unwritten), reverse("plan", args=[candidacy.pk]), unwritten, at)


def _next_of_client(candidacy: Candidacy, left: int, writing: bool) -> str | None:
    """Return what the client does next; None: it waits for the candidate, a publication or the board."""
    if candidacy.pre_assessment_id is None:
        return ASSESS
    if writing:
        return None if left else AGREE
    engagement = candidacy.engagement
    if not obstacles(readiness_of(engagement, candidacy)):
        return CONTRACT
    named = bool(candidacy.responsible_person)
    asks = candidacy.plan_agreed_at is not None and candidacy.submitted_at is None and named
    undecided = candidacy.outcome in (Outcome.HELD, Outcome.CONTINUED)
    return SUBMIT if asks and undecided and needs_board(engagement) else None


def _of_client(candidacy: Candidacy, wanted: str | None, at: datetime) -> None:
    for other in OF_CLIENT.keys() - {wanted}:
        settle(other, candidacy, at=at)
    if wanted is None:
        return
    engagement = candidacy.engagement
    owe(
        wanted,
        candidacy,
        organization=engagement.organization,
        department=engagement.department,
        act=OF_CLIENT[wanted],
        engagement=engagement.pk,
        about=engagement.title,
        href=reverse("candidacy", args=[engagement.pk]),
        at=at,
    )


def _of_candidate(candidacy: Candidacy, kind: str, wanted: bool, href: str, left: int, at: datetime) -> None:
    if not wanted:
        settle(kind, candidacy, at=at)
        return
    owe(
        kind,
        candidacy,
        organization=candidacy.company,
        act=Act.WRITE_PLAN,
        engagement=candidacy.engagement_id,
        about=candidacy.engagement.title,
        href=href,
        left=left,
        at=at,
    )


def to_carry_out(item: PlanItem, *, at: datetime) -> None:
    """The contractor has to do what it planned, by the day it named; said again after a report fell short."""
    candidacy = item.candidacy
    settle(VERIFY, item, at=at)
    owe(
        CARRY_OUT,
        item,
        organization=candidacy.company,
        act=Act.WRITE_PLAN,
        engagement=candidacy.engagement_id,
        about=candidacy.engagement.title,
        href=_address(item),
        due_on=item.by_when,
        at=at,
    )


def to_verify(item: PlanItem, *, at: datetime) -> None:
    """The department has to look whether the measure was really taken."""
    engagement = item.candidacy.engagement
    settle(CARRY_OUT, item, at=at)
    owe(
        VERIFY,
        item,
        organization=engagement.organization,
        department=engagement.department,
        act=Act.WRITE_VERIFICATION,
        engagement=engagement.pk,
        about=engagement.title,
        href=_address(item),
        at=at,
    )


def item_done(item: PlanItem, *, at: datetime) -> None:
    """Nobody has to do anything about the item any more."""
    for kind in (CARRY_OUT, VERIFY):
        settle(kind, item, at=at)


def after_contract(candidacy: Candidacy, *, at: datetime) -> None:
    """The measures of the plan are due from now on."""
    bring_up_to_date(candidacy, at=at)
    for item in candidacy.plan_items.filter(way="measure", state=ItemState.OPEN).select_related("candidacy"):
        to_carry_out(item, at=at)


def _address(item: PlanItem) -> str:
    return f"{reverse('plan', args=[item.candidacy_id])}#{item.key}"

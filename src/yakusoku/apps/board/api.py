"""The board over HTTP: the same acts as on the pages."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import QuerySet
from django.utils.timezone import now
from ninja import Schema
from ninja.pagination import paginate

from yakusoku.apps.accounts.access import Acting, require
from yakusoku.apps.board import access, deliberation, planning_api
from yakusoku.apps.board.condition_api import router as conditions
from yakusoku.apps.board.deliberation_api import router as deliberations
from yakusoku.apps.board.deliberation_api import votes_seen
from yakusoku.apps.board.models import ConditionState, Item, ItemState, Meeting
from yakusoku.apps.board.queries import agenda_of, ballot_of, rule_of, rules_of
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.board.voting import Result, Vote, count
from yakusoku.web.api import ApiRequest, Listed, Pages, Problem, Replacing, Text

# One router for what shares an address: GET and POST of the same path stand together.
router = planning_api.router
for each in (deliberations, conditions):
    router.add_router("", each)


class MeetingOut(Schema):
    """One meeting of the board."""

    id: int
    number: int
    manner: str
    held_on: date
    place: str
    stage: str


class BoardItemOut(Schema):
    """One item of an agenda, as far as the caller may read it.

    standing, counts   where the voting stands; counts only for the secretariat, or once it is decided
    discussion         empty for a clerk and for who stepped aside
    decision_mark      of the wording of the decision, for its correction
    vote_mark          of the votes that the caller may read, the own one or all, for a vote
    """

    id: int
    title: str
    engagement: int | None
    company: str
    state: str
    decided: str
    decision: str
    standing: str
    members: int
    present: int
    needed: int
    waiting: int
    counts: dict[str, int]
    discussion: str
    conditions: list[int]
    decision_mark: str
    vote_mark: str


class VoteIn(Replacing):
    """The caller's own vote."""

    vote: Vote
    comment: Text = ""


class BoardDecisionIn(Schema):
    """The wording of a decision."""

    decision: Text = ""


def item_out(item: Item, who: Acting) -> BoardItemOut:
    """Return an item as JSON values."""
    return items_out([item], item.meeting, who)[0]


def items_out(items: Iterable[Item], meeting: Meeting, who: Acting) -> list[BoardItemOut]:
    """Return items of one meeting as JSON values."""
    rule, seats = rule_of(rules_of(meeting.organization_id)), list(meeting.seats.all())
    return [_told(item, count(rule, ballot_of(item, seats)), who) for item in items]


def _told(item: Item, result: Result, who: Acting) -> BoardItemOut:
    reads = access.reads_deliberation(who, item)
    told = reads and (who.may(Act.RUN_BOARD) or item.state == ItemState.CLOSED)
    hidden = (ConditionState.PROPOSED, ConditionState.DROPPED)
    return BoardItemOut(
        id=item.pk,
        title=str(item),
        engagement=item.candidacy.engagement_id if item.candidacy else None,
        company=item.candidacy.company.name if item.candidacy else "",
        state=item.state,
        decided=item.decided,
        decision=item.decision,
        standing=result.standing if reads else "",
        members=result.members,
        present=result.present,
        needed=result.needed,
        waiting=len(result.waiting) if reads else 0,
        counts={vote.value: result.counts.get(vote, 0) for vote in Vote} if told else {},
        discussion=item.discussion if reads else "",
        conditions=[condition.pk for condition in item.conditions.all() if condition.state not in hidden],
        decision_mark=deliberation.mark_of(item.decision),
        vote_mark=_votes_read(item, who) if reads else "",
    )


def _votes_read(item: Item, who: Acting) -> str:
    secretary = who.may(Act.RUN_BOARD)
    return " ".join(vote.stamp for vote in item.votes.all() if secretary or vote.user_id == who.user.pk)


@router.get("/board/meetings", response=list[MeetingOut], summary="審査会の会議")
@paginate(Pages)
def meetings(request: ApiRequest) -> "QuerySet[Meeting]":
    """List the meetings, the latest first."""
    return access.meetings_of(request.auth).order_by("-held_on", "-pk")


@router.get(
    "/board/meetings/{pk}/items", response={200: list[BoardItemOut], 404: Problem}, summary="会議の議案"
)
@paginate(Pages)
def items(request: ApiRequest, pk: int) -> Sequence[BoardItemOut]:
    """List the items of a meeting in order."""
    meeting = access.meeting_for(request.auth, pk)
    return Listed(agenda_of(meeting), lambda page: items_out(page, meeting, request.auth))


@router.get(
    "/board/meetings/{meeting}/items/{pk}", response={200: BoardItemOut, 404: Problem}, summary="議案"
)
def item(request: ApiRequest, meeting: int, pk: int) -> BoardItemOut:
    """Return an item."""
    return item_out(access.item_for(request.auth, meeting, pk), request.auth)


@router.post(
    "/board/meetings/{meeting}/items/{pk}/vote",
    response={200: BoardItemOut, 409: Problem},
    summary="投票する",
)
def vote(request: ApiRequest, meeting: int, pk: int, body: VoteIn) -> BoardItemOut:
    """Set the caller's own vote."""
    who = require(request.auth, Act.VOTE)
    found = access.item_for(who, meeting, pk)
    seen = votes_seen(body.mark)
    deliberation.vote(found, body.vote, body.comment, seen=seen, by=who.user, at=now())
    return item_out(access.item_for(who, meeting, pk), who)


@router.post(
    "/board/meetings/{meeting}/items/{pk}/decide",
    response={200: BoardItemOut, 409: Problem},
    summary="議案を決する",
)
def decide(request: ApiRequest, meeting: int, pk: int, body: BoardDecisionIn) -> BoardItemOut:
    """Decide an item by the votes."""
    found = access.item_to_run(request.auth, meeting, pk)
    deliberation.close_item(found, body.decision, by=request.auth.user, at=now())
    return item_out(access.item_for(request.auth, meeting, pk), request.auth)

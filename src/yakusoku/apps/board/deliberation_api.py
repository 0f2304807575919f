"""What a meeting does with an item, over HTTP. Mounted by the router of the board."""

from datetime import date
from typing import Annotated

from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Field, Router, Schema, Status
from pydantic import AfterValidator, StringConstraints

from yakusoku.apps.accounts.access import require
from yakusoku.apps.accounts.models import User
from yakusoku.apps.board import access, deliberation
from yakusoku.apps.board.models import Side
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.board.voting import Decided, Vote
from yakusoku.web.api import ApiRequest, Marked, Number, Problem, ReasonIn, Replacing, Text, storable

router = Router(tags=["board"])
REFUSED = {404: Problem, 409: Problem}
Long = Annotated[str, StringConstraints(max_length=20_000), AfterValidator(storable)]
Wording = Annotated[str, StringConstraints(max_length=5_000), AfterValidator(storable)]


class RoomVoteIn(Replacing):
    """A vote given in the room."""

    member: Number
    vote: Vote


class DiscussionIn(Schema):
    """What was said. `before`: the mark of the text that the writer saw."""

    discussion: Long
    before: str = Field(max_length=16)


class DiscussionOut(Marked):
    """What was said, and the mark to send as `before` when it is changed."""

    discussion: str


class ConditionIn(Schema):
    """A condition of an approval."""

    text: Annotated[Text, StringConstraints(min_length=1)]
    side: Side
    due_on: date
    proof: str = Field(max_length=300)


class ProposedOut(Schema):
    """The number of a proposed condition."""

    id: int


class AloneIn(Schema):
    """A decision of the chair alone, with its reason and wording."""

    decided: Decided
    reason: Wording


class CorrectionIn(Replacing):
    """Another wording of a decision that was made, and why."""

    decision: Wording = ""
    reason: Text


def votes_seen(mark: str | None) -> list[str] | None:
    """Return the stamps of the votes that were read, of an item's `vote_mark`."""
    return None if mark is None else mark.split()


@router.post(
    "/board/meetings/{meeting}/items/{pk}/conflict",
    response={204: None, **REFUSED},
    summary="利害関係を申し出る",
)
def declare_conflict(request: ApiRequest, meeting: int, pk: int, body: ReasonIn) -> Status[None]:
    """Let the caller step aside."""
    who = require(request.auth, Act.VOTE)
    found = access.item_for(who, meeting, pk)
    deliberation.declare_conflict(found, body.reason, by=who.user, at=now())
    return Status(204, None)


@router.post(
    "/board/meetings/{meeting}/items/{pk}/room-vote",
    response={204: None, **REFUSED},
    summary="会議室での投票を書き留める",
)
def room_vote(request: ApiRequest, meeting: int, pk: int, body: RoomVoteIn) -> Status[None]:
    """Write down a vote given in the room."""
    who = require(request.auth, Act.RUN_BOARD)
    found = access.item_to_run(who, meeting, pk)
    member = get_object_or_404(User.objects.filter(board_seats__meeting=found.meeting_id), pk=body.member)
    seen = votes_seen(body.mark)
    deliberation.vote(found, body.vote, "", of=member, seen=seen, by=who.user, at=now())
    return Status(204, None)


@router.get(
    "/board/meetings/{meeting}/items/{pk}/discussion",
    response={200: DiscussionOut, 404: Problem},
    summary="審議の内容",
)
def read_discussion(request: ApiRequest, meeting: int, pk: int) -> DiscussionOut:
    """Return what was said, for who writes it down."""
    text = access.item_to_run(request.auth, meeting, pk).discussion
    return DiscussionOut(discussion=text, mark=deliberation.mark_of(text))


@router.put(
    "/board/meetings/{meeting}/items/{pk}/discussion",
    response={200: DiscussionOut, **REFUSED},
    summary="審議の内容を書く",
)
def write_discussion(request: ApiRequest, meeting: int, pk: int, body: DiscussionIn) -> DiscussionOut:
    """Keep what was said, if nobody wrote meanwhile."""
    found = access.item_to_run(request.auth, meeting, pk)
    deliberation.write_discussion(found, body.discussion, body.before, by=request.auth.user, at=now())
    return read_discussion(request, meeting, pk)


@router.post(
    "/board/meetings/{meeting}/items/{pk}/conditions",
    response={201: ProposedOut, **REFUSED},
    summary="条件の案を加える",
)
def propose_condition(request: ApiRequest, meeting: int, pk: int, body: ConditionIn) -> Status[ProposedOut]:
    """Add a condition to what may be decided."""
    found = access.item_to_run(request.auth, meeting, pk)
    made = deliberation.propose_condition(
        found, body.text, body.side, body.due_on, body.proof, by=request.auth.user, at=now()
    )
    return Status(201, ProposedOut(id=made.pk))


@router.delete(
    "/board/meetings/{meeting}/items/{pk}/conditions/{condition}",
    response={204: None, **REFUSED},
    summary="条件の案を取り下げる",
)
def withdraw_condition(request: ApiRequest, meeting: int, pk: int, condition: int) -> Status[None]:
    """Take a proposed condition away."""
    found = access.item_to_run(request.auth, meeting, pk)
    proposed = get_object_or_404(found.conditions, pk=condition)
    deliberation.withdraw_condition(proposed, by=request.auth.user, at=now())
    return Status(204, None)


@router.post(
    "/board/meetings/{meeting}/items/{pk}/alone",
    response={204: None, **REFUSED},
    summary="専決を記録する",
)
def decide_alone(request: ApiRequest, meeting: int, pk: int, body: AloneIn) -> Status[None]:
    """Take a decision of the chair alone."""
    found = access.item_to_run(require(request.auth, Act.VOTE), meeting, pk)
    deliberation.decide_alone(found, body.decided, body.reason, by=request.auth.user, at=now())
    return Status(204, None)


@router.post(
    "/board/meetings/{meeting}/items/{pk}/correction",
    response={204: None, **REFUSED},
    summary="決定の文を訂正する",
)
def correct_decision(request: ApiRequest, meeting: int, pk: int, body: CorrectionIn) -> Status[None]:
    """Put the wording of a decision right."""
    found = access.item_to_run(request.auth, meeting, pk)
    deliberation.correct_decision(
        found, body.decision, body.reason, before=body.mark, by=request.auth.user, at=now()
    )
    return Status(204, None)

"""Writing what happens at one item: interests, votes, what is said, and the decision."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from yakusoku.apps.accounts.models import User
from yakusoku.apps.audit.services import record
from yakusoku.apps.board import duties
from yakusoku.apps.board.holding import hold_item, hold_meeting
from yakusoku.apps.board.models import (
    Attendance,
    Basis,
    Condition,
    ConditionState,
    Item,
    ItemState,
    Meeting,
    Seat,
    Side,
    Stage,
    VoteRecord,
)
from yakusoku.apps.board.queries import ballot_of, rule_of, rules_of
from yakusoku.apps.board.refusals import (
    ChangedMeanwhile,
    ConditionPast,
    ConditionsMissing,
    ItemClosed,
    MeetingNotOpen,
    NotAMember,
    NotPresent,
    OnlyTheChair,
    ReasonMissing,
    SteppedAside,
)
from yakusoku.apps.candidates.models import Outcome
from yakusoku.apps.candidates.services import conclude
from yakusoku.apps.engagements.queries import profile_of
from yakusoku.domain.audit.chain import JSON
from yakusoku.domain.board.minutes import TOLD_FACTS, about_case
from yakusoku.domain.board.voting import Decided, Result, Vote, count, require_chair, require_decision
from yakusoku.domain.packs.labels import tell_facts


@transaction.atomic
def confirm_reading(meeting: Meeting, *, by: User, at: datetime) -> None:
    """Note that a member has read the papers and declared every interest. Raises NotAMember, MeetingNotOpen."""
    present = hold_meeting(meeting)
    if present.stage != Stage.CALLED:
        raise MeetingNotOpen(stage=Stage(present.stage).label)
    seat = Seat.objects.filter(meeting=meeting, user=by)
    if not seat.exists():
        raise NotAMember()
    if seat.filter(read_at__isnull=True).update(read_at=at):
        duties.reading(meeting, at=at)
        organization = meeting.organization_id
        record("papers.read", meeting, by=by, at=at, organization=organization)


@transaction.atomic
def declare_conflict(item: Item, reason: str, *, by: User, at: datetime) -> None:
    """Let a member step aside from an item, for good; a vote of theirs goes.

    raises   ReasonMissing, ItemClosed, NotAMember
    """
    present = _locked(item)
    _seat(present, by)
    if not reason.strip():
        raise ReasonMissing()
    _, new = present.conflicts.get_or_create(user=by, defaults={"reason": reason.strip(), "declared_at": at})
    if not new:
        return
    present.votes.filter(user=by).delete()
    duties.voting(present, at=at)
    _log("conflict.declared", present, by, at, reason=reason.strip())


@transaction.atomic
def vote(
    item: Item,
    choice: Vote,
    comment: str,
    *,
    of: User | None = None,
    seen: Collection[str] | None = None,
    by: User,
    at: datetime,
) -> VoteRecord:
    """Set a member's vote; until the item is closed it can be changed.

    of       whose vote it is, where the secretariat writes down one given in the room; None: `by`
    seen     stamps of the votes that the page showed: one that it did not show is not written over
    raises   ItemClosed, NotAMember, NotPresent, SteppedAside, ChangedMeanwhile
    """
    present = _locked(item)
    member = of or by
    seat = _seat(present, member)
    if seat.attendance != Attendance.PRESENT:
        raise NotPresent()
    # Whoever stepped aside neither votes nor writes down what others vote.
    if present.conflicts.filter(user__in=(member, by)).exists():
        raise SteppedAside()
    before = present.votes.filter(user=member).first()
    if seen is not None and before is not None and before.stamp not in seen:
        raise ChangedMeanwhile()
    kept, _ = VoteRecord.objects.update_or_create(
        item=present,
        user=member,
        defaults={
            "vote": choice,
            "comment": comment.strip(),
            "cast_at": at,
            "recorded_by": None if member == by else by,
        },
    )
    duties.voting(present, at=at)
    _log("vote.cast", present, by, at, {"member": member.pk, "vote": choice.value})
    return kept


def mark_of(text: str) -> str:
    """Return a mark of a text, by which a later change of it is noticed."""
    return sha256(text.encode()).hexdigest()[:16]


@transaction.atomic
def write_discussion(item: Item, text: str, before: str, *, by: User, at: datetime) -> None:
    """Keep what was said. Once the meeting is over this is a correction, which new minutes make known.

    before   `mark_of` the text that the writer saw
    raises   ChangedMeanwhile, SteppedAside, ItemClosed for an item off the agenda
    """
    present = _locked(item, ItemState.OPEN, ItemState.CLOSED)
    _need_free(present, by)
    if before != mark_of(present.discussion):
        raise ChangedMeanwhile()
    if text.strip() == present.discussion:
        return
    Item.objects.filter(pk=item.pk).update(discussion=text.strip())
    item.discussion = text.strip()
    _corrected(present, at)
    _log("discussion.written", present, by, at)


@transaction.atomic
def correct_decision(
    item: Item, text: str, reason: str, *, before: str | None = None, by: User, at: datetime
) -> None:
    """Put the wording of a decision right; what was decided stays.

    before   `mark_of` the wording that the writer saw
    raises   ReasonMissing, ItemClosed, ChangedMeanwhile
    """
    present = _locked(item, ItemState.CLOSED)
    _need_free(present, by)
    if not reason.strip():
        raise ReasonMissing()
    if before is not None and before != mark_of(present.decision):
        raise ChangedMeanwhile()
    Item.objects.filter(pk=item.pk).update(decision=text.strip())
    _corrected(present, at)
    _log("decision.corrected", present, by, at, reason=reason.strip())


@transaction.atomic
def propose_condition(
    item: Item, text: str, side: Side, due_on: date, proof: str, *, by: User, at: datetime
) -> Condition:
    """Add a condition to an open case; the decision makes it binding. Raises ItemClosed, ConditionPast."""
    present = _locked(item)
    _need_free(present, by)
    if due_on < timezone.localtime(at).date():
        raise ConditionPast()
    condition = present.conditions.create(
        text=text.strip(), side=side, due_on=due_on, proof=proof.strip(), state=ConditionState.PROPOSED
    )
    facts: dict[str, JSON] = {"condition": condition.pk, "side": side.value, "due": due_on.isoformat()}
    _log("condition.proposed", present, by, at, facts)
    return condition


@transaction.atomic
def withdraw_condition(condition: Condition, *, by: User, at: datetime) -> None:
    """Take a proposed condition away. Raises ItemClosed."""
    present = _locked(condition.item)
    _need_free(present, by)
    moved = Condition.objects.filter(pk=condition.pk, state=ConditionState.PROPOSED).update(
        state=ConditionState.DROPPED
    )
    if moved:
        _log("condition.withdrawn", present, by, at, {"condition": condition.pk})


@transaction.atomic
def close_item(item: Item, text: str, *, by: User, at: datetime) -> Decided:
    """Decide an item by the votes; return what was decided.

    raises   ItemClosed, SteppedAside, NoQuorum, VotesMissing, NoMajority, ConditionsMissing
    """
    present = _locked(item)
    _need_free(present, by)
    result = require_decision(rule_of(rules_of(present.meeting.organization_id)), ballot_of(present))
    decided = result.decided
    assert decided is not None  # `require_decision` returns no other
    return _close(present, decided, Basis.TIE if result.by_chair else Basis.VOTES, text, result, by, at)


@transaction.atomic
def decide_alone(item: Item, decided: Decided, reason: str, *, by: User, at: datetime) -> Decided:
    """Let the chair decide an item alone, in writing, where the board's rule allows it.

    raises   ItemClosed, OnlyTheChair, ChairMayNotDecide, ConditionsMissing
    """
    present = _locked(item)
    if present.meeting.chair_id != by.pk:
        raise OnlyTheChair()
    rule, ballot = rule_of(rules_of(present.meeting.organization_id)), ballot_of(present)
    require_chair(rule, ballot, reason)
    return _close(present, decided, Basis.CHAIR, reason, count(rule, ballot), by, at)


def _close(
    item: Item, decided: Decided, basis: Basis, text: str, result: Result, by: User, at: datetime
) -> Decided:
    proposed = item.conditions.filter(state=ConditionState.PROPOSED)
    binding = decided is Decided.CONDITIONAL
    if binding and item.candidacy_id and not proposed.exists():
        raise ConditionsMissing()
    moved = Item.objects.filter(pk=item.pk, state=ItemState.OPEN).update(
        state=ItemState.CLOSED,
        decided=decided,
        basis=basis,
        decision=text.strip(),
        told=told_of(item, result),
        closed_by=by,
        closed_at=at,
    )
    if not moved:
        raise ItemClosed()
    item.refresh_from_db()
    conditions = list(proposed)
    proposed.update(state=ConditionState.OPEN if binding else ConditionState.DROPPED)
    for condition in conditions if binding else ():
        condition.item = item
        duties.to_meet(condition, at=at)
    duties.voting(item, at=at)
    if item.candidacy is not None:
        conclude(item.candidacy, Outcome(decided.value), by=by, at=at)
        duties.scheduling(item.meeting.organization, at=at)
    counts: dict[str, JSON] = {vote.value: number for vote, number in result.counts.items()}
    facts: dict[str, JSON] = {"decided": decided.value, "basis": basis.value, "votes": counts}
    _log("item.closed", item, by, at, facts, reason=text.strip())
    return decided


def told_of(item: Item, result: Result) -> dict[str, JSON]:
    """Return what the minutes tell of an item, as it is at this moment: later the work may be told anew."""
    told: dict[str, JSON] = {
        "title": str(item),
        "members": result.members,
        "present": result.present,
        "needed": result.needed,
        "facts": [],
    }
    if item.candidacy is None:
        return told
    work = item.candidacy.engagement
    facts = tell_facts(profile_of(work)) if work.described else ()
    kept = [[label, value] for label, value in facts if label in TOLD_FACTS]
    about = about_case(work.reference, work.department.name, item.candidacy.company.name)
    return {**told, "facts": [*map(list, about), *kept]}


def _locked(item: Item, *states: ItemState) -> Item:
    """Lock the item and make sure that it may be worked on: open and called, unless `states` say otherwise."""
    present = hold_item(item)
    if present.state not in (states or (ItemState.OPEN,)):
        raise ItemClosed()
    if not states and present.meeting.stage != Stage.CALLED:
        raise MeetingNotOpen(stage=Stage(present.meeting.stage).label)
    return present


def _seat(item: Item, member: User) -> Seat:
    seat = Seat.objects.filter(meeting=item.meeting_id, user=member).first()
    if seat is None:
        raise NotAMember()
    return seat


def _need_free(item: Item, person: User) -> None:
    if item.conflicts.filter(user=person).exists():
        raise SteppedAside()


def _corrected(item: Item, at: datetime) -> None:
    """Minutes that were approved no longer say what is written: the chair approves new ones."""
    if item.meeting.minutes.exists():
        duties.to_approve(item.meeting, at=at)


def _log(
    code: str,
    item: Item,
    by: User,
    at: datetime,
    facts: Mapping[str, JSON] | None = None,
    *,
    reason: str = "",
) -> None:
    organization = item.meeting.organization_id
    record(code, item, by=by, at=at, organization=organization, reason=reason, facts=facts or {})

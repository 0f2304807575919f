"""Writing the board's rule, its meetings and their agendas."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import TypedDict

from django.db import transaction
from django.db.models import Max

from yakusoku.apps.accounts.models import Organization, User
from yakusoku.apps.audit.services import record
from yakusoku.apps.board import duties
from yakusoku.apps.board.holding import hold_board, hold_meeting
from yakusoku.apps.board.models import (
    Attendance,
    BoardRules,
    Item,
    ItemState,
    Manner,
    Meeting,
    Seat,
    Stage,
)
from yakusoku.apps.board.queries import UNDECIDED, boards_with_waiting_cases, members_of, rules_of
from yakusoku.apps.board.refusals import (
    CaseNotWaiting,
    ChairMissing,
    ItemClosed,
    ItemsOpen,
    MeetingNotOpen,
    NoMembers,
    NotAMember,
    NothingOnAgenda,
)
from yakusoku.apps.candidates.models import Candidacy
from yakusoku.domain.audit.chain import JSON
from yakusoku.domain.board.voting import Quorum, Rule, check_rule
from yakusoku.web.edits import mark_of, mark_of_row, require_unchanged

BEFORE_THE_END = (Stage.PLANNED, Stage.CALLED)


class Plan(TypedDict):
    """When, where and how a meeting is held."""

    manner: str
    held_on: date
    starts_at: time | None
    place: str
    note: str
    chair: User | None


@transaction.atomic
def set_rules(
    organization: Organization,
    rule: Rule,
    *,
    name: str,
    chair: User | None,
    names_in_minutes: bool,
    seen: str | None = None,
    by: User,
    at: datetime,
) -> BoardRules:
    """Settle how the board of an organisation works.

    seen     the mark of what the page showed
    raises   QuorumOutOfRange, NotAMember, ChangedMeanwhile
    """
    check_rule(rule)
    hold_board(organization.pk)
    require_unchanged(seen, mark_of_row(rules_of(organization.pk)))
    _need_member(organization, chair)
    told: dict[str, JSON] = {
        "quorum": rule.quorum.value,
        "quorum_value": 0 if rule.quorum is Quorum.MAJORITY else rule.quorum_value,
        "abstentions_count": rule.abstentions_count,
        "chair_breaks_ties": rule.chair_breaks_ties,
        "chair_may_decide": rule.chair_may_decide,
        "names_in_minutes": names_in_minutes,
    }
    kept, _ = BoardRules.objects.update_or_create(
        organization=organization,
        defaults={**told, "name": name.strip(), "chair": chair, "changed_by": by, "changed_at": at},
    )
    facts = {**told, "chair": chair.pk if chair else None}
    record("board.rules-set", kept, by=by, at=at, organization=organization.pk, facts=facts)
    return kept


@transaction.atomic
def plan_meeting(organization: Organization, plan: Plan, *, by: User, at: datetime) -> Meeting:
    """Begin a meeting; nobody is called yet. Raises NotAMember for a chair from outside."""
    # Of two at once, the second gets the next number.
    hold_board(organization.pk)
    _need_member(organization, plan["chair"])
    last = Meeting.objects.filter(organization=organization).aggregate(last=Max("number"))["last"] or 0
    chair = plan["chair"] or rules_of(organization.pk).chair
    meeting = Meeting.objects.create(
        organization=organization,
        number=last + 1,
        created_by=by,
        created_at=at,
        **{**plan, "chair": chair},
    )
    _log("meeting.planned", meeting, by, at, {"number": meeting.number, "day": meeting.held_on.isoformat()})
    return meeting


@transaction.atomic
def change_meeting(meeting: Meeting, plan: Plan, *, seen: str | None = None, by: User, at: datetime) -> None:
    """Change when, where and how a meeting is held, and who presides.

    seen     the mark of the plan as the page showed it
    raises   MeetingNotOpen, NotAMember, ChairMissing, ChangedMeanwhile
    """
    present = _locked(meeting, *BEFORE_THE_END)
    require_unchanged(seen, mark_of_row(present))
    _need_member(present.organization, plan["chair"])
    Meeting.objects.filter(pk=meeting.pk).update(**plan)
    meeting.refresh_from_db()
    if meeting.stage == Stage.CALLED:
        if meeting.chair is None:
            raise ChairMissing()
        if meeting.manner == Manner.WRITTEN:
            meeting.seats.filter(attendance=Attendance.UNKNOWN).update(attendance=Attendance.PRESENT)
        duties.called(meeting, at=at)
        for item in meeting.items.filter(state=ItemState.OPEN):
            duties.voting(item, at=at)
    facts: dict[str, JSON] = {"manner": meeting.manner, "day": meeting.held_on.isoformat()}
    _log("meeting.changed", meeting, by, at, {**facts, "chair": meeting.chair_id})


@transaction.atomic
def call(meeting: Meeting, *, by: User, at: datetime) -> None:
    """Call the members: they read the papers, tell conflicts and come.

    raises   MeetingNotOpen, NothingOnAgenda, NoMembers, ChairMissing
    """
    present = _locked(meeting, Stage.PLANNED)
    if not present.items.filter(state=ItemState.OPEN).exists():
        raise NothingOnAgenda()
    members = list(members_of(present.organization))
    if not members:
        raise NoMembers()
    if present.chair_id not in {member.pk for member in members}:
        raise ChairMissing()
    written = present.manner == Manner.WRITTEN
    Seat.objects.bulk_create(
        Seat(
            meeting=present,
            user=member,
            attendance=Attendance.PRESENT if written else Attendance.UNKNOWN,
        )
        for member in members
    )
    _move(meeting, Stage.PLANNED, Stage.CALLED, called_at=at)
    duties.called(meeting, at=at)
    for item in meeting.items.filter(state=ItemState.OPEN):
        duties.voting(item, at=at)
    _log("meeting.called", meeting, by, at, {"members": [member.pk for member in members]})


@transaction.atomic
def attend(
    meeting: Meeting,
    attendance: Mapping[int, Attendance],
    *,
    seen: str | None = None,
    by: User,
    at: datetime,
) -> None:
    """Write down who is there, by number of the member.

    seen     the mark of who was there on the page
    raises   MeetingNotOpen, NotAMember, ChangedMeanwhile
    """
    _locked(meeting, Stage.CALLED)
    seats = {seat.user_id: seat for seat in meeting.seats.all()}
    require_unchanged(seen, mark_of_attendance(seats.values()))
    changed = {}
    for member, there in attendance.items():
        if member not in seats:
            raise NotAMember()
        if seats[member].attendance != there:
            seats[member].attendance = changed[member] = there
    Seat.objects.bulk_update([seats[member] for member in changed], ["attendance"])
    for item in meeting.items.filter(state=ItemState.OPEN):
        duties.voting(item, at=at)
    facts: dict[str, JSON] = {f"user:{member}": there.value for member, there in changed.items()}
    _log("meeting.attended", meeting, by, at, facts)


def mark_of_attendance(seats: Iterable[Seat]) -> str:
    """Return the mark of who is written down as there."""
    return mark_of(sorted((seat.user_id, str(seat.attendance)) for seat in seats))


@transaction.atomic
def add_case(meeting: Meeting, candidacy: Candidacy, *, by: User, at: datetime) -> Item:
    """Put a candidacy on the agenda. Raises MeetingNotOpen, CaseNotWaiting."""
    _locked(meeting, *BEFORE_THE_END)
    # Of two at once, the second finds the item of the first.
    rows = Candidacy.objects.select_for_update(no_key=True, of=("self",))
    case = rows.select_related("engagement").get(pk=candidacy.pk)
    waits = case.outcome in UNDECIDED and case.submitted_at is not None
    if not waits or case.board_items.filter(state=ItemState.OPEN).exists():
        raise CaseNotWaiting(title=case.engagement.title)
    return _add(meeting, by, at, candidacy=case)


@transaction.atomic
def add_subject(meeting: Meeting, title: str, *, by: User, at: datetime) -> Item:
    """Put a free subject on the agenda. Raises MeetingNotOpen."""
    _locked(meeting, *BEFORE_THE_END)
    return _add(meeting, by, at, title=title.strip())


@transaction.atomic
def move_item(item: Item, up: bool, *, by: User, at: datetime) -> None:
    """Let an item change places with its neighbour; at the end of the agenda nothing changes."""
    _locked(item.meeting, *BEFORE_THE_END)
    items = list(item.meeting.items.exclude(state=ItemState.DROPPED).order_by("position", "pk"))
    place = next((index for index, each in enumerate(items) if each.pk == item.pk), None)
    other = None if place is None else place + (-1 if up else 1)
    if place is None or other is None or not 0 <= other < len(items):
        return
    items[place], items[other] = items[other], items[place]
    for position, each in enumerate(items, start=1):
        each.position = position
    Item.objects.bulk_update(items, ["position"])
    _log("agenda.ordered", item.meeting, by, at, {"items": [each.pk for each in items]})


@transaction.atomic
def drop_item(item: Item, *, by: User, at: datetime) -> None:
    """Take an undecided item off the agenda; its case waits for another meeting. Raises ItemClosed."""
    _locked(item.meeting, *BEFORE_THE_END)
    moved = Item.objects.filter(pk=item.pk, state=ItemState.OPEN).update(state=ItemState.DROPPED)
    if not moved:
        raise ItemClosed()
    item.refresh_from_db()
    duties.voting(item, at=at)
    duties.scheduling(item.meeting.organization, at=at)
    _log("agenda.dropped", item.meeting, by, at, {"item": item.pk})


@transaction.atomic
def close_meeting(meeting: Meeting, *, by: User, at: datetime) -> None:
    """End a meeting whose agenda is through. Raises MeetingNotOpen, ItemsOpen."""
    _locked(meeting, Stage.CALLED)
    left = meeting.items.filter(state=ItemState.OPEN).count()
    if left:
        raise ItemsOpen(count=left)
    # Whoever was not written down as there was not there.
    meeting.seats.filter(attendance=Attendance.UNKNOWN).update(attendance=Attendance.ABSENT)
    _move(meeting, Stage.CALLED, Stage.CLOSED, closed_at=at)
    duties.held(meeting, at=at)
    _log("meeting.closed", meeting, by, at)


@transaction.atomic
def cancel_meeting(meeting: Meeting, reason: str, *, by: User, at: datetime) -> None:
    """Call a meeting off; its undecided cases wait for another one. Raises MeetingNotOpen, ItemClosed."""
    present = _locked(meeting, *BEFORE_THE_END)
    if present.items.filter(state=ItemState.CLOSED).exists():
        raise ItemClosed()
    present.items.filter(state=ItemState.OPEN).update(state=ItemState.DROPPED)
    _move(meeting, Stage(present.stage), Stage.CANCELLED, closed_at=at)
    duties.cancelled(meeting, at=at)
    duties.scheduling(meeting.organization, at=at)
    _log("meeting.cancelled", meeting, by, at, reason=reason.strip())


def catch_up(*, at: datetime) -> int:
    """Let the secretariat know of cases that wait for a meeting; return in how many organisations anew.

    Asking the board knows nothing of agendas: the tick brings the two together.
    """
    waiting, known = set(boards_with_waiting_cases()), set(duties.scheduled())
    for organization in waiting | known:
        with transaction.atomic():
            hold_board(organization.pk)
            duties.scheduling(organization, at=at)
    return len(waiting - known)


def _add(
    meeting: Meeting, by: User, at: datetime, *, candidacy: Candidacy | None = None, title: str = ""
) -> Item:
    last = meeting.items.aggregate(last=Max("position"))["last"] or 0
    item = meeting.items.create(position=last + 1, candidacy=candidacy, title=title)
    duties.scheduling(meeting.organization, at=at)
    if meeting.stage == Stage.CALLED:
        # There is something new to read, and perhaps another interest to declare.
        meeting.seats.update(read_at=None)
        duties.reading(meeting, at=at)
        duties.voting(item, at=at)
    _log("agenda.added", meeting, by, at, {"item": item.pk, "candidacy": candidacy.pk if candidacy else None})
    return item


def _need_member(organization: Organization, person: User | None) -> None:
    if person is not None and not members_of(organization).filter(pk=person.pk).exists():
        raise NotAMember()


def _locked(meeting: Meeting, *stages: Stage) -> Meeting:
    """Lock the meeting and make sure of its stage; what the caller holds is brought up to date."""
    present = hold_meeting(meeting)
    meeting.stage = present.stage
    if present.stage not in stages:
        raise MeetingNotOpen(stage=Stage(present.stage).label)
    return present


def _move(meeting: Meeting, before: Stage, after: Stage, **fields: object) -> None:
    moved = Meeting.objects.filter(pk=meeting.pk, stage=before).update(stage=after, **fields)
    if not moved:
        raise MeetingNotOpen(stage=before.label)
    meeting.refresh_from_db()


def _log(
    code: str,
    meeting: Meeting,
    by: User,
    at: datetime,
    facts: Mapping[str, JSON] | None = None,
    *,
    reason: str = "",
) -> None:
    organization = meeting.organization_id
    record(code, meeting, by=by, at=at, organization=organization, reason=reason, facts=facts or {})

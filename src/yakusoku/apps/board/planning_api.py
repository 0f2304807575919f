"""Meetings of the board over HTTP, from the plan to the minutes. Mounted by the router of the board."""

from datetime import date, time
from typing import Annotated

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Field, Router, Schema, Status
from pydantic import StringConstraints

from yakusoku.apps.accounts.access import Acting, require
from yakusoku.apps.accounts.models import User
from yakusoku.apps.board import access, deliberation, services
from yakusoku.apps.board.minutes import approve, fingerprint
from yakusoku.apps.board.models import Attendance, Manner, Meeting, MinutesVersion, Stage
from yakusoku.apps.board.queries import members_of, rules_of
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.board.voting import Quorum, Rule
from yakusoku.web.api import ApiRequest, Line, Marked, Number, Problem, ReasonIn, Replacing, Text
from yakusoku.web.edits import mark_of_row

router = Router(tags=["board"])
REFUSED = {404: Problem, 409: Problem}


class BoardRulesIn(Replacing):
    """How the board works. `chair`: number of a member; null: none is named."""

    name: str = Field("", max_length=100)
    chair: Number | None = None
    quorum: Quorum
    quorum_value: int = Field(0, ge=0, le=999)
    abstentions_count: bool = False
    chair_breaks_ties: bool = False
    chair_may_decide: bool = False
    names_in_minutes: bool = False


class BoardRulesOut(Marked):
    """How the board works, and who its members are."""

    name: str
    chair: int | None
    quorum: str
    quorum_value: int
    abstentions_count: bool
    chair_breaks_ties: bool
    chair_may_decide: bool
    names_in_minutes: bool
    members: list[int]


class MeetingIn(Schema):
    """When, where and how a meeting is held. `chair` null: the chair of the board."""

    manner: Manner
    held_on: date
    starts_at: time | None = None
    place: Line = ""
    note: Text = ""
    chair: Number | None = None


class MeetingChangeIn(Replacing, MeetingIn):
    """The same, of a meeting that is planned already."""


class SeatOut(Schema):
    """A member at a meeting."""

    member: int
    attendance: str


class HeldMeetingOut(Marked):
    """A meeting with its members and items.

    mark              of the plan
    attendance_mark   of who is there
    minutes_mark      of what minutes would say now, as far as a caller reads them; empty until the meeting is over
    """

    id: int
    number: int
    manner: str
    held_on: date
    starts_at: time | None
    place: str
    note: str
    chair: int | None
    stage: str
    seats: list[SeatOut]
    items: list[int]
    attendance_mark: str
    minutes_mark: str


class PresenceIn(Schema):
    """Who is there."""

    member: Number
    attendance: Attendance


class AttendanceIn(Replacing):
    """Who is there, member by member; who is not named stays as written down."""

    seats: list[PresenceIn] = Field(max_length=200)


class AgendaItemIn(Schema):
    """What goes on the agenda: a candidacy that waits, or a free subject."""

    candidacy: Number | None = None
    title: Annotated[Line, StringConstraints(strip_whitespace=True)] = ""


class AgendaItemOut(Schema):
    """The number of an item."""

    id: int


class MoveIn(Schema):
    """Which way an item goes in the agenda."""

    up: bool


class MinutesApprovalIn(Replacing):
    """What a later version of the minutes corrects; empty for the first."""

    reason: Text = ""


class MinutesOut(Schema):
    """Approved minutes."""

    version: int
    reason: str


def meeting_out(meeting: Meeting) -> HeldMeetingOut:
    """Return a meeting as JSON values."""
    seats = list(meeting.seats.all())
    return HeldMeetingOut(
        id=meeting.pk,
        number=meeting.number,
        manner=meeting.manner,
        held_on=meeting.held_on,
        starts_at=meeting.starts_at,
        place=meeting.place,
        note=meeting.note,
        chair=meeting.chair_id,
        stage=meeting.stage,
        seats=[SeatOut(member=seat.user_id, attendance=seat.attendance) for seat in seats],
        items=list(meeting.items.order_by("position", "pk").values_list("pk", flat=True)),
        mark=mark_of_row(Meeting.objects.get(pk=meeting.pk)),
        attendance_mark=services.mark_of_attendance(seats),
        minutes_mark=fingerprint(meeting) if meeting.stage == Stage.CLOSED else "",
    )


def member_of(who: Acting, pk: int | None) -> User | None:
    """Return a member of the board; else 404. None for none."""
    return get_object_or_404(members_of(who.organization), pk=pk) if pk is not None else None


def plan_in(who: Acting, body: MeetingIn) -> services.Plan:
    """Return the plan of a meeting as the service takes it."""
    return services.Plan(
        manner=body.manner.value,
        held_on=body.held_on,
        starts_at=body.starts_at.replace(tzinfo=None) if body.starts_at else None,
        place=body.place,
        note=body.note,
        chair=member_of(who, body.chair),
    )


def rules_out(who: Acting) -> BoardRulesOut:
    """Return how the board works as JSON values."""
    kept = rules_of(who.organization.pk)
    return BoardRulesOut(
        name=kept.name,
        chair=kept.chair_id,
        quorum=kept.quorum,
        quorum_value=kept.quorum_value,
        abstentions_count=kept.abstentions_count,
        chair_breaks_ties=kept.chair_breaks_ties,
        chair_may_decide=kept.chair_may_decide,
        names_in_minutes=kept.names_in_minutes,
        members=[member.pk for member in members_of(who.organization)],
        mark=mark_of_row(kept),
    )


@router.get("/board/rules", response=BoardRulesOut, summary="審査会の決まり")
def read_rules(request: ApiRequest) -> BoardRulesOut:
    """Return how the board works."""
    return rules_out(require(request.auth, Act.RUN_BOARD))


@router.put("/board/rules", response={200: BoardRulesOut, **REFUSED}, summary="審査会の決まりを定める")
def set_rules(request: ApiRequest, body: BoardRulesIn) -> BoardRulesOut:
    """Settle how the board works."""
    who = require(request.auth, Act.RUN_BOARD)
    rule = Rule(
        body.quorum,
        body.quorum_value,
        body.abstentions_count,
        body.chair_breaks_ties,
        body.chair_may_decide,
    )
    services.set_rules(
        who.organization,
        rule,
        name=body.name,
        chair=member_of(who, body.chair),
        names_in_minutes=body.names_in_minutes,
        seen=body.mark,
        by=who.user,
        at=now(),
    )
    return rules_out(who)


@router.post("/board/meetings", response={201: HeldMeetingOut, **REFUSED}, summary="会議を設ける")
def plan_meeting(request: ApiRequest, body: MeetingIn) -> Status[HeldMeetingOut]:
    """Begin a meeting; nobody is called yet."""
    who = require(request.auth, Act.RUN_BOARD)
    meeting = services.plan_meeting(who.organization, plan_in(who, body), by=who.user, at=now())
    return Status(201, meeting_out(meeting))


@router.get("/board/meetings/{pk}", response={200: HeldMeetingOut, 404: Problem}, summary="会議")
def one_meeting(request: ApiRequest, pk: int) -> HeldMeetingOut:
    """Return a meeting with its members and items."""
    return meeting_out(access.meeting_for(request.auth, pk))


@router.put("/board/meetings/{pk}", response={200: HeldMeetingOut, **REFUSED}, summary="会議の予定を直す")
def change_meeting(request: ApiRequest, pk: int, body: MeetingChangeIn) -> HeldMeetingOut:
    """Change when, where and how a meeting is held, and who presides."""
    found = access.meeting_for(request.auth, pk, Act.RUN_BOARD)
    plan, by = plan_in(request.auth, body), request.auth.user
    services.change_meeting(found, plan, seen=body.mark, by=by, at=now())
    return meeting_out(found)


@router.post("/board/meetings/{pk}/call", response={200: HeldMeetingOut, **REFUSED}, summary="委員を招集する")
def call_meeting(request: ApiRequest, pk: int) -> HeldMeetingOut:
    """Call the members."""
    found = access.meeting_for(request.auth, pk, Act.RUN_BOARD)
    services.call(found, by=request.auth.user, at=now())
    return meeting_out(found)


@router.post(
    "/board/meetings/{pk}/read", response={204: None, **REFUSED}, summary="資料を読んだことを記録する"
)
def confirm_reading(request: ApiRequest, pk: int) -> Status[None]:
    """Note that the caller has read the papers and declared every interest."""
    found = access.meeting_for(request.auth, pk, Act.VOTE)
    deliberation.confirm_reading(found, by=request.auth.user, at=now())
    return Status(204, None)


@router.put(
    "/board/meetings/{pk}/attendance", response={200: HeldMeetingOut, **REFUSED}, summary="出欠を記録する"
)
def record_attendance(request: ApiRequest, pk: int, body: AttendanceIn) -> HeldMeetingOut:
    """Write down who is there."""
    found = access.meeting_for(request.auth, pk, Act.RUN_BOARD)
    told = {each.member: each.attendance for each in body.seats}
    services.attend(found, told, seen=body.mark, by=request.auth.user, at=now())
    return meeting_out(found)


@router.post("/board/meetings/{pk}/items", response={201: AgendaItemOut, **REFUSED}, summary="議案に加える")
def add_agenda_item(request: ApiRequest, pk: int, body: AgendaItemIn) -> Status[AgendaItemOut]:
    """Put a waiting case, or a free subject, on the agenda."""
    who = request.auth
    found = access.meeting_for(who, pk, Act.RUN_BOARD)
    if body.candidacy is not None:
        case = access.case_for(who, body.candidacy)
        item = services.add_case(found, case, by=who.user, at=now())
    elif body.title:
        item = services.add_subject(found, body.title, by=who.user, at=now())
    else:
        raise Http404
    return Status(201, AgendaItemOut(id=item.pk))


@router.post(
    "/board/meetings/{meeting}/items/{pk}/move", response={204: None, **REFUSED}, summary="議案の順番を変える"
)
def move_item(request: ApiRequest, meeting: int, pk: int, body: MoveIn) -> Status[None]:
    """Let an item change places with its neighbour."""
    who = require(request.auth, Act.RUN_BOARD)
    services.move_item(access.item_to_run(who, meeting, pk), body.up, by=who.user, at=now())
    return Status(204, None)


@router.delete(
    "/board/meetings/{meeting}/items/{pk}", response={204: None, **REFUSED}, summary="議案から外す"
)
def drop_item(request: ApiRequest, meeting: int, pk: int) -> Status[None]:
    """Take an item off the agenda."""
    who = require(request.auth, Act.RUN_BOARD)
    services.drop_item(access.item_to_run(who, meeting, pk), by=who.user, at=now())
    return Status(204, None)


@router.post("/board/meetings/{pk}/close", response={200: HeldMeetingOut, **REFUSED}, summary="会議を終える")
def close_meeting(request: ApiRequest, pk: int) -> HeldMeetingOut:
    """End a meeting whose agenda is through."""
    found = access.meeting_for(request.auth, pk, Act.RUN_BOARD)
    services.close_meeting(found, by=request.auth.user, at=now())
    return meeting_out(found)


@router.post(
    "/board/meetings/{pk}/cancel", response={200: HeldMeetingOut, **REFUSED}, summary="会議を取りやめる"
)
def cancel_meeting(request: ApiRequest, pk: int, body: ReasonIn) -> HeldMeetingOut:
    """Call a meeting off."""
    found = access.meeting_for(request.auth, pk, Act.RUN_BOARD)
    services.cancel_meeting(found, body.reason, by=request.auth.user, at=now())
    return meeting_out(found)


@router.post(
    "/board/meetings/{pk}/minutes", response={201: MinutesOut, **REFUSED}, summary="議事録を承認する"
)
def approve_minutes(request: ApiRequest, pk: int, body: MinutesApprovalIn) -> Status[MinutesVersion]:
    """Let the chair approve the minutes."""
    found = access.meeting_for(request.auth, pk, Act.VOTE)
    return Status(201, approve(found, body.reason, seen=body.mark, by=request.auth.user, at=now()))

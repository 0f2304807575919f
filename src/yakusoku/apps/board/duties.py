"""What is due in the work of the board."""

from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from yakusoku.apps.accounts.models import Department, Organization
from yakusoku.apps.board.models import Condition, Item, ItemState, Meeting, Side, Stage
from yakusoku.apps.board.queries import result_of, rules_of, waiting_cases
from yakusoku.apps.duties.services import owe, owe_each, settle, settle_all
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.board.voting import Standing

SCHEDULE = "board.schedule"
HOLD, READ, MINUTES = "board.hold", "board.read", "board.minutes"
VOTE = "board.vote"
MEET, VERIFY = "condition.meet", "condition.verify"


def about(meeting: Meeting) -> str:
    """Return what a duty about a meeting names: the board and its number."""
    return f"{rules_of(meeting.organization_id).title} {meeting}"


def scheduling(organization: Organization, *, at: datetime) -> None:
    """Count the cases that wait to be put on an agenda."""
    left = waiting_cases(organization).count()
    if not left:
        settle(SCHEDULE, organization, at=at)
        return
    owe(
        SCHEDULE,
        organization,
        organization=organization,
        act=Act.RUN_BOARD,
        engagement=None,
        about=rules_of(organization.pk).title,
        href=f"{reverse('board-meetings')}?show=cases",
        left=left,
        at=at,
    )


def scheduled() -> "QuerySet[Organization]":
    """Return the organisations whose secretariat was told of waiting cases."""
    return Organization.objects.filter(duties__kind=SCHEDULE, duties__done_at__isnull=True)


def called(meeting: Meeting, *, at: datetime) -> None:
    """The members read the papers and tell conflicts; the secretariat holds the meeting."""
    reading(meeting, at=at)
    owe(
        HOLD,
        meeting,
        organization=meeting.organization,
        act=Act.RUN_BOARD,
        engagement=None,
        about=about(meeting),
        href=meeting.get_absolute_url(),
        due_on=meeting.held_on,
        at=at,
    )


def reading(meeting: Meeting, *, at: datetime) -> None:
    """Each member reads the papers."""
    waiting = meeting.seats.filter(read_at__isnull=True) if meeting.stage == Stage.CALLED else ()
    owe_each(
        READ,
        meeting,
        [seat.user_id for seat in waiting],
        organization=meeting.organization,
        act=Act.VOTE,
        otherwise=Act.RUN_BOARD,
        engagement=None,
        about=about(meeting),
        href=meeting.get_absolute_url(),
        due_on=meeting.held_on,
        at=at,
    )


def voting(item: Item, *, at: datetime) -> None:
    """Each member who is there and has not voted on an item owes the vote; the others wait for nothing."""
    open_now = item.state == ItemState.OPEN and item.meeting.stage == Stage.CALLED
    result = result_of(item, rules_of(item.meeting.organization_id)) if open_now else None
    counted = result is not None and result.standing is not Standing.NO_QUORUM
    owe_each(
        VOTE,
        item,
        result.waiting if result and counted else (),
        organization=item.meeting.organization,
        act=Act.VOTE,
        otherwise=Act.RUN_BOARD,
        engagement=item.candidacy.engagement_id if item.candidacy else None,
        about=str(item),
        href=item.get_absolute_url(),
        due_on=item.meeting.held_on,
        at=at,
    )


def held(meeting: Meeting, *, at: datetime) -> None:
    """The meeting is over: its chair approves the minutes."""
    settle_all(meeting, at=at)
    to_approve(meeting, at=at)


def to_approve(meeting: Meeting, *, at: datetime) -> None:
    """The chair approves the minutes."""
    owe(
        MINUTES,
        meeting,
        organization=meeting.organization,
        assignee=meeting.chair,
        act=Act.VOTE,
        engagement=None,
        about=about(meeting),
        href=reverse("board-minutes", args=[meeting.pk]),
        at=at,
    )


def approved(meeting: Meeting, *, at: datetime) -> None:
    """The minutes are approved."""
    settle(MINUTES, meeting, at=at)


def cancelled(meeting: Meeting, *, at: datetime) -> None:
    """Nothing is due in a meeting that is not held."""
    settle_all(meeting, at=at)
    for item in meeting.items.all():
        settle_all(item, at=at)


def to_meet(condition: Condition, *, at: datetime) -> None:
    """Whoever the condition binds has to meet it."""
    settle(VERIFY, condition, at=at)
    candidacy = condition.item.candidacy
    if candidacy is None:
        return
    engagement = candidacy.engagement
    organization, department = _bound(condition)
    owe(
        MEET,
        condition,
        organization=organization,
        department=department,
        act=Act.WRITE_PLAN,
        engagement=engagement.pk,
        about=engagement.title,
        href=condition.get_absolute_url(),
        due_on=condition.due_on,
        at=at,
    )


def to_verify(condition: Condition, *, at: datetime) -> None:
    """The secretariat looks at the report."""
    settle(MEET, condition, at=at)
    owe(
        VERIFY,
        condition,
        organization=condition.item.meeting.organization,
        act=Act.RUN_BOARD,
        engagement=condition.item.candidacy.engagement_id if condition.item.candidacy else None,
        about=str(condition.item),
        href=condition.get_absolute_url(),
        at=at,
    )


def met(condition: Condition, *, at: datetime) -> None:
    """Nobody has to do anything about the condition any more."""
    settle_all(condition, at=at)


def _bound(condition: Condition) -> tuple[Organization, Department | None]:
    candidacy = condition.item.candidacy
    if candidacy is None:
        return condition.item.meeting.organization, None
    if condition.side == Side.CONTRACTOR:
        return candidacy.company, None
    return candidacy.engagement.organization, candidacy.engagement.department

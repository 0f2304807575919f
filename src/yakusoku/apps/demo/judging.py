"""Scenes of the review board: its rule, its meetings, what members say and decide."""

from collections.abc import Mapping
from datetime import time

from yakusoku.apps.accounts.models import User
from yakusoku.apps.board import conditions, deliberation, minutes, services
from yakusoku.apps.board.models import Attendance, Condition, Item, Manner, Meeting, Side
from yakusoku.apps.board.queries import members_of
from yakusoku.apps.candidates.queries import live_candidacy
from yakusoku.apps.demo.story import Act, Moment
from yakusoku.domain.board.voting import Rule, Vote


def settle_board(moment: Moment) -> None:
    """Settle how the board works and who presides."""
    services.set_rules(
        moment.town.city,
        Rule(),
        name=moment.told["name"],
        chair=moment.town.people[moment.told["chair"]],
        names_in_minutes=False,
        by=_secretary(moment),
        at=moment.at,
    )


def plan_meeting(moment: Moment) -> None:
    """Plan a meeting with its agenda of works and free subjects, and call the members."""
    told, by = moment.told, _secretary(moment)
    plan = services.Plan(
        manner=Manner(told.get("manner", Manner.ROOM)),
        held_on=moment.day("held"),
        starts_at=time.fromisoformat(told["starts"]) if "starts" in told else None,
        place=told.get("place", ""),
        note=told.get("note", ""),
        chair=None,
    )
    meeting = services.plan_meeting(moment.town.city, plan, by=by, at=moment.at)
    moment.town.meetings[told["meeting"]] = meeting
    for title in told.get("cases", ()):
        case = live_candidacy(moment.town.works[title])
        assert case is not None
        services.add_case(meeting, case, by=by, at=moment.at)
    for subject in told.get("subjects", ()):
        services.add_subject(meeting, subject, by=by, at=moment.at)
    services.call(meeting, by=by, at=moment.at)


def read_papers(moment: Moment) -> None:
    """Let members note that they have read the papers."""
    for email in moment.told["members"]:
        deliberation.confirm_reading(_meeting(moment), by=moment.town.people[email], at=moment.at)


def step_aside(moment: Moment) -> None:
    """Let a member declare a conflict of interest at a case."""
    reason, member = moment.told["reason"], moment.town.people[moment.told["member"]]
    deliberation.declare_conflict(_item(moment), reason, by=member, at=moment.at)


def gather(moment: Moment) -> None:
    """Write down who came: everyone, but for those named as absent."""
    absent = {moment.town.people[email].pk for email in moment.told.get("absent", ())}
    there = {
        member.pk: Attendance.ABSENT if member.pk in absent else Attendance.PRESENT
        for member in members_of(moment.town.city)
    }
    services.attend(_meeting(moment), there, by=_secretary(moment), at=moment.at)


def judge(moment: Moment) -> None:
    """Discuss a case, vote on it and decide it; conditions bind whoever they name."""
    item, told, by = _item(moment), moment.told, _secretary(moment)
    before = deliberation.mark_of(item.discussion)
    deliberation.write_discussion(item, told["discussion"], before, by=by, at=moment.at)
    for email, word in told["votes"].items():
        deliberation.vote(item, Vote(word), "", of=moment.town.people[email], by=by, at=moment.at)
    for row in told.get("conditions", ()):
        deliberation.propose_condition(
            item,
            row["text"],
            Side(row["side"]),
            moment.town.day(row["due"]),
            row["proof"],
            by=by,
            at=moment.at,
        )
    deliberation.close_item(item, told["decision"], by=by, at=moment.at)


def close_meeting(moment: Moment) -> None:
    """End the meeting."""
    services.close_meeting(_meeting(moment), by=_secretary(moment), at=moment.at)


def approve_minutes(moment: Moment) -> None:
    """Let the chair approve the minutes."""
    meeting = _meeting(moment)
    assert meeting.chair is not None
    minutes.approve(meeting, "", by=meeting.chair, at=moment.at)


def meet_condition(moment: Moment) -> None:
    """Report that the first open condition of a work is met; `seen`: the secretariat agrees."""
    case = live_candidacy(moment.work)
    condition = Condition.objects.filter(item__candidacy=case, state="open").earliest("pk")
    ours = condition.side == Side.CLIENT
    by, owner = (moment.clerk, moment.town.city) if ours else (moment.contractor, moment.company)
    conditions.report(condition, moment.told["report"], None, organization=owner, by=by, at=moment.at)
    if moment.told.get("seen"):
        conditions.verify(condition, by=_secretary(moment), at=moment.at)


def _secretary(moment: Moment) -> User:
    return moment.town.clerks[""]


def _meeting(moment: Moment) -> Meeting:
    return Meeting.objects.select_related("organization", "chair").get(
        pk=moment.town.meetings[moment.told["meeting"]].pk
    )


def _item(moment: Moment) -> Item:
    items = Item.objects.select_related("meeting__organization", "candidacy__engagement")
    meeting, told = _meeting(moment), moment.told
    if "case" in told:
        return items.get(meeting=meeting, candidacy__engagement=moment.town.works[told["case"]])
    return items.get(meeting=meeting, title=told["subject"])


ACTS: Mapping[str, Act] = {
    "settle-board": settle_board,
    "plan-meeting": plan_meeting,
    "read-papers": read_papers,
    "step-aside": step_aside,
    "gather": gather,
    "judge": judge,
    "close-meeting": close_meeting,
    "approve-minutes": approve_minutes,
    "meet-condition": meet_condition,
}

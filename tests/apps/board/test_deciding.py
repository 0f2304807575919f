"""From the agenda to the decision: what each act does, and what refuses it."""

import pytest

from tests.apps.board import cases
from tests.cast import NOW
from yakusoku.apps.accounts.access import acting_as
from yakusoku.apps.audit.models import AuditEntry
from yakusoku.apps.board import conditions, deliberation, services
from yakusoku.apps.board.models import (
    Attendance,
    ConditionState,
    Item,
    ItemState,
    Manner,
    Side,
    Stage,
    VoteRecord,
)
from yakusoku.apps.board.queries import decision_of, open_conditions, waiting_cases
from yakusoku.apps.candidates.models import Outcome
from yakusoku.apps.duties.models import Duty
from yakusoku.apps.duties.queries import duties_of
from yakusoku.domain.board.voting import Decided, Rule, Vote
from yakusoku.domain.refusal import Refusal


def refusal_of(act):
    with pytest.raises(Refusal) as caught:
        act()
    return caught.value.code


def due(kind):
    return Duty.objects.filter(kind=kind, done_at__isnull=True)


def test_a_case_waits_until_it_is_on_an_agenda(cast):
    candidacy = cases.held(cast)
    meeting = cases.planned(cast)
    assert list(waiting_cases(cast.city)) == [candidacy]
    services.add_case(meeting, candidacy, by=cast.policy, at=NOW)
    assert not waiting_cases(cast.city)
    code = refusal_of(lambda: services.add_case(meeting, candidacy, by=cast.policy, at=NOW))
    assert code == "board.case-not-waiting"


def test_a_case_that_is_dropped_waits_again(cast):
    item = cases.gathered(cast)
    services.drop_item(item, by=cast.policy, at=NOW)
    assert list(waiting_cases(cast.city)) == [item.candidacy]
    assert not due("board.vote")


def test_a_meeting_is_called_with_something_to_talk_about_and_a_chair(cast):
    meeting = cases.planned(cast)
    assert refusal_of(lambda: services.call(meeting, by=cast.policy, at=NOW)) == "board.nothing-on-agenda"
    services.add_subject(meeting, "年間の予定", by=cast.policy, at=NOW)
    meeting.chair = None
    meeting.save()
    assert refusal_of(lambda: services.call(meeting, by=cast.policy, at=NOW)) == "board.chair-missing"


def test_calling_gives_every_member_a_seat_and_something_to_read(cast):
    meeting = cases.called(cast)
    assert meeting.stage == Stage.CALLED
    assert meeting.seats.count() == 3
    assert due("board.read").count() == 3
    deliberation.confirm_reading(meeting, by=cast.board, at=NOW)
    deliberation.confirm_reading(meeting, by=cast.board, at=NOW)
    assert owing("board.read") == set(cases.bench(cast)[1:])


def test_a_new_item_asks_everybody_to_read_again(cast):
    meeting = cases.called(cast)
    for person in cases.bench(cast):
        deliberation.confirm_reading(meeting, by=person, at=NOW)
    assert not due("board.read")
    services.add_subject(meeting, "急ぎの議題", by=cast.policy, at=NOW)
    assert due("board.read").count() == 3


def test_in_a_written_procedure_everybody_is_there_at_once(cast):
    meeting = cases.called(cast, manner=Manner.WRITTEN)
    assert set(meeting.seats.values_list("attendance", flat=True)) == {Attendance.PRESENT}
    assert owing("board.vote") == set(cases.bench(cast))


def test_a_vote_is_owed_by_each_member_until_it_is_cast(cast):
    item = cases.gathered(cast)
    chair, second, third = cases.bench(cast)
    deliberation.vote(item, Vote.APPROVE, "", by=chair, at=NOW)
    assert owing("board.vote") == {second, third}
    deliberation.declare_conflict(item, "元の勤め先", by=second, at=NOW)
    assert owing("board.vote") == {third}
    assert seen_votes(chair) == seen_votes(second) == []
    assert seen_votes(third) == [str(item)]


def test_the_vote_of_a_member_who_left_waits_for_the_secretariat(cast):
    item = cases.gathered(cast)
    _chair, second, third = cases.bench(cast)
    assert seen_votes(cast.policy) == []
    second.memberships.all().delete()
    assert seen_votes(cast.policy) == [str(item)]
    assert seen_votes(third) == [str(item)]
    assert seen_votes(cast.stranger) == []


def seen_votes(user):
    return [duty.about for duty in duties_of(acting_as(user)).filter(kind="board.vote")]


def owing(kind):
    return {duty.assignee for duty in due(kind)}


def test_votes_become_a_decision_of_the_candidacy(cast):
    item = cases.voted(cast, Vote.APPROVE, Vote.APPROVE, Vote.REJECT)
    assert deliberation.close_item(item, "承認する", by=cast.policy, at=NOW) is Decided.APPROVED
    item.refresh_from_db()
    item.candidacy.refresh_from_db()
    assert (item.state, item.basis) == (ItemState.CLOSED, "votes")
    assert item.candidacy.outcome == Outcome.APPROVED
    assert item.candidacy.concluded_at is not None
    assert decision_of(item.candidacy.engagement).decided == "approved"
    assert not due("board.vote")


def test_a_vote_can_be_changed_until_the_end_and_the_trail_keeps_both(cast):
    item = cases.gathered(cast)
    deliberation.vote(item, Vote.REJECT, "", by=cast.board, at=NOW)
    deliberation.vote(item, Vote.APPROVE, "", by=cast.board, at=NOW)
    assert VoteRecord.objects.get(item=item).vote == Vote.APPROVE
    told = [entry.told["vote"] for entry in AuditEntry.objects.filter(code="vote.cast").order_by("sequence")]
    assert told == ["reject", "approve"]


def test_after_the_end_nobody_votes(cast):
    item = cases.voted(cast, *[Vote.APPROVE] * 3)
    deliberation.close_item(item, "", by=cast.policy, at=NOW)
    code = refusal_of(lambda: deliberation.vote(item, Vote.REJECT, "", by=cast.board, at=NOW))
    assert code == "board.item-closed"
    assert refusal_of(lambda: deliberation.close_item(item, "", by=cast.policy, at=NOW)) == code


def test_whoever_is_not_there_does_not_vote(cast):
    meeting = cases.called(cast)
    item = meeting.items.get()
    code = refusal_of(lambda: deliberation.vote(item, Vote.APPROVE, "", by=cast.board, at=NOW))
    assert code == "board.not-present"
    assert refusal_of(lambda: deliberation.vote(item, Vote.APPROVE, "", by=cast.owner, at=NOW)) == (
        "board.not-a-member"
    )


def test_stepping_aside_takes_the_vote_away_and_is_final(cast):
    item = cases.voted(cast, Vote.REJECT, Vote.APPROVE, Vote.APPROVE)
    deliberation.declare_conflict(item, "親族が勤めている", by=cast.board, at=NOW)
    assert not item.votes.filter(user=cast.board).exists()
    for act in (
        lambda: deliberation.vote(item, Vote.REJECT, "", by=cast.board, at=NOW),
        lambda: deliberation.vote(item, Vote.REJECT, "", of=cast.board, by=cast.policy, at=NOW),
        lambda: deliberation.write_discussion(item, "x", deliberation.mark_of(""), by=cast.board, at=NOW),
        lambda: deliberation.close_item(item, "", by=cast.board, at=NOW),
    ):
        assert refusal_of(act) == "board.stepped-aside"
    assert deliberation.close_item(item, "", by=cast.policy, at=NOW) is Decided.APPROVED


def test_an_interest_is_told_with_its_reason(cast):
    item = cases.gathered(cast)
    code = refusal_of(lambda: deliberation.declare_conflict(item, " ", by=cast.board, at=NOW))
    assert code == "board.reason-missing"


def test_the_secretariat_writes_down_a_vote_of_the_room_with_its_name(cast):
    item = cases.gathered(cast)
    kept = deliberation.vote(item, Vote.APPROVE, "", of=cast.board, by=cast.policy, at=NOW)
    assert (kept.user, kept.recorded_by) == (cast.board, cast.policy)
    assert deliberation.vote(item, Vote.APPROVE, "", by=cast.board, at=NOW).recorded_by is None


def test_an_approval_with_conditions_needs_conditions(cast):
    item = cases.voted(cast, *[Vote.CONDITIONAL] * 3)
    code = refusal_of(lambda: deliberation.close_item(item, "", by=cast.policy, at=NOW))
    assert code == "board.conditions-missing"
    item.refresh_from_db()
    assert item.state == ItemState.OPEN


def test_proposed_conditions_go_when_the_board_decides_without(cast):
    item = cases.voted(cast, *[Vote.APPROVE] * 3)
    condition = deliberation.propose_condition(
        item, "手順書", Side.CLIENT, cases.DAY, "写し", by=cast.policy, at=NOW
    )
    deliberation.close_item(item, "", by=cast.policy, at=NOW)
    condition.refresh_from_db()
    assert condition.state == ConditionState.DROPPED
    assert not due("condition.meet")


def test_a_condition_is_met_by_a_day_to_come(cast):
    item = cases.gathered(cast)
    past = NOW.date().replace(year=2026)
    code = refusal_of(
        lambda: deliberation.propose_condition(item, "x", Side.CLIENT, past, "y", by=cast.policy, at=NOW)
    )
    assert code == "condition.past"


@pytest.mark.parametrize("side", list(Side))
def test_a_condition_is_an_obligation_of_its_side(cast, side):
    condition = cases.conditional(cast, side)
    duty = due("condition.meet").get()
    expected = cast.company if side is Side.CONTRACTOR else cast.city
    assert (duty.organization, duty.due_on) == (expected, cases.DAY)
    assert (duty.department == cast.water) is (side is Side.CLIENT)
    work = condition.item.candidacy.engagement
    assert [c.pk for c in open_conditions(work)] == [condition.pk]


def test_a_condition_is_reported_sent_back_reported_and_met(cast):
    condition = cases.conditional(cast)
    told = {"organization": cast.company, "by": cast.contractor, "at": NOW}
    conditions.report(condition, "改めました", None, **told)
    assert not due("condition.meet")
    assert due("condition.verify").get().organization == cast.city
    conditions.send_back(condition, "写しがない", by=cast.policy, at=NOW)
    assert due("condition.meet").exists()
    conditions.report(condition, "写しを付けます", None, **told)
    conditions.verify(condition, by=cast.policy, at=NOW)
    assert not open_conditions(condition.item.candidacy.engagement)
    assert not Duty.objects.filter(subject=f"condition:{condition.pk}", done_at__isnull=True)
    assert refusal_of(lambda: conditions.verify(condition, by=cast.policy, at=NOW)) == "condition.state"


def test_the_chair_decides_alone_only_where_the_rule_says_so(cast):
    item = cases.gathered(cast)
    alone = lambda by: deliberation.decide_alone(item, Decided.APPROVED, "急を要する", by=by, at=NOW)  # noqa: E731
    assert refusal_of(lambda: alone(cast.board)) == "board.chair-may-not"
    services.set_rules(
        cast.city,
        Rule(chair_may_decide=True),
        name="",
        chair=cast.board,
        names_in_minutes=False,
        by=cast.policy,
        at=NOW,
    )
    assert refusal_of(lambda: alone(cast.policy)) == "board.only-the-chair"
    assert alone(cast.board) is Decided.APPROVED
    assert Item.objects.get(pk=item.pk).basis == "chair"


def test_two_who_write_at_once_do_not_overwrite_each_other(cast):
    item = cases.gathered(cast)
    seen = deliberation.mark_of("")
    deliberation.write_discussion(item, "手順を聞いた", seen, by=cast.policy, at=NOW)
    code = refusal_of(
        lambda: deliberation.write_discussion(item, "別の話", seen, by=cast.administrator, at=NOW)
    )
    assert code == "board.changed-meanwhile"
    assert Item.objects.get(pk=item.pk).discussion == "手順を聞いた"


def test_a_meeting_ends_when_its_agenda_is_through(cast):
    item = cases.voted(cast, *[Vote.REJECT] * 3)
    meeting = item.meeting
    assert refusal_of(lambda: services.close_meeting(meeting, by=cast.policy, at=NOW)) == "board.items-open"
    deliberation.close_item(item, "", by=cast.policy, at=NOW)
    services.close_meeting(meeting, by=cast.policy, at=NOW)
    assert due("board.minutes").exists()
    assert not due("board.hold")


def test_a_meeting_that_is_called_off_gives_its_cases_back(cast):
    item = cases.gathered(cast)
    services.cancel_meeting(item.meeting, "台風", by=cast.policy, at=NOW)
    assert list(waiting_cases(cast.city)) == [item.candidacy]
    assert {duty.kind for duty in Duty.objects.filter(kind__startswith="board.", done_at__isnull=True)} == {
        "board.schedule"
    }


def test_a_meeting_that_decided_something_is_not_called_off(cast):
    first, second = cases.held(cast), cases.held(cast, "別の業務")
    item = cases.voted(cast, *[Vote.REJECT] * 3, item=cases.gathered(cast, first, second))
    deliberation.close_item(item, "", by=cast.policy, at=NOW)
    code = refusal_of(lambda: services.cancel_meeting(item.meeting, "", by=cast.policy, at=NOW))
    assert code == "board.item-closed"


def test_items_change_places(cast):
    meeting = cases.called(cast, cases.held(cast, "一"), cases.held(cast, "二"), cases.held(cast, "三"))
    last = meeting.items.get(position=3)
    services.move_item(last, True, by=cast.policy, at=NOW)
    assert [str(item) for item in meeting.items.order_by("position")] == ["一", "三", "二"]
    first = meeting.items.get(position=1)
    services.move_item(first, True, by=cast.policy, at=NOW)
    assert [str(item) for item in meeting.items.order_by("position")] == ["一", "三", "二"]


def test_continued_cases_wait_again(cast):
    item = cases.voted(cast, *[Vote.CONTINUE] * 3)
    deliberation.close_item(item, "資料を補う", by=cast.policy, at=NOW)
    assert [case.pk for case in waiting_cases(cast.city)] == [item.candidacy_id]


def test_the_chair_is_a_member(cast):
    code = refusal_of(
        lambda: services.set_rules(
            cast.city, Rule(), name="", chair=cast.policy, names_in_minutes=False, by=cast.policy, at=NOW
        )
    )
    assert code == "board.not-a-member"

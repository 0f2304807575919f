"""Two people at the same moment: no vote is lost, one decision is made, one case stands on one agenda."""

import pytest

from tests.apps.board import cases
from tests.apps.test_two_at_once import at_once, cast, refused  # noqa: F401
from tests.cast import NOW
from yakusoku.apps.audit.models import AuditEntry
from yakusoku.apps.audit.queries import verify
from yakusoku.apps.board import conditions, deliberation, minutes, services
from yakusoku.apps.board.models import Item, Meeting, MinutesVersion, VoteRecord
from yakusoku.domain.board.voting import Vote

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_members_who_vote_at_once_both_count(cast):  # noqa: F811
    item = cases.gathered(cast)
    people = iter(cases.bench(cast)[:2])
    results = at_once(lambda: deliberation.vote(item, Vote.APPROVE, "", by=next(people), at=NOW))
    assert refused(results) == []
    assert VoteRecord.objects.filter(item=item).count() == 2
    assert verify() == []


def test_one_decision_is_made(cast):  # noqa: F811
    item = cases.voted(cast, *[Vote.APPROVE] * 3)
    results = at_once(lambda: deliberation.close_item(item, "", by=cast.policy, at=NOW))
    assert refused(results) == ["board.item-closed"]
    assert AuditEntry.objects.filter(code="item.closed").count() == 1


def test_a_vote_that_comes_with_the_decision_counts_or_is_refused(cast):  # noqa: F811
    item = cases.voted(cast, *[Vote.APPROVE] * 3)
    acts = iter(
        [
            lambda: deliberation.close_item(item, "", by=cast.policy, at=NOW),
            lambda: deliberation.vote(item, Vote.REJECT, "", by=cast.board, at=NOW),
        ]
    )

    def act():
        chosen = next(acts)
        return chosen()

    results = at_once(act)
    item.refresh_from_db()
    told = AuditEntry.objects.get(code="item.closed").told["votes"]
    assert told.get("reject", 0) == item.votes.filter(vote="reject").count()
    assert refused(results) in ([], ["board.item-closed"])


def test_a_case_stands_on_one_agenda(cast):  # noqa: F811
    candidacy = cases.held(cast)
    meetings = iter([cases.planned(cast), cases.planned(cast)])
    results = at_once(lambda: services.add_case(next(meetings), candidacy, by=cast.policy, at=NOW))
    assert refused(results) == ["board.case-not-waiting"]
    assert Item.objects.count() == 1


def test_meetings_that_are_planned_at_once_have_two_numbers(cast):  # noqa: F811
    cases.bench(cast)
    at_once(lambda: cases.planned(cast))
    assert sorted(Meeting.objects.values_list("number", flat=True)) == [1, 2]


def test_minutes_are_approved_once(cast):  # noqa: F811
    meeting = cases.closed(cast)
    results = at_once(lambda: minutes.approve(meeting, "", by=cast.board, at=NOW))
    assert len(refused(results)) == 1
    assert MinutesVersion.objects.count() == 1


def test_a_condition_is_reported_once(cast):  # noqa: F811
    condition = cases.conditional(cast)
    results = at_once(
        lambda: conditions.report(
            condition, "改めた", None, organization=cast.company, by=cast.contractor, at=NOW
        )
    )
    assert refused(results) == ["condition.state"]

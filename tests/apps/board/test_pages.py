"""The pages lead through a meeting, and the interface does the same."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from tests.apps.board import cases
from tests.cast import NOW
from yakusoku.apps.accounts.services import make_api_token
from yakusoku.apps.board.models import Condition, Item, Meeting, Stage
from yakusoku.apps.board.queries import rules_of
from yakusoku.apps.board.services import catch_up
from yakusoku.apps.duties.models import Duty
from yakusoku.domain.board.voting import Vote


class Caller:
    """A program that calls with a token."""

    def __init__(self, user, organization):
        _, secret = make_api_token(user, organization, "試し", at=NOW)
        self.client = Client(headers={"Authorization": f"Bearer {secret}"})

    def get(self, path):
        return self.client.get(f"/api/v1/{path}")

    def post(self, path, **body):
        return self.client.post(f"/api/v1/{path}", body, content_type="application/json")


def test_a_meeting_from_beginning_to_end_on_the_pages(cast):
    chair, second, third = cases.bench(cast)
    candidacy = cases.held(cast)
    office = cast.client(cast.policy)
    day = localdate() + timedelta(days=5)
    made = office.post(
        reverse("board-meeting-new"), {"manner": "room", "held_on": day.isoformat(), "place": "第一会議室"}
    )
    meeting = Meeting.objects.get()
    assert made["Location"] == meeting.get_absolute_url()
    assert meeting.chair == chair
    office.post(reverse("board-add-case", args=[meeting.pk, candidacy.pk]))
    office.post(reverse("board-call", args=[meeting.pk]))
    cast.client(chair).post(reverse("board-read", args=[meeting.pk]))
    item = Item.objects.get()
    case = [meeting.pk, item.pk]
    cast.client(third).post(reverse("board-conflict", args=case), {"conflict-reason": "親族が勤めている"})
    there = {f"seat-{person.pk}": "present" for person in (chair, second, third)}
    office.post(reverse("board-attendance", args=[meeting.pk]), there)
    cast.client(chair).post(reverse("board-vote", args=case), {"own-vote": "conditional"})
    office.post(reverse("board-room-vote", args=case), {"room-member": second.pk, "room-vote": "conditional"})
    condition = {
        "condition-text": "手順書を改める",
        "condition-side": "contractor",
        "condition-due_on": day.isoformat(),
        "condition-proof": "写し",
    }
    office.post(reverse("board-condition-new", args=case), condition)
    assert (
        office.post(reverse("board-item-close", args=case), {"decision-decision": "認める"}).status_code
        == 302
    )
    office.post(reverse("board-close", args=[meeting.pk]))
    meeting.refresh_from_db()
    candidacy.refresh_from_db()
    assert (meeting.stage, candidacy.outcome) == (Stage.CLOSED, "conditional")
    found = Condition.objects.get()
    cast.client(cast.contractor).post(reverse("condition-report", args=[found.pk]), {"report": "改めた"})
    office.post(reverse("condition-verify", args=[found.pk]))
    found.refresh_from_db()
    assert found.state == "met"


def test_a_wrong_form_comes_back_filled(cast):
    item = cases.gathered(cast)
    office = cast.client(cast.policy)
    path = reverse("board-condition-new", args=[item.meeting_id, item.pk])
    answer = office.post(path, {"condition-text": "手順書を改める", "condition-side": "client"})
    assert answer.status_code == 422
    assert "手順書を改める" in answer.content.decode()
    typed = {"talk-discussion": "書きかけの話", "talk-before": "x" * 16}
    answer = office.post(reverse("board-discussion", args=[item.meeting_id, item.pk]), typed)
    assert answer.status_code == 422
    assert "書きかけの話" in answer.content.decode()
    assert "ほかの人が先に書き換えました" in answer.content.decode()


def test_votes_stay_with_the_voter_until_the_item_is_closed(cast):
    item = cases.gathered(cast)
    chair, second, _ = cases.bench(cast)
    cast.client(chair).post(
        reverse("board-vote", args=[item.meeting_id, item.pk]),
        {"own-vote": "reject", "own-comment": "備えが足りない"},
    )
    seen = cast.client(second).get(item.get_absolute_url()).content.decode()
    assert "備えが足りない" not in seen
    assert "投票した" in seen
    assert "備えが足りない" in cast.client(cast.policy).get(item.get_absolute_url()).content.decode()


def test_the_rule_is_settled_on_its_page(cast):
    cases.bench(cast)
    office, path = cast.client(cast.policy), reverse("board-settings")
    wrong = office.post(path, {"quorum": "share", "quorum_value": "120"})
    assert wrong.status_code == 422
    assert "1から100まで" in wrong.content.decode()
    told = {"name": "個人情報審査会", "quorum": "number", "quorum_value": "2", "chair": cast.board.pk}
    assert office.post(path, told).status_code == 302
    rules = rules_of(cast.city.pk)
    assert (rules.title, rules.quorum, rules.quorum_value) == ("個人情報審査会", "number", 2)
    assert not rules.chair_breaks_ties


def test_the_secretariat_is_told_of_cases_that_wait(cast):
    candidacy = cases.held(cast)
    meeting = cases.planned(cast)
    assert catch_up(at=NOW) == 1
    catch_up(at=NOW)
    duty = Duty.objects.get(kind="board.schedule", done_at__isnull=True)
    assert (duty.left, duty.organization) == (1, cast.city)
    cases.services.add_case(meeting, candidacy, by=cast.policy, at=NOW)
    assert not Duty.objects.filter(kind="board.schedule", done_at__isnull=True)
    assert catch_up(at=NOW) == 0


def test_a_member_votes_and_the_secretariat_decides_over_the_interface(cast):
    item = cases.gathered(cast)
    for person in cases.bench(cast)[1:]:
        cases.deliberation.vote(item, Vote.APPROVE, "", by=person, at=NOW)
    member, office = Caller(cast.board, cast.city), Caller(cast.policy, cast.city)
    path = f"board/meetings/{item.meeting_id}/items/{item.pk}"
    assert member.get("board/meetings").json()["items"][0]["stage"] == "called"
    told = member.post(f"{path}/vote", vote="approve").json()
    assert (told["standing"], told["counts"]) == ("decided", {})
    assert member.post(f"{path}/vote", vote="perhaps").status_code == 422
    assert office.get(f"board/meetings/{item.meeting_id}/items").json()["items"][0]["counts"]["approve"] == 3
    assert office.post(f"{path}/decide", decision="認める").json()["decided"] == "approved"
    again = office.post(f"{path}/decide", decision="")
    assert (again.status_code, again.json()["code"]) == (409, "board.item-closed")
    assert office.get("board/conditions").json()["items"] == []


@pytest.mark.parametrize("who", ["owner", "contractor", "stranger"])
def test_the_interface_has_the_same_doors(cast, who):
    item = cases.gathered(cast)
    user = getattr(cast, who)
    organization = {"owner": cast.city, "contractor": cast.company, "stranger": cast.stranger_city}[who]
    caller = Caller(user, organization)
    path = f"board/meetings/{item.meeting_id}"
    refused = 404 if who == "stranger" else 403
    assert caller.get(f"{path}/items").status_code == refused
    assert caller.post(f"{path}/items/{item.pk}/vote", vote="approve").status_code == 403
    decided = caller.post(f"{path}/items/{item.pk}/decide").status_code
    assert decided == {"owner": 403, "contractor": 404, "stranger": 404}[who]


def test_whoever_stepped_aside_is_told_nothing_over_the_interface(cast):
    item = cases.gathered(cast)
    cases.deliberation.write_discussion(
        item, "内輪の話", cases.deliberation.mark_of(""), by=cast.policy, at=NOW
    )
    cases.deliberation.declare_conflict(item, "親族", by=cast.board, at=NOW)
    told = Caller(cast.board, cast.city).get(f"board/meetings/{item.meeting_id}/items/{item.pk}").json()
    assert (told["discussion"], told["standing"], told["counts"]) == ("", "", {})

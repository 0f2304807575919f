"""Governing over HTTP: people, the board's meetings, the catalogue's additions, the public page."""

import json

import pytest

from tests.api.test_api import Caller
from tests.apps import promised
from tests.apps.board import cases
from yakusoku.apps.accounts.models import Membership


@pytest.fixture
def policy(cast):
    return Caller(cast.policy, cast.city)


@pytest.fixture
def administrator(cast):
    return Caller(cast.administrator, cast.city)


@pytest.fixture
def clerk(cast):
    return Caller(cast.owner, cast.city)


def put(caller, path, **body):
    return caller.client.put(f"/api/v1/{path}", json.dumps(body), content_type="application/json")


def test_people_are_invited_placed_and_taken_out(cast, administrator, clerk):
    invited = {"email": "new@city.example", "role": "department", "department": cast.water.pk}
    assert clerk.post("invitations", **invited).status_code == 403
    made = administrator.post("invitations", **invited)
    assert made.status_code == 201
    link = made.json()["link"].partition("/invitation/")[2]
    assert cast.client(None).get(f"/invitation/{link}").status_code == 200
    assert administrator.client.delete(f"/api/v1/invitations/{made.json()['id']}").status_code == 204
    wrong = administrator.post("invitations", email="x@city.example", role="contractor")
    assert wrong.json()["code"] == "member.role-elsewhere"
    elsewhere = {**invited, "department": cast.stranger_department.pk}
    assert administrator.post("invitations", **elsewhere).status_code == 404
    member = Membership.objects.get(user=cast.colleague)
    assert put(administrator, f"members/{member.pk}/role", role="legal").json()["role"] == "legal"
    stranger = Caller(cast.stranger, cast.stranger_city)
    assert stranger.client.delete(f"/api/v1/members/{member.pk}").status_code in {403, 404}
    assert administrator.client.delete(f"/api/v1/members/{member.pk}").status_code == 204
    last = Membership.objects.get(user=cast.administrator)
    assert (
        administrator.client.delete(f"/api/v1/members/{last.pk}").json()["code"]
        == "member.last-administrator"
    )


def test_a_meeting_of_the_board_from_its_plan_to_its_minutes(cast, policy, clerk):
    members = cases.bench(cast)
    plan = {"manner": "room", "held_on": "2099-05-10", "chair": cast.board.pk}
    assert clerk.post("board/meetings", **plan).status_code == 403
    meeting = policy.post("board/meetings", **plan).json()["id"]
    case = cases.held(cast)
    item = policy.post(f"board/meetings/{meeting}/items", candidacy=case.pk).json()["id"]
    called = policy.post(f"board/meetings/{meeting}/call").json()
    assert {seat["member"] for seat in called["seats"]} == {member.pk for member in members}
    there = [{"member": member.pk, "attendance": "present"} for member in members]
    put(policy, f"board/meetings/{meeting}/attendance", seats=there)
    for member in members:
        path = f"board/meetings/{meeting}/items/{item}/vote"
        assert Caller(member, cast.city).post(path, vote="approve").status_code == 200
    path = f"board/meetings/{meeting}/items/{item}"
    mark = policy.get(f"{path}/discussion").json()["mark"]
    assert put(policy, f"{path}/discussion", discussion="鍵を確かめた", before=mark).status_code == 200
    stale = put(policy, f"{path}/discussion", discussion="別の文", before=mark)
    assert stale.status_code == 409
    assert policy.post(f"{path}/decide").json()["decided"] == "approved"
    assert policy.post(f"board/meetings/{meeting}/close").json()["stage"] == "closed"
    assert policy.post(f"board/meetings/{meeting}/minutes").status_code in {403, 409}
    chair = Caller(cast.board, cast.city)
    assert chair.post(f"board/meetings/{meeting}/minutes").json()["version"] == 1
    paper = policy.get(f"board/meetings/{meeting}/minutes/1/docx")
    assert b"".join(paper.streaming_content).startswith(b"PK")
    assert policy.get(f"{path}/packet/pdf").content.startswith(b"%PDF")


def test_the_additions_to_the_catalogue_are_read_and_written(cast, policy, clerk):
    assert policy.get("catalogue/overlay").json()["text"] == ""
    assert clerk.get("catalogue/overlay").status_code == 403
    wrong = put(policy, "catalogue/overlay", text="leave_out: [no-such-thing]")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "file.unreadable")
    assert put(policy, "catalogue/overlay", text="leave_out: [publication]").status_code == 200
    assert "publication" in policy.get("catalogue/overlay").json()["text"]


def test_only_what_is_chosen_becomes_public(cast, policy, clerk):
    work = promised.published(cast).engagement
    told = {"slug": "minato", "opened": True, "fields": ["title"]}
    assert put(clerk, "publicity", **told).status_code == 403
    assert put(policy, "publicity", **{**told, "fields": []}).json()["code"] == "publicity.nothing-released"
    assert put(policy, "publicity", **told).json()["works"] == 1
    visitor = cast.client(None)
    assert work.title not in visitor.get("/public/minato/").content.decode()
    assert policy.post("publicity/works", release=[work.pk]).json() == {"released": 1, "withheld": 0}
    assert work.title in visitor.get("/public/minato/").content.decode()
    assert policy.post("publicity/works", withhold=[work.pk]).json() == {"released": 0, "withheld": 1}
    assert work.title not in visitor.get("/public/minato/").content.decode()

"""How the client looks, over HTTP: who, in which way, going there, and notes that may come twice or too late."""

import json

import pytest

from tests.api.test_api import Caller
from tests.apps import promised
from tests.apps.library import shelf
from yakusoku.apps.inspections.queries import checks_of
from yakusoku.apps.register.models import SavedView


@pytest.fixture
def clerk(cast):
    return Caller(cast.owner, cast.city)


def put(caller, path, **body):
    return caller.client.put(f"/api/v1/{path}", json.dumps(body), content_type="application/json")


def test_a_visit_is_planned_and_written_down_by_the_department_alone(cast, clerk):
    sheet = promised.submitted(cast)
    path, first = f"inspections/{sheet.pk}/visit", checks_of(sheet)[0].id
    contractor, colleague = Caller(cast.contractor, cast.company), Caller(cast.colleague, cast.city)
    plan = {"day": "2027-04-01", "place": "みなと検針の事業所", "comers": "青木", "checks": [first]}
    assert put(contractor, path, **plan).status_code == 404
    assert put(colleague, path, **plan).status_code == 404
    assert put(clerk, f"{path}/person", person=cast.stranger.pk).status_code == 404
    assert put(clerk, f"{path}/person", person=cast.owner.pk).json()["person"] == cast.owner.pk
    assert put(clerk, f"{path}/method", method="remote").json()["code"] == "method.reason-missing"
    assert put(clerk, path, **{**plan, "checks": ["no-such-1a"]}).status_code == 409
    assert put(clerk, path, **plan).json()["planned_for"] == "2027-04-01"
    early = clerk.post(f"{path}/held", held_on="2999-01-01", comers="青木", met="工藤")
    assert early.json()["code"] == "visit.ahead"


def test_a_note_from_a_visit_is_kept_once_and_never_writes_over_what_others_wrote(cast, clerk):
    sheet = promised.submitted(cast)
    first = checks_of(sheet)[0].id
    path = f"inspections/{sheet.pk}/checks/{first}/note"
    note = {"key": "tablet-1", "verification": "different", "seen": "鍵が開いていた"}
    kept = clerk.post(path, **note).json()
    assert (kept["outcome"], clerk.post(path, **note).json()["outcome"]) == ("kept", "known")
    late = {"key": "tablet-2", "verification": "confirmed"}
    assert clerk.post(path, **late).json()["outcome"] == "conflict"
    assert sheet.observations.get().seen == "鍵が開いていた"
    assert clerk.post(path, **late, base=kept["stamp"]).json()["outcome"] == "kept"
    photo = {"key": "photo-1", "upload": shelf.text("写真.jpg", b"\xff\xd8\xff\xe0" + b"0" * 40)}
    sent = clerk.client.post(f"/api/v1/inspections/{sheet.pk}/checks/{first}/photos", photo)
    assert sent.json() == {"outcome": "kept"}
    shown = clerk.get(f"inspections/{sheet.pk}/photos").json()["items"][0]["id"]
    contractor = Caller(cast.contractor, cast.company)
    # What the client saw is its own until it is done looking.
    assert contractor.get(f"inspections/{sheet.pk}/photos").json()["count"] == 0
    assert contractor.get(f"inspections/{sheet.pk}/photos/{shown}").status_code == 404


def test_a_view_of_the_register_belongs_to_who_made_it(cast, clerk):
    made = clerk.post("register/views", name="遅れ", query="late=on&page=3", shared=True).json()
    assert (made["query"], made["own"]) == ("late=on", True)
    colleague = Caller(cast.colleague, cast.city)
    assert colleague.get("register/views").json()["items"][0]["own"] is False
    assert colleague.client.delete(f"/api/v1/register/views/{made['id']}").status_code == 404
    assert clerk.client.delete(f"/api/v1/register/views/{made['id']}").status_code == 204
    assert not SavedView.objects.exists()


def test_answers_that_were_handed_in_are_kept_for_the_next_sheet(cast):
    contractor, rival = (
        Caller(cast.contractor, cast.company),
        Caller(cast.other_contractor, cast.other_company),
    )
    sheet = promised.submitted(cast)
    path = f"inspections/{sheet.pk}/kept"
    chosen = {"checks": [checks_of(sheet)[0].id], "valid_until": "2099-12-31"}
    assert rival.post(path, **chosen).status_code == 404
    assert contractor.post(path, **chosen).json() == {"count": 1}
    (kept,) = contractor.get("library/answers").json()["items"]
    assert contractor.post(path, **chosen, seen=[]).status_code == 409
    assert contractor.post(path, **chosen, seen=[f"{kept['id']}.{kept['revision']}"]).status_code == 200


def test_an_expert_is_let_in_by_a_link_and_files_stay_with_the_case(cast, clerk):
    work = promised.published(cast).engagement_id
    asked = {"addressee": "expert", "title": "鍵", "text": "鞄の鍵は要りますか"}
    made = clerk.post(f"engagements/{work}/consultations", **asked).json()["id"]
    path = f"consultations/{made}"
    contractor = Caller(cast.contractor, cast.company)
    assert contractor.post(f"{path}/experts", name="専門家").status_code == 403
    link = clerk.post(f"{path}/experts", name="専門家").json()
    page = link["link"].partition("/advice/")[2]
    assert cast.client(None).get(f"/advice/{page}").status_code == 200
    assert clerk.client.delete(f"/api/v1/{path}/experts/{link['id']}").status_code == 204
    assert cast.client(None).get(f"/advice/{page}").status_code == 410
    sent = clerk.client.post(
        f"/api/v1/{path}/questions/files",
        {"text": "写真です", "uploads": [shelf.text(), shelf.text("二.txt")]},
    )
    assert sent.status_code == 200, sent.content
    assert clerk.get(f"{path}/files").json()["count"] == 2
    assert contractor.get(f"{path}/files").status_code == 403

"""Files over HTTP: sent through the same guards as on the pages, and given back to those who may read them."""

import json

import pytest

from tests.api.test_api import Caller
from tests.apps import promised
from tests.apps.findings import corrected
from tests.apps.library import shelf
from tests.apps.library.test_parcels import filled
from tests.apps.register.test_import import ROWS, as_csv
from yakusoku.apps.inspections.models import State
from yakusoku.apps.inspections.queries import checks_of


@pytest.fixture
def clerk(cast):
    return Caller(cast.owner, cast.city)


@pytest.fixture
def contractor(cast):
    return Caller(cast.contractor, cast.company)


@pytest.fixture
def rival(cast):
    return Caller(cast.other_contractor, cast.other_company)


def send(caller, path, field="upload", file=None, **told):
    return caller.client.post(f"/api/v1/{path}", {field: file or shelf.text(), **told})


def content(answer):
    return b"".join(answer.streaming_content)


def test_evidence_goes_in_and_out_and_nobody_else_gets_it(cast, clerk, contractor, rival):
    sheet = promised.opened(cast)
    first = checks_of(sheet)[0].id
    kept = send(contractor, f"inspections/{sheet.pk}/checks/{first}/evidence")
    assert (kept.status_code, kept.json()["check"]) == (201, first)
    path = f"inspections/{sheet.pk}/evidence/{kept.json()['id']}"
    assert content(clerk.get(path)) == b"ledger"
    assert rival.get(path).status_code == 404
    assert send(clerk, f"inspections/{sheet.pk}/checks/{first}/evidence").status_code == 403
    bad = send(
        contractor,
        f"inspections/{sheet.pk}/checks/{first}/evidence",
        file=shelf.text("呼出し.exe", b"MZ\x00"),
    )
    assert (bad.status_code, bad["Content-Type"]) == (409, "application/problem+json")
    assert contractor.client.delete(f"/api/v1/{path}").status_code == 204
    assert contractor.get(f"inspections/{sheet.pk}/evidence").json()["count"] == 0


def test_published_papers_are_given_to_both_sides_but_decisions_to_the_client_alone(
    cast, clerk, contractor, rival
):
    work = promised.opened(cast).version.engagement_id
    path = f"engagements/{work}/versions/1/files"
    assert "decisions.pdf" in {row["name"] for row in clerk.get(path).json()["items"]}
    assert "decisions.pdf" not in {row["name"] for row in contractor.get(path).json()["items"]}
    assert content(contractor.get(f"{path}/specification.docx")).startswith(b"PK")
    assert contractor.get(f"{path}/decisions.pdf").status_code == 404
    assert rival.get(f"{path}/specification.docx").status_code == 404


def test_a_package_is_looked_at_and_taken(cast, contractor, clerk, rival):
    sheet = promised.opened(cast)
    path = f"inspections/{sheet.pk}/package"
    assert contractor.get(path).content.startswith(b"PK")
    first = checks_of(sheet)[0].id
    upload = filled(cast, sheet, [(f"evidence/{first}/記録簿.txt", b"ledger")])
    seen = send(contractor, path, file=upload)
    assert seen.status_code == 201, seen.content.decode()
    assert seen.json()["files"] == 1
    assert not sheet.answers.exists()
    assert rival.get(f"{path}/waiting").status_code == 404
    taken = contractor.post(f"{path}/take", hand_in=True).json()["taken"]
    sheet.refresh_from_db()
    # Only a clerk hands in what came on paper terms.
    assert (taken, sheet.state) == (len(checks_of(sheet)), State.OPEN)


def test_a_returned_sheet_is_looked_at_and_taken_or_thrown_away(cast, contractor, clerk):
    sheet = promised.answered(cast)
    path = f"inspections/{sheet.pk}/sheet"
    raw = contractor.get(path).content
    upload = shelf.text("確認表.xlsx", raw)
    assert send(contractor, path, file=upload).json()["changes"] == []
    assert contractor.get(f"{path}/waiting").json()["damaged"] is False
    assert clerk.get(f"{path}/waiting").status_code in {403, 404}
    assert contractor.client.delete(f"/api/v1/{path}/waiting").status_code == 204
    assert contractor.post(f"{path}/take").status_code == 404


def test_letters_and_evidence_of_a_correction(cast, clerk, contractor, rival):
    instruction = corrected.instructed(cast)
    path = f"instructions/{instruction.pk}"
    name = clerk.get(f"{path}/papers").json()["items"][0]["name"]
    assert content(contractor.get(f"{path}/papers/{name}"))
    assert rival.get(f"{path}/papers/{name}").status_code == 404
    shown = send(contractor, f"{path}/evidence").json()
    # A draft is the contractor's own until the reply is in.
    assert clerk.get(f"{path}/evidence/{shown['id']}").status_code == 404
    assert content(contractor.get(f"{path}/evidence/{shown['id']}")) == b"ledger"


def test_a_ledger_is_looked_at_before_it_is_taken(cast):
    policy, clerk = Caller(cast.policy, cast.city), Caller(cast.owner, cast.city)
    seen = send(policy, "register/ledger", file=as_csv(*ROWS))
    assert seen.status_code == 201, seen.content
    told = seen.json()
    assert (told["missing"], told["new"], told["unmatched"]) == ([], 3, ["市民課"])
    assert policy.post("register/ledger/take").status_code in {409, 422}
    assert policy.get("register").json()["count"] == 0
    chosen = {"departments": {"市民課": None}}
    put = policy.client.put(
        "/api/v1/register/ledger/departments", json.dumps(chosen), content_type="application/json"
    )
    assert put.json()["unmatched"] == []
    assert policy.post("register/ledger/take", only_right=False).json() == {"taken": 3, "left": False}
    assert policy.get("register").json()["count"] == 3
    assert send(clerk, "register/ledger", file=as_csv(*ROWS)).status_code == 403


def test_parts_that_cannot_be_told_apart_are_a_problem(cast, contractor):
    sheet = promised.opened(cast)
    path = f"/api/v1/inspections/{sheet.pk}/checks/{checks_of(sheet)[0].id}/evidence"
    for kind in ("multipart/form-data", "multipart/form-data; boundary=x"):
        answer = contractor.client.generic("POST", path, b"--x\r\nbroken", content_type=kind)
        assert answer.status_code in {400, 422}, kind
        assert answer["Content-Type"] == "application/problem+json"

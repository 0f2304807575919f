"""The contractor's side over HTTP with a token."""

import json

from django.test import Client
from django.utils.timezone import now

from tests.apps.library import shelf
from yakusoku.apps.accounts.services import make_api_token


def caller(user, organization):
    """Return a function that calls the interface as a person."""
    _token, secret = make_api_token(user, organization, "試験", at=now())
    browser = Client()

    def call(method, path, body=None):
        answer = browser.generic(
            method,
            f"/api/v1{path}",
            json.dumps(body) if body is not None else "",
            content_type="application/json",
            headers={"Authorization": f"Bearer {secret}"},
        )
        return answer.status_code, json.loads(answer.content) if answer.content else None

    return call


def test_a_sheet_is_answered_from_the_library(cast):
    shelf.kept(cast, shelf.handed_in(cast))
    sheet = shelf.next_sheet(cast)
    call = caller(cast.contractor, cast.company)
    status, sheets = call("GET", "/library/sheets?limit=5")
    assert (status, sheets["count"], sheets["items"][0]["client"]) == (200, 1, "みなと市")
    _status, rows = call("GET", f"/inspections/{sheet.pk}/proposals")
    wanted = [row["key"] for row in rows["items"] if row["ticked"]]
    assert call("POST", f"/inspections/{sheet.pk}/proposals", {"take": wanted}) == (
        200,
        {"taken": len(wanted)},
    )
    status, told = call("POST", f"/inspections/{sheet.pk}/proposals", {"take": wanted})
    assert (status, told["code"]) == (409, "reuse.changed")


def test_answers_and_certificates_are_kept_and_changed(cast):
    call = caller(cast.contractor, cast.company)
    status, kept = call("POST", "/library/answers", {"question": "鍵をかけていますか。", "answer": "yes"})
    assert status == 201
    status, _kept = call("PUT", f"/library/answers/{kept['id']}", {"answer": "partial", "revision": 1})
    assert status == 200
    status, told = call("PUT", f"/library/answers/{kept['id']}", {"answer": "no", "revision": 1})
    assert (status, told["code"]) == (409, "library.changed")
    paper = {"kind": "isms", "number": "IS-9", "scope": "検針部", "valid_until": "2030-03-31"}
    assert call("POST", "/library/certificates", paper)[0] == 201
    assert call("POST", "/library/certificates", paper | {"kind": "nonsense"})[1]["code"] == (
        "certificate.kind-unknown"
    )
    assert call("GET", "/library/certificates")[1]["count"] == 1


def test_strangers_get_nothing(cast):
    shelf.kept(cast, shelf.handed_in(cast))
    sheet = shelf.next_sheet(cast)
    clerk = caller(cast.owner, cast.city)
    assert clerk("GET", "/library/answers")[0] == 403
    rival = caller(cast.other_contractor, cast.other_company)
    assert rival("GET", "/library/answers")[1]["count"] == 0
    assert rival("GET", f"/inspections/{sheet.pk}/proposals")[0] == 404
    assert rival("POST", f"/inspections/{sheet.pk}/links", {"person": "だれか"})[0] == 404


def test_a_link_is_made_and_taken_back(cast):
    sheet = shelf.next_sheet(cast)
    call = caller(cast.owner, cast.city)
    status, link = call("POST", f"/inspections/{sheet.pk}/links", {"person": "山田 花子", "days": 3})
    assert status == 201
    assert Client().get(f"/answer/{link['secret']}/").status_code == 200
    assert call("GET", f"/inspections/{sheet.pk}/links")[1]["items"][0]["secret"] is None
    assert call("DELETE", f"/inspections/{sheet.pk}/links/{link['id']}")[0] == 204
    assert Client().get(f"/answer/{link['secret']}/").status_code == 410

"""The same acts over HTTP: paged lists, problems as JSON, and the same doors."""

import json

import pytest
from django.test import Client

from tests.apps.findings.corrected import CHECK, found, instructed, replied
from tests.apps.findings.test_pages import CHECK_TOLD
from tests.cast import NOW
from yakusoku.apps.accounts.services import make_api_token
from yakusoku.apps.findings import replying
from yakusoku.apps.findings.models import CorrectiveInstruction


@pytest.fixture
def call(cast):
    """Call a route as somebody; return status and JSON."""

    def ask(who, method, path, body=None):
        user = getattr(cast, who)
        organization = cast.acting(user).organization
        _token, secret = make_api_token(user, organization, "試験", at=NOW)
        options = {"data": json.dumps(body), "content_type": "application/json"} if body is not None else {}
        headers = {"Authorization": f"Bearer {secret}"}
        answer = getattr(Client(), method)(f"/api/v1{path}", headers=headers, **options)
        return answer.status_code, answer.json()

    return ask


def test_findings_are_listed_in_pages(cast, call):
    finding = found(cast)
    status, told = call("policy", "get", "/findings?limit=1")
    assert (status, told["count"]) == (200, 1)
    assert told["items"][0]["check"] == CHECK
    assert call("owner", "get", f"/engagements/{finding.engagement_id}/findings")[1]["count"] == 1
    assert call("colleague", "get", f"/engagements/{finding.engagement_id}/findings")[0] == 404
    assert call("other_contractor", "get", "/findings")[1]["count"] == 0


def test_an_instruction_goes_its_way_over_http(cast, call):
    finding = found(cast)
    base = f"/engagements/{finding.engagement_id}"
    asked = {"finding": finding.pk, "remedy": "additional-measure", "text": "記録する"}
    status, told = call("owner", "post", f"{base}/instructions", {"demands": [asked], "due_on": "2099-07-20"})
    assert (status, told["state"], told["items"][0]["state"]) == (200, "issued", "instructed")
    item, path = told["items"][0]["id"], f"/instructions/{told['id']}"
    status, told = call("owner", "post", f"{base}/instructions", {"demands": [asked], "due_on": "2099-07-20"})
    assert (status, told["code"]) == (409, "finding.move-impossible")
    more = {"until": "2099-08-20", "reason": "納品待ち"}
    status, extension = call("contractor", "post", f"{path}/extensions", more)
    assert (status, extension["state"]) == (200, "waiting")
    status, told = call("owner", "post", f"{path}/extensions/{extension['id']}/answer", {"granted": True})
    assert (status, told["state"]) == (200, "granted")
    reply = {"text": "", "measures": [{"item": item, "text": "記録簿を作った"}]}
    assert call("owner", "post", f"{path}/reply", reply)[0] == 403
    status, told = call("contractor", "post", f"{path}/reply", reply)
    assert (status, told["state"]) == (200, "replied")
    back = {"looked": [{"item": item, "outcome": "not-yet", "seen": "6月分がない"}]}
    assert call("owner", "post", f"{path}/verification", back)[1]["code"] == "correction.new-deadline-missing"
    status, told = call("owner", "post", f"{path}/verification", {**back, "due_on": "2099-09-01"})
    assert (told["state"], told["round"]) == ("issued", 2)
    call("contractor", "post", f"{path}/reply", reply)
    done = {"looked": [{"item": item, "outcome": "confirmed"}]}
    assert call("owner", "post", f"{path}/verification", done)[1]["state"] == "closed"
    assert call("contractor", "get", "/instructions")[1]["count"] == 1
    assert call("stranger", "get", path)[0] == 404


def test_the_client_takes_back_lets_be_and_adds_a_check(cast, call):
    instruction = instructed(cast)
    finding = instruction.items.get().finding
    base = f"/engagements/{finding.engagement_id}/findings/{finding.pk}"
    told = {**CHECK_TOLD, "evidence_required": True}
    assert call("contractor", "post", f"{base}/checks", told)[0] == 403
    assert call("owner", "post", f"{base}/checks", told)[0] == 200
    path = f"/instructions/{instruction.pk}/withdraw"
    assert call("owner", "post", path, {"reason": ""})[1]["code"] == "correction.reason-missing"
    assert call("owner", "post", path, {"reason": "間違い"})[1]["state"] == "withdrawn"
    assert call("owner", "post", f"{base}/dismiss", {"reason": "読み違い"})[1]["state"] == "closed"


def test_what_cannot_be_stored_is_refused(cast, call):
    instruction = replied(cast)
    item = replying.open_items(instruction)[0].pk
    bad = {"looked": [{"item": item, "outcome": "confirmed", "seen": "\x00"}]}
    assert call("owner", "post", f"/instructions/{instruction.pk}/verification", bad)[0] == 422
    assert CorrectiveInstruction.objects.get().state == "replied"

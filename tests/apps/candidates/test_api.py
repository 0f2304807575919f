"""The same acts over HTTP, behind a token."""

import json

import pytest

from tests.apps.candidates import candidate
from tests.cast import NOW
from yakusoku.apps.accounts.services import make_api_token


@pytest.fixture
def call(cast):
    """Send a request as somebody; return status and body."""

    def send(user, method, path, **body):
        organization = cast.company if user == cast.contractor else cast.city
        _token, secret = make_api_token(user, organization, "試し", at=NOW)
        head = {"content_type": "application/json", "HTTP_AUTHORIZATION": f"Bearer {secret}"}
        visitor = cast.client(None)
        raw = {} if method == "get" else {"data": json.dumps(body)}
        answer = getattr(visitor, method)(f"/api/v1/{path}", **raw, **head)
        return answer.status_code, answer.json()

    return send


def test_the_whole_way_over_http(cast, call):
    work = candidate.tendered(cast).engagement
    assert call(cast.owner, "post", f"engagements/{work.pk}/announcement")[1]["announcement"]
    body = {"company": cast.company.pk, "reason": "最も低い見積り"}
    status, found = call(cast.owner, "post", f"engagements/{work.pk}/candidates", **body)
    assert (status, found["outcome"]) == (200, "held")
    path = f"candidacies/{found['id']}"
    named = {"person": "工藤", "contact": "03"}
    assert call(cast.contractor, "put", f"{path}/responsible", **named)[0] == 200
    assert call(cast.contractor, "get", path)[1]["reason"] == ""
    status, asked = call(cast.owner, "post", f"{path}/pre-assessment", due_on="2099-07-09")
    assert asked["pre_assessment"]
    status, standing = call(cast.owner, "get", f"engagements/{work.pk}/candidacy")
    assert standing["missing"] == ["pre-assessment", "plan", "board"]
    status, refused = call(cast.owner, "post", f"engagements/{work.pk}/contract", signed_on="2027-05-20")
    assert (status, refused["code"]) == (409, "contract.refused")
    assert "調査票への回答" in refused["title"]


def test_the_plan_over_http(cast, call):
    candidacy = candidate.short(cast)
    path = f"candidacies/{candidacy.pk}"
    item = call(cast.contractor, "get", f"{path}/plan")[1]["items"][0]
    assert (item["edition"], item["lacks"]) == (0, ["item"])
    body = {"edition": 0, "measure": "鞄を買う", "by_when": "2027-05-31", "who": "工藤"}
    status, items = call(cast.contractor, "put", f"{path}/plan/items/{item['key']}", **body)
    assert (status, items[0]["edition"], items[0]["lacks"]) == (200, 1, [])
    status, refused = call(cast.owner, "put", f"{path}/plan/items/{item['key']}", **body)
    assert (status, refused["code"]) == (409, "plan.changed")
    assert call(cast.owner, "post", f"{path}/plan/agree")[0] == 200
    assert call(cast.owner, "post", f"{path}/submit")[1]["submitted_at"]
    override = {"signed_on": "2027-05-20", "override_reason": "災害"}
    assert call(cast.owner, "post", f"engagements/{candidacy.engagement_id}/contract", **override)[0] == 403
    status, standing = call(
        cast.policy, "post", f"engagements/{candidacy.engagement_id}/contract", **override
    )
    assert (status, standing["override_reason"]) == (200, "災害")
    done = call(cast.contractor, "post", f"{path}/plan/items/{item['key']}/done", note="買った")
    assert done[1][0]["state"] == "done"
    seen = call(cast.owner, "post", f"{path}/plan/items/{item['key']}/verify", holds=True)
    assert seen[1][0]["state"] == "verified"


def test_strangers_find_nothing(cast, call):
    candidacy = candidate.held(cast)
    assert call(cast.colleague, "get", f"candidacies/{candidacy.pk}")[0] == 404
    assert call(cast.colleague, "get", "candidacies")[1]["count"] == 0
    listed = call(cast.owner, "get", "candidacies")[1]
    assert (listed["count"], listed["items"][0]["company"]) == (1, cast.company.name)
    other = {"company": cast.stranger_city.pk, "reason": "x"}
    path = f"engagements/{candidacy.engagement_id}/candidates"
    assert call(cast.owner, "post", path, **other)[0] == 404


def test_a_consultation_over_http(cast, call):
    work = candidate.tendered(cast).engagement
    body = {"addressee": "policy", "title": "鍵", "text": "要りますか", "about": "//evil.example/"}
    status, made = call(cast.owner, "post", f"engagements/{work.pk}/consultations", **body)
    assert (status, made["about"]) == (200, "")
    path = f"consultations/{made['id']}"
    assert call(cast.policy, "post", f"{path}/advice", text="要ります")[1]["state"] == "answered"
    assert call(cast.owner, "post", f"{path}/advice", text="x")[0] == 403
    assert call(cast.owner, "post", f"{path}/questions", text="どんな")[1]["state"] == "open"
    assert call(cast.owner, "post", f"{path}/close")[1]["state"] == "closed"
    assert call(cast.legal, "get", "consultations")[1]["count"] == 1
    assert call(cast.contractor, "get", "consultations")[0] == 403

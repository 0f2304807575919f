"""The HTTP interface: the same acts, behind a token."""

import pytest
from django.test import Client

from tests.apps import promised
from tests.cast import NOW
from yakusoku.apps.accounts.services import make_api_token


class Caller:
    """A program that calls with a token."""

    def __init__(self, user, organization):
        _, secret = make_api_token(user, organization, "試し", at=NOW)
        self.client = Client(headers={"Authorization": f"Bearer {secret}"})

    def get(self, path):
        return self.client.get(f"/api/v1/{path}")

    def post(self, path, **body):
        return self.client.post(f"/api/v1/{path}", body, content_type="application/json")


@pytest.fixture
def clerk(cast):
    return Caller(cast.owner, cast.city)


@pytest.fixture
def contractor(cast):
    return Caller(cast.contractor, cast.company)


def test_without_a_token_nothing_is_told(cast):
    answer = Client().get("/api/v1/engagements")
    assert answer.status_code == 401


def test_a_signed_in_browser_is_no_token(cast):
    assert cast.client(cast.owner).get("/api/v1/engagements").status_code == 401


def test_the_description_lists_every_route(db):
    paths = Client().get("/api/v1/openapi.json").json()["paths"]
    assert "/api/v1/engagements/{pk}/decisions/{slug}" in paths


def test_a_clerk_decides_and_publishes(cast, clerk):
    engagement = promised.decided(cast)
    row = {"decision": "alternative", "strength": "prohibit"}
    answer = clerk.post(f"engagements/{engagement.pk}/decisions/copying", **row)
    assert answer.status_code == 200
    assert answer.json()["conflicts"][0]["need"] == "needs.copy"
    version = clerk.post(f"engagements/{engagement.pk}/versions").json()
    assert version["number"] == 1
    report = clerk.get(f"engagements/{engagement.pk}/versions/1").json()
    assert report["conflicts"][0]["slug"] == "copying"


def test_a_refusal_is_a_code_and_a_sentence(cast, clerk):
    engagement = promised.described(cast)
    answer = clerk.post(f"engagements/{engagement.pk}/decisions/publication", decision="decline")
    assert answer.status_code == 409
    assert answer.json()["code"] == "decision.reason-missing"
    assert "理由" in answer.json()["title"]


def test_a_misshapen_body_is_told(cast, clerk):
    engagement = promised.described(cast)
    answer = clerk.post(f"engagements/{engagement.pk}/decisions/publication", decision="maybe")
    assert answer.status_code == 422
    assert answer.json()["code"] == "request.misshapen"


def test_a_contractor_answers(cast, contractor):
    inspection = promised.opened(cast)
    check = contractor.get(f"inspections/{inspection.pk}").json()["checks"][0]["id"]
    answered = contractor.post(f"inspections/{inspection.pk}/checks/{check}/answer", answer="no")
    assert answered.json()["answer"] == "no"
    assert (
        contractor.post(f"inspections/{inspection.pk}/submit").json()["code"] == "inspection.answers-missing"
    )


def test_a_client_verifies_and_what_it_saw_is_not_told_before_the_end(cast, clerk, contractor):
    inspection = promised.submitted(cast)
    check = clerk.get(f"inspections/{inspection.pk}").json()["checks"][0]["id"]
    path = f"inspections/{inspection.pk}/checks/{check}/observation"
    seen = clerk.post(path, verification="different", seen="記録なし")
    assert [f["kind"] for f in seen.json()["findings"]] == ["disagreement"]
    told = contractor.get(f"inspections/{inspection.pk}").json()["checks"][0]
    assert (told["verification"], told["seen"], told["findings"]) == (None, "", [])


def test_nobody_sees_or_does_what_is_not_theirs(cast, contractor):
    inspection = promised.opened(cast)
    engagement = inspection.version.engagement
    stranger = Caller(cast.stranger, cast.stranger_city)
    colleague = Caller(cast.colleague, cast.city)
    for caller in (stranger, colleague):
        assert caller.get(f"engagements/{engagement.pk}").status_code == 404
        assert caller.get(f"inspections/{inspection.pk}").status_code == 404
        assert caller.get("engagements").json() == {"items": [], "count": 0}
    assert contractor.get(f"engagements/{engagement.pk}").json()["profile"] == {}
    assert contractor.get(f"engagements/{engagement.pk}/decisions").status_code == 404
    assert contractor.post(f"engagements/{engagement.pk}/versions").status_code == 403

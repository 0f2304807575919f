"""Training, ledger, closing and renewal over HTTP with a token."""

import pytest

from tests.apps.erasure.ended import contracted, ended, held, hop_of
from tests.apps.training.listed import course, listed
from tests.cast import NOW
from yakusoku.apps.accounts.services import make_api_token
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.erasure.models import Copy

COPY = {"what": "控え", "medium": "paper", "place": "書庫", "number": 3}
PROOF = {"ending": "erase", "method": "shred", "done_on": "2026-11-20", "done_by": "総務課"}


@pytest.fixture
def call(cast, client):
    """Return a caller: who, method, path, body → answer."""
    secrets = {}

    def ask(who, method, path, body=None):
        if who not in secrets:
            person = getattr(cast, who)
            _, secrets[who] = make_api_token(person, cast.acting(person).organization, "試し", at=NOW)
        return getattr(client, method)(
            f"/api/v1{path}",
            body,
            content_type="application/json",
            headers={"Authorization": f"Bearer {secrets[who]}"},
        )

    return ask


def test_a_copy_goes_its_way(cast, call):
    work = contracted(cast)
    entered = call("contractor", "post", f"/engagements/{work.pk}/copies", COPY)
    assert entered.status_code == 200
    pk = entered.json()["id"]
    assert call("contractor", "post", f"/copies/{pk}/proof", {**PROOF, "method": "clear"}).status_code == 409
    assert call("contractor", "post", f"/copies/{pk}/proof", PROOF).json()["state"] == "proven"
    assert call("contractor", "post", f"/copies/{pk}/confirm").status_code == 403
    assert call("other_contractor", "post", f"/copies/{pk}/proof", PROOF).status_code == 404
    assert call("owner", "post", f"/copies/{pk}/confirm").json()["state"] == "confirmed"
    listed_now = call("owner", "get", f"/engagements/{work.pk}/copies?limit=1").json()
    assert (listed_now["count"], listed_now["items"][0]["what"]) == (1, "控え")


def test_a_subcontractor_sees_and_reports_its_own_part_only(cast, call):
    work = contracted(cast)
    hop = hop_of(cast, work)
    mine = call("subcontractor", "post", f"/hops/{hop.pk}/copies", COPY).json()["id"]
    other = held(cast, work)
    assert call("subcontractor", "get", f"/hops/{hop.pk}/copies").json()["count"] == 1
    assert call("subcontractor", "post", f"/copies/{other.pk}/proof", PROOF).status_code == 404
    assert call("subcontractor", "post", f"/copies/{mine}/proof", PROOF).json()["state"] == "reported"
    assert call("subcontractor", "post", f"/copies/{mine}/pass-on").status_code == 403
    assert call("contractor", "post", f"/copies/{mine}/pass-on").json()["state"] == "proven"
    assert (
        call("owner", "post", f"/copies/{mine}/send-back", {"reason": "日が違う"}).json()["state"] == "held"
    )


def test_a_copy_at_a_place_of_another_engagement_is_refused(cast, call):
    work, other = contracted(cast), contracted(cast, "別の業務")
    body = {**COPY, "hop": hop_of(cast, other).pk}
    assert call("contractor", "post", f"/engagements/{work.pk}/copies", body).status_code == 409
    assert not Copy.objects.exists()


def test_training_and_start(cast, call):
    work, asked = contracted(cast), course(cast)
    made = call(
        "contractor",
        "post",
        f"/engagements/{work.pk}/training/workers",
        {"name": "工藤", "part": "responsible"},
    )
    person = made.json()["id"]
    start = f"/engagements/{work.pk}/start"
    assert call("owner", "post", start, {"day": "2026-11-20"}).status_code == 409
    Engagement.objects.filter(pk=work.pk).update(contracted_on="2026-11-01")
    done = {"course": asked.pk, "people": [person], "completed_on": "2026-11-19"}
    assert call("contractor", "post", f"/engagements/{work.pk}/training/completions", done).json() == 1
    told = call("owner", "get", f"/engagements/{work.pk}/training?day=2026-11-20").json()
    assert told["missing"] == []
    assert told["staff"][0]["courses"][0]["validity"] == "valid"
    assert call("owner", "post", start, {"day": "2026-11-20"}).status_code == 204
    assert call("policy", "get", "/courses").json()["count"] == 1
    assert call("owner", "get", "/courses").status_code == 403


def test_closing_and_renewal(cast, call):
    work = ended(cast)
    copy = held(cast, work, what="もう一つ")
    base = f"/engagements/{work.pk}"
    assert {m["kind"] for m in call("owner", "get", f"{base}/open-matters").json()["items"]} == {
        "copy",
        "ledger",
    }
    assert call("owner", "post", f"{base}/close").status_code == 409
    assert (
        call("contractor", "post", f"/copies/{copy.pk}/proof", {**PROOF, "method": "purge"}).status_code
        == 200
    )
    assert call("owner", "post", f"/copies/{copy.pk}/confirm").status_code == 200
    assert call("contractor", "post", f"{base}/ledger/declaration").status_code == 204
    assert call("owner", "post", f"{base}/close").status_code == 204
    assert call("owner", "post", f"{base}/reopen", {"reason": "見つかった"}).status_code == 403
    assert call("policy", "post", f"{base}/reopen", {"reason": "見つかった"}).status_code == 204
    following = call("owner", "post", f"{base}/renew").json()
    assert Engagement.objects.get(pk=following["id"]).predecessor == work
    assert call("owner", "post", f"{base}/renew").status_code == 409
    listed(cast, work)

"""The chain over HTTP, for programs."""

import pytest

from tests.api.test_api import Caller
from tests.apps.chain import chained
from yakusoku.apps.chain.models import Hop
from yakusoku.apps.findings.models import Finding

BODY = {
    "name": "はしけ印刷株式会社",
    "place": "subcontractor",
    "travels_by": "tracked",
    "categories": ["identity"],
    "since": "2026-04-01",
    "reason": "設備がない",
}
SENT = {
    "description": "問診票",
    "medium": "paper",
    "copies": 3,
    "travels_by": "by_hand",
    "sent_on": "2026-04-01",
}


@pytest.fixture
def clerk(cast):
    """A program of the water department."""
    return Caller(cast.owner, cast.city)


@pytest.fixture
def contractor(cast):
    """A program of the contractor."""
    return Caller(cast.contractor, cast.company)


@pytest.fixture
def below(cast):
    """A program of the subcontractor."""
    return Caller(cast.subcontractor, cast.subcompany)


def test_from_the_request_to_the_end(cast, clerk, contractor):
    work = chained.shared(cast)
    made = contractor.post(f"engagements/{work.pk}/chain/requests", **BODY).json()
    assert (made["tier"], made["standing"], made["holds"]) == (2, "requested", False)
    assert contractor.post(f"hops/{made['id']}/consent", decided_on="2026-04-01").status_code == 403
    agreed = clerk.post(f"hops/{made['id']}/consent", decided_on="2026-04-02").json()
    assert (agreed["standing"], agreed["since"], agreed["holds"]) == ("consented", "2026-04-02", True)
    again = clerk.post(f"hops/{made['id']}/consent", decided_on="2026-04-02")
    assert (again.status_code, again.json()["code"]) == (409, "chain.not-waiting")
    second = contractor.post(f"hops/{made['id']}/requests", **BODY | {"categories": ["contact"]})
    assert second.json()["code"] == "chain.data-widened"
    passed = contractor.post(f"hops/{made['id']}/clauses", clauses=[]).json()
    assert passed["lost"]
    assert "clause-lost" in passed["gaps"]
    ended = clerk.post(f"hops/{made['id']}/end", on="2026-05-01").json()
    assert (ended["until"], ended["holds"]) == ("2026-05-01", False)


def test_the_chain_as_of_a_day(cast, clerk, contractor):
    first, home = chained.three_tiers(cast)
    path = f"engagements/{first.engagement_id}/chain"
    hops = clerk.get(f"{path}?on=2026-04-01").json()["hops"]
    assert [(hop["tier"], hop["id"]) for hop in hops] == [(1, first.parent_id), (2, first.pk), (3, home.pk)]
    assert "untracked-transport" in hops[2]["gaps"]
    assert len(clerk.get(f"{path}?on=2026-03-31").json()["hops"]) == 1
    assert "facts-silent" not in contractor.get(path).json()["hops"][1]["gaps"]


def test_a_refusal_a_withdrawal_and_a_late_request(cast, clerk, contractor):
    work = chained.shared(cast)
    first, second = (
        contractor.post(f"engagements/{work.pk}/chain/requests", **BODY).json()["id"] for _ in "ab"
    )
    assert clerk.post(f"hops/{first}/refusal").json()["code"] == "chain.reason-missing"
    assert clerk.post(f"hops/{first}/refusal", reason="不要").json()["standing"] == "refused"
    assert contractor.post(f"hops/{second}/withdrawal", reason="不要").json()["standing"] == "withdrawn"
    found = clerk.post(
        f"engagements/{work.pk}/chain/undeclared", name="いろは", place="home", travels_by="courier"
    ).json()
    assert Finding.objects.get().source == found["source"]
    assert contractor.post(f"hops/{found['hop']}/request", **BODY).json()["standing"] == "undeclared"
    assert contractor.post(f"hops/{found['hop']}/dismissal", reason="x").status_code == 403
    other = chained.consented(cast, chained.shared(cast, "ほか"))
    answer = clerk.post(
        f"engagements/{work.pk}/chain/undeclared",
        name="x",
        place="home",
        travels_by="courier",
        giver=other.pk,
    )
    assert answer.json()["code"] == "chain.other-engagement"


def test_handovers(cast, clerk, contractor, below):
    first, home = chained.three_tiers(cast)
    path = f"engagements/{first.engagement_id}/handovers"
    sent = contractor.post(path, **SENT, giver=first.parent_id, receiver=first.pk).json()
    assert sent["state"] == "sent"
    assert contractor.post(path, **SENT, receiver=first.pk).status_code == 403
    assert contractor.post(f"handovers/{sent['id']}/receipt", received_on="2026-04-01").status_code == 403
    assert (
        below.post(f"handovers/{sent['id']}/receipt", received_on="2026-04-01").json()["state"] == "received"
    )
    down = below.post(f"hops/{first.pk}/handovers", **SENT, receiver=home.pk).json()
    assert below.post(f"handovers/{down['id']}/cancel", reason="誤り").json()["state"] == "cancelled"
    listed = clerk.get(f"{path}?limit=1").json()
    assert (listed["count"], len(listed["items"])) == (2, 1)
    assert clerk.get(f"{path}?open=true").json()["count"] == 0
    assert clerk.get(f"handovers/{sent['id']}").json()["description"] == "問診票"


def test_a_subcontractor_reads_its_own_place_only(cast, below):
    first, home = chained.three_tiers(cast)
    assert below.get(f"hops/{first.pk}").json()["tier"] == 2
    assert below.get(f"hops/{home.pk}").json()["tier"] == 3
    assert below.get(f"hops/{first.parent_id}").status_code == 404
    assert below.get(f"engagements/{first.engagement_id}/chain").status_code == 404
    assert below.get("subcontracts").json()["items"][0]["id"] == first.pk


@pytest.mark.parametrize(
    "changes",
    [
        {"name": ""},
        {"place": "moon"},
        {"since": "x"},
        {"name": "a\x00"},
        {"categories": ["x"]},
        {"reason": ""},
    ],
)
def test_what_has_not_the_shape_is_not_taken(cast, contractor, changes):
    work = chained.shared(cast)
    assert contractor.post(f"engagements/{work.pk}/chain/requests", **BODY | changes).status_code == 422
    assert not Hop.objects.exists()

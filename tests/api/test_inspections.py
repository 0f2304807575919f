"""Rounds of inspections over HTTP."""

import pytest

from tests.api.test_api import Caller
from tests.apps import promised
from tests.apps.inspections.rounds import asked_below, second_round
from yakusoku.apps.inspections.queries import checks_of


@pytest.fixture
def clerk(cast):
    return Caller(cast.owner, cast.city)


@pytest.fixture
def contractor(cast):
    return Caller(cast.contractor, cast.company)


def test_the_list_shows_to_each_what_is_theirs(cast, clerk, contractor):
    above = promised.opened(cast, title="別の業務")
    under = asked_below(cast)
    below = Caller(cast.subcontractor, cast.subcompany)
    stranger = Caller(cast.stranger, cast.stranger_city)

    def seen(caller, query=""):
        return [row["id"] for row in caller.get(f"inspections{query}").json()["items"]]

    assert seen(clerk) == seen(contractor) == [under.pk, above.pk]
    assert seen(below) == [under.pk]
    assert seen(stranger) == []
    assert seen(clerk, f"?engagement={above.version.engagement_id}") == [above.pk]
    assert seen(clerk, "?state=concluded") == []
    assert seen(clerk, "?limit=1") == [under.pk]
    row = below.get("inspections").json()["items"][0]
    assert (row["company"], row["hop"]) == (cast.subcompany.name, under.hop_id)


def test_a_round_is_opened_by_hand(cast, clerk, contractor):
    work = promised.published(cast).engagement
    body = {"kind": "periodic", "due_on": "2027-08-31"}
    assert contractor.post(f"engagements/{work.pk}/inspections", **body).status_code == 403
    opened = clerk.post(f"engagements/{work.pk}/inspections", **body)
    assert opened.status_code == 200
    assert clerk.get(f"inspections/{opened.json()['id']}").json()["due_on"] == "2027-08-31"
    again = clerk.post(f"engagements/{work.pk}/inspections", **body)
    assert (again.status_code, again.json()["code"]) == (409, "inspection.closed")
    unknown = clerk.post(f"engagements/{work.pk}/inspections", **body, hop=999)
    assert unknown.status_code == 404


def test_answers_come_all_or_none_and_holders_before_the_end(cast, contractor):
    inspection = promised.opened(cast)
    path = f"inspections/{inspection.pk}"
    wanted = {check.id: {"answer": "yes"} for check in checks_of(inspection)}
    wrong = contractor.post(f"{path}/answers", answers=wanted | {"no-such-1a": {"answer": "yes"}})
    assert (wrong.status_code, inspection.answers.count()) == (409, 0)
    unexplained = wanted | {"removal-2a": {"answer": "not_applicable"}}
    assert contractor.post(f"{path}/answers", answers=unexplained).json()["code"] == "answer.comment-missing"
    assert contractor.post(f"{path}/answers", answers=wanted).json() == {"count": len(wanted)}
    assert contractor.post(f"{path}/submit").json()["code"] == "inspection.holders-untold"
    half = contractor.client.put(
        f"/api/v1/{path}/holders", {"unchanged": False}, content_type="application/json"
    )
    assert half.json()["code"] == "holders.difference-untold"
    whole = contractor.client.put(
        f"/api/v1/{path}/holders", {"unchanged": True}, content_type="application/json"
    )
    assert whole.json() | {"mark": ""} == {"unchanged": True, "told": "", "seen": False, "mark": ""}
    assert contractor.post(f"{path}/submit").json()["state"] == "submitted"


def test_an_article_is_confirmed_as_last_time(cast, contractor):
    inspection = second_round(cast)
    taken = contractor.post(f"inspections/{inspection.pk}/same/removal").json()["count"]
    assert taken == inspection.answers.count() > 0

"""Demands above the baseline on their page."""

import pytest

from tests.apps import promised
from tests.cast import NOW
from tests.doors import statuses, told
from yakusoku.apps.engagements import services
from yakusoku.apps.engagements.fairness import open_demands, settle_demand
from yakusoku.domain.catalogue.strength import Strength
from yakusoku.domain.engagements.decisions import Decision, Verdict
from yakusoku.domain.refusal import Refusal

TALK = {
    "slug": "copying",
    "necessity": "過去に写しの紛失があった",
    "talked_on": "2027-04-02",
    "counterpart": "みなと検針株式会社 営業部",
    "outcome": "閲覧用の端末を市が貸す",
    "yen": "120000",
}


@pytest.fixture
def work(cast):
    """An engagement that forbids what the work could do under conditions."""
    engagement = promised.decided(cast)
    ban = Decision("copying", Verdict.ALTERNATIVE, Strength.PROHIBIT)
    services.decide(engagement, ban, by=cast.owner, at=NOW)
    return engagement


def page(work):
    return f"/engagements/{work.pk}/fairness/"


def test_it_waits_until_necessity_and_talk_are_recorded(cast, work):
    assert [demand.slug for demand in open_demands(work)] == ["copying"]
    client = cast.client(cast.owner)
    assert "話し合いがまだです" in client.get(page(work)).content.decode()
    assert client.post(page(work), TALK).status_code == 302
    shown = client.get(page(work)).content.decode()
    assert "過去に写しの紛失があった" in shown
    assert "120,000" in shown
    assert open_demands(work) == ()


def test_when_the_demand_changes_it_is_talked_about_anew(cast, work):
    cast.client(cast.owner).post(page(work), TALK)
    ease = Decision("copying", Verdict.ALTERNATIVE, Strength.CONSENT)
    services.decide(work, ease, by=cast.owner, at=NOW)
    assert [demand.strength for demand in open_demands(work)] == [Strength.CONSENT]


def test_what_was_typed_stays_when_something_is_missing(cast, work):
    answer = cast.client(cast.owner).post(page(work), {**TALK, "outcome": ""})
    assert answer.status_code == 422
    assert "過去に写しの紛失があった" in answer.content.decode()
    assert not work.cost_talks.exists()


def test_nothing_is_recorded_about_what_is_not_above(cast, work):
    with pytest.raises(Refusal) as refused:
        settle_demand(work, "basic-duty", {}, by=cast.owner, at=NOW)
    assert refused.value.code == "fairness.not-above"
    assert cast.client(cast.owner).post(page(work), {**TALK, "slug": "basic-duty"}).status_code == 422


def test_a_work_without_such_demands_says_so(cast):
    work = promised.decided(cast)
    assert "基準を超える要求はありません" in cast.client(cast.owner).get(page(work)).content.decode()


@pytest.mark.parametrize(
    ("method", "row"),
    [
        #        owner coll pol legal board audit admin contr other sub strange visitor
        ("get", "200 404 200 200 200 200 200 404 404 404 404 302"),
        ("post", "422 404 422 403 403 403 422 404 404 404 404 302"),
    ],
)
def test_doors(cast, work, method, row):
    assert statuses(cast, method, page(work)) == told(row)

"""Where holders depart from the promise: the rules of the shipped catalogue."""

import pytest

from yakusoku.adapters.catalogues import shipped_catalogue
from yakusoku.domain.catalogue.chain_rules import Hop
from yakusoku.domain.catalogue.strength import Strength
from yakusoku.domain.chain.gaps import find_gaps

TOP = Hop(1, None, "委託先", "contractor_premises", "by_hand", True)
FACTS = frozenset({"places.subcontractor", "places.home"})
OPEN = {"subcontracting": Strength.CONSENT, "telework": Strength.CONTROLLED}


def second(**facts):
    told = {
        "id": 2,
        "parent": 1,
        "name": "再委託先",
        "place": "subcontractor",
        "travels_by": "tracked",
        "declared": True,
    }
    return Hop(**(told | facts))


@pytest.mark.parametrize(
    ("facts", "strengths", "known", "gaps"),
    [
        pytest.param({}, OPEN, FACTS, [], id="as-promised"),
        pytest.param({"declared": False}, OPEN, FACTS, ["undeclared"], id="nobody-had-asked"),
        pytest.param(
            {}, {**OPEN, "subcontracting": Strength.PROHIBIT}, FACTS, ["subcontracting-banned"], id="banned"
        ),
        pytest.param(
            {"place": "home"}, {"subcontracting": Strength.CONSENT}, FACTS, ["home-uncovered"], id="home"
        ),
        pytest.param({"travels_by": "courier"}, OPEN, FACTS, ["untracked-transport"], id="untracked"),
        pytest.param({}, OPEN, frozenset(), ["facts-silent"], id="not-in-the-facts"),
        pytest.param({"losing": True}, OPEN, FACTS, ["clause-lost"], id="clause-lost"),
        pytest.param({"widening": True}, OPEN, FACTS, ["data-widened"], id="more-data-than-the-giver"),
        pytest.param(
            {"categories": frozenset({"individual_number"})},
            OPEN,
            FACTS,
            ["number-unpermitted"],
            id="no-permission",
        ),
        pytest.param(
            {"categories": frozenset({"individual_number"}), "permitted": frozenset({"individual_number"})},
            OPEN,
            FACTS,
            [],
            id="permitted",
        ),
    ],
)
def test_gaps_of_the_second_tier(facts, strengths, known, gaps):
    found = find_gaps([TOP, second(**facts)], strengths, known, shipped_catalogue().chain_rules)
    assert [gap.gap for gap in found] == gaps
    assert {gap.tier for gap in found} <= {2}


def test_the_contractor_itself_needs_no_permission_and_no_request():
    top = Hop(1, None, "委託先", "contractor_premises", "by_hand", True, frozenset({"individual_number"}))
    assert not find_gaps([top], OPEN, FACTS, shipped_catalogue().chain_rules)


def test_what_a_law_asks_is_told_with_its_place_and_that_the_article_was_read():
    (permission,) = shipped_catalogue().permissions
    assert permission.category == "individual_number"
    assert "第10条" in permission.law
    assert permission.verified

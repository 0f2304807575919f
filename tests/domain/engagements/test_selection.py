"""Which requirements fit the work, and in which strength."""

import pytest

from tests.domain.builders import BAN_OR_ASK, catalogue, fact, requirement, variant
from yakusoku.domain.catalogue.conditions import Condition, Joint
from yakusoku.domain.catalogue.strength import Strength
from yakusoku.domain.engagements.selection import find_conflicts, propose, select

COPIES = frozenset({"needs.copy"})
VISITS = frozenset({"places.visits", "needs.copy"})


def test_only_requirements_whose_condition_holds_are_selected():
    always, cloud = requirement("always"), requirement("cloudy", when=fact("places.cloud"))
    assert [p.requirement.slug for p in select(catalogue(always, cloud), COPIES)] == ["always"]
    assert len(select(catalogue(always, cloud), frozenset({"places.cloud"}))) == 2


@pytest.mark.parametrize(
    ("facts", "strength"),
    [
        pytest.param(frozenset(), "prohibit", id="nothing-speaks-against-the-ban"),
        pytest.param(COPIES, "consent", id="copying-is-indispensable"),
        pytest.param(VISITS, "controlled", id="consent-comes-too-late-for-visits"),
    ],
)
def test_the_strongest_variant_that_can_be_kept_is_proposed(facts, strength):
    assert propose(requirement(variants=BAN_OR_ASK), facts).variant.strength == strength


def test_a_variant_is_proposed_only_when_its_condition_holds():
    many = fact("people.over_1000")
    rows = requirement(variants=(variant("duty", when=many), variant("effort")))
    assert propose(rows, frozenset()).variant.strength == "effort"
    assert propose(rows, frozenset({"people.over_1000"})).variant.strength == "duty"


def test_the_weakest_is_proposed_when_nothing_can_be_kept():
    hopeless = requirement(variants=(variant("prohibit", unless=("needs.copy",)),))
    assert propose(hopeless, COPIES).variant.strength == "prohibit"
    (conflict,) = find_conflicts(hopeless, hopeless.variants[0].strength, COPIES)
    assert conflict.resolution is None


@pytest.mark.parametrize(
    ("strength", "facts", "needs"),
    [
        pytest.param("prohibit", COPIES, ["needs.copy"], id="banned-but-indispensable"),
        pytest.param("prohibit", VISITS, ["needs.copy", "places.visits"], id="every-reason-is-told"),
        pytest.param("consent", COPIES, [], id="possible-with-consent"),
        pytest.param("controlled", VISITS, [], id="possible-under-control"),
        pytest.param("permit", VISITS, [], id="a-strength-the-catalogue-lacks"),
    ],
)
def test_find_conflicts(strength, facts, needs):
    found = find_conflicts(requirement(variants=BAN_OR_ASK), Strength(strength), facts)
    assert [c.obstacle.fact for c in found] == needs
    assert all(not c.resolution.obstacles(facts) for c in found)


def test_reasons_are_told_only_for_facts_that_hold():
    row = requirement(because=(("needs.copy", "写すからです。"), ("places.home", "家だからです。")))
    assert propose(row, COPIES).why == ("いつも要ります。", "写すからです。")
    assert propose(row, COPIES).facts == ("needs.copy",)


@pytest.mark.parametrize(
    ("joint", "facts", "holds"),
    [
        pytest.param(Joint.ANY, {"a"}, True, id="any-of-one"),
        pytest.param(Joint.ANY, set(), False, id="any-of-none"),
        pytest.param(Joint.ALL, {"a"}, False, id="all-needs-both"),
        pytest.param(Joint.ALL, {"a", "b"}, True, id="all-has-both"),
        pytest.param(Joint.NOT, {"a"}, False, id="not"),
    ],
)
def test_conditions(joint, facts, holds):
    assert Condition(joint, parts=(fact("a"), fact("b"))).holds(frozenset(facts)) is holds

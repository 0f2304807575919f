"""Which clause was lost on the way down."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yakusoku.domain.chain.flow_down import Passing, flow_down

PROMISED = ("copying", "removal", "training")


def passing(id, parent, passed=PROMISED):
    return Passing(id, parent, None if passed is None else frozenset(passed))


@pytest.mark.parametrize(
    ("passings", "lost"),
    [
        pytest.param([passing(1, None), passing(2, 1)], {1: (), 2: ()}, id="all-passed-down"),
        pytest.param(
            [passing(1, None), passing(2, 1, ["copying"])], {1: (), 2: ("removal", "training")}, id="two-lost"
        ),
        pytest.param(
            [passing(1, None), passing(2, 1, ["copying", "training"]), passing(3, 2)],
            {1: (), 2: ("removal",), 3: ()},
            id="lost-above-is-told-once",
        ),
        pytest.param([passing(1, None), passing(2, 1, None)], {1: (), 2: ()}, id="nobody-was-asked"),
        pytest.param(
            [passing(1, None), passing(2, 1, [])], {1: (), 2: PROMISED}, id="found-without-contract"
        ),
        pytest.param([passing(1, None, [])], {1: ()}, id="the-contractor-promised-everything"),
    ],
)
def test_what_was_lost(passings, lost):
    assert {reach.id: reach.lost for reach in flow_down(passings, PROMISED)} == lost


@st.composite
def chains(draw):
    passed = st.one_of(st.none(), st.frozensets(st.sampled_from([*PROMISED, "else"])))
    return [Passing(1, None, None)] + [
        Passing(id, draw(st.integers(1, id - 1)), draw(passed)) for id in range(2, draw(st.integers(2, 8)))
    ]


@given(chains())
def test_each_clause_is_bound_or_was_lost_exactly_once_on_the_way(passings):
    reached = {reach.id: reach for reach in flow_down(passings, PROMISED)}
    parents = {each.id: each.parent for each in passings}
    for id, reach in reached.items():
        way, at = [], id
        while at is not None:
            way += reached[at].lost
            at = parents[at]
        assert sorted([*reach.bound, *way]) == sorted(PROMISED)


@given(chains())
def test_less_is_bound_further_down(passings):
    reached = {reach.id: reach for reach in flow_down(passings, PROMISED)}
    for each in passings:
        if each.parent is not None:
            assert set(reached[each.id].bound) <= set(reached[each.parent].bound)
            assert reached[each.id].tier == reached[each.parent].tier + 1

"""When someone may be asked for and let go."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yakusoku.domain.catalogue.chain_rules import Permission
from yakusoku.domain.chain.links import Link, Standing
from yakusoku.domain.chain.subcontracting import check_end, check_narrowing, check_permission, check_request
from yakusoku.domain.refusal import Refusal

DAY = date(2027, 4, 1)
NEXT = DAY + timedelta(days=1)
HELD = frozenset({"identity", "contact"})
LAW = Permission("number", "許諾します。", "ある法律第1条", False)


def giver(**facts):
    return Link(
        **(
            {"id": 1, "parent": None, "name": "委託先", "standing": Standing.CONSENTED, "categories": HELD}
            | facts
        )
    )


@pytest.mark.parametrize(
    ("facts", "categories", "since", "until", "code"),
    [
        pytest.param({}, {"identity"}, DAY, None, None, id="part-of-what-the-giver-holds"),
        pytest.param({}, HELD, DAY, DAY, None, id="all-of-it-for-one-day"),
        pytest.param({"categories": frozenset()}, set(), DAY, None, None, id="work-without-personal-data"),
        pytest.param(
            {"standing": Standing.REQUESTED}, HELD, DAY, None, "chain.giver-not-consented", id="giver-waits"
        ),
        pytest.param(
            {"standing": Standing.UNDECLARED}, HELD, DAY, None, "chain.giver-not-consented", id="giver-found"
        ),
        pytest.param({}, {"health"}, DAY, None, "chain.data-widened", id="more-than-the-giver-holds"),
        pytest.param({}, set(), DAY, None, "chain.data-missing", id="no-kind-of-data-told"),
        pytest.param({}, HELD, NEXT, DAY, "chain.days-in-disorder", id="ends-before-it-begins"),
        pytest.param({"until": DAY}, HELD, DAY, NEXT, "chain.giver-ended", id="longer-than-the-giver"),
    ],
)
def test_a_request(facts, categories, since, until, code):
    try:
        check_request(giver(**facts), frozenset(categories), since, until)
    except Refusal as refusal:
        assert refusal.code == code
    else:
        assert code is None


KINDS = st.frozensets(st.sampled_from("abcdef"))


@given(st.lists(KINDS, min_size=1, max_size=6))
def test_data_only_narrows_on_its_way(asked):
    held = way = frozenset("abcdef")
    for categories in asked:
        try:
            check_narrowing(giver(categories=held), categories)
        except Refusal:
            continue
        assert categories <= held <= way
        held = categories


@pytest.mark.parametrize(
    ("categories", "stated", "permitted"),
    [
        pytest.param({"identity"}, False, set(), id="no-law-asks"),
        pytest.param({"identity", "number"}, True, {"number"}, id="stated"),
        pytest.param({"number"}, False, None, id="not-stated"),
    ],
)
def test_a_permission_that_a_law_asks_for(categories, stated, permitted):
    if permitted is None:
        with pytest.raises(Refusal) as caught:
            check_permission(frozenset(categories), [LAW], stated)
        assert caught.value.code == "chain.permission-missing"
    else:
        assert check_permission(frozenset(categories), [LAW], stated) == permitted


def below(until=None, since=None):
    return Link(2, 1, "再委託先", Standing.CONSENTED, HELD, since, until)


@pytest.mark.parametrize(
    ("child", "code"),
    [
        pytest.param(below(until=DAY), None, id="ended-the-same-day"),
        pytest.param(below(), "chain.still-passed-on", id="still-holds"),
        pytest.param(below(since=NEXT + timedelta(days=9)), "chain.still-passed-on", id="begins-later"),
    ],
)
def test_nobody_ends_before_those_below(child, code):
    top = giver()
    try:
        check_end(top, [top, child], DAY)
    except Refusal as refusal:
        assert refusal.code == code
    else:
        assert code is None

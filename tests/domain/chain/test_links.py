"""The chain as of any day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yakusoku.domain.chain.links import Link, Standing, below, chain_on, holds_on, standing_on, tiers, way_up

DAY = date(2027, 4, 1)


def day(number):
    return DAY + timedelta(days=number)


def link(id=2, parent=1, standing=Standing.CONSENTED, **facts):
    return Link(id, parent, f"第{id}社", standing, **facts)


@st.composite
def chains(draw):
    """Chains as the database lets them be: a parent is always older."""
    links = [Link(1, None, "委託先", Standing.CONSENTED)]
    for id in range(2, draw(st.integers(2, 9))):
        days = sorted(draw(st.lists(st.integers(-20, 20), min_size=2, max_size=2)))
        links.append(
            Link(
                id,
                draw(st.integers(1, id - 1)),
                f"第{id}社",
                draw(st.sampled_from(Standing)),
                since=draw(st.sampled_from([None, day(days[0])])),
                until=draw(st.sampled_from([None, day(days[1])])),
                asked_on=draw(st.sampled_from([None, day(-5)])),
                answered_on=draw(st.sampled_from([None, day(0)])),
                found=draw(st.booleans()),
            )
        )
    return links


DAYS = st.integers(-25, 25).map(day)


@given(chains(), DAYS)
def test_the_drawn_chain_always_hangs_together(links, on):
    drawn = chain_on(links, on)
    ids = {each.id for each in drawn}
    assert all(each.parent is None or each.parent in ids for each in drawn)
    assert {each.id for each in links if holds_on(each, on)} <= ids


@given(chains(), DAYS)
def test_whoever_is_drawn_without_holding_data_has_someone_below_who_does(links, on):
    for each in chain_on(links, on):
        inside = below(links, each.id)
        assert each.parent is None or any(holds_on(link, on) for link in links if link.id in inside)


@given(chains())
def test_there_is_no_loop(links):
    by_id = {each.id: each for each in links}
    counted = tiers(links)
    for each in links:
        way = way_up(each, by_id)
        assert len({step.id for step in way}) == len(way) == counted[each.id]
        assert way[-1].parent is None


@given(chains(), DAYS)
def test_nobody_holds_data_after_the_last_day_or_before_the_first(links, on):
    for each in links:
        if holds_on(each, on):
            assert each.since is None or each.since <= on
            assert each.until is None or on <= each.until


@pytest.mark.parametrize(
    ("changes", "on", "standing"),
    [
        pytest.param({"asked_on": day(0)}, day(-1), None, id="before-it-was-asked-for"),
        pytest.param({"asked_on": day(0), "answered_on": day(5)}, day(4), "requested", id="while-it-waited"),
        pytest.param(
            {"asked_on": day(0), "answered_on": day(5)}, day(5), "consented", id="on-the-day-of-consent"
        ),
        pytest.param({}, day(-99), "consented", id="taken-over-without-days"),
        pytest.param(
            {"found": True, "answered_on": day(5)}, day(4), "undeclared", id="found-before-late-consent"
        ),
        pytest.param(
            {"found": True, "answered_on": day(5)}, day(6), "consented", id="found-after-late-consent"
        ),
        pytest.param(
            {"found": True, "standing": Standing.UNDECLARED, "answered_on": day(5)},
            day(6),
            "undeclared",
            id="found-and-refused",
        ),
        pytest.param(
            {"found": True, "standing": Standing.WITHDRAWN}, day(6), "withdrawn", id="found-by-mistake"
        ),
    ],
)
def test_how_the_client_stood_to_it(changes, on, standing):
    assert standing_on(link(**changes), on) == standing


@pytest.mark.parametrize(
    ("standing", "holds"),
    [
        ("requested", False),
        ("consented", True),
        ("refused", False),
        ("withdrawn", False),
        ("undeclared", True),
    ],
)
def test_who_holds_data(standing, holds):
    assert holds_on(link(standing=Standing(standing)), DAY) is holds

"""When something may be handed over."""

from datetime import date, timedelta

import pytest

from yakusoku.domain.catalogue.chain_rules import Travel
from yakusoku.domain.chain.handing_over import check_handover, check_receipt, goes_back
from yakusoku.domain.chain.links import Link, Standing
from yakusoku.domain.refusal import Refusal

DAY = date(2027, 4, 1)
LINKS = {
    1: Link(1, None, "委託先", Standing.CONSENTED),
    2: Link(2, 1, "再委託先", Standing.CONSENTED),
    3: Link(3, 2, "在宅の人", Standing.UNDECLARED),
    4: Link(4, 1, "待っている人", Standing.REQUESTED),
}


@pytest.mark.parametrize(
    ("giver", "receiver", "back"),
    [
        pytest.param(None, 1, False, id="client-to-contractor"),
        pytest.param(1, 2, False, id="down"),
        pytest.param(None, 2, False, id="client-to-subcontractor"),
        pytest.param(2, 1, True, id="up"),
        pytest.param(3, 1, True, id="up-two-tiers"),
        pytest.param(3, None, True, id="home-to-client"),
        pytest.param(2, 4, False, id="to-the-side"),
    ],
)
def test_which_way_it_goes(giver, receiver, back):
    assert goes_back(giver, receiver, LINKS) is back


@pytest.mark.parametrize(
    ("giver", "receiver", "changes", "code"),
    [
        pytest.param(1, 2, {}, None, id="by-hand-down"),
        pytest.param(1, 2, {"travel": Travel.TRACKED, "tracking": "12"}, None, id="tracked-with-number"),
        pytest.param(3, 2, {}, None, id="back-from-someone-undeclared"),
        pytest.param(2, 2, {}, "handover.same-hands", id="to-oneself"),
        pytest.param(None, None, {}, "handover.same-hands", id="client-to-client"),
        pytest.param(
            1, 2, {"travel": Travel.TRACKED, "tracking": " "}, "handover.tracking-missing", id="no-number"
        ),
        pytest.param(1, 2, {"sent_on": DAY + timedelta(days=1)}, "handover.day-ahead", id="tomorrow"),
        pytest.param(2, 3, {}, "handover.receiver-not-consented", id="down-to-someone-undeclared"),
        pytest.param(1, 4, {}, "handover.receiver-not-consented", id="before-the-consent"),
    ],
)
def test_a_handover(giver, receiver, changes, code):
    facts = {"travel": Travel.BY_HAND, "tracking": "", "sent_on": DAY, "today": DAY} | changes
    try:
        check_handover(giver, receiver, LINKS, **facts)
    except Refusal as refusal:
        assert refusal.code == code
    else:
        assert code is None


@pytest.mark.parametrize(
    ("days", "code"),
    [(0, None), (3, None), (-1, "handover.received-before-sent"), (4, "handover.day-ahead")],
    ids=["same-day", "today", "before-it-left", "tomorrow"],
)
def test_a_receipt(days, code):
    try:
        check_receipt(DAY, DAY + timedelta(days=days), DAY + timedelta(days=3))
    except Refusal as refusal:
        assert refusal.code == code
    else:
        assert code is None

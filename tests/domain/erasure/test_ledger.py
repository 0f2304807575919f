"""The way of one copy to its end."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yakusoku.domain.erasure.ledger import (
    DONE,
    Proof,
    State,
    Step,
    after,
    asks_for_return,
    check_proof,
    is_open,
    may,
)
from yakusoku.domain.erasure.methods import METHODS, Ending, Medium, Method, fits, methods_for
from yakusoku.domain.refusal import Refusal

TODAY = date(2028, 3, 31)
ERASED = Proof(Ending.ERASE, Method.PURGE, TODAY, "みなと検針 総務課")

WAYS = {
    (Step.REPORT, State.HELD): State.REPORTED,
    (Step.REPORT, State.KEPT): State.REPORTED,
    (Step.PROVE, State.HELD): State.PROVEN,
    (Step.PROVE, State.KEPT): State.PROVEN,
    (Step.FORWARD, State.REPORTED): State.PROVEN,
    (Step.GIVE_BACK, State.REPORTED): State.HELD,
    (Step.CONFIRM, State.PROVEN): State.CONFIRMED,
    (Step.AGREE_TO_KEEP, State.PROVEN): State.KEPT,
    (Step.SEND_BACK, State.PROVEN): State.HELD,
    (Step.WITHDRAW, State.HELD): State.WITHDRAWN,
}


@pytest.mark.parametrize("step", Step, ids=str)
@pytest.mark.parametrize("state", State, ids=str)
def test_a_copy_moves_exactly_as_the_table_says(step, state):
    leads = WAYS.get((step, state))
    assert may(step, state) is (leads is not None)
    if leads is None:
        with pytest.raises(Refusal):
            after(step, state)
    else:
        assert after(step, state) is leads


def test_the_client_never_confirms_what_the_contractor_has_not_passed_on():
    assert not may(Step.CONFIRM, State.REPORTED)


@given(st.lists(st.sampled_from(Step), max_size=30))
def test_nothing_leads_out_of_what_is_confirmed(steps):
    state = State.CONFIRMED
    for step in steps:
        with pytest.raises(Refusal):
            after(step, state)


@pytest.mark.parametrize(
    ("proof", "code"),
    [
        pytest.param(ERASED, None, id="erased-by-a-fitting-way"),
        pytest.param(Proof(Ending.RETURN, None, TODAY, "工藤"), None, id="returned-needs-no-way"),
        pytest.param(
            Proof(Ending.KEEP, kept_reason="会計の帳簿", kept_until=TODAY), None, id="kept-for-a-while"
        ),
        pytest.param(Proof(Ending.ERASE, None, TODAY, "工藤"), "copy.method-missing", id="no-way"),
        pytest.param(
            Proof(Ending.ERASE, Method.DISSOLVE, TODAY, "工藤"), "copy.method-unfit", id="paper-way"
        ),
        pytest.param(Proof(Ending.RETURN, None, None, "工藤"), "copy.done-by-missing", id="no-day"),
        pytest.param(Proof(Ending.RETURN, None, TODAY, " "), "copy.done-by-missing", id="nobody"),
        pytest.param(
            Proof(Ending.RETURN, None, date(2028, 4, 1), "工藤"),
            "copy.done-in-future",
            id="tomorrow-is-no-proof",
        ),
        pytest.param(
            Proof(Ending.RETURN, None, date(2027, 3, 31), "工藤"),
            "copy.done-before-held",
            id="before-it-was-held",
        ),
        pytest.param(
            Proof(Ending.KEEP, kept_until=TODAY), "copy.reason-to-keep-missing", id="kept-without-reason"
        ),
        pytest.param(
            Proof(Ending.KEEP, kept_reason="帳簿"), "copy.reason-to-keep-missing", id="kept-for-ever"
        ),
        pytest.param(
            Proof(Ending.KEEP, kept_reason="帳簿", kept_until=date(2028, 3, 30)),
            "copy.kept-until-past",
            id="kept-until-yesterday",
        ),
    ],
)
def test_what_a_proof_needs(proof, code):
    try:
        check_proof(proof, Medium.REMOVABLE, date(2027, 4, 1), TODAY)
    except Refusal as refusal:
        assert refusal.code == code
    else:
        assert code is None


@pytest.mark.parametrize("medium", Medium, ids=str)
def test_every_medium_has_a_way_and_only_paper_is_dissolved(medium):
    assert methods_for(medium)
    assert fits(Method.DISSOLVE, medium) is (medium is Medium.PAPER)


def test_every_way_tells_its_source_and_whether_it_was_checked():
    assert {fact.method for fact in METHODS} == set(Method)
    assert all(fact.source and fact.told and fact.verified in {True, False} for fact in METHODS)


@pytest.mark.parametrize(
    ("state", "until", "open_"),
    [
        pytest.param(State.HELD, None, True, id="held"),
        pytest.param(State.REPORTED, None, True, id="reported"),
        pytest.param(State.PROVEN, None, True, id="proven-but-not-confirmed"),
        pytest.param(State.CONFIRMED, None, False, id="confirmed"),
        pytest.param(State.WITHDRAWN, None, False, id="written-by-mistake"),
        pytest.param(State.KEPT, TODAY, False, id="kept-until-today"),
        pytest.param(State.KEPT, date(2028, 3, 30), True, id="kept-too-long"),
    ],
)
def test_what_keeps_an_engagement_open(state, until, open_):
    assert is_open(state, until, TODAY) is open_
    assert (state in DONE) <= (not open_)


@pytest.mark.parametrize(
    ("ends", "check", "asks"),
    [
        pytest.param(date(2028, 4, 15), False, False, id="fifteen-days-ahead"),
        pytest.param(date(2028, 4, 14), False, True, id="fourteen-days-ahead"),
        pytest.param(date(2028, 3, 1), False, True, id="over"),
        pytest.param(date(2029, 3, 31), True, True, id="the-closing-check-was-sent-early"),
        pytest.param(None, False, False, id="no-period"),
    ],
)
def test_when_return_is_asked_for(ends, check, asks):
    assert asks_for_return(ends, 14, check, TODAY) is asks

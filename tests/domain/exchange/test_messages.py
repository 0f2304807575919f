from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yakusoku.domain.exchange.retry import LONGEST, gives_up, wait_after
from yakusoku.domain.exchange.signing import is_signed, sign

SECRET, BODY, THEN = "s" * 64, b'{"entries":[]}', 1_800_000_000


def test_what_was_signed_is_recognised():
    assert is_signed(BODY, SECRET, sign(BODY, SECRET, THEN), THEN + 10)


@pytest.mark.parametrize(
    ("body", "secret", "header", "now"),
    [
        pytest.param(BODY + b" ", SECRET, sign(BODY, SECRET, THEN), THEN, id="another-body"),
        pytest.param(BODY, "t" * 64, sign(BODY, SECRET, THEN), THEN, id="another-secret"),
        pytest.param(BODY, SECRET, sign(BODY, SECRET, THEN), THEN + 301, id="too-old"),
        pytest.param(BODY, SECRET, sign(BODY, SECRET, THEN), THEN - 301, id="from-the-future"),
        pytest.param(BODY, SECRET, sign(BODY, SECRET, THEN).replace("t=1", "t=2"), THEN, id="another-time"),
        pytest.param(BODY, SECRET, "", THEN, id="nothing"),
        pytest.param(BODY, SECRET, "t=²,v1=", THEN, id="no-number"),
    ],
)
def test_what_was_not_is_refused(body, secret, header, now):
    assert not is_signed(body, secret, header, now)


@given(st.text(max_size=60))
def test_no_header_makes_it_fail(header):
    assert not is_signed(BODY, SECRET, header, THEN)


def test_waiting_grows_to_half_a_day_and_ends():
    waits = [wait_after(n) for n in range(1, 30)]
    assert waits[:3] == [timedelta(minutes=5), timedelta(minutes=10), timedelta(minutes=20)]
    assert waits == sorted(waits)
    assert waits[-1] == LONGEST
    assert [gives_up(n) for n in (1, 19, 20)] == [False, False, True]

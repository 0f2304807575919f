from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yakusoku.domain.duties.reminding import Due, When, days_late, escalates, told_today, when

TODAY = date(2027, 7, 7)
YESTERDAY = TODAY - timedelta(days=1)


@pytest.mark.parametrize(
    ("due_on", "since", "last_told", "place"),
    [
        pytest.param(YESTERDAY, YESTERDAY, YESTERDAY, When.LATE, id="past-its-day-it-is-late"),
        pytest.param(TODAY, YESTERDAY, YESTERDAY, When.TODAY, id="on-its-day-it-is-due-today"),
        pytest.param(TODAY + timedelta(7), YESTERDAY, YESTERDAY, When.SOON, id="a-week-ahead-it-is-near"),
        pytest.param(
            TODAY + timedelta(8), YESTERDAY, YESTERDAY, None, id="further-ahead-it-is-not-told-again"
        ),
        pytest.param(TODAY + timedelta(3), TODAY, YESTERDAY, When.NEW, id="what-is-near-and-new-is-new"),
        pytest.param(None, TODAY, YESTERDAY, When.NEW, id="what-came-since-the-last-letter-is-new"),
        pytest.param(None, YESTERDAY, YESTERDAY, None, id="what-was-told-and-has-no-day-waits-silently"),
        pytest.param(None, YESTERDAY, None, When.NEW, id="the-first-letter-tells-everything"),
    ],
)
def test_how_a_letter_tells_a_thing(due_on, since, last_told, place):
    assert when(Due(1, due_on, since), TODAY, last_told) is place


def test_what_is_only_near_is_no_reason_to_write():
    near = Due(1, TODAY + timedelta(3), YESTERDAY)
    assert told_today([near], TODAY, YESTERDAY) == ()
    late = Due(2, YESTERDAY, YESTERDAY)
    assert told_today([near, late], TODAY, YESTERDAY) == ((When.LATE, (late,)), (When.SOON, (near,)))


def test_a_day_without_anything_has_no_letter():
    assert told_today([], TODAY, None) == ()


@pytest.mark.parametrize(
    ("due_on", "after", "told"),
    [
        pytest.param(None, 7, False, id="without-a-day-never"),
        pytest.param(TODAY - timedelta(6), 7, False, id="six-days-late"),
        pytest.param(TODAY - timedelta(7), 7, True, id="seven-days-late"),
        pytest.param(TODAY, 0, False, id="never-on-the-day-itself"),
    ],
)
def test_when_the_superior_is_told(due_on, after, told):
    assert escalates(due_on, TODAY, after) is told


@given(st.lists(st.tuples(st.one_of(st.none(), st.dates()), st.dates()), max_size=20), st.dates())
def test_nothing_late_is_ever_left_out_and_nothing_stands_twice(rows, today):
    dues = [Due(number, due_on, since) for number, (due_on, since) in enumerate(rows)]
    told = [due for _when, found in told_today(dues, today, today) for due in found]
    assert len({due.id for due in told}) == len(told)
    assert {due.id for due in dues if due.due_on and days_late(due.due_on, today)} <= {due.id for due in told}

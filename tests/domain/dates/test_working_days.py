"""Working days of public offices."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yakusoku.adapters.holidays import is_national_holiday
from yakusoku.domain.dates.working_days import (
    is_working_day,
    on_or_after,
    on_or_before,
    working_days_until,
)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        pytest.param("2027-04-01", True, id="a-thursday"),
        pytest.param("2027-04-03", False, id="a-saturday"),
        pytest.param("2027-04-29", False, id="a-national-holiday"),
        pytest.param("2027-03-22", False, id="a-substitute-holiday"),
        pytest.param("2027-12-28", True, id="the-last-day-of-the-year"),
        pytest.param("2027-12-29", False, id="year-end"),
        pytest.param("2028-01-03", False, id="new-year"),
        pytest.param("2028-01-04", True, id="the-first-day-of-work"),
    ],
)
def test_public_offices_work(day, works):
    assert is_working_day(date.fromisoformat(day), is_national_holiday) is works


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_moving_lands_on_a_working_day_and_never_passes_one(day):
    after, before = on_or_after(day, is_national_holiday), on_or_before(day, is_national_holiday)
    assert before <= day <= after
    assert is_working_day(after, is_national_holiday)
    assert is_working_day(before, is_national_holiday)
    if is_working_day(day, is_national_holiday):
        assert before == day == after


@pytest.mark.parametrize(
    ("today", "due", "days"),
    [
        pytest.param("2027-07-06", "2027-07-09", 3, id="later-this-week"),
        pytest.param("2027-07-09", "2027-07-12", 1, id="over-a-weekend"),
        pytest.param("2027-07-09", "2027-07-09", 0, id="today"),
        pytest.param("2027-07-12", "2027-07-09", -1, id="overdue-since-friday"),
    ],
)
def test_days_left(today, due, days):
    left = working_days_until(date.fromisoformat(today), date.fromisoformat(due), is_national_holiday)
    assert left == days

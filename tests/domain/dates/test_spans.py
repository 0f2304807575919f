"""Spans in months by the Civil Code."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yakusoku.domain.dates.spans import last_day_of_span


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        pytest.param("2027-04-01", 3, "2027-06-30", id="the-day-before-the-corresponding-day"),
        pytest.param("2027-04-01", 9, "2027-12-31", id="over-the-summer"),
        pytest.param("2027-04-01", 12, "2028-03-31", id="a-whole-year"),
        pytest.param("2027-08-31", 3, "2027-11-30", id="a-month-without-a-31st-ends-on-its-last-day"),
        pytest.param("2027-08-31", 6, "2028-02-29", id="february-of-a-leap-year"),
        pytest.param("2026-08-31", 6, "2027-02-28", id="february-of-a-common-year"),
        pytest.param("2027-08-31", 9, "2028-05-30", id="the-31st-is-there-again"),
        pytest.param("2027-12-15", 1, "2028-01-14", id="over-the-new-year"),
    ],
)
def test_last_day_of_span(start, months, last):
    assert last_day_of_span(date.fromisoformat(start), months) == date.fromisoformat(last)


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)), st.integers(1, 600))
def test_spans_grow_and_stay_near_their_length(start, months):
    last = last_day_of_span(start, months)
    assert last_day_of_span(start, months + 1) > last
    assert abs((last - start).days + 1 - months * 30.436875) < 4


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)), st.integers(1, 60))
def test_a_span_from_the_first_of_a_month_ends_with_a_month(start, months):
    last = last_day_of_span(start.replace(day=1), months)
    assert (last + timedelta(days=1)).day == 1

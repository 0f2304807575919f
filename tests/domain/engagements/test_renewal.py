"""The next period of a work."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yakusoku.domain.engagements.profile import Period
from yakusoku.domain.engagements.renewal import next_period, next_title


@pytest.mark.parametrize(
    ("start", "end", "start_after", "end_after"),
    [
        pytest.param("2027-04-01", "2028-03-31", "2028-04-01", "2029-03-31", id="a-fiscal-year"),
        pytest.param("2026-03-01", "2027-02-28", "2027-03-01", "2028-02-29", id="to-the-last-of-february"),
        pytest.param("2027-03-01", "2028-02-29", "2028-03-01", "2029-02-28", id="from-a-leap-year"),
        pytest.param("2028-02-29", "2028-06-30", "2029-02-28", "2029-06-30", id="begun-on-a-leap-day"),
    ],
)
def test_the_same_days_a_year_later(start, end, start_after, end_after):
    got = next_period(Period(date.fromisoformat(start), date.fromisoformat(end)))
    assert (got.start.isoformat(), got.end.isoformat()) == (start_after, end_after)


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(0, 2000))
def test_the_next_period_is_a_period(start, days):
    period = Period(start, date.fromordinal(start.toordinal() + days))
    following = next_period(period)
    assert following.start > period.start
    assert abs(following.days - period.days) <= 1


@pytest.mark.parametrize(
    ("title", "following"),
    [
        pytest.param("令和9年度水道検針業務", "令和10年度水道検針業務", id="era"),
        pytest.param("2027年度 水道検針", "2028年度 水道検針", id="western"),
        pytest.param("水道検針業務", "水道検針業務", id="no-year"),
        pytest.param("第2027号公園の管理", "第2027号公園の管理", id="a-number-is-no-year"),
    ],
)
def test_the_year_in_a_title_counts_on(title, following):
    assert next_title(title) == following

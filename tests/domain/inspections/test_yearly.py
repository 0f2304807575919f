"""The on-site check of each year of a run."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yakusoku.domain.engagements.profile import Period
from yakusoku.domain.inspections.methods import Method, RemoteReasonMissing, check_method
from yakusoku.domain.inspections.yearly import YEARLY_RULE, Visited, is_near, kept_in, year_at, years_of

RUN = Period(date(2027, 10, 1), date(2029, 3, 31))
FIRST, SECOND = years_of(RUN)


def test_years_are_counted_from_the_first_day():
    assert (FIRST.start, FIRST.by) == (date(2027, 10, 1), date(2028, 9, 30))
    assert (SECOND.start, SECOND.by) == (date(2028, 10, 1), date(2029, 3, 31))
    assert [year.fiscal_year for year in (FIRST, SECOND)] == [2028, 2028]


@pytest.mark.parametrize(
    ("visit", "kept"),
    [
        pytest.param(Visited(date(2028, 5, 1), Method.ON_SITE), True, id="somebody-was-there"),
        pytest.param(
            Visited(date(2028, 5, 1), Method.REMOTE, "離島で、画面で見られる"), True, id="afar-with-reason"
        ),
        pytest.param(Visited(date(2028, 5, 1), Method.REMOTE, " "), False, id="afar-without-reason"),
        pytest.param(Visited(date(2028, 5, 1), Method.PAPER), False, id="on-paper"),
        pytest.param(Visited(date(2028, 10, 1), Method.ON_SITE), False, id="in-the-next-year"),
        pytest.param(Visited(date(2027, 9, 30), Method.ON_SITE), False, id="before-it-began"),
    ],
)
def test_what_keeps_the_rule(visit, kept):
    assert (kept_in(FIRST, [visit]) is not None) == kept


def test_going_there_counts_before_looking_from_afar():
    afar = Visited(date(2028, 1, 1), Method.REMOTE, "大雪")
    there = Visited(date(2028, 8, 1), Method.ON_SITE)
    assert kept_in(FIRST, [afar, there]) == there


def test_the_department_is_told_in_time():
    told_from = FIRST.by - timedelta(days=YEARLY_RULE.notice_days)
    assert is_near(FIRST, told_from)
    assert not is_near(FIRST, told_from - timedelta(days=1))


def test_looking_from_afar_needs_a_reason():
    check_method(Method.REMOTE, "遠隔地")
    check_method(Method.ON_SITE, "")
    with pytest.raises(RemoteReasonMissing):
        check_method(Method.REMOTE, "　")


@given(
    start=st.dates(date(2000, 1, 1), date(2100, 1, 1)), days=st.integers(0, 3000), at=st.integers(-10, 3010)
)
def test_the_years_are_the_run_without_gap_or_overlap(start, days, at):
    run = Period(start, start + timedelta(days=days))
    years = years_of(run)
    assert years[0].start == run.start
    assert years[-1].by == run.end
    for one, two in pairwise(years):
        assert two.start == one.by + timedelta(days=1)
    day = start + timedelta(days=at)
    found = year_at(run, day)
    assert (found is not None) == (run.start <= day <= run.end)

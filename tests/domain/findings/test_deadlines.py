"""By when: what is proposed for each gravity, and what may not be set."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yakusoku.domain.dates.working_days import is_working_day
from yakusoku.domain.findings.deadlines import (
    DEFAULT_DEADLINES,
    DeadlinePast,
    DeadlinePolicy,
    NotLater,
    check_deadline,
    check_extension,
    proposed_deadline,
    working_days_after,
)
from yakusoku.domain.findings.kinds import Severity

THURSDAY = date(2027, 4, 1)
GOLDEN_WEEK = {date(2027, 4, 29), date(2027, 5, 3), date(2027, 5, 4), date(2027, 5, 5)}


def holiday(day):
    return day in GOLDEN_WEEK


@pytest.mark.parametrize(
    ("severities", "today", "due"),
    [
        pytest.param([Severity.HIGH], THURSDAY, date(2027, 4, 8), id="grave-five-working-days"),
        pytest.param([Severity.HIGH], date(2027, 4, 28), date(2027, 5, 11), id="grave-over-holidays"),
        pytest.param([Severity.MEDIUM], THURSDAY, date(2027, 4, 15), id="medium-two-weeks"),
        pytest.param([Severity.LOW], THURSDAY, date(2027, 5, 6), id="low-thirty-days-then-a-working-day"),
        pytest.param([Severity.LOW, Severity.HIGH], THURSDAY, date(2027, 4, 8), id="together-the-earliest"),
    ],
)
def test_the_day_that_is_proposed(severities, today, due):
    assert proposed_deadline(severities, today, holiday) == due


def test_another_policy_proposes_another_day():
    policy = DeadlinePolicy(high_working_days=1)
    assert proposed_deadline([Severity.HIGH], THURSDAY, holiday, policy) == date(2027, 4, 2)


DAYS = st.dates(date(2020, 1, 1), date(2090, 1, 1))


@given(st.lists(st.sampled_from(Severity), min_size=1), DAYS)
def test_what_is_proposed_is_a_working_day_that_may_be_set(severities, today):
    due = proposed_deadline(severities, today, holiday)
    assert is_working_day(due, holiday)
    check_deadline(due, today)
    assert all(due <= proposed_deadline([each], today, holiday) for each in severities)


@given(DAYS, st.integers(1, 30))
def test_counting_working_days_one_by_one(day, count):
    end = working_days_after(day, count, holiday)
    between = [day + timedelta(days=n) for n in range(1, (end - day).days + 1)]
    assert sum(is_working_day(each, holiday) for each in between) == count


def test_a_deadline_lies_ahead():
    with pytest.raises(DeadlinePast):
        check_deadline(THURSDAY, THURSDAY)


def test_an_extension_ends_later_than_before_and_later_than_today():
    check_extension(date(2027, 4, 20), date(2027, 4, 8), THURSDAY)
    with pytest.raises(NotLater):
        check_extension(date(2027, 4, 8), date(2027, 4, 8), THURSDAY)
    with pytest.raises(DeadlinePast):
        check_extension(date(2027, 4, 12), date(2027, 4, 8), date(2027, 4, 12))


def test_the_grave_come_first_by_default():
    policy = DEFAULT_DEADLINES
    assert policy.high_working_days < policy.medium_days < policy.low_days

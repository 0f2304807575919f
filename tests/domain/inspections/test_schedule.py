"""Dates of inspections."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yakusoku.adapters.holidays import is_national_holiday
from yakusoku.domain.dates.spans import last_day_of_span
from yakusoku.domain.dates.working_days import is_working_day
from yakusoku.domain.engagements.profile import Period
from yakusoku.domain.inspections.policy import DEFAULT_POLICY, InspectionPolicy
from yakusoku.domain.inspections.schedule import InspectionKind, plan_inspections


def planned(start, end, policy=DEFAULT_POLICY):
    period = Period(date.fromisoformat(start), date.fromisoformat(end))
    found = plan_inspections(period, policy, is_national_holiday)
    return [f"{i.date.isoformat()} {i.kind}" for i in found]


@pytest.mark.parametrize(
    ("start", "end", "dates"),
    [
        pytest.param(
            "2027-04-01",
            "2028-03-31",
            ["2027-06-30 periodic", "2027-09-30 periodic", "2028-01-04 periodic", "2028-03-31 closing"],
            id="a-year-with-its-third-check-moved-over-the-new-year",
        ),
        pytest.param(
            "2027-08-31",
            "2028-08-30",
            ["2027-11-30 periodic", "2028-02-29 periodic", "2028-05-30 periodic", "2028-08-30 closing"],
            id="months-without-a-31st",
        ),
        pytest.param("2027-04-01", "2027-04-14", ["2027-04-14 closing"], id="fourteen-days-close-only"),
        pytest.param(
            "2027-04-01", "2027-04-15", ["2027-04-08 periodic", "2027-04-15 closing"], id="fifteen-days"
        ),
        pytest.param(
            "2027-04-01",
            "2027-06-29",
            ["2027-04-08 periodic", "2027-06-29 closing"],
            id="just-under-three-months",
        ),
        pytest.param(
            "2027-04-01", "2027-06-30", ["2027-06-30 closing"], id="three-months-close-with-the-check"
        ),
        pytest.param(
            "2027-04-01", "2027-07-14", ["2027-07-14 closing"], id="within-fourteen-days-before-the-end"
        ),
        pytest.param(
            "2027-04-01",
            "2027-07-15",
            ["2027-06-30 periodic", "2027-07-15 closing"],
            id="fifteen-days-before-the-end",
        ),
        pytest.param(
            "2027-05-01", "2027-05-05", ["2027-04-30 closing"], id="closing-moves-back-over-the-holidays"
        ),
    ],
)
def test_plan_inspections(start, end, dates):
    assert planned(start, end) == dates


def test_a_policy_of_the_organisation_changes_the_rhythm():
    policy = InspectionPolicy(every_months=6)
    assert planned("2027-04-01", "2028-03-31", policy) == ["2027-09-30 periodic", "2028-03-31 closing"]


@given(st.dates(date(2020, 1, 1), date(2060, 1, 1)), st.integers(0, 2000))
def test_laws_of_the_schedule(start, length):
    period = Period(start, start + timedelta(days=length))
    found = plan_inspections(period, DEFAULT_POLICY, is_national_holiday)
    *periodic, closing = found
    assert closing.kind is InspectionKind.CLOSING
    assert closing.date <= period.end
    assert all(i.kind is InspectionKind.PERIODIC for i in periodic)
    assert all(is_working_day(i.date, is_national_holiday) for i in found)
    assert [i.date for i in periodic] == sorted({i.date for i in periodic})
    if period.days <= 14:
        assert not periodic
    elif period.end < last_day_of_span(start, 3):
        assert len(periodic) <= 1
    assert all(i.date < closing.date for i in periodic)

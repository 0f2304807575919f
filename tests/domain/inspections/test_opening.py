"""Which planned inspection begins now, by table and by property."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yakusoku.domain.dates.working_days import is_working_day
from yakusoku.domain.engagements.profile import Period
from yakusoku.domain.inspections.opening import (
    ALWAYS,
    NO_ROUNDS,
    Holding,
    Rounds,
    covers_until,
    due_on,
    due_round,
    upcoming,
)
from yakusoku.domain.inspections.policy import DEFAULT_POLICY
from yakusoku.domain.inspections.schedule import InspectionKind, PlannedInspection, plan_inspections

LEAD = 14
JUNE, SEPTEMBER, JANUARY, CLOSING = (
    PlannedInspection(date(2027, 6, 30), InspectionKind.PERIODIC),
    PlannedInspection(date(2027, 9, 30), InspectionKind.PERIODIC),
    PlannedInspection(date(2028, 1, 4), InspectionKind.PERIODIC),
    PlannedInspection(date(2028, 3, 31), InspectionKind.CLOSING),
)
YEAR = (JUNE, SEPTEMBER, JANUARY, CLOSING)


def never(day):
    return False


@pytest.mark.parametrize(
    ("today", "rounds", "holding", "expected"),
    [
        pytest.param(date(2027, 6, 15), NO_ROUNDS, ALWAYS, None, id="fifteen-days-before-nothing-begins"),
        pytest.param(date(2027, 6, 16), NO_ROUNDS, ALWAYS, JUNE, id="fourteen-days-before-it-begins"),
        pytest.param(date(2027, 6, 17), Rounds(date(2027, 6, 30)), ALWAYS, None, id="not-twice"),
        pytest.param(date(2027, 9, 20), Rounds(date(2027, 6, 30)), ALWAYS, SEPTEMBER, id="then-the-next"),
        pytest.param(
            date(2027, 9, 20), Rounds(date(2027, 6, 30), running=True), ALWAYS, None, id="one-round-at-a-time"
        ),
        pytest.param(date(2027, 10, 5), NO_ROUNDS, ALWAYS, SEPTEMBER, id="of-two-missed-the-latest"),
        pytest.param(
            date(2028, 3, 20),
            Rounds(date(2028, 1, 4), running=True),
            ALWAYS,
            CLOSING,
            id="the-closing-check-waits-for-nobody",
        ),
        pytest.param(date(2028, 3, 20), NO_ROUNDS, ALWAYS, CLOSING, id="the-closing-check-goes-first"),
        pytest.param(
            date(2028, 3, 20),
            Rounds(None, closed_with=True),
            ALWAYS,
            None,
            id="after-the-closing-check-nothing",
        ),
        pytest.param(date(2028, 6, 1), NO_ROUNDS, ALWAYS, CLOSING, id="also-when-it-was-missed"),
        pytest.param(
            date(2027, 6, 20),
            NO_ROUNDS,
            Holding(date(2027, 7, 1)),
            None,
            id="who-holds-nothing-yet-is-not-asked",
        ),
        pytest.param(
            date(2027, 9, 20), NO_ROUNDS, Holding(date(2027, 7, 1)), SEPTEMBER, id="from-then-on-it-is"
        ),
        pytest.param(
            date(2028, 3, 20),
            Rounds(date(2027, 9, 30)),
            Holding(date(2027, 7, 1), date(2027, 12, 1)),
            None,
            id="who-gave-it-back-is-not-asked",
        ),
    ],
)
def test_due_round(today, rounds, holding, expected):
    assert due_round(YEAR, rounds, today, LEAD, holding) == expected


def test_a_sheet_sent_by_hand_stands_for_what_was_near_then():
    covered = covers_until(None, date(2027, 6, 20), LEAD)
    assert due_round(YEAR, Rounds(covered), date(2027, 6, 21), LEAD) is None
    assert due_round(YEAR, Rounds(covered), date(2027, 9, 20), LEAD) == SEPTEMBER


def test_what_was_missed_may_be_answered_in_time():
    assert due_on(JUNE, date(2027, 6, 16), LEAD, never) == date(2027, 6, 30)
    late = due_on(JUNE, date(2027, 8, 20), LEAD, never)
    assert late == date(2027, 9, 3)
    assert is_working_day(late, never)


@given(
    start=st.dates(date(2020, 1, 1), date(2040, 1, 1)),
    days=st.integers(0, 1200),
    lead=st.integers(0, 60),
    steps=st.lists(st.integers(0, 40), max_size=60),
)
def test_day_by_day_nothing_opens_twice_and_the_closing_check_always_opens(start, days, lead, steps):
    period = Period(start, start + timedelta(days=days))
    planned = plan_inspections(period, DEFAULT_POLICY, never)
    rounds, opened, today = Rounds(), [], start - timedelta(days=90)
    for step in [*steps, days + 200]:
        today += timedelta(days=step)
        for _ in range(2):
            due = due_round(planned, rounds, today, lead)
            if due is None:
                continue
            opened.append(due)
            covered = max(filter(None, [rounds.covered_until, due.date]))
            closing = rounds.closed_with or due.kind is InspectionKind.CLOSING
            rounds = Rounds(covered, running=False, closed_with=closing)
    assert len(opened) == len(set(opened))
    assert opened[-1].kind is InspectionKind.CLOSING
    assert opened == sorted(opened, key=lambda each: each.date)
    assert upcoming(planned, rounds) is None

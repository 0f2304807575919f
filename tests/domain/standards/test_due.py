"""When a template is looked at again: by months, and earlier where the law moved."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yakusoku.domain.review.law import ChangeKind, LawChange
from yakusoku.domain.standards.due import (
    NOTICE,
    Trigger,
    calls,
    is_due,
    months_after,
    next_review,
    still_known,
    trigger_of,
    until,
)

D = date.fromisoformat
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))
MONTHS = st.integers(1, 60)


def change(id="new-act", since="2027-07-01", kind=ChangeKind.OLD):
    return LawChange(id, kind, "新しい法律", "変わった", since, "法", "直す", False, ("旧法",))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        pytest.param("2027-04-01", 6, "2027-10-01", id="same-day"),
        pytest.param("2027-08-31", 6, "2028-02-29", id="leap-month-end"),
        pytest.param("2026-08-31", 6, "2027-02-28", id="month-end"),
        pytest.param("2027-02-28", 6, "2027-08-28", id="from-february-not-to-the-end"),
        pytest.param("2027-12-31", 6, "2028-06-30", id="over-the-year"),
        pytest.param("2028-02-29", 12, "2029-02-28", id="leap-day"),
        pytest.param("2027-01-31", 1, "2027-02-28", id="one-month"),
    ],
)
def test_months_after(day, months, expected):
    assert months_after(D(day), months) == D(expected)


@given(DAYS, MONTHS)
def test_so_many_months_later_is_in_the_right_month_and_never_on_a_later_day_of_it(day, months):
    after = months_after(day, months)
    assert (after.year * 12 + after.month) - (day.year * 12 + day.month) == months
    assert after.day == day.day or (after.day < day.day and (after + timedelta(days=1)).day == 1)


@pytest.mark.parametrize(
    ("kind", "since", "carried", "expected"),
    [
        pytest.param("old", "2027-07-01", False, Trigger.TAKES_EFFECT, id="new-law"),
        pytest.param("old", "2027-07-01", True, Trigger.OLD_WORDS, id="new-law-and-its-old-words"),
        pytest.param("old", "2020-04-01", True, Trigger.OLD_WORDS, id="old-words"),
        pytest.param("old", "2020-04-01", False, None, id="law-of-before"),
        pytest.param("old", "2027-04-01", False, None, id="took-effect-on-the-day-of-the-review"),
        pytest.param("risk", "2027-07-01", True, Trigger.TAKES_EFFECT, id="new-risk-that-the-text-takes"),
        pytest.param("risk", "2027-07-01", False, None, id="new-risk-of-others"),
        pytest.param("risk", "2020-04-01", True, None, id="risk-that-the-review-knew"),
    ],
)
def test_why_a_change_calls_for_a_look(kind, since, carried, expected):
    found = trigger_of(
        change(since=since, kind=ChangeKind(kind)), carried=carried, reviewed_on=D("2027-04-01")
    )
    assert found is expected


@pytest.mark.parametrize(
    ("since", "noticed", "expected"),
    [
        pytest.param("2027-07-01", "2027-04-01", "2027-07-01", id="known-before-it-takes-effect"),
        pytest.param("2027-04-02", "2027-04-01", "2027-04-02", id="known-the-day-before"),
        pytest.param("2027-04-01", "2027-04-01", "2027-05-01", id="known-on-the-day"),
        pytest.param("2020-04-01", "2027-04-01", "2027-05-01", id="known-late"),
    ],
)
def test_until_when(since, noticed, expected):
    assert until(change(since=since), D(noticed)) == D(expected)


def test_what_was_told_before_calls_no_second_time_unless_the_words_come_back():
    told = {"reviewed_on": D("2027-04-01"), "noticed_on": D("2027-04-01")}
    register = [change("a"), change("b", since="2020-04-01")]
    assert [each.change.id for each in calls(register, {"b"}, (), **told)] == ["a", "b"]
    assert [each.change.id for each in calls(register, {"b"}, {"a"}, **told)] == ["b"]
    kept = still_known({"a", "b"}, before={"b"}, after={"b"})
    assert calls(register, {"b"}, kept, **told) == ()
    back = still_known({"a", "b"}, before=set(), after={"b"})
    assert [each.change.id for each in calls(register, {"b"}, back, **told)] == ["b"]


@given(DAYS, MONTHS, st.lists(DAYS, max_size=4))
def test_the_law_only_ever_makes_it_earlier(day, months, called):
    found = next_review(day, months, called)
    assert found.due_on <= found.regular == months_after(day, months)
    assert found.due_on in {found.regular, *called}
    assert found.early == any(each < found.regular for each in called)


@given(DAYS, DAYS)
def test_there_is_time_for_whatever_is_noticed(since, noticed):
    day = until(change(since=since.isoformat()), noticed)
    assert day > noticed
    assert day in {since, noticed + NOTICE}


@given(DAYS)
def test_a_review_is_a_duty_a_month_before(day):
    assert is_due(day + timedelta(days=30), day)
    assert not is_due(day + timedelta(days=31), day)

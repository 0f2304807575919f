from datetime import UTC, date, datetime

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from yakusoku.web import formats

TODAY = date(2027, 7, 6)


@pytest.fixture(autouse=True)
def _japanese():
    with translation.override("ja"):
        yield


@pytest.mark.parametrize(
    ("day", "words"),
    [
        pytest.param(date(2027, 4, 1), "2027年4月1日", id="no-leading-zeros"),
        pytest.param(datetime(2027, 3, 31, 15, 30, tzinfo=UTC), "2027年4月1日", id="a-moment-in-local-time"),
        pytest.param(None, "", id="no-date"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_jdate(day, words):
    assert formats.jdate(day) == words


@pytest.mark.parametrize(
    ("day", "words"),
    [
        pytest.param(date(2027, 4, 1), "2027年4月1日 (令和9年)", id="reiwa"),
        pytest.param(date(2019, 5, 1), "2019年5月1日 (令和元年)", id="first-day-of-an-era"),
        pytest.param(date(2019, 4, 30), "2019年4月30日 (平成31年)", id="last-day-of-an-era"),
        pytest.param(None, "", id="no-date"),
    ],
)
def test_jdate_era(day, words):
    assert formats.jdate_era(day) == words


def test_jtime_is_local():
    assert formats.jtime(datetime(2027, 7, 9, 1, 42, tzinfo=UTC)) == "2027年7月9日 10:42"


@pytest.mark.parametrize(
    ("due", "words"),
    [
        pytest.param(date(2027, 7, 9), "あと3日（7月9日 金）", id="in-three-days"),
        pytest.param(date(2027, 7, 6), "今日まで（7月6日 火）", id="today"),
        pytest.param(date(2027, 7, 3), "3日過ぎています（7月3日 土）", id="three-days-over"),
        pytest.param(date(2028, 1, 4), "あと182日（2028年1月4日 火）", id="another-year-is-named"),
        pytest.param(
            datetime(2027, 7, 8, 15, 0, tzinfo=UTC), "あと3日（7月9日 金）", id="a-moment-in-local-time"
        ),
        pytest.param(None, "", id="no-deadline"),
    ],
)
def test_days_left(due, words):
    assert formats.days_left(due, TODAY) == words


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_deadline_is_over_exactly_when_the_words_say_so(due):
    assert formats.is_over(due, TODAY) == ("過ぎています" in formats.days_left(due, TODAY))


@pytest.mark.parametrize(
    ("amount", "words"),
    [(12345, "12,345"), (0, "0"), (2.5, "2.5"), (2.0, "2"), (0.001, "0"), (None, ""), ("", "")],
)
def test_number(amount, words):
    assert formats.number(amount) == words


@pytest.mark.parametrize(("amount", "words"), [(12000, "12,000円"), (0, "0円"), (None, "")])
def test_yen(amount, words):
    assert formats.yen(amount) == words


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        ((1, 3), "1〜3時間"),
        ([2, 2], "2時間"),
        ((0.5, 1), "0.5〜1時間"),
        ((24.75, 92.5), "25〜93時間"),
        ((), ""),
        (None, ""),
    ],
)
def test_hours_range(hours, words):
    assert formats.hours_range(hours) == words

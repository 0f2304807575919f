"""Eras change on a day, not with a year."""

from datetime import date

import pytest

from yakusoku.domain.dates.eras import era_date, era_only_date


@pytest.mark.parametrize(
    ("day", "words"),
    [
        pytest.param(date(2027, 4, 1), "2027年4月1日 (令和9年)", id="an-ordinary-day"),
        pytest.param(date(2019, 5, 1), "2019年5月1日 (令和元年)", id="the-first-day-of-reiwa"),
        pytest.param(date(2019, 4, 30), "2019年4月30日 (平成31年)", id="the-last-day-of-heisei"),
        pytest.param(date(1989, 1, 7), "1989年1月7日 (昭和64年)", id="the-last-day-of-showa"),
    ],
)
def test_era_date(day, words):
    assert era_date(day) == words


def test_contracts_write_the_era_alone():
    assert era_only_date(date(2028, 3, 31)) == "令和10年3月31日"

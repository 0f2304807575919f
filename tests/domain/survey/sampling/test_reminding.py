"""When a reminder is due."""

from datetime import date

import pytest

from yakusoku.domain.survey.sampling.reminding import days_to_remind


@pytest.mark.parametrize(
    ("closes_on", "due"),
    [
        pytest.param(None, None, id="no-last-day"),
        pytest.param(date(2027, 5, 31), date(2027, 5, 16), id="half-way"),
        pytest.param(date(2027, 5, 13), date(2027, 5, 8), id="not-within-a-week"),
        pytest.param(date(2027, 5, 11), date(2027, 5, 8), id="three-days-to-answer"),
        pytest.param(date(2027, 5, 10), None, id="too-late"),
    ],
)
def test_a_reminder_is_due_half_way_to_the_last_day(closes_on, due):
    assert days_to_remind(date(2027, 5, 1), closes_on) == ([due] if due else [])


def test_days_that_were_chosen_are_left_until_letters_went_out_on_or_after_them():
    first, second, late = (date(2027, 5, day) for day in (10, 20, 30))
    chosen, closes_on = [second, first, late], date(2027, 5, 25)
    assert days_to_remind(None, closes_on, chosen) == [first, second]
    assert days_to_remind(date(2027, 5, 1), closes_on, chosen) == [first, second]
    assert days_to_remind(first, closes_on, chosen) == [second]
    assert days_to_remind(second, closes_on, chosen) == []

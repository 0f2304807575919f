"""When a reminder is due."""

from datetime import date

import pytest

from yakusoku.domain.survey.sampling.reminding import remind_on


@pytest.mark.parametrize(
    ("closes_on", "due"),
    [
        pytest.param(date(2027, 5, 31), date(2027, 5, 16), id="half-way"),
        pytest.param(date(2027, 5, 13), date(2027, 5, 8), id="not-within-a-week"),
        pytest.param(date(2027, 5, 11), date(2027, 5, 8), id="three-days-to-answer"),
        pytest.param(date(2027, 5, 10), None, id="too-late"),
    ],
)
def test_a_reminder_is_due_half_way_to_the_last_day(closes_on, due):
    assert remind_on(date(2027, 5, 1), closes_on) == due

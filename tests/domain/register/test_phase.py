"""The phase of an engagement, case by case."""

from datetime import date

import pytest

from yakusoku.domain.register.phase import PHASE_LABELS, Course, Phase, phase_of

TODAY = date(2027, 4, 1)
BEFORE, AFTER = date(2027, 3, 31), date(2028, 3, 31)


@pytest.mark.parametrize(
    ("course", "phase"),
    [
        pytest.param(Course(), Phase.DECIDE, id="nothing-is-known"),
        pytest.param(Course(settled=True), Phase.PROMISE, id="every-verdict-is-made"),
        pytest.param(Course(signed=True), Phase.PROMISE, id="signed-but-not-begun"),
        pytest.param(
            Course(settled=True, signed=True, started=True, ends_on=AFTER), Phase.KEEP, id="running"
        ),
        pytest.param(Course(started=True, ends_on=TODAY), Phase.KEEP, id="the-last-day-still-counts"),
        pytest.param(Course(started=True, ends_on=BEFORE), Phase.END, id="over-but-not-closed"),
        pytest.param(Course(ends_on=BEFORE), Phase.END, id="over-without-ever-being-signed"),
        pytest.param(Course(started=True, ends_on=BEFORE, closed=True), Phase.CLOSED, id="closed"),
        pytest.param(
            Course(started=True, ends_on=AFTER, closed=True), Phase.CLOSED, id="closed-before-its-end"
        ),
    ],
)
def test_phase(course, phase):
    assert phase_of(course, TODAY) is phase


def test_every_phase_has_a_word():
    assert set(PHASE_LABELS) == set(Phase)

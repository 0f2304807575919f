"""Work starts when everything that comes first has been done."""

from dataclasses import replace
from datetime import date

import pytest

from yakusoku.domain.training.requirements import Audience, Course, Missing, Validity
from yakusoku.domain.training.start import Obstacle, Preparation, obstacles

DAY = date(2027, 4, 1)
READY = Preparation(published=True, contracted_on=DAY, staff=2, responsible=1)
LACKING = (Missing(Course(1, "研修", Audience.RESPONSIBLE), None, Validity.MISSING),)


@pytest.mark.parametrize(
    ("prepared", "found"),
    [
        pytest.param(READY, (), id="everything-is-there"),
        pytest.param(replace(READY, published=False), (Obstacle.NOT_PUBLISHED,), id="no-version"),
        pytest.param(replace(READY, contracted_on=None), (Obstacle.NO_CONTRACT,), id="no-contract"),
        pytest.param(
            replace(READY, contracted_on=date(2027, 4, 2)),
            (Obstacle.BEFORE_CONTRACT,),
            id="contract-tomorrow",
        ),
        pytest.param(replace(READY, staff=0, responsible=0), (Obstacle.NO_STAFF,), id="nobody-listed"),
        pytest.param(replace(READY, responsible=0), (Obstacle.NO_RESPONSIBLE,), id="nobody-responsible"),
        pytest.param(replace(READY, missing=LACKING), (Obstacle.COURSES_MISSING,), id="a-course-is-missing"),
        pytest.param(replace(READY, closed=True), (Obstacle.CLOSED,), id="closed"),
        pytest.param(
            Preparation(False, None, 0, 0, LACKING),
            (Obstacle.NOT_PUBLISHED, Obstacle.NO_CONTRACT, Obstacle.NO_STAFF, Obstacle.COURSES_MISSING),
            id="every-reason-is-told",
        ),
    ],
)
def test_what_stands_against_a_start(prepared, found):
    assert obstacles(prepared, DAY) == found

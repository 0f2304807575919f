"""Who needs which course, and until when it holds."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yakusoku.domain.training.requirements import (
    Audience,
    Course,
    Member,
    Part,
    Person,
    Taken,
    Validity,
    expires_on,
    matrix,
    needs,
    needs_as_member,
    next_expiry,
    validity_of,
    what_is_missing,
)

DAY = date(2027, 6, 1)
LEADER = Course(1, "責任者研修", Audience.RESPONSIBLE, 12)
ALL = Course(2, "取扱い研修", Audience.STAFF, 12, before_start=False)
BELOW = Course(3, "再委託先研修", Audience.SUBCONTRACTOR, 0)
CHIEF = Person(1, "工藤", Part.RESPONSIBLE)
HAND = Person(2, "A-102")
HAND_BELOW = Person(3, "B-7", hop=9)


@pytest.mark.parametrize(
    ("completed", "months", "last"),
    [
        pytest.param(date(2027, 4, 1), 12, date(2028, 4, 1), id="a-year-later-the-same-day"),
        pytest.param(date(2027, 1, 31), 1, date(2027, 2, 28), id="no-such-day-the-last-of-february"),
        pytest.param(date(2028, 1, 31), 1, date(2028, 2, 29), id="in-a-leap-year"),
        pytest.param(date(2027, 8, 31), 6, date(2028, 2, 29), id="month-end-to-month-end"),
        pytest.param(date(2028, 2, 29), 12, date(2029, 2, 28), id="a-leap-day-a-year-later"),
        pytest.param(date(2027, 2, 28), 12, date(2028, 2, 29), id="the-last-of-february-stays-the-last"),
        pytest.param(date(2027, 11, 30), 3, date(2028, 2, 29), id="thirty-days-into-february"),
        pytest.param(date(2027, 4, 1), 0, None, id="once-is-enough"),
    ],
)
def test_a_course_holds_until_the_corresponding_day(completed, months, last):
    assert expires_on(completed, months) == last


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(1, 120))
def test_months_are_never_lost(day, months):
    last = expires_on(day, months)
    index = day.year * 12 + day.month - 1 + months
    at_end = (day + timedelta(days=1)).day == 1
    assert (last.year * 12 + last.month - 1) == index
    assert last.day == day.day or (last + timedelta(days=1)).day == 1
    if at_end:
        assert (last + timedelta(days=1)).day == 1


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(1, 119))
def test_longer_holds_longer(day, months):
    assert expires_on(day, months) < expires_on(day, months + 1)


@pytest.mark.parametrize(
    ("course", "person", "needed"),
    [
        pytest.param(LEADER, CHIEF, True, id="the-responsible-person"),
        pytest.param(LEADER, HAND, False, id="not-every-worker"),
        pytest.param(
            LEADER, Person(4, "下", Part.RESPONSIBLE, hop=9), False, id="not-the-one-of-a-subcontractor"
        ),
        pytest.param(ALL, CHIEF, True, id="staff-includes-the-responsible-person"),
        pytest.param(ALL, HAND, True, id="every-worker"),
        pytest.param(ALL, HAND_BELOW, False, id="not-the-subcontractor"),
        pytest.param(BELOW, HAND_BELOW, True, id="the-subcontractor"),
        pytest.param(BELOW, HAND, False, id="not-the-contractor"),
        pytest.param(ALL, Person(5, "終", until=date(2027, 5, 31)), False, id="who-has-left"),
        pytest.param(ALL, Person(6, "後", since=date(2027, 6, 2)), False, id="who-comes-tomorrow"),
        pytest.param(
            Course(7, "旧", Audience.STAFF, until=date(2027, 5, 31)), HAND, False, id="no-longer-asked"
        ),
        pytest.param(
            Course(8, "新", Audience.STAFF, since=date(2027, 6, 2)), HAND, False, id="not-yet-asked"
        ),
    ],
)
def test_who_needs_a_course(course, person, needed):
    assert needs(course, person, DAY) is needed


@pytest.mark.parametrize(
    ("course", "needed"),
    [
        pytest.param(Course(1, "a", Audience.OWN), True, id="everybody"),
        pytest.param(Course(1, "a", Audience.OWN, role="department"), True, id="their-role"),
        pytest.param(Course(1, "a", Audience.OWN, role="legal"), False, id="another-role"),
        pytest.param(Course(1, "a", Audience.OWN, department=3), True, id="their-department"),
        pytest.param(Course(1, "a", Audience.OWN, department=4), False, id="another-department"),
        pytest.param(ALL, False, id="a-course-for-contractors"),
    ],
)
def test_which_of_the_own_staff_need_a_course(course, needed):
    member = Member(1, "青木", frozenset({"department"}), frozenset({3}))
    assert needs_as_member(course, member, DAY) is needed


@pytest.mark.parametrize(
    ("taken", "validity"),
    [
        pytest.param(None, Validity.MISSING, id="never-taken"),
        pytest.param(Taken(1, 1, date(2027, 6, 2), None), Validity.MISSING, id="taken-tomorrow"),
        pytest.param(
            Taken(1, 1, date(2026, 5, 31), date(2027, 5, 31)), Validity.EXPIRED, id="ended-yesterday"
        ),
        pytest.param(Taken(1, 1, date(2026, 6, 1), date(2027, 6, 1)), Validity.SOON, id="last-day"),
        pytest.param(Taken(1, 1, date(2026, 7, 1), date(2027, 7, 1)), Validity.SOON, id="thirty-days-left"),
        pytest.param(
            Taken(1, 1, date(2026, 7, 2), date(2027, 7, 2)), Validity.VALID, id="thirty-one-days-left"
        ),
        pytest.param(Taken(1, 1, date(2000, 1, 1), None), Validity.VALID, id="once-is-enough"),
    ],
)
def test_how_a_person_stands(taken, validity):
    assert validity_of(taken, DAY) is validity


def test_nobody_named_as_responsible_is_missing_too():
    missing = what_is_missing([LEADER], [HAND], [], DAY)
    assert [(each.course, each.person) for each in missing] == [(LEADER, None)]


def test_only_courses_before_the_start_stand_against_it():
    missing = what_is_missing([LEADER, ALL], [CHIEF, HAND], [], DAY, before_start_only=True)
    assert [each.course for each in missing] == [LEADER]


def test_the_longest_of_several_completions_counts():
    early = Taken(2, 2, date(2027, 1, 1), date(2028, 1, 1))
    late = Taken(2, 2, date(2027, 3, 1), date(2028, 3, 1))
    (row,) = matrix([ALL], [HAND], [late, early], DAY)
    assert row.cells[0].taken == late
    assert next_expiry([ALL], [HAND], [early, late], DAY) == date(2028, 3, 1)


PEOPLE = st.builds(
    Person,
    st.integers(1, 5),
    st.just("x"),
    st.sampled_from(Part),
    st.sampled_from([None, 9]),
)


@given(st.lists(PEOPLE, max_size=5, unique_by=lambda p: p.id))
def test_whoever_has_taken_everything_lacks_nothing(people):
    courses = [LEADER, ALL, BELOW]
    taken = [
        Taken(c.id, p.id, DAY, expires_on(DAY, c.months)) for c in courses for p in people if needs(c, p, DAY)
    ]
    named = any(p.part is Part.RESPONSIBLE and p.hop is None for p in people)
    assert len(what_is_missing(courses, people, taken, DAY)) == (0 if named else 1)

"""Which checks need an item of the plan, and when the plan is complete."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yakusoku.domain.candidates.plan import (
    Lack,
    PlanIncomplete,
    Planned,
    Way,
    checks_to_plan,
    lacks_of,
    open_items,
    require_complete,
    unpublished_amendments,
)
from yakusoku.domain.catalogue.model import Aspect
from yakusoku.domain.inspections.answers import Answer, AskedCheck, GivenAnswer

DAY = date(2027, 5, 31)
# A machine that is busy with other tests draws slowly at first.
patient = settings(suppress_health_check=[HealthCheck.too_slow])


def check(id):
    aspect = Aspect.ARRANGEMENT if id.endswith("a") else Aspect.OPERATION
    return AskedCheck(id, "x", 1, "", "", aspect, "", "", False, "", "", 1, False)


PAIR = (check("p-1a"), check("p-1o"))


@pytest.mark.parametrize(
    ("arrangement", "operation", "needed"),
    [
        pytest.param(Answer.YES, Answer.YES, [], id="both-are-kept"),
        pytest.param(Answer.NO, Answer.NO, ["p-1a"], id="what-does-not-exist-is-planned-once"),
        pytest.param(Answer.NO, Answer.PARTIAL, ["p-1a"], id="half-carried-out-without-a-measure"),
        pytest.param(Answer.PARTIAL, Answer.NO, ["p-1a", "p-1o"], id="half-there-and-not-carried-out"),
        pytest.param(Answer.YES, Answer.NO, ["p-1o"], id="there-but-not-carried-out"),
        pytest.param(Answer.NOT_APPLICABLE, Answer.NOT_APPLICABLE, [], id="does-not-apply"),
        pytest.param(None, Answer.PARTIAL, ["p-1o"], id="the-measure-is-not-answered"),
    ],
)
def test_which_checks_need_an_item(arrangement, operation, needed):
    answers = {
        check.id: GivenAnswer(check.id, answer)
        for check, answer in zip(PAIR, (arrangement, operation), strict=True)
        if answer
    }
    assert [check.id for check in checks_to_plan(PAIR, answers)] == needed


@pytest.mark.parametrize(
    ("item", "lacks"),
    [
        pytest.param(Planned("p-1a", Way.MEASURE, "鞄を買う", DAY, "部長"), (), id="a-whole-measure"),
        pytest.param(Planned("p-1a", Way.MEASURE, " ", DAY, "部長"), (Lack.MEASURE,), id="blank-is-nothing"),
        pytest.param(
            Planned("p-1a", Way.MEASURE), (Lack.MEASURE, Lack.DAY, Lack.WHO), id="nothing-is-written"
        ),
        pytest.param(Planned("p-1a", Way.AMEND, "条件つきに", amended=True), (), id="amended-and-published"),
        pytest.param(Planned("p-1a", Way.AMEND, "条件つきに"), (Lack.AMENDMENT,), id="not-published-yet"),
        pytest.param(Planned("p-1a", Way.AMEND, amended=True), (Lack.MEASURE,), id="says-not-what"),
    ],
)
def test_what_an_item_lacks(item, lacks):
    assert lacks_of(item) == lacks


def test_an_amendment_may_be_published_after_the_plan_is_agreed():
    items = [Planned("p-1a", Way.AMEND, "条件つきに")]
    require_complete(["p-1a"], items)
    assert unpublished_amendments(items) == 1


def test_a_freely_added_point_is_completed_too():
    items = [Planned("", Way.MEASURE, "研修をする")]
    assert open_items([], items) == {"": (Lack.DAY, Lack.WHO)}
    with pytest.raises(PlanIncomplete):
        require_complete([], items)


answers = st.sampled_from([*Answer, None])
plans = st.dictionaries(
    st.sampled_from([f"p-{n}{aspect}" for n in range(4) for aspect in "ao"]),
    st.builds(
        lambda way, measure, day, who: (way, measure, day, who),
        st.sampled_from(Way),
        st.sampled_from(["", "鞄を買う"]),
        st.sampled_from([None, DAY]),
        st.sampled_from(["", "部長"]),
    ),
)


@patient
@given(st.lists(answers, min_size=8, max_size=8), plans)
def test_a_plan_is_complete_exactly_when_every_needed_check_has_a_whole_item(said, written):
    checks = [check(f"p-{n}{aspect}") for n in range(4) for aspect in "ao"]
    given_answers = {
        c.id: GivenAnswer(c.id, answer) for c, answer in zip(checks, said, strict=True) if answer
    }
    needed = [c.id for c in checks_to_plan(checks, given_answers)]
    items = [Planned(key, *rest) for key, rest in written.items()]
    whole = {item.check for item in items if not set(lacks_of(item)) - {Lack.AMENDMENT}}
    try:
        require_complete(needed, items)
        complete = True
    except PlanIncomplete:
        complete = False
    assert complete == (set(needed) <= whole)


@patient
@given(st.lists(answers, min_size=8, max_size=8))
def test_every_shortfall_is_covered_at_its_point(said):
    checks = [check(f"p-{n}{aspect}") for n in range(4) for aspect in "ao"]
    given_answers = {
        c.id: GivenAnswer(c.id, answer) for c, answer in zip(checks, said, strict=True) if answer
    }
    covered = {c.pair for c in checks_to_plan(checks, given_answers)}
    short = {
        c.pair
        for c in checks
        if c.id in given_answers and given_answers[c.id].answer in {Answer.NO, Answer.PARTIAL}
    }
    assert covered == short

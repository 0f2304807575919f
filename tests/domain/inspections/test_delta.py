"""What a later round asks first: every question once, and nothing weak is ever left to a quick look."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.packs import example_pack
from yakusoku.domain.inspections.answers import Answer, GivenAnswer
from yakusoku.domain.inspections.delta import REASON_LABELS, Earlier, Reason, delta, order_of_visit

CHECKS = example_pack().checks[:24]
ASKED = {check.id: check.question for check in CHECKS}
ONE = CHECKS[4]
FINE = {check.id: GivenAnswer(check.id, Answer.YES, "", ("記録簿.pdf",)) for check in CHECKS}
LAST_TIME = Earlier(ASKED, FINE)


def given_as(answer, comment="", evidence=("記録簿.pdf",)):
    return replace(LAST_TIME, answers=FINE | {ONE.id: GivenAnswer(ONE.id, answer, comment, evidence)})


@pytest.mark.parametrize(
    ("earlier", "reason"),
    [
        pytest.param(replace(LAST_TIME, asked={}, answers={}), Reason.NEW, id="never-asked"),
        pytest.param(
            replace(LAST_TIME, asked=ASKED | {ONE.id: "別の問い"}), Reason.NEW, id="asked-otherwise"
        ),
        pytest.param(replace(LAST_TIME, changed=frozenset({ONE.slug})), Reason.CLAUSE_CHANGED, id="reworded"),
        pytest.param(replace(LAST_TIME, found=frozenset({ONE.id})), Reason.OPEN_FINDING, id="finding"),
        pytest.param(
            replace(LAST_TIME, different=frozenset({ONE.id})), Reason.SEEN_DIFFERENT, id="different"
        ),
        pytest.param(given_as(Answer.PARTIAL), Reason.WEAK, id="partly"),
        pytest.param(given_as(Answer.NO), Reason.WEAK, id="no"),
        pytest.param(
            given_as(Answer.NOT_APPLICABLE), Reason.PROOF_MISSING, id="no-reason-for-not-applicable"
        ),
        pytest.param(
            replace(LAST_TIME, chain=frozenset({ONE.slug}), holders_changed=True),
            Reason.HOLDERS_CHANGED,
            id="others-hold-data",
        ),
    ],
)
def test_each_reason_brings_its_question_first(earlier, reason):
    found = {each.check.id: each.reasons for each in delta(CHECKS, earlier).first}
    assert reason in found[ONE.id]


@pytest.mark.parametrize(
    "earlier",
    [
        pytest.param(LAST_TIME, id="all-well"),
        pytest.param(given_as(Answer.NOT_APPLICABLE, "紙を使わない", ()), id="not-applicable-with-a-reason"),
        pytest.param(replace(LAST_TIME, chain=frozenset({ONE.slug})), id="chain-as-it-was"),
    ],
)
def test_as_last_time_nothing_comes_first(earlier):
    found = delta(CHECKS, earlier)
    assert found.first == ()
    assert found.rest == CHECKS


def test_both_halves_of_a_point_stay_together():
    first = delta(CHECKS, replace(LAST_TIME, found=frozenset({ONE.id}))).first
    assert {each.check.pair for each in first} == {ONE.pair}
    assert len(first) == 2


def test_every_reason_has_words():
    assert set(REASON_LABELS) == set(Reason)


ids = st.sampled_from([check.id for check in CHECKS])
slugs = st.sampled_from(sorted({check.slug for check in CHECKS}))


@st.composite
def rounds(draw):
    answered = draw(st.sets(ids))
    return Earlier(
        asked={id: ASKED[id] if draw(st.booleans()) else "前の問い" for id in draw(st.sets(ids))},
        answers={id: GivenAnswer(id, draw(st.sampled_from(Answer))) for id in answered},
        different=frozenset(draw(st.sets(ids))),
        found=frozenset(draw(st.sets(ids))),
        changed=frozenset(draw(st.sets(slugs))),
        chain=frozenset(draw(st.sets(slugs))),
        holders_changed=draw(st.booleans()),
    )


@given(rounds())
def test_no_question_is_dropped_or_doubled_and_only_what_was_fine_can_be_confirmed(earlier):
    found = delta(CHECKS, earlier)
    first, rest = [each.check for each in found.first], list(found.rest)
    assert sorted(c.id for c in first + rest) == sorted(ASKED)
    assert [c for checks in found.confirmable.values() for c in checks] == rest
    for check in rest:
        assert earlier.answers[check.id].answer in {Answer.YES, Answer.NOT_APPLICABLE}
        assert check.id not in earlier.found | earlier.different
        assert check.slug not in earlier.changed
        assert earlier.asked[check.id] == check.question


@given(earlier=st.none() | rounds(), most=st.integers(0, 30))
def test_a_visit_looks_at_no_more_than_asked_and_at_the_weak_first(earlier, most):
    chosen = order_of_visit(CHECKS, earlier, most)
    assert len(chosen) == min(most, len(CHECKS))
    assert [c.id for c in CHECKS if c.id in chosen] == list(chosen)

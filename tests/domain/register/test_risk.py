"""The risk of an engagement: the table of docs/rules/risk.md, and what always holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yakusoku.domain.engagements.profile import Category
from yakusoku.domain.register.risk import RISK_LABELS, WEIGHTS, Risk, risk_of

PEOPLE = (50, 500, 5_000, 50_000, 500_000)
TABLE = {
    Category.CONTACT: "low low medium medium medium",
    Category.FINANCIAL: "low medium medium medium high",
    Category.SENSITIVE: "medium medium medium high high",
}


@pytest.mark.parametrize("category", TABLE)
def test_the_table(category):
    assert [risk_of([category], people).value for people in PEOPLE] == TABLE[category].split()


@pytest.mark.parametrize(
    ("categories", "people", "risk"),
    [
        pytest.param([], 0, Risk.NONE, id="no-personal-information"),
        pytest.param([], None, Risk.UNKNOWN, id="not-told-yet"),
        pytest.param([Category.SENSITIVE], None, Risk.UNKNOWN, id="people-not-told"),
        pytest.param([], 500, Risk.LOW, id="people-without-a-kind-count-as-the-lightest"),
        pytest.param([Category.IDENTITY], 0, Risk.LOW, id="a-kind-without-people-is-not-nothing"),
        pytest.param([Category.IDENTITY, Category.BIOMETRIC], 99, Risk.MEDIUM, id="the-heaviest-kind-counts"),
    ],
)
def test_cases(categories, people, risk):
    assert risk_of(categories, people) is risk


@given(
    st.frozensets(st.sampled_from(Category), min_size=1),
    st.frozensets(st.sampled_from(Category)),
    st.integers(0, 10**9),
    st.integers(0, 10**9),
)
def test_more_kinds_and_more_people_never_lower_it(few, more, people, others):
    order = [Risk.LOW, Risk.MEDIUM, Risk.HIGH]
    assert order.index(risk_of(few | more, people + others)) >= order.index(risk_of(few, people))


def test_every_kind_weighs_and_every_level_has_a_word():
    assert set(WEIGHTS) == set(Category)
    assert set(RISK_LABELS) == set(Risk)

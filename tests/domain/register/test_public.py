"""What leaves: the released fields and nothing else."""

from hypothesis import given
from hypothesis import strategies as st

from yakusoku.domain.register.phase import Phase
from yakusoku.domain.register.public import PUBLIC_LABELS, STAGES, PublicField, released, stages_of
from yakusoku.domain.register.tiers import Chain, chain_of

names = st.lists(st.one_of(st.sampled_from([f.value for f in PublicField]), st.text(max_size=12)))


@given(names)
def test_nothing_leaves_that_was_not_released(chosen):
    told = {field: field.value for field in PublicField}
    assert set(released(told, chosen).values()) == set(chosen) & set(told.values())


def test_by_default_nothing_leaves():
    assert released({field: "x" for field in PublicField}, []) == {}


def test_every_field_has_words():
    assert set(PUBLIC_LABELS) == set(PublicField)


def test_a_work_stands_at_one_stage_and_a_closed_one_has_passed_all():
    for stage in STAGES:
        states = [state for _stage, state in stages_of(stage)]
        assert states.count("next") == 1
        assert states == sorted(states, key=["done", "next", "later"].index)
    assert [state for _stage, state in stages_of(Phase.CLOSED)] == ["done"] * len(STAGES)


@given(st.lists(st.integers(0, 30), max_size=30))
def test_a_chain_counts_everyone_below_the_contractor(parents):
    places = [(1, None), *((number, 1 + parent % (number - 1)) for number, parent in enumerate(parents, 2))]
    found = chain_of(places)
    assert found.subcontractors == len(parents)
    assert (found.depth > 0) == bool(parents)
    assert found.depth <= len(parents)


def test_a_place_whose_parent_is_gone_stands_like_the_first_below():
    assert chain_of([(5, 2), (6, 5)]) == Chain(2, 2)

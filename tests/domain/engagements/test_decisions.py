"""Adopt, adopt an alternative, decline: always with an owner."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.builders import BAN_OR_ASK, catalogue, fact, requirement
from yakusoku.domain.catalogue.strength import Strength
from yakusoku.domain.engagements import decisions as d
from yakusoku.domain.engagements.balance import weigh
from yakusoku.domain.engagements.decisions import Decision, Verdict, resolve

COPIES = frozenset({"needs.copy"})
SHELF = catalogue(
    requirement("box", variants=BAN_OR_ASK), requirement("lid"), requirement("far", when=fact("x"))
)


def test_undecided_requirements_are_promised_as_proposed():
    found = resolve(SHELF, COPIES, [])
    assert [(a.proposal.requirement.slug, a.variant.strength) for a in found.adopted] == [
        ("box", "consent"),
        ("lid", "duty"),
    ]


@pytest.mark.parametrize(
    ("decision", "refusal"),
    [
        pytest.param(
            Decision("box", Verdict.DECLINE, decider="課長"), d.ReasonMissing, id="declined-without-reason"
        ),
        pytest.param(
            Decision("box", Verdict.DECLINE, reason=" ", decider="課長"), d.ReasonMissing, id="blank-reason"
        ),
        pytest.param(
            Decision("box", Verdict.DECLINE, reason="費用"), d.DeciderMissing, id="declined-by-nobody"
        ),
        pytest.param(
            Decision("box", Verdict.ALTERNATIVE, Strength.CONTROLLED),
            d.ReasonMissing,
            id="weakened-without-reason",
        ),
        pytest.param(
            Decision("box", Verdict.ALTERNATIVE), d.StrengthMissing, id="alternative-without-strength"
        ),
        pytest.param(Decision("box", Verdict.ADOPT, Strength.PERMIT), d.StrengthUnknown, id="no-such-clause"),
        pytest.param(Decision("hat", Verdict.ADOPT), d.RequirementUnknown, id="no-such-requirement"),
    ],
)
def test_incomplete_decisions_are_refused(decision, refusal):
    with pytest.raises(refusal):
        resolve(SHELF, COPIES, [decision])


def test_deciding_twice_is_refused():
    with pytest.raises(d.DecidedTwice):
        resolve(SHELF, COPIES, [Decision("lid", Verdict.ADOPT)] * 2)


def test_a_ban_that_cannot_be_kept_is_accepted_and_told():
    found = resolve(SHELF, COPIES, [Decision("box", Verdict.ALTERNATIVE, Strength.PROHIBIT)])
    (conflict,) = found.conflicts
    assert (conflict.obstacle.fact, conflict.resolution.strength) == ("needs.copy", "consent")


def test_declining_moves_a_requirement_out_with_its_reason():
    found = resolve(SHELF, COPIES, [Decision("box", Verdict.DECLINE, reason="費用", decider="課長")])
    assert [a.proposal.requirement.slug for a in found.adopted] == ["lid"]
    assert [x.decision.reason for x in found.declined] == ["費用"]


def test_a_requirement_the_work_does_not_call_for_can_be_adopted_on_purpose():
    found = resolve(SHELF, COPIES, [Decision("far", Verdict.ADOPT)])
    assert [a.proposal.requirement.slug for a in found.adopted] == ["box", "lid", "far"]


verdicts = st.sampled_from(
    [
        None,
        Decision("box", Verdict.DECLINE, reason="r", decider="d"),
        Decision("box", Verdict.ALTERNATIVE, Strength.PROHIBIT),
        Decision("box", Verdict.ALTERNATIVE, Strength.CONTROLLED, reason="r", decider="d"),
        Decision("box", Verdict.ADOPT),
    ]
)


@given(verdicts)
def test_risk_is_either_kept_or_remaining_and_never_lost(decision):
    resolution = resolve(SHELF, COPIES, [decision] if decision else [])
    balance = weigh(resolution, COPIES, 10)
    assert balance.kept_risk + balance.remaining_risk == 6
    weak = decision is not None and decision.verdict is not Verdict.ADOPT
    assert bool(balance.remaining_risk) is weak
    assert balance.client_hours == (len(resolution.adopted), 2 * len(resolution.adopted))

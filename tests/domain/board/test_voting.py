"""How the board decides: by table, and as laws that hold for every board."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yakusoku.domain.board.voting import (
    Ballot,
    ChairMayNotDecide,
    Decided,
    NoMajority,
    NoQuorum,
    Quorum,
    QuorumOutOfRange,
    Rule,
    Standing,
    Vote,
    VotesMissing,
    check_rule,
    count,
    quorum_of,
    require_chair,
    require_decision,
)

A, C, R, W, N = Vote.APPROVE, Vote.CONDITIONAL, Vote.REJECT, Vote.CONTINUE, Vote.ABSTAIN
LEVEL = {Decided.APPROVED: 2, Decided.CONDITIONAL: 1}
RANK = {Vote.APPROVE: 2, Vote.CONDITIONAL: 1}


def ballot(votes, *, absent=0, recused=(), chair=None, silent=0):
    """Return a ballot: members 0… who voted as told, then silent and absent ones."""
    there = len(votes) + silent
    return Ballot(
        members=frozenset(range(there + absent)),
        present=frozenset(range(there)),
        recused=frozenset(recused),
        votes=dict(enumerate(votes)),
        chair=chair,
    )


@pytest.mark.parametrize(
    ("rule", "members", "needed"),
    [
        pytest.param(Rule(), 5, 3, id="more-than-half-of-five"),
        pytest.param(Rule(), 6, 4, id="more-than-half-of-six"),
        pytest.param(Rule(), 0, 1, id="without-members-nobody-is-enough"),
        pytest.param(Rule(Quorum.SHARE, 50), 6, 3, id="half-as-a-share"),
        pytest.param(Rule(Quorum.SHARE, 67), 6, 5, id="a-share-is-rounded-up"),
        pytest.param(Rule(Quorum.NUMBER, 4), 6, 4, id="a-number"),
        pytest.param(Rule(Quorum.NUMBER, 4), 3, 3, id="a-number-never-more-than-there-are"),
    ],
)
def test_quorum(rule, members, needed):
    assert quorum_of(rule, members) == needed


@pytest.mark.parametrize(
    ("votes", "standing", "decided"),
    [
        pytest.param([A, A, R], Standing.DECIDED, Decided.APPROVED, id="most-approve"),
        pytest.param([C, C, A], Standing.DECIDED, Decided.CONDITIONAL, id="most-want-conditions"),
        pytest.param([A, A, C, C, R], Standing.DECIDED, Decided.CONDITIONAL, id="together-they-approve"),
        pytest.param([A, A, A, C, R], Standing.DECIDED, Decided.APPROVED, id="approval-alone-is-most"),
        pytest.param([R, R, A], Standing.DECIDED, Decided.REJECTED, id="most-reject"),
        pytest.param([W, W, A], Standing.DECIDED, Decided.CONTINUED, id="most-want-more-time"),
        pytest.param([A, R, W], Standing.SPLIT, None, id="three-ways"),
        pytest.param([A, A, R, R], Standing.TIED, None, id="half-and-half"),
        pytest.param([A, A, N, N], Standing.TIED, None, id="abstentions-count-as-present"),
        pytest.param([N, N, N], Standing.SPLIT, None, id="nobody-wants-to-say"),
    ],
)
def test_votes(votes, standing, decided):
    result = count(Rule(), ballot(votes))
    assert (result.standing, result.decided) == (standing, decided)


def test_abstentions_can_be_left_out():
    assert count(Rule(abstentions_count=False), ballot([A, A, R, N, N])).decided is Decided.APPROVED
    assert count(Rule(abstentions_count=True), ballot([A, A, R, N, N])).decided is None


@pytest.mark.parametrize(
    ("votes", "chair", "breaks", "decided"),
    [
        pytest.param([A, A, R, R], 0, True, Decided.APPROVED, id="the-chair-approves"),
        pytest.param([A, A, R, R], 3, True, Decided.REJECTED, id="the-chair-rejects"),
        pytest.param([A, A, R, R], 0, False, None, id="the-rule-gives-no-casting-vote"),
        pytest.param([A, A, R, R], None, True, None, id="nobody-presides"),
        pytest.param([A, A, R, N], 3, True, None, id="the-chair-abstains"),
        pytest.param([A, C, R, R], 1, True, Decided.CONDITIONAL, id="the-chair-wants-conditions"),
    ],
)
def test_a_tie(votes, chair, breaks, decided):
    result = count(Rule(chair_breaks_ties=breaks), ballot(votes, chair=chair))
    assert result.decided is decided
    assert result.by_chair is (decided is not None)


def test_nothing_is_decided_until_all_who_are_there_have_voted():
    result = count(Rule(), ballot([A, A, A], silent=1))
    assert (result.standing, result.decided, result.waiting) == (Standing.WAITING, None, {3})


def test_too_few_members_decide_nothing():
    result = count(Rule(), ballot([A, A], absent=2))
    assert (result.standing, result.present, result.needed) == (Standing.NO_QUORUM, 2, 3)


def test_stepping_aside_lowers_the_quorum_with_the_number_of_members():
    result = count(Rule(), ballot([A, A, A, R], absent=1, recused={3, 4}))
    assert (result.members, result.needed, result.decided) == (3, 2, Decided.APPROVED)


def test_a_board_of_which_all_step_aside_decides_nothing():
    assert count(Rule(), ballot([A, A], recused={0, 1})).standing is Standing.NO_QUORUM


@pytest.mark.parametrize(
    ("given_ballot", "refusal"),
    [
        pytest.param(ballot([A], absent=2), NoQuorum, id="no-quorum"),
        pytest.param(ballot([A], silent=2), VotesMissing, id="votes-missing"),
        pytest.param(ballot([A, R, W]), NoMajority, id="no-majority"),
    ],
)
def test_a_decision_is_refused(given_ballot, refusal):
    with pytest.raises(refusal):
        require_decision(Rule(), given_ballot)


@pytest.mark.parametrize(
    ("rule", "chair", "recused", "reason"),
    [
        pytest.param(Rule(), 0, (), "急ぐ", id="the-rule-does-not-allow-it"),
        pytest.param(Rule(chair_may_decide=True), None, (), "急ぐ", id="nobody-presides"),
        pytest.param(Rule(chair_may_decide=True), 0, (0,), "急ぐ", id="the-chair-stepped-aside"),
        pytest.param(Rule(chair_may_decide=True), 0, (), " ", id="no-reason"),
    ],
)
def test_the_chair_may_not_decide_alone(rule, chair, recused, reason):
    with pytest.raises(ChairMayNotDecide):
        require_chair(rule, ballot([A, A], chair=chair, recused=recused), reason)


def test_the_chair_decides_alone_where_the_rule_allows_it():
    require_chair(Rule(chair_may_decide=True), ballot([], absent=3, chair=1), "急ぐ")


@pytest.mark.parametrize(
    ("rule", "holds"),
    [
        pytest.param(Rule(Quorum.MAJORITY, 0), True, id="more-than-half"),
        pytest.param(Rule(Quorum.SHARE, 100), True, id="everybody"),
        pytest.param(Rule(Quorum.SHARE, 101), False, id="more-than-everybody"),
        pytest.param(Rule(Quorum.SHARE, 0), False, id="nobody-as-a-share"),
        pytest.param(Rule(Quorum.NUMBER, 0), False, id="nobody-as-a-number"),
    ],
)
def test_a_quorum_that_can_be_reached(rule, holds):
    if holds:
        check_rule(rule)
    else:
        with pytest.raises(QuorumOutOfRange):
            check_rule(rule)


people = st.integers(0, 6)
rules = st.builds(
    Rule,
    quorum=st.sampled_from(Quorum),
    quorum_value=st.integers(1, 100),
    abstentions_count=st.booleans(),
    chair_breaks_ties=st.booleans(),
)
ballots = st.builds(
    Ballot,
    members=st.frozensets(people),
    present=st.frozensets(people),
    recused=st.frozensets(people),
    votes=st.dictionaries(people, st.sampled_from(Vote)),
    chair=st.none() | people,
)


@given(rules, ballots, people, st.none() | st.sampled_from(Vote), st.booleans())
def test_whoever_stepped_aside_never_changes_the_result(rule, case, who, vote, there):
    aside = replace(case, recused=case.recused | {who})
    votes = {k: v for k, v in case.votes.items() if k != who} | ({who: vote} if vote else {})
    present = case.present | {who} if there else case.present - {who}
    assert count(rule, replace(aside, votes=votes, present=present)) == count(rule, aside)


@given(rules, ballots, people, st.sampled_from(Vote))
def test_whoever_is_not_there_or_no_member_never_changes_the_result(rule, case, who, vote):
    away = replace(case, present=case.present - {who})
    assert count(rule, replace(away, votes={**case.votes, who: vote})) == count(rule, away)


@given(rules, ballots, people)
def test_more_approval_never_makes_the_decision_harder(rule, case, who):
    before = count(rule, case)
    if who not in case.voters or who not in case.votes:
        return
    raised = Vote.APPROVE if RANK.get(case.votes[who], 0) else Vote.CONDITIONAL
    after = count(rule, replace(case, votes={**case.votes, who: raised}))
    assert LEVEL.get(after.decided, 0) >= LEVEL.get(before.decided, 0)


@given(rules, ballots)
def test_a_decision_needs_quorum_every_vote_and_half_at_least(rule, case):
    result = count(rule, case)
    assert (result.decided is not None) == (result.standing is Standing.DECIDED)
    if result.decided is None:
        return
    assert result.present >= result.needed
    assert not result.waiting
    camp = {
        Decided.APPROVED: (Vote.APPROVE,),
        Decided.CONDITIONAL: (Vote.APPROVE, Vote.CONDITIONAL),
        Decided.REJECTED: (Vote.REJECT,),
        Decided.CONTINUED: (Vote.CONTINUE,),
    }[result.decided]
    base = result.present if rule.abstentions_count else result.present - result.counts.get(Vote.ABSTAIN, 0)
    votes = 2 * sum(result.counts.get(vote, 0) for vote in camp)
    assert votes > base or (result.by_chair and votes == base)


@given(rules, ballots)
def test_the_order_of_the_members_means_nothing(rule, case):
    turned = {who: case.votes[who] for who in reversed(list(case.votes))}
    assert count(rule, replace(case, votes=turned)) == count(rule, case)

"""How the review board comes to a decision (docs/rules/board-voting.md)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar

from yakusoku.domain.refusal import Refusal


class Vote(StrEnum):
    """What a member of the board is for."""

    APPROVE = "approve"
    CONDITIONAL = "conditional"
    REJECT = "reject"
    CONTINUE = "continue"
    ABSTAIN = "abstain"

    @property
    def label(self) -> str:
        """Return the word on screen and paper."""
        return VOTE_LABELS[self]


class Decided(StrEnum):
    """What the board decided."""

    APPROVED = "approved"
    CONDITIONAL = "conditional"
    REJECTED = "rejected"
    CONTINUED = "continued"


class Quorum(StrEnum):
    """How many members have to be there. MAJORITY: more than half."""

    MAJORITY = "majority"
    SHARE = "share"
    NUMBER = "number"


class Standing(StrEnum):
    """Where the voting on one item stands."""

    NO_QUORUM = "no-quorum"
    WAITING = "waiting"
    TIED = "tied"
    SPLIT = "split"
    DECIDED = "decided"


VOTE_LABELS: Mapping[Vote, str] = {
    Vote.APPROVE: "承認",
    Vote.CONDITIONAL: "条件付承認",
    Vote.REJECT: "否認",
    Vote.CONTINUE: "継続審議",
    Vote.ABSTAIN: "棄権",
}
DECIDED_LABELS: Mapping[Decided, str] = {
    Decided.APPROVED: "承認",
    Decided.CONDITIONAL: "条件付承認",
    Decided.REJECTED: "否認",
    Decided.CONTINUED: "継続審議",
}
QUORUM_LABELS: Mapping[Quorum, str] = {
    Quorum.MAJORITY: "委員の過半数",
    Quorum.SHARE: "委員の割合（％以上）",
    Quorum.NUMBER: "委員の人数（人以上）",
}


class NoQuorum(Refusal):
    """Too few members are there who may vote on the item."""

    code: ClassVar[str] = "board.no-quorum"


class VotesMissing(Refusal):
    """Members who are there have not voted yet."""

    code: ClassVar[str] = "board.votes-missing"


class NoMajority(Refusal):
    """No answer has more than half of the votes, and the chair's vote does not decide."""

    code: ClassVar[str] = "board.no-majority"


class ChairMayNotDecide(Refusal):
    """The board's rule does not let the chair decide alone, or the chair is not free to."""

    code: ClassVar[str] = "board.chair-may-not"


class QuorumOutOfRange(Refusal):
    """A share lies between 1 and 100, a number is at least 1."""

    code: ClassVar[str] = "board.quorum-out-of-range"


@dataclass(frozen=True, slots=True)
class Rule:
    """How a board decides; the default is what most ordinances of Japanese boards say.

    quorum_value        per cent for SHARE, people for NUMBER; not used for MAJORITY
    abstentions_count   whoever abstains counts among those of whom more than half is needed
    chair_breaks_ties   at exactly half, the chair's own vote decides
    chair_may_decide    the chair may decide alone, in writing and with a reason
    """

    quorum: Quorum = Quorum.MAJORITY
    quorum_value: int = 0
    abstentions_count: bool = True
    chair_breaks_ties: bool = True
    chair_may_decide: bool = False


@dataclass(frozen=True, slots=True)
class Ballot:
    """Who may vote on one item and who voted what. Members are told apart by their numbers.

    recused   members with a conflict of interest: they count neither as members nor as being there
    """

    members: frozenset[int]
    present: frozenset[int]
    recused: frozenset[int] = frozenset()
    votes: Mapping[int, Vote] = field(default_factory=dict)
    chair: int | None = None

    @property
    def eligible(self) -> frozenset[int]:
        """Return who may take part in this item."""
        return self.members - self.recused

    @property
    def voters(self) -> frozenset[int]:
        """Return who may take part and is there."""
        return self.present & self.eligible


@dataclass(frozen=True, slots=True)
class Result:
    """Where the voting stands. `decided` is set exactly when `standing` is DECIDED.

    members   who may take part; `needed`: how many of them have to be there; `present`: how many are
    counts    votes that count; `waiting`: who is there and has not voted
    by_chair  the chair's vote decided between two halves
    """

    standing: Standing
    decided: Decided | None
    members: int
    present: int
    needed: int
    counts: Mapping[Vote, int]
    waiting: frozenset[int]
    by_chair: bool = False


# Each answer with the votes that carry it, the most far-reaching first: whoever would approve outright
# also accepts an approval with conditions.
CAMPS: tuple[tuple[Decided, frozenset[Vote]], ...] = (
    (Decided.APPROVED, frozenset({Vote.APPROVE})),
    (Decided.CONDITIONAL, frozenset({Vote.APPROVE, Vote.CONDITIONAL})),
    (Decided.REJECTED, frozenset({Vote.REJECT})),
    (Decided.CONTINUED, frozenset({Vote.CONTINUE})),
)


def check_rule(rule: Rule) -> None:
    """Raise QuorumOutOfRange unless the quorum can be reached by someone."""
    most = 100 if rule.quorum is Quorum.SHARE else 999
    if rule.quorum is not Quorum.MAJORITY and not 1 <= rule.quorum_value <= most:
        raise QuorumOutOfRange(most=most)


def quorum_of(rule: Rule, members: int) -> int:
    """Return how many of `members` have to be there, at least 1.

    A fixed number is never more than there are: members who step aside must not block the board.
    """
    if rule.quorum is Quorum.NUMBER:
        needed = min(rule.quorum_value, members)
    elif rule.quorum is Quorum.SHARE:
        needed = -(-members * rule.quorum_value // 100)
    else:
        needed = members // 2 + 1
    return max(1, needed)


def count(rule: Rule, ballot: Ballot) -> Result:
    """Return where the voting on an item stands; votes of those who may not vote are not looked at."""
    voters = ballot.voters
    votes = {who: vote for who, vote in ballot.votes.items() if who in voters}
    needed = quorum_of(rule, len(ballot.eligible))
    waiting = voters - votes.keys()
    standing, decided, by_chair = _judge(rule, ballot, votes, needed)
    return Result(
        standing=standing,
        decided=decided,
        members=len(ballot.eligible),
        present=len(voters),
        needed=needed,
        counts=Counter(votes.values()),
        waiting=waiting,
        by_chair=by_chair,
    )


def _judge(
    rule: Rule, ballot: Ballot, votes: Mapping[int, Vote], needed: int
) -> tuple[Standing, Decided | None, bool]:
    if len(ballot.voters) < needed:
        return Standing.NO_QUORUM, None, False
    if len(votes) < len(ballot.voters):
        return Standing.WAITING, None, False
    counts = Counter(votes.values())
    base = len(votes) if rule.abstentions_count else len(votes) - counts[Vote.ABSTAIN]
    chairs = votes.get(ballot.chair) if ballot.chair is not None and rule.chair_breaks_ties else None
    tied = False
    for decided, camp in CAMPS:
        twice = 2 * sum(counts[vote] for vote in camp)
        if twice > base:
            return Standing.DECIDED, decided, False
        if base and twice == base:
            if chairs in camp:
                return Standing.DECIDED, decided, True
            tied = True
    return (Standing.TIED if tied else Standing.SPLIT), None, False


def require_decision(rule: Rule, ballot: Ballot) -> Result:
    """Return the result of a voting that is over. Raises NoQuorum, VotesMissing, NoMajority."""
    result = count(rule, ballot)
    if result.standing is Standing.NO_QUORUM:
        raise NoQuorum(needed=result.needed, present=result.present)
    if result.standing is Standing.WAITING:
        raise VotesMissing(count=len(result.waiting))
    if result.decided is None:
        raise NoMajority()
    return result


def require_chair(rule: Rule, ballot: Ballot, reason: str) -> None:
    """Raise ChairMayNotDecide unless the chair may decide this item alone and says why."""
    free = ballot.chair is not None and ballot.chair in ballot.eligible
    if not (rule.chair_may_decide and free and reason.strip()):
        raise ChairMayNotDecide()

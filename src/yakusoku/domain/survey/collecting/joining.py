"""Which answer counts where one respondent answered by web and on paper (docs/rules/survey-joining.md)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

WEB, PAPER = "web", "paper"


class JoinRule(StrEnum):
    """Which of two answers of one respondent counts; one is stated for each survey."""

    FIRST = "first"
    LAST = "last"
    WEB = "web"
    PAPER = "paper"
    FULLER = "fuller"


class Lost(StrEnum):
    """Why an answer does not count."""

    LATER = "later"
    EARLIER = "earlier"
    OTHER_WAY = "other-way"
    LESS_COMPLETE = "less-complete"
    AS_COMPLETE_LATER = "as-complete-later"


LOST_WORDS = {
    "later": "後から届いたため",
    "earlier": "前に届いたものだったため",
    "other-way": "この調査では、もう一方の方法を使うため",
    "less-complete": "答えた設問が少ないため",
    "as-complete-later": "答えた設問の数が同じで、後から届いたため",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """An answer that was handed in.

    key        what the caller knows it by
    way        web or paper
    at         when it was handed in by web, or arrived on paper
    answered   how many questions have an answer that counts
    """

    key: int
    way: str
    at: datetime
    answered: int


@dataclass(frozen=True, slots=True)
class Joined:
    """Which answer of a respondent counts, and why each other does not."""

    chosen: int
    lost: tuple[tuple[int, Lost], ...]


def join(candidates: Sequence[Candidate], rule: JoinRule) -> Joined:
    """Return which of the answers of one respondent counts.

    candidates   one or more. Handed in at the same moment, the answer by web comes first
    """
    ordered = sorted(candidates, key=lambda each: (each.at, each.way != WEB, each.key))
    chosen = _ORDERS[rule](ordered)
    return Joined(
        chosen.key, tuple((each.key, _why(chosen, each, rule)) for each in ordered if each is not chosen)
    )


def _fullest(ordered: Sequence[Candidate]) -> Candidate:
    """Return the answer with most answered questions; of as many, the one handed in first."""
    return max(ordered, key=lambda each: each.answered)


def _by(way: str) -> Callable[[Sequence[Candidate]], Candidate]:
    return lambda ordered: next((each for each in ordered if each.way == way), ordered[0])


_ORDERS: dict[JoinRule, Callable[[Sequence[Candidate]], Candidate]] = {
    JoinRule.FIRST: lambda ordered: ordered[0],
    JoinRule.LAST: lambda ordered: ordered[-1],
    JoinRule.WEB: _by(WEB),
    JoinRule.PAPER: _by(PAPER),
    JoinRule.FULLER: _fullest,
}


def _why(chosen: Candidate, other: Candidate, rule: JoinRule) -> Lost:
    if rule is JoinRule.FIRST:
        return Lost.LATER
    if rule is JoinRule.LAST:
        return Lost.EARLIER
    if rule is JoinRule.FULLER:
        return Lost.LESS_COMPLETE if other.answered < chosen.answered else Lost.AS_COMPLETE_LATER
    return Lost.OTHER_WAY

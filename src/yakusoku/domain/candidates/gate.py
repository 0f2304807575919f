"""What a contract still waits for (docs/rules/contract-gate.md)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from yakusoku.domain.refusal import Refusal


class BoardRule(StrEnum):
    """For which works the house asks the review board before the contract."""

    ALWAYS = "always"
    PERSONAL = "personal"
    NEVER = "never"


class Ruling(StrEnum):
    """Where a candidacy stands with the board."""

    HELD = "held"
    APPROVED = "approved"
    CONDITIONAL = "conditional"
    REJECTED = "rejected"
    CONTINUED = "continued"
    WITHDRAWN = "withdrawn"


LETS_THROUGH = frozenset({Ruling.APPROVED, Ruling.CONDITIONAL})
LIVE = frozenset(Ruling) - {Ruling.REJECTED, Ruling.WITHDRAWN}
# What the board may say, and from where: what it has put off it takes up again.
UNDECIDED = frozenset({Ruling.HELD, Ruling.CONTINUED})
DECISIONS = frozenset({Ruling.APPROVED, Ruling.CONDITIONAL, Ruling.REJECTED, Ruling.CONTINUED})


class Obstacle(StrEnum):
    """Something that a contract waits for; declared in the order in which it is done."""

    VERSION = "version"
    CANDIDATE = "candidate"
    RESPONSIBLE = "responsible"
    PRE_ASSESSMENT = "pre-assessment"
    PLAN = "plan"
    AMENDMENT = "amendment"
    COST_TALK = "cost-talk"
    BOARD = "board"


class ContractRefused(Refusal):
    """Something that the contract waits for is missing; the fact `missing` names it."""

    code: ClassVar[str] = "contract.refused"


class OverrideNotNeeded(Refusal):
    """Nothing stands in the way that a reason could override."""

    code: ClassVar[str] = "contract.override-not-needed"


@dataclass(frozen=True, slots=True)
class Readiness:
    """How far an engagement has come on its way to the contract.

    ruling      None: no live candidacy
    answered    whether the candidate has handed in the 調査票
    unpublished how many agreed amendments of requirements are not published yet
    unsettled   how many demands above the baseline nobody has talked about yet
    """

    published: bool
    ruling: Ruling | None
    responsible_named: bool
    answered: bool
    plan_agreed: bool
    unpublished: int
    board_needed: bool
    unsettled: int = 0


def board_needed(rule: BoardRule, personal_information: bool) -> bool:
    """Return whether the board decides on this work before the contract."""
    return rule is BoardRule.ALWAYS or (rule is BoardRule.PERSONAL and personal_information)


def obstacles(ready: Readiness) -> tuple[Obstacle, ...]:
    """Return everything the contract still waits for, in the order in which it is done; empty: nothing."""
    held = ready.ruling is not None and ready.ruling in LIVE
    stands = {
        Obstacle.VERSION: not ready.published,
        Obstacle.CANDIDATE: not held,
        Obstacle.RESPONSIBLE: not ready.responsible_named,
        Obstacle.PRE_ASSESSMENT: not ready.answered,
        Obstacle.PLAN: not ready.plan_agreed,
        Obstacle.AMENDMENT: ready.unpublished > 0,
        Obstacle.COST_TALK: ready.unsettled > 0,
        Obstacle.BOARD: ready.board_needed and ready.ruling not in LETS_THROUGH,
    }
    return tuple(obstacle for obstacle in Obstacle if stands[obstacle])


def require_open(ready: Readiness, override_reason: str = "") -> tuple[Obstacle, ...]:
    """Return what the reason overrides: the board's decision or nothing.

    raises   ContractRefused: something is missing that no reason overrides, or a reason is;
             OverrideNotNeeded: a reason is given although the board has decided, or need not
    """
    missing = obstacles(ready)
    reason = override_reason.strip()
    overridden = tuple(o for o in missing if reason and o is Obstacle.BOARD)
    left = tuple(o for o in missing if o not in overridden)
    if left:
        raise ContractRefused(missing=left)  # the app puts words to them
    if reason and not overridden:
        raise OverrideNotNeeded()
    return overridden

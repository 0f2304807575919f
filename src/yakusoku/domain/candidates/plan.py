"""セキュリティ計画: which checks need an item, and whether the plan is complete (docs/rules/contract-gate.md)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from yakusoku.domain.catalogue.model import Aspect
from yakusoku.domain.inspections.answers import Answer, AskedCheck, GivenAnswer
from yakusoku.domain.refusal import Refusal

FALLS_SHORT = frozenset({Answer.NO, Answer.PARTIAL})


class Way(StrEnum):
    """How a shortfall is met: the candidate does something, or the client asks for something else."""

    MEASURE = "measure"
    AMEND = "amend"


class Lack(StrEnum):
    """What an item of the plan still lacks."""

    ITEM = "item"
    MEASURE = "measure"
    DAY = "day"
    WHO = "who"
    AMENDMENT = "amendment"


class PlanIncomplete(Refusal):
    """Something that the candidate cannot keep has no complete item yet."""

    code: ClassVar[str] = "plan.incomplete"


class PlanClosed(Refusal):
    """The plan is agreed, or the candidacy over: its items do not change any more."""

    code: ClassVar[str] = "plan.closed"


class PlanChanged(Refusal):
    """Somebody else changed the same item meanwhile."""

    code: ClassVar[str] = "plan.changed"


class ItemNotOpen(Refusal):
    """The item is not in the state that this act needs."""

    code: ClassVar[str] = "plan.item-state"


@dataclass(frozen=True, slots=True)
class Planned:
    """One item of the plan.

    check     id of the check it belongs to; empty: freely added
    measure   what will be done; with AMEND: what the requirement should say instead
    amended   whether a newer version asks something else by now; counts with AMEND only
    """

    check: str
    way: Way
    measure: str = ""
    by_when: date | None = None
    who: str = ""
    amended: bool = False


def checks_to_plan(
    checks: Iterable[AskedCheck], answers: Mapping[str, GivenAnswer]
) -> tuple[AskedCheck, ...]:
    """Return the checks that need an item, in order: those answered いいえ or 一部.

    answers   by check id; an unanswered check needs none yet
    A measure that does not exist cannot be carried out: where 対策 is いいえ, its 運用 needs no item of its own.
    """
    asked = tuple(checks)
    missing = {
        check.pair
        for check in asked
        if check.aspect is Aspect.ARRANGEMENT and _answer(check, answers) is Answer.NO
    }
    return tuple(
        check
        for check in asked
        if _answer(check, answers) in FALLS_SHORT
        and not (check.aspect is Aspect.OPERATION and check.pair in missing)
    )


def lacks_of(item: Planned) -> tuple[Lack, ...]:
    """Return what an item still lacks; empty: it is complete."""
    wanted: tuple[tuple[Lack, object], ...]
    if item.way is Way.AMEND:
        wanted = ((Lack.MEASURE, item.measure.strip()), (Lack.AMENDMENT, item.amended))
    else:
        wanted = (
            (Lack.MEASURE, item.measure.strip()),
            (Lack.DAY, item.by_when),
            (Lack.WHO, item.who.strip()),
        )
    return tuple(lack for lack, there in wanted if not there)


def open_items(needed: Iterable[str], items: Iterable[Planned]) -> dict[str, tuple[Lack, ...]]:
    """Return what is lacking by check id, in order; freely added items that lack something stand under "".

    needed   ids of the checks that need an item
    """
    planned = list(items)
    by_check = {item.check: item for item in planned if item.check}
    found = {
        check: lacks_of(by_check[check]) if check in by_check else (Lack.ITEM,)
        for check in dict.fromkeys(needed)
    }
    free = [lack for item in planned if not item.check for lack in lacks_of(item)]
    found[""] = tuple(dict.fromkeys(free))
    return {check: lacks for check, lacks in found.items() if lacks}


def require_complete(needed: Iterable[str], items: Iterable[Planned]) -> None:
    """Raise PlanIncomplete unless everything that needs an item has a complete one.

    An amendment may be published after the plan is agreed: the contract waits for it, not the plan.
    """
    found = open_items(needed, items)
    left = [check for check, lacks in found.items() if set(lacks) - {Lack.AMENDMENT}]
    if left:
        raise PlanIncomplete(count=len(left))


def unpublished_amendments(items: Iterable[Planned]) -> int:
    """Return how many amendments of a requirement are agreed but not published yet."""
    return sum(1 for item in items if item.way is Way.AMEND and not item.amended)


def _answer(check: AskedCheck, answers: Mapping[str, GivenAnswer]) -> Answer | None:
    given = answers.get(check.id)
    return given.answer if given else None

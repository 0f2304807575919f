"""The way of one copy to its end: reported, passed on, confirmed (docs/rules/erasure.md)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import ClassVar

from yakusoku.domain.erasure.methods import Ending, Medium, Method, fits
from yakusoku.domain.refusal import Refusal


class State(StrEnum):
    """Where a copy stands."""

    HELD = "held"
    REPORTED = "reported"
    PROVEN = "proven"
    CONFIRMED = "confirmed"
    KEPT = "kept"
    WITHDRAWN = "withdrawn"


STATE_LABELS: Mapping[State, str] = {
    State.HELD: "持っている",
    State.REPORTED: "再委託先が報告した",
    State.PROVEN: "委託先が証明した",
    State.CONFIRMED: "委託元が確かめた",
    State.KEPT: "残すことを委託元が認めた",
    State.WITHDRAWN: "書き誤り",
}


class Step(StrEnum):
    """What someone does with a copy in the ledger."""

    REPORT = "report"
    PROVE = "prove"
    FORWARD = "forward"
    GIVE_BACK = "give-back"
    CONFIRM = "confirm"
    AGREE_TO_KEEP = "agree-to-keep"
    SEND_BACK = "send-back"
    WITHDRAW = "withdraw"


# From which states a step may be taken, and where it leads. Nothing else moves a copy.
_STEPS: Mapping[Step, tuple[frozenset[State], State]] = MappingProxyType(
    {
        # What was kept for a while comes to its end later.
        Step.REPORT: (frozenset({State.HELD, State.KEPT}), State.REPORTED),
        Step.PROVE: (frozenset({State.HELD, State.KEPT}), State.PROVEN),
        Step.FORWARD: (frozenset({State.REPORTED}), State.PROVEN),
        Step.GIVE_BACK: (frozenset({State.REPORTED}), State.HELD),
        Step.CONFIRM: (frozenset({State.PROVEN}), State.CONFIRMED),
        Step.AGREE_TO_KEEP: (frozenset({State.PROVEN}), State.KEPT),
        Step.SEND_BACK: (frozenset({State.PROVEN}), State.HELD),
        Step.WITHDRAW: (frozenset({State.HELD}), State.WITHDRAWN),
    }
)
DONE = frozenset({State.CONFIRMED, State.WITHDRAWN})


class StepNotPossible(Refusal):
    """The copy stands where this step does not begin."""

    code: ClassVar[str] = "copy.step-not-possible"


class MethodMissing(Refusal):
    """Erasing says how."""

    code: ClassVar[str] = "copy.method-missing"


class MethodUnfit(Refusal):
    """The way of erasing does not fit the medium."""

    code: ClassVar[str] = "copy.method-unfit"


class DoneInFuture(Refusal):
    """What will be done is no proof."""

    code: ClassVar[str] = "copy.done-in-future"


class DoneBeforeHeld(Refusal):
    """A copy cannot end before it began."""

    code: ClassVar[str] = "copy.done-before-held"


class DoneByMissing(Refusal):
    """A proof says on which day and by whom."""

    code: ClassVar[str] = "copy.done-by-missing"


class ReasonToKeepMissing(Refusal):
    """What stays says why and until when."""

    code: ClassVar[str] = "copy.reason-to-keep-missing"


class KeptUntilPast(Refusal):
    """The last day of what stays lies before today."""

    code: ClassVar[str] = "copy.kept-until-past"


class ReasonMissing(Refusal):
    """Sending back, giving back and withdrawing say why."""

    code: ClassVar[str] = "copy.reason-missing"


@dataclass(frozen=True, slots=True)
class Proof:
    """What is told about the end of a copy.

    done_on, done_by   when and by whom; needed for return and erasure
    kept_reason, kept_until   why and until when it stays; needed for Ending.KEEP
    """

    ending: Ending
    method: Method | None = None
    done_on: date | None = None
    done_by: str = ""
    kept_reason: str = ""
    kept_until: date | None = None


def after(step: Step, state: State) -> State:
    """Return where a step leads. Raises StepNotPossible."""
    begins, leads = _STEPS[step]
    if state not in begins:
        raise StepNotPossible(state=STATE_LABELS[state])
    return leads


def may(step: Step, state: State) -> bool:
    """Return whether a step begins at a state."""
    return state in _STEPS[step][0]


def check_proof(proof: Proof, medium: Medium, since: date | None, today: date) -> None:
    """Raise a Refusal unless the proof is whole and can be true.

    since   first day of the copy; None: not known
    """
    if proof.ending is Ending.KEEP:
        if not proof.kept_reason.strip() or proof.kept_until is None:
            raise ReasonToKeepMissing()
        if proof.kept_until < today:
            raise KeptUntilPast(day=proof.kept_until)
        return
    if proof.ending is Ending.ERASE and proof.method is None:
        raise MethodMissing()
    if proof.ending is Ending.ERASE and proof.method and not fits(proof.method, medium):
        raise MethodUnfit()
    if proof.done_on is None or not proof.done_by.strip():
        raise DoneByMissing()
    if proof.done_on > today:
        raise DoneInFuture(day=proof.done_on)
    if since is not None and proof.done_on < since:
        raise DoneBeforeHeld(day=since)


def is_open(state: State, kept_until: date | None, day: date) -> bool:
    """Return whether a copy keeps an engagement from being closed on a day.

    What the client agreed to keep is not open until its last day has passed.
    """
    if state is State.KEPT:
        return kept_until is None or kept_until < day
    return state not in DONE


def asks_for_return(ends_on: date | None, lead_days: int, closing_check: bool, today: date) -> bool:
    """Return whether it is time to prove return and erasure.

    lead_days       so many days before the last day of the work
    closing_check   whether the closing check has been sent
    """
    if closing_check:
        return True
    return ends_on is not None and (ends_on - today).days <= lead_days

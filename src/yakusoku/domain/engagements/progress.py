"""Where an engagement stands and what comes next (docs/rules/progress.md)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class NextStep(StrEnum):
    """The one thing to do next, in the order in which an engagement runs."""

    DESCRIBE = "describe"
    DECIDE = "decide"
    PUBLISH = "publish"
    CONTRACT = "contract"
    START = "start"
    OPEN_INSPECTION = "open-inspection"
    ANSWER = "answer"
    VERIFY = "verify"
    CONCLUDE = "conclude"
    WAIT = "wait"
    END = "end"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Progress:
    """What has happened so far.

    undecided    requirements that fit the work and have no verdict
    version      number of the latest publication; 0: none
    outdated     facts or decisions changed after it
    inspection   the newest inspection is: "" none, "open", "submitted" or "concluded"
    unanswered, unverified   questions of that inspection that still wait
    next_is_near   the next planned inspection is close enough to send its check sheet
    due          day on which the running step is due
    contracted, started, closed   the day of the contract is known; work began; nothing was open any more
    over         the last day of the work has passed
    """

    described: bool = False
    undecided: int = 0
    version: int = 0
    outdated: bool = False
    inspection: str = ""
    unanswered: int = 0
    unverified: int = 0
    next_is_near: bool = False
    due: date | None = None
    contracted: bool = False
    started: bool = False
    over: bool = False
    closed: bool = False

    @property
    def next_step(self) -> NextStep:
        """Return the one thing to do next. Answers that are under way come before a new publication."""
        if self.closed:
            return NextStep.CLOSED
        return self._towards_the_promise() or self._with_the_promise()

    def _towards_the_promise(self) -> NextStep | None:
        if not self.described:
            return NextStep.DESCRIBE
        if self.inspection == "submitted":
            return NextStep.VERIFY if self.unverified else NextStep.CONCLUDE
        if self.undecided:
            return NextStep.DECIDE
        if not self.version or self.outdated:
            return NextStep.PUBLISH
        return None

    def _with_the_promise(self) -> NextStep:
        if self.inspection == "open":
            return NextStep.ANSWER
        # A work that was inspected already runs, although nobody entered its contract.
        if not self.contracted and not self.inspection:
            return NextStep.CONTRACT
        if self.contracted and not self.started:
            return NextStep.START
        if self.over and self.inspection:
            return NextStep.END
        return NextStep.OPEN_INSPECTION if self.next_is_near or not self.inspection else NextStep.WAIT

    @property
    def remaining(self) -> int:
        """Return how many pieces of the next step are left; 0 where it is one piece."""
        counts = {
            NextStep.DECIDE: self.undecided,
            NextStep.ANSWER: self.unanswered,
            NextStep.VERIFY: self.unverified,
        }
        return counts.get(self.next_step, 0)

    def overdue(self, today: date) -> bool:
        """Return whether the running step is past its day."""
        return self.due is not None and self.due < today

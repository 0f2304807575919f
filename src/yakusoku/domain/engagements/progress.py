"""Where an engagement stands and what comes next (docs/rules/progress.md)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class NextStep(StrEnum):
    """The one thing to do next, in the order in which an engagement runs."""

    DESCRIBE = "describe"
    DECIDE = "decide"
    PUBLISH = "publish"
    OPEN_INSPECTION = "open-inspection"
    ANSWER = "answer"
    VERIFY = "verify"
    CONCLUDE = "conclude"
    WAIT = "wait"


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

    @property
    def next_step(self) -> NextStep:
        """Return the one thing to do next. Answers that are under way come before a new publication."""
        if not self.described:
            return NextStep.DESCRIBE
        if self.inspection == "submitted":
            return NextStep.VERIFY if self.unverified else NextStep.CONCLUDE
        if self.undecided:
            return NextStep.DECIDE
        if not self.version or self.outdated:
            return NextStep.PUBLISH
        if self.inspection == "open":
            return NextStep.ANSWER
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

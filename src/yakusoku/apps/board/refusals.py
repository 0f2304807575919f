"""How the work of the board is refused."""

from typing import ClassVar

from yakusoku.domain.refusal import Refusal


class MeetingNotOpen(Refusal):
    """The meeting is not at the stage that this act needs."""

    code: ClassVar[str] = "board.meeting-stage"


class ItemClosed(Refusal):
    """The item is decided or off the agenda."""

    code: ClassVar[str] = "board.item-closed"


class CaseNotWaiting(Refusal):
    """The case is decided, or stands on an agenda already."""

    code: ClassVar[str] = "board.case-not-waiting"


class NothingOnAgenda(Refusal):
    """A meeting is called to talk about something."""

    code: ClassVar[str] = "board.nothing-on-agenda"


class NoMembers(Refusal):
    """Nobody has the role 審査会."""

    code: ClassVar[str] = "board.no-members"


class ChairMissing(Refusal):
    """Nobody presides."""

    code: ClassVar[str] = "board.chair-missing"


class NotAMember(Refusal):
    """The person is no member of the board or was not called to this meeting."""

    code: ClassVar[str] = "board.not-a-member"


class ItemsOpen(Refusal):
    """The agenda is not through."""

    code: ClassVar[str] = "board.items-open"


class NotPresent(Refusal):
    """Whoever is not at the meeting does not vote."""

    code: ClassVar[str] = "board.not-present"


class SteppedAside(Refusal):
    """Whoever declared an interest takes no part in the item."""

    code: ClassVar[str] = "board.stepped-aside"


class ReasonMissing(Refusal):
    """A conflict of interest is told with its reason."""

    code: ClassVar[str] = "board.reason-missing"


class ChangedMeanwhile(Refusal):
    """Someone else wrote since the page was opened."""

    code: ClassVar[str] = "board.changed-meanwhile"


class ConditionsMissing(Refusal):
    """An approval with conditions says which."""

    code: ClassVar[str] = "board.conditions-missing"


class ConditionPast(Refusal):
    """A condition is met by a day that is still to come."""

    code: ClassVar[str] = "condition.past"


class ConditionMoved(Refusal):
    """The condition is not in the state that this act needs."""

    code: ClassVar[str] = "condition.state"


class OnlyTheChair(Refusal):
    """Only who presides does this."""

    code: ClassVar[str] = "board.only-the-chair"


class NothingToCorrect(Refusal):
    """The minutes would say what they say already."""

    code: ClassVar[str] = "minutes.unchanged"

"""What is wrong with a number in a text, and what excuses it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class NumberKind(StrEnum):
    """What the look-up of a number in a text found."""

    MATCH = "match"
    NEAR = "near"
    OTHER_BASE = "other-base"
    DIRECTION = "direction"
    NOT_SIGNIFICANT = "not-significant"
    DEFINITION = "definition"
    NOWHERE = "nowhere"
    REFERENCE = "reference"
    EXCUSE = "excuse"
    OUTLINE = "outline"


KIND_LABELS = {
    NumberKind.MATCH: "表にある",
    NumberKind.NEAR: "近いが違う",
    NumberKind.OTHER_BASE: "別の母数",
    NumberKind.DIRECTION: "向きが違う",
    NumberKind.NOT_SIGNIFICANT: "有意差なし",
    NumberKind.DEFINITION: "定義の変更",
    NumberKind.NOWHERE: "どの表にもない",
    NumberKind.REFERENCE: "参照の誤り",
    NumberKind.EXCUSE: "断りの不備",
    NumberKind.OUTLINE: "構成の不備",
}


@dataclass(frozen=True, slots=True)
class NumberFinding:
    """One number, or one claim, of a text.

    typed       as it stands in the text
    sentence    the sentence that it stands in
    suggestion  the reference to write instead; empty: there is none
    """

    kind: NumberKind
    typed: str
    sentence: str
    message: str
    suggestion: str = ""

    @property
    def stops(self) -> bool:
        """Return whether nothing is published while this stands."""
        return self.kind is not NumberKind.MATCH


@dataclass(frozen=True, slots=True)
class Excuse:
    """Why a number may stand although it was found wanting: who decided so, when and why.

    quote   the words of the text that it is for; what was found must lie in them
    typed   the one number that it is for; empty: all in the quote
    """

    quote: str
    by: str
    at: str
    why: str
    typed: str = ""

    @property
    def is_whole(self) -> bool:
        """Return whether it says all that an excuse must say."""
        return all(part.strip() for part in (self.quote, self.by, self.at, self.why))

    def covers(self, finding: NumberFinding) -> bool:
        """Return whether it is for this finding. What is not a number of the text cannot be excused."""
        if finding.kind in {NumberKind.REFERENCE, NumberKind.EXCUSE, NumberKind.OUTLINE}:
            return False
        meant = self.typed in {"", finding.typed}
        return self.is_whole and meant and self.quote in finding.sentence and finding.typed in self.quote


def without_excused(findings: Iterable[NumberFinding], excuses: Iterable[Excuse]) -> list[NumberFinding]:
    """Return what stops a release: findings that nobody excused, and excuses that do not say enough."""
    given = list(excuses)
    lacking = [
        NumberFinding(
            NumberKind.EXCUSE,
            excuse.quote,
            excuse.quote,
            "断り（excuses）には、対象の文（quote）、判断した人（by）、日（at）、理由（why）を書いてください。",
        )
        for excuse in given
        if not excuse.is_whole
    ]
    stopping = [each for each in findings if each.stops and not any(e.covers(each) for e in given)]
    return [*stopping, *lacking]

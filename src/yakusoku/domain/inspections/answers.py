"""What a contractor answers and what the client saw."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from yakusoku.domain.catalogue.model import Aspect


class Answer(StrEnum):
    """はい / 一部 / いいえ / 該当なし."""

    YES = "yes"
    PARTIAL = "partial"
    NO = "no"
    NOT_APPLICABLE = "not_applicable"

    @property
    def label(self) -> str:
        """Return the word on the sheet."""
        return ANSWER_LABELS[self]


ANSWER_LABELS = {
    Answer.YES: "はい",
    Answer.PARTIAL: "一部",
    Answer.NO: "いいえ",
    Answer.NOT_APPLICABLE: "該当なし",
}
ANSWERS_BY_LABEL = {label: answer for answer, label in ANSWER_LABELS.items()}


class Verification(StrEnum):
    """確認済み / 相違 / 未確認."""

    CONFIRMED = "confirmed"
    DIFFERENT = "different"
    UNCHECKED = "unchecked"

    @property
    def label(self) -> str:
        """Return the word on screen and paper."""
        return VERIFICATION_LABELS[self]


VERIFICATION_LABELS = {
    Verification.CONFIRMED: "確認済み",
    Verification.DIFFERENT: "相違",
    Verification.UNCHECKED: "未確認",
}


@dataclass(frozen=True, slots=True)
class AskedCheck:
    """One question as it stands on a published check sheet."""

    id: str
    slug: str
    article: int
    title: str
    point: str
    aspect: Aspect
    question: str
    evidence: str
    evidence_required: bool
    answered_by: str
    why: str
    risk_level: int
    can_be_eased: bool

    def values(self) -> dict[str, str | int | bool]:
        """Return each field by its name; all are plain (`dataclasses.asdict` copies deeply and slowly)."""
        return {name: getattr(self, name) for name in self.__slots__}

    @property
    def pair(self) -> str:
        """Return the id of the point that this question shares with its other aspect."""
        return self.id[:-1]

    @property
    def wording(self) -> str:
        """Return what stands for exactly what is asked: 16 hexadecimal digits, others for another question."""
        asked = (self.aspect.value, self.question, self.evidence, str(self.evidence_required))
        return hashlib.sha256("\x00".join(asked).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """The contractor's answer to one check. `evidence`: names of documents or files given for it."""

    check: str
    answer: Answer
    comment: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Observation:
    """What the client saw when looking at one answer."""

    check: str
    verification: Verification
    seen: str = ""

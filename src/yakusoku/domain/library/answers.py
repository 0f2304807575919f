"""What a contractor keeps of its answers, how long it holds, and what of it another client may read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import ClassVar
from unicodedata import normalize

from yakusoku.domain.inspections.answers import Answer, GivenAnswer
from yakusoku.domain.refusal import Refusal

ENDS_SOON = timedelta(days=30)


class AnswerChanged(Refusal):
    """Somebody else changed it meanwhile."""

    code: ClassVar[str] = "library.changed"


class DaysTurnedRound(Refusal):
    """What ends before it begins holds on no day."""

    code: ClassVar[str] = "library.days-turned-round"


class ReasonMissing(Refusal):
    """該当なし needs a reason in the comment."""

    code: ClassVar[str] = "library.reason-missing"


class KeptAlready(Refusal):
    """An answer to the same question is kept already."""

    code: ClassVar[str] = "library.kept-already"


class NotHandedIn(Refusal):
    """Answers are kept from a sheet that was handed in."""

    code: ClassVar[str] = "library.not-handed-in"


class NothingChosen(Refusal):
    """Nothing was ticked."""

    code: ClassVar[str] = "library.nothing-chosen"


class TooManyKeptFiles(Refusal):
    """One answer holds as many files as it may."""

    code: ClassVar[str] = "library.too-many-files"


class Validity(StrEnum):
    """Whether something holds on a day."""

    NOT_YET = "not-yet"
    VALID = "valid"
    ENDING = "ending"
    EXPIRED = "expired"

    @property
    def holds(self) -> bool:
        """Return whether it can be relied on."""
        return self in {Validity.VALID, Validity.ENDING}


VALIDITY_LABELS = {
    Validity.NOT_YET: "まだ始まっていません",
    Validity.VALID: "使えます",
    Validity.ENDING: "もうすぐ切れます",
    Validity.EXPIRED: "期限が切れています",
}


def validity_on(day: date, since: date | None, until: date | None, soon: timedelta = ENDS_SOON) -> Validity:
    """Return whether something holds on a day; `since` and `until` are included, None: without end."""
    if since is not None and day < since:
        return Validity.NOT_YET
    if until is None:
        return Validity.VALID
    if until < day:
        return Validity.EXPIRED
    return Validity.ENDING if until - day <= soon else Validity.VALID


def require_days(since: date | None, until: date | None) -> None:
    """Raise DaysTurnedRound unless the first day is not after the last."""
    if since is not None and until is not None and until < since:
        raise DaysTurnedRound(since=since, until=until)


def require_reason(answer: Answer, comment: str) -> None:
    """Raise ReasonMissing for 該当なし without a comment."""
    if answer is Answer.NOT_APPLICABLE and not comment.strip():
        raise ReasonMissing()


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer in the library.

    check         id of the question it answered; empty: of none, the words alone count
    words         digest of the question's wording (wording.words_digest)
    files         numbers of the files that go with it
    client        number of the client whose sheet it comes from; None: written in the library itself
    for_everyone  comment, documents and files may be shown to any client
    """

    id: int
    check: str
    words: str
    answer: Answer
    comment: str
    evidence: tuple[str, ...]
    files: tuple[int, ...]
    since: date | None
    until: date | None
    client: int | None
    for_everyone: bool


@dataclass(frozen=True, slots=True)
class Reader:
    """The client that will read an answer.

    client    its number
    elsewhere names that must not reach it: the contractor's other clients and their engagements
    """

    client: int
    elsewhere: tuple[str, ...] = ()


class Withheld(StrEnum):
    """Why only the bare answer is told to a client."""

    OF_ANOTHER = "of-another"
    NAMES_ANOTHER = "names-another"


WITHHELD_LABELS = {
    Withheld.OF_ANOTHER: "ほかの委託元への回答から残したものなので、コメントと証拠は入れません。",
    Withheld.NAMES_ANOTHER: "ほかの委託元や業務の名前が書かれているので、コメントと証拠は入れません。",
}


def told_to(kept: KeptAnswer, reader: Reader, file_names: Iterable[str] = ()) -> Withheld | None:
    """Return why comment and evidence stay behind; None: they may be told to this client."""
    if kept.client not in {None, reader.client} and not kept.for_everyone:
        return Withheld.OF_ANOTHER
    texts = (kept.comment, *kept.evidence, *file_names)
    return Withheld.NAMES_ANOTHER if names_in(texts, reader.elsewhere) else None


def names_in(texts: Iterable[str], names: Iterable[str]) -> tuple[str, ...]:
    """Return the names that stand in the texts, however they are spaced."""
    body = "\n".join(_bare(text) for text in texts)
    return tuple(name for name in names if _bare(name) and _bare(name) in body)


def as_given(kept: KeptAnswer, check: str, withheld: Withheld | None) -> GivenAnswer:
    """Return what would be answered to a check."""
    if withheld:
        return GivenAnswer(check, kept.answer)
    return GivenAnswer(check, kept.answer, kept.comment, kept.evidence)


def _bare(text: str) -> str:
    return "".join(normalize("NFKC", text).casefold().split())

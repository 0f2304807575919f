"""The form on the back of 改善指示書: how it is known again, and what is read from it when it comes back filled in."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import ClassVar, Final
from unicodedata import normalize

from yakusoku.domain.refusal import Refusal

MARK: Final = "照合符号（消さないでください）"
DAY: Final = "報告の日"
CAUSE: Final = "起きた原因"
HEAD: Final = ("指摘", "内容", "行ったこと", "添える証拠")
# As much as the page takes.
MOST_LETTERS: Final = 2000


class FormForeign(Refusal):
    """The file is no reply form of this system: it bears no mark, or its tables are gone."""

    code: ClassVar[str] = "reply-form.foreign"


class FormOfAnother(Refusal):
    """The form belongs to another instruction. `got`: what it bears; `sent`: what this one bears."""

    code: ClassVar[str] = "reply-form.other-instruction"


class FormChanged(Refusal):
    """The form is of this instruction, but was not made from what it asks for."""

    code: ClassVar[str] = "reply-form.other-contents"


class FormEmpty(Refusal):
    """Nothing was written into the form."""

    code: ClassVar[str] = "reply-form.empty"


class FormTooLong(Refusal):
    """One field holds more than a reply takes."""

    code: ClassVar[str] = "reply-form.too-long"


@dataclass(frozen=True, slots=True)
class FormRead:
    """What stands in a form.

    mark      as it stands there
    measures  what was done, by the number of the finding in the letter; blank ones left out
    """

    mark: str
    cause: str
    measures: Mapping[int, str]


def mark_of(number: str, demands: Sequence[str]) -> str:
    """Return the mark of a form: the number of the instruction, and a fingerprint of what it asks for."""
    told = "\n".join([number, *(f"{len(demand)}:{demand}" for demand in demands)])
    return f"{number}／{sha256(told.encode()).hexdigest()[:12]}"


def read_form(rows: Iterable[Sequence[str]]) -> FormRead:
    """Return what the rows of a file's tables say, in whatever tables they stand. Raises FormForeign, FormTooLong."""
    mark, cause, measures = "", "", {}
    for row in rows:
        label, rest = _squeezed(row[0]) if row else "", row[1:]
        if label == _squeezed(MARK) and rest:
            mark = rest[0].strip()
        elif label == _squeezed(CAUSE) and rest:
            cause = _tidy(rest[0])
        elif len(row) == len(HEAD) and label.isascii() and label.isdecimal() and len(label) < 4:
            done, proof = _tidy(row[2]), _tidy(row[3])
            text = f"{done}\n{HEAD[3]}: {proof}" if done and proof else done
            if text:
                measures[int(label)] = text
    if not mark:
        raise FormForeign()
    if any(len(text) > MOST_LETTERS for text in (cause, *measures.values())):
        raise FormTooLong(most=MOST_LETTERS)
    return FormRead(mark, cause, measures)


def check_form(form: FormRead, number: str, demands: Sequence[str]) -> None:
    """Make sure that a form belongs to this instruction and says something.

    raises   FormOfAnother, FormChanged, FormEmpty
    """
    sent = mark_of(number, demands)
    if _squeezed(form.mark) != _squeezed(sent):
        got = _squeezed(form.mark).rpartition("/")[0]
        if got != _squeezed(number):
            raise FormOfAnother(got=form.mark[:80], sent=sent)
        raise FormChanged(number=number)
    if not (form.cause or form.measures):
        raise FormEmpty()


def _squeezed(text: str) -> str:
    """Return a text by which labels and marks are compared: an office suite may widen or space letters."""
    return re.sub(r"\s+", "", normalize("NFKC", text)).upper()


def _tidy(text: str) -> str:
    """Return what was written, without the room that was left for it."""
    lines = [line.strip() for line in text.splitlines()]
    return "\n".join(line for line in lines if line)

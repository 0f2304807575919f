"""What each respondent answered: which answers count, and why the others do not (docs/rules/survey-tables.md)."""

import re
import unicodedata
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import isfinite
from typing import NamedTuple

from yakusoku.domain.survey.conditions import OWN, holds
from yakusoku.domain.survey.form import Form, Question, QuestionKind

_BETWEEN = ("/", "_", ".", ":", "-")
_TICKED = {"1", "1.0", "true", "yes", "y", "はい", "○", "〇"}
# What statistics programs write where there is no value.
_NO_VALUE = {"NA", "None", "NULL", "."}
# What comes out of reckoning without a number: neither a value nor no answer.
_NO_NUMBER = re.compile(r"[+-]?(nan|inf|infinity)", re.IGNORECASE)
_NOT_TICKED = {"", "0", "0.0", "false", "no", "n", "いいえ", "×"}


class State(StrEnum):
    """Whether an answer counts."""

    ANSWERED = "answered"
    BLANK = "blank"
    INVALID = "invalid"
    NOT_ASKED = "not-asked"


class Fault(StrEnum):
    """Why an answer does not count."""

    TWO_MARKS = "two-marks"
    TOO_MANY = "too-many"
    EXCLUSIVE = "exclusive"
    UNREADABLE = "unreadable"
    UNKNOWN = "unknown"
    NOT_A_NUMBER = "not-a-number"
    NOT_WHOLE = "not-whole"
    OUT_OF_RANGE = "out-of-range"


# How a cell says that an answer does not count, and why, or that the question was not put: #two-marks, #not-asked.
SIGN = "#"
_FAULTS = {SIGN + fault: fault for fault in Fault}
NOT_ASKED_CELL = SIGN + State.NOT_ASKED


class Given(NamedTuple):
    """The answer of one respondent: codes of choices, or the number as it was written; why it does not count."""

    state: State
    codes: tuple[str, ...] = ()
    fault: str = ""


_NOT_ASKED = Given(State.NOT_ASKED)


@dataclass(frozen=True)
class Responses:
    """One row for each respondent, under the heads of the file.

    lines   of the file in which the rows stand, from 1; empty: one after the other under the heads
    """

    heads: tuple[str, ...]
    rows: Sequence[Sequence[str]]
    lines: Sequence[int] = ()

    def line(self, place: int) -> int:
        """Return the line of the file in which a row stands."""
        return self.lines[place] if self.lines else place + 2

    def column(self, name: str) -> int | None:
        """Return where a column is: under its name, or under a path that ends with it (group/Q1)."""
        exact = [place for place, head in enumerate(self.heads) if head == name]
        ends = [place for place, head in enumerate(self.heads) if head.rsplit("/", 1)[-1] == name]
        return next(iter(exact or ends), None)

    def options(self, question: Question, taken: Container[str]) -> dict[str, int]:
        """Return the column of each option of a 複数回答 that has a column for each: Q2/a, Q2_a, Q2.a.

        taken   names of questions: such a column is theirs
        """
        found = {}
        for choice in question.choices:
            for between in _BETWEEN:
                name = f"{question.name}{between}{choice.name}"
                place = next(
                    (n for n, h in enumerate(self.heads) if h == name or h.endswith("/" + name)), None
                )
                if place is not None and name not in taken:
                    found[choice.name] = place
                    break
        return found


def read_answers(form: Form, responses: Responses) -> dict[str, list[Given]]:
    """Return the answers to each question that has a column, in the order of the respondents.

    An answer that does not count opens no further question.
    """
    sources: dict[str, _Source] = {}
    for name in form.order:
        if source := _source(form.questions[name], responses, form.questions):
            sources[name] = source
    answers: dict[str, list[Given]] = {name: [] for name in sources}
    # Few answers are ever given to a question: the same text is read once.
    read: dict[str, dict[str, Given]] = {name: {} for name in sources}
    for row in responses.rows:
        known: dict[str, str] = {}
        for name, source in sources.items():
            question = form.questions[name]
            text = source.text(row)
            given = read[name].get(text) if _is_asked(text, question, known) else _NOT_ASKED
            if given is None:
                given = read[name][text] = _judged(text, question)
            known[name] = " ".join(given.codes)
            answers[name].append(given)
    return answers


def texts_of(form: Form, responses: Responses) -> list[dict[str, str]]:
    """Return what each respondent wrote, under the names of the questions that have a column."""
    sources = {
        name: _source(question, responses, form.questions) for name, question in form.questions.items()
    }
    return [
        {name: text for name, source in sources.items() if source and (text := source.text(row))}
        for row in responses.rows
    ]


def read_one(form: Form, texts: Mapping[str, str]) -> dict[str, Given]:
    """Return the answers of one respondent to every question, from what was written under its name."""
    known: dict[str, str] = {}
    found: dict[str, Given] = {}
    for name in form.order:
        given = _read(texts.get(name, "").strip(), form.questions[name], known)
        known[name] = " ".join(given.codes)
        found[name] = given
    return found


def _read(text: str, question: Question, known: Mapping[str, str]) -> Given:
    return _judged(text, question) if _is_asked(text, question, known) else _NOT_ASKED


def _is_asked(text: str, question: Question, known: Mapping[str, str]) -> bool:
    if text == NOT_ASKED_CELL:
        return False
    return not question.conditions or all(holds(condition, known) for condition in question.conditions)


def _judged(text: str, question: Question) -> Given:
    """Return an answer as it counts; a check that looks at other questions is a matter of consistency."""
    given = _given(text, question)
    left_to_others = question.check is None or question.check.names
    if given.state is not State.ANSWERED or left_to_others or question.kind is QuestionKind.OTHER:
        return given
    assert question.check is not None
    return given if holds(question.check, {OWN: " ".join(given.codes)}) else _invalid(Fault.OUT_OF_RANGE)


def _invalid(fault: Fault) -> Given:
    return Given(State.INVALID, (), fault)


def columns_of(form: Form, question: Question, responses: Responses) -> list[int]:
    """Return the columns that hold the answers to a question; none if there is no column."""
    source = _source(question, responses, form.questions)
    if source is None:
        return []
    return [*([] if source.column is None else [source.column]), *source.options.values()]


def unknown_filters(form: Form, question: Question, known: Container[str]) -> list[str]:
    """Return the questions that decide who is asked and whose answers are not `known`: without them, no base."""
    seen: list[str] = []
    left = [*question.looks_at]
    while left:
        name = left.pop()
        if name not in seen:
            seen.append(name)
            left.extend(form.questions[name].looks_at)
    return sorted(name for name in seen if name not in known)


@dataclass(frozen=True, slots=True)
class _Source:
    """Where the answer to a question stands: one column, or one for each option."""

    column: int | None
    options: Mapping[str, int]

    def text(self, row: Sequence[str]) -> str:
        """Return the answer as text; several options with spaces between them."""
        if self.column is not None:
            return row[self.column].strip() if self.column < len(row) else ""
        chosen = []
        for code, place in self.options.items():
            cell = row[place].strip() if place < len(row) else ""
            if cell.lower() in _TICKED or cell == code:
                chosen.append(code)
            elif cell.lower() not in _NOT_TICKED:
                chosen.append(cell)
        return " ".join(chosen)


def _source(question: Question, responses: Responses, taken: Container[str]) -> _Source | None:
    column = responses.column(question.name)
    options = responses.options(question, taken) if question.kind is QuestionKind.MULTIPLE else {}
    if column is None and not options:
        return None
    return _Source(None if len(options) == len(question.choices) and options else column, options)


def _given(text: str, question: Question) -> Given:
    if not text or (text in _NO_VALUE and not _is_code(text, question)):
        return Given(State.BLANK)
    if text in _FAULTS:
        return _invalid(_FAULTS[text])
    if _NO_NUMBER.fullmatch(text) and not _is_code(text, question):
        return Given(State.BLANK) if question.kind is QuestionKind.OTHER else _invalid(Fault.UNREADABLE)
    if question.kind is QuestionKind.SINGLE:
        return _one(text, question)
    if question.kind is QuestionKind.MULTIPLE:
        return _several(text, question)
    if question.kind is QuestionKind.NUMBER:
        return _number(text, whole=question.type == "integer")
    return Given(State.ANSWERED, (text,))


def _is_code(text: str, question: Question) -> bool:
    return any(choice.name == text for choice in question.choices)


def _one(text: str, question: Question) -> Given:
    known = [choice.name for choice in question.choices]
    code = _code(text, known)
    if code is not None:
        return Given(State.ANSWERED, (code,))
    labelled = [choice.name for choice in question.choices if choice.label == text]
    if len(labelled) == 1:
        return Given(State.ANSWERED, tuple(labelled))
    words = text.split()
    marks = len(words) > 1 and all(_code(word, known) is not None for word in words)
    return _invalid(Fault.TWO_MARKS if marks else Fault.UNKNOWN)


def _several(text: str, question: Question) -> Given:
    known = {choice.name: choice for choice in question.choices}
    codes: dict[str, None] = {}
    for word in text.replace("\u3000", " ").split():
        code = _code(word, known)
        if code is None:
            return _invalid(Fault.UNKNOWN)
        codes[code] = None
    if len(codes) > 1 and any(known[code].exclusive for code in codes):
        return _invalid(Fault.EXCLUSIVE)
    if question.most is not None and len(codes) > question.most:
        return _invalid(Fault.TOO_MANY)
    return Given(State.ANSWERED, tuple(codes))


def _code(text: str, known: Container[str]) -> str | None:
    """Return the code that is meant; programs write 1 as 1.0 in a column with gaps. None: no choice has it."""
    if text in known:
        return text
    plain = text.removesuffix(".0")
    return plain if plain in known else None


def _number(text: str, *, whole: bool) -> Given:
    # Japanese keyboards write １，２００ and －５; Python reads 1_000 as a number, nobody else does.
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text).replace("−", "-")
    try:
        value = float(plain.replace(",", ""))
    except ValueError:
        return _invalid(Fault.NOT_A_NUMBER)
    if not isfinite(value) or "_" in plain:
        return _invalid(Fault.NOT_A_NUMBER)
    if whole and not value.is_integer():
        return _invalid(Fault.NOT_WHOLE)
    return Given(State.ANSWERED, (f"{value:.15g}",))

"""Paper keyed twice: what a typist writes, and where two keyings differ (docs/rules/survey-joining.md)."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from yakusoku.domain.survey.answers import SIGN, Fault
from yakusoku.domain.survey.form import Form, Question, QuestionKind

# What is typed for what cannot be typed as an answer.
TYPED_FAULTS = {"*": Fault.TWO_MARKS, "+": Fault.TOO_MANY, "?": Fault.UNREADABLE}
_FAULT_KEYS = {fault: key for key, fault in TYPED_FAULTS.items()}
FAULT_WORDS = {
    "two-marks": "二つ以上に印",
    "too-many": "選びすぎ",
    "exclusive": "一緒に選べないもの",
    "unreadable": "読めない",
    "unknown": "選択肢にない",
    "not-a-number": "数でない",
    "not-whole": "整数でない",
    "out-of-range": "範囲の外",
}
_BETWEEN = str.maketrans({",": " ", "、": " ", ".": " ", "・": " ", "/": " "})


@dataclass(frozen=True, slots=True)
class Keyed:
    """What stands on a paper: the answers as written, and why those that cannot be written do not count."""

    answers: Mapping[str, str]
    marks: Mapping[str, str]

    def cell(self, name: str) -> str:
        """Return what stands at a question as one text: codes, a fault as #two-marks, or nothing."""
        mark = self.marks.get(name, "")
        return f"{SIGN}{mark}" if mark else self.answers.get(name, "")


@dataclass(frozen=True, slots=True)
class Difference:
    """A question at which two keyings of one paper differ, as cells."""

    question: str
    first: str
    second: str


def keyed(form: Form, typed: Mapping[str, str]) -> Keyed:
    """Return what a typist wrote: numbers of options, `*` two marks, `+` too many, `?` unreadable, or nothing."""
    answers: dict[str, str] = {}
    marks: dict[str, str] = {}
    for name, question in form.questions.items():
        text = typed.get(name, "").strip()
        sign = unicodedata.normalize("NFKC", text)
        if sign in TYPED_FAULTS:
            marks[name] = TYPED_FAULTS[sign].value
        elif text:
            answers[name] = written(question, text)
    return Keyed(answers, marks)


def written(question: Question, text: str) -> str:
    """Return an answer as it is kept: codes of options, a number in plain digits, other texts as they are."""
    if question.kind is QuestionKind.OTHER:
        return text.strip()
    plain = unicodedata.normalize("NFKC", text).strip()
    if question.kind is QuestionKind.NUMBER:
        return plain.replace(",", "").replace(" ", "")
    return " ".join(dict.fromkeys(_code(question, word) for word in _words(question, plain)))


def shown(question: Question, cell: str) -> str:
    """Return a cell as a typist writes it, so that a draft can be gone on with."""
    fault = cell.removeprefix(SIGN)
    if cell.startswith(SIGN) and fault in _FAULT_KEYS:
        return _FAULT_KEYS[Fault(fault)]
    return cell


def differences(form: Form, first: Keyed, second: Keyed) -> list[Difference]:
    """Return where two keyings differ, in the order of the questionnaire; the order of several options is none."""
    found = []
    for name, question in form.questions.items():
        one, other = first.cell(name), second.cell(name)
        if _same(question, one) != _same(question, other):
            found.append(Difference(name, one, other))
    return found


def agreed(form: Form, first: Keyed, settled: Mapping[str, str]) -> Keyed:
    """Return what counts of a paper: the first keying, and what was settled, as cells, where the second differed."""
    answers: dict[str, str] = {}
    marks: dict[str, str] = {}
    for name in form.questions:
        cell = settled.get(name, first.cell(name))
        if cell.startswith(SIGN) and cell.removeprefix(SIGN) in set(Fault):
            marks[name] = cell.removeprefix(SIGN)
        elif cell:
            answers[name] = cell
    return Keyed(answers, marks)


def _same(question: Question, cell: str) -> str:
    """Return what is compared of a cell."""
    if question.kind is QuestionKind.MULTIPLE and not cell.startswith(SIGN):
        return " ".join(sorted(cell.split()))
    if question.kind is QuestionKind.OTHER:
        return unicodedata.normalize("NFKC", cell).strip()
    return cell


def _words(question: Question, plain: str) -> Iterable[str]:
    codes = {choice.name for choice in question.choices}
    return [plain] if plain in codes else plain.translate(_BETWEEN).split()


def _code(question: Question, word: str) -> str:
    """Return the code that a word means: a code, else the place of an option on the paper; else the word itself."""
    codes = [choice.name for choice in question.choices]
    if word in codes:
        return word
    if word.isascii() and word.isdigit() and 0 < int(word) <= len(codes):
        return codes[int(word) - 1]
    return word

"""A question as the respondent sees it: one value for the preview, the web form and the key-in screen.

Drawn by templates/surveys/question.html; each control is named as the question is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from yakusoku.domain.survey.form import Choice, Form, Question, QuestionKind
from yakusoku.domain.survey.questionnaire.outline import Block, Outline, outline_of
from yakusoku.domain.survey.questionnaire.saying import asked_of, rules_said
from yakusoku.domain.survey.wording import JAPANESE

_INPUTS = {"integer": "integer", "decimal": "decimal", "range": "decimal", "date": "date", "note": "note"}


@dataclass(frozen=True, slots=True)
class Option:
    """An option as it stands on the page. `id`: of its control; `exclusive`: who takes it takes no other."""

    id: str
    number: int
    code: str
    label: str
    exclusive: bool
    taken: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, a battery or a note with what was answered so far.

    input      radio, checkbox, integer, decimal, text, long, date, note, or battery
    mark       問1; empty: it has no number
    asked_of   who is asked, as a sentence; empty: everyone
    rules      how it is answered, as sentences
    problem    what is wrong with the answer; empty: nothing
    scale      labels of the options of a battery, whose questions are in `rows`
    """

    id: str
    name: str
    input: str
    mark: str
    depth: int
    label: str
    hint: str = ""
    definition: str = ""
    asked_of: str = ""
    rules: Sequence[str] = ()
    required: bool = False
    options: Sequence[Option] = ()
    value: str = ""
    problem: str = ""
    scale: Sequence[str] = ()
    rows: Sequence["Asked"] = ()

    @property
    def described_by(self) -> str:
        """Return the ids of what explains the control."""
        told = (("hint", self.hint), ("rules", self.rules), ("problem", self.problem))
        return " ".join(f"{self.id}-{part}" for part, said in told if said)


@dataclass(frozen=True, slots=True)
class AskedSection:
    """A heading with what is asked under it. `asked_of`: who is asked at all; empty: everyone."""

    name: str
    heading: str
    hint: str
    level: int
    asked_of: str
    blocks: Sequence[Asked]


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, and what they answered.

    answers    what was answered: codes with blanks between them, or text as it was written
    problems   what is wrong, by question
    """

    language: str = JAPANESE
    answers: Mapping[str, str] | None = None
    problems: Mapping[str, str] | None = None


def asked_sections(form: Form, reader: Reader, outline: Outline | None = None) -> list[AskedSection]:
    """Return the whole questionnaire as a respondent sees it."""
    outline = outline or outline_of(form)
    marks = outline.marks(reader.language)
    return [
        AskedSection(
            each.name,
            each.words.said(reader.language),
            each.hint.said(reader.language),
            each.level,
            asked_of(each.conditions, form, marks, reader.language),
            [asked_block(form, block, reader, marks) for block in each.blocks],
        )
        for each in outline.sections
    ]


def asked_block(form: Form, block: Block, reader: Reader, marks: Mapping[str, str]) -> Asked:
    """Return what stands under one number."""
    said, language = asked_of(block.conditions, form, marks, reader.language), reader.language
    mark, label, hint = block.mark(language), block.label(language), block.hint.said(language)
    if block.kind == "note":
        return Asked(f"q-{block.name}", block.name, "note", mark, block.depth, label, hint, asked_of=said)
    if block.kind == "question":
        return _asked(block.questions[0], reader, mark=mark, depth=block.depth, label=label, asked_of=said)
    rows = [_asked(each, reader, asked_of=_own(each, block, form, marks, reader)) for each in block.questions]
    first = block.questions[0]
    return Asked(
        f"q-{block.name or first.name}", block.name or first.name, "battery", mark, block.depth, label, hint,
        asked_of=said, scale=[_label(choice, language) for choice in first.choices], rows=rows,
        required=any(row.required for row in rows),
    )  # fmt: skip


def _own(each: Question, block: Block, form: Form, marks: Mapping[str, str], reader: Reader) -> str:
    """Return who is asked one question of a battery, beyond who is asked the battery."""
    shared = len(block.questions[0].conditions)
    around = min(shared, *(len(question.conditions) for question in block.questions))
    return asked_of(each.conditions[around:], form, marks, reader.language)


def _asked(
    question: Question, reader: Reader, *, mark: str = "", depth: int = 0, label: str = "", asked_of: str = ""
) -> Asked:
    language, name = reader.language, question.name
    value = (reader.answers or {}).get(name, "")
    return Asked(
        f"q-{name}", name, _input(question), mark, depth,
        label or question.words.said(language) or question.label,
        question.hint.said(language), question.definition.said(language), asked_of,
        rules_said(question, language), question.required,
        [_option(question, number, each, value, language) for number, each in enumerate(question.choices, 1)],
        value, (reader.problems or {}).get(name, ""),
    )  # fmt: skip


def _option(question: Question, number: int, choice: Choice, value: str, language: str) -> Option:
    taken = choice.name in (value.split() if question.kind is QuestionKind.MULTIPLE else [value])
    label = _label(choice, language)
    return Option(f"q-{question.name}-{number}", number, choice.name, label, choice.exclusive, taken)


def _label(choice: Choice, language: str) -> str:
    return choice.words.said(language) or choice.label


def _input(question: Question) -> str:
    if question.kind is QuestionKind.SINGLE:
        return "radio"
    if question.kind is QuestionKind.MULTIPLE:
        return "checkbox"
    if question.type == "text":
        return "long" if "multiline" in question.appearance else "text"
    return _INPUTS.get(question.type, "text")

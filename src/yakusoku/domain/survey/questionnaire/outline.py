"""A questionnaire as its reader goes through it: sections, numbered questions, batteries, sub-questions (SQ)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from unicodedata import normalize

from yakusoku.domain.survey.conditions import Condition
from yakusoku.domain.survey.form import Form, Question, Step
from yakusoku.domain.survey.wording import JAPANESE, UNSAID, Words

# A number that the words of a question carry themselves: 問1, 問1-2, Q3., SQ1
_OWN = re.compile(
    r"((?:問|設問|質問|Q|SQ|Ｑ|ＳＱ)\s*[0-9０-９]+(?:\s*[-－‐.．（(]\s*[0-9０-９]+[)）]?)*)[\s　.．:：、）)]*(?=\S)"
)
# What a device or a sheet fills in by itself: nobody is asked.
UNASKED = frozenset(
    {
        "calculate", "hidden", "start", "end", "today", "deviceid", "subscriberid", "simserial", "phonenumber",
        "username", "email", "audit", "xml-external", "csv-external", "start-geopoint", "background-audio",
    }
)  # fmt: skip
_DIGITS = re.compile(r"[0-9]{1,6}")


def own_mark(words: str) -> str:
    """Return the number with which words begin (問1, Q1-2); empty: with none."""
    found = _OWN.match(words)
    return found[1].strip() if found else ""


@dataclass(frozen=True, slots=True)
class Block:
    """What stands under one number: a question, the questions of a battery, or a note, which has no number.

    kind        question, battery or note
    number      1, 2, and 2-1 for the first question that follows from question 2
    depth       0, or 1 where it follows from the question before it
    words       of the battery or note; of a question, its own
    conditions  what must hold for it to be asked, beyond what holds for its section
    """

    kind: str
    name: str
    number: str
    depth: int
    words: Words
    hint: Words
    questions: tuple[Question, ...]
    conditions: tuple[Condition, ...]

    def mark(self, language: str = JAPANESE) -> str:
        """Return the number as it is read: what the words begin with, else 問1 or Q1."""
        own = own_mark(self.words.said(language))
        if own:
            return own
        if not self.number:
            return ""
        return f"問{self.number}" if language in {JAPANESE, ""} else f"Q{self.number}"

    def label(self, language: str = JAPANESE) -> str:
        """Return the words without their number."""
        said = self.words.said(language)
        own = _OWN.match(said)
        return said[own.end() :] if own else said


@dataclass(frozen=True, slots=True)
class Section:
    """Questions under one heading; without words where they stand under none.

    level   1, or more where it stands within another
    """

    name: str
    words: Words
    hint: Words
    level: int
    conditions: tuple[Condition, ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """All sections in order."""

    sections: tuple[Section, ...]

    @property
    def blocks(self) -> Iterator[Block]:
        """Yield every block in order."""
        for section in self.sections:
            yield from section.blocks

    def marks(self, language: str = JAPANESE) -> Mapping[str, str]:
        """Return how each question is called: 問3, and 問3(2) for the second of a battery."""
        known = {}
        for block in self.blocks:
            mark = block.mark(language)
            for place, question in enumerate(block.questions, 1):
                known[question.name] = f"{mark}({place})" if block.kind == "battery" else mark
        return known


def outline_of(form: Form) -> Outline:
    """Return the outline of a questionnaire."""
    writer = _Writer(form)
    for step in form.steps:
        writer.take(step)
    return writer.finish()


@dataclass
class _Heading:
    """A section that is open."""

    step: Step
    level: int


@dataclass
class _Writer:
    form: Form
    sections: list[Section] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    headings: list[_Heading] = field(default_factory=list)
    battery: Step | None = None
    items: list[Question] = field(default_factory=list)
    inside: int = 0
    main: int = 0
    under: int = 0
    numbers: dict[str, int] = field(default_factory=dict)

    def take(self, step: Step) -> None:
        """Take in what comes next."""
        if step.kind == "begin":
            self.begin(step)
        elif step.kind == "end":
            self.end()
        elif step.kind == "note":
            self.note(step)
        elif step.name in self.form.questions and self.form.questions[step.name].type not in UNASKED:
            question = self.form.questions[step.name]
            if self.battery is not None:
                self.items.append(question)
            else:
                self.add("question", step, (question,))

    def begin(self, step: Step) -> None:
        if self.battery is not None:
            self.inside += 1
        elif "table-list" in step.appearance:
            self.battery = step
        else:
            self.close()
            self.headings.append(_Heading(step, len(self.headings) + 1))

    def end(self) -> None:
        if self.inside:
            self.inside -= 1
        elif self.battery is not None:
            if self.items:
                self.add("battery", self.battery, tuple(self.items))
            self.battery, self.items = None, []
        elif self.headings:
            self.close()
            self.headings.pop()

    def note(self, step: Step) -> None:
        if self.battery is None:
            own = step.conditions[len(self.around) :]
            self.blocks.append(Block("note", step.name, "", 0, step.words, step.hint, (), own))

    @property
    def around(self) -> tuple[Condition, ...]:
        """Return what holds for the whole section that is open."""
        return self.headings[-1].step.conditions if self.headings else ()

    def add(self, kind: str, step: Step, questions: tuple[Question, ...]) -> None:
        own = step.conditions[len(self.around) :]
        # A question that follows from the one before it is a sub-question; one that follows from far is not.
        looked = [self.numbers[name] for name in _looked_at(own) if name in self.numbers]
        follows = bool(looked) and max(looked) == self.main
        if follows:
            self.under += 1
        else:
            # What the words count themselves, what follows from them counts on.
            own_number = _DIGITS.search(normalize("NFKC", own_mark(step.words.said())))
            self.main, self.under = int(own_number[0]) if own_number else self.main + 1, 0
        number = f"{self.main}-{self.under}" if follows else f"{self.main}"
        for question in questions:
            self.numbers[question.name] = self.main
        self.blocks.append(
            Block(kind, step.name, number, int(follows), step.words, step.hint, questions, own)
        )

    def close(self) -> None:
        """End what stands under the present heading."""
        if not self.blocks and not (self.headings and self.headings[-1].step.words):
            return
        heading = self.headings[-1] if self.headings else None
        known = heading is not None and any(each.name == heading.step.name for each in self.sections)
        if self.blocks or not known:
            words = heading.step.words if heading and not known else UNSAID
            hint = heading.step.hint if heading and not known else UNSAID
            name = heading.step.name if heading else ""
            level = heading.level if heading else 1
            self.sections.append(Section(name, words, hint, level, self.around, tuple(self.blocks)))
        self.blocks = []

    def finish(self) -> Outline:
        if self.battery is not None and self.items:
            self.add("battery", self.battery, tuple(self.items))
        self.close()
        return Outline(tuple(self.sections))


def _looked_at(conditions: tuple[Condition, ...]) -> Iterator[str]:
    for condition in conditions:
        yield from sorted(condition.names)

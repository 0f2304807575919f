"""A questionnaire as a respondent goes through it: sections, what is put to them, what must be put right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from yakusoku.domain.survey.answers import Fault, Given, State, read_one
from yakusoku.domain.survey.conditions import OWN, holds
from yakusoku.domain.survey.form import Form, Question, QuestionKind, Step
from yakusoku.domain.survey.wording import UNSAID, Words

# So many questions without a group stand on one page.
MOST_ON_A_PAGE = 10
MOST_LETTERS = 4000


@dataclass(frozen=True, slots=True)
class Section:
    """One page: the innermost group around its questions, and its steps in order; batteries stay whole."""

    words: Words
    steps: tuple[Step, ...]

    @property
    def questions(self) -> tuple[str, ...]:
        """Return the names of its questions."""
        return tuple(step.name for step in self.steps if step.kind == "question")


class Wrong(StrEnum):
    """What must be put right at a question before the answers can be handed in."""

    REQUIRED = "required"
    TOO_FEW = "too-few"
    TOO_MANY = "too-many"
    EXCLUSIVE = "exclusive"
    UNKNOWN = "unknown"
    NOT_A_NUMBER = "not-a-number"
    REFUSED = "refused"
    TOO_LONG = "too-long"


_WRONG = {
    Fault.TOO_MANY: Wrong.TOO_MANY,
    Fault.EXCLUSIVE: Wrong.EXCLUSIVE,
    Fault.NOT_A_NUMBER: Wrong.NOT_A_NUMBER,
    Fault.OUT_OF_RANGE: Wrong.REFUSED,
}


def sections(form: Form) -> tuple[Section, ...]:
    """Return the pages of a questionnaire: one for each group, and cut where many questions stand in none."""
    cutter = _Cutter()
    for step in form.steps:
        cutter.take(step)
    return cutter.finish()


class _Cutter:
    """Goes through the steps once and cuts them into pages."""

    def __init__(self) -> None:
        self.done: list[Section] = []
        self.here: list[Step] = []
        self.around: list[tuple[bool, Words]] = []

    def take(self, step: Step) -> None:
        battery = any(is_battery for is_battery, _ in self.around)
        if step.kind == "begin":
            starts = "table-list" in step.appearance
            if not starts and not battery:
                self.cut()
            self.around.append((starts or battery, step.words))
            if self.around[-1][0]:
                self.here.append(step)
        elif step.kind == "end":
            if battery:
                self.here.append(step)
            else:
                self.cut()
            if self.around:
                self.around.pop()
        else:
            alone = not self.around and sum(each.kind == "question" for each in self.here) >= MOST_ON_A_PAGE
            if alone and not battery:
                self.cut()
            self.here.append(step)

    def cut(self) -> None:
        """End the page; one without a question goes with the next."""
        if any(each.kind == "question" for each in self.here):
            titles = [words for is_battery, words in self.around if words and not is_battery]
            self.done.append(Section(titles[-1] if titles else UNSAID, tuple(self.here)))
            self.here = []

    def finish(self) -> tuple[Section, ...]:
        self.cut()
        if self.here and self.done:
            last = self.done.pop()
            self.done.append(Section(last.words, (*last.steps, *self.here)))
        return tuple(self.done)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a respondent stands: what is put to them, what they answered, what must be put right."""

    given: Mapping[str, Given]
    wrong: Mapping[str, Wrong]

    def is_asked(self, name: str) -> bool:
        """Return whether a question is put to them."""
        return self.given[name].state is not State.NOT_ASKED

    def shows(self, step: Step) -> bool:
        """Return whether a note, group or question is shown."""
        if step.kind == "question":
            return self.is_asked(step.name)
        known = {name: " ".join(each.codes) for name, each in self.given.items()}
        return all(holds(condition, known) for condition in step.conditions)

    def is_open(self, section: Section) -> bool:
        """Return whether any question of a page is put to them."""
        return any(self.is_asked(name) for name in section.questions)

    @property
    def asked(self) -> int:
        """Return how many questions are put to them."""
        return sum(each.state is not State.NOT_ASKED for each in self.given.values())

    @property
    def answered(self) -> int:
        """Return how many questions have an answer that counts."""
        return sum(each.state is State.ANSWERED for each in self.given.values())


def stand(form: Form, texts: Mapping[str, str]) -> Standing:
    """Return where a respondent stands with what they wrote."""
    given = {name: each for name, each in read_one(form, texts).items() if _is_question(form, name)}
    known = {name: " ".join(each.codes) for name, each in given.items()}
    wrong = {}
    for name, each in given.items():
        if found := _wrong(form.questions[name], each, texts.get(name, ""), known):
            wrong[name] = found
    return Standing(given, wrong)


def _is_question(form: Form, name: str) -> bool:
    """Return whether something is answered by the respondent: a note or a calculation is not."""
    return form.questions[name].type not in NOT_ANSWERED


NOT_ANSWERED = frozenset(
    {"note", "calculate", "hidden", "start", "end", "today", "deviceid", "username", "audit"}
)


def _wrong(question: Question, given: Given, text: str, known: Mapping[str, str]) -> Wrong | None:
    if given.state is State.NOT_ASKED:
        return None
    if len(text) > MOST_LETTERS:
        return Wrong.TOO_LONG
    if given.state is State.BLANK:
        return Wrong.REQUIRED if question.required else None
    if given.state is State.INVALID:
        return _WRONG.get(Fault(given.fault), Wrong.UNKNOWN)
    if question.least is not None and len(given.codes) < question.least:
        # Who takes the one option that excludes all others has said everything.
        alone = any(choice.exclusive for choice in question.choices if choice.name in given.codes)
        return None if alone else Wrong.TOO_FEW
    if question.check is not None and not holds(question.check, {**known, OWN: " ".join(given.codes)}):
        return Wrong.REFUSED if _answered(question.check_looks_at, known) else None
    return None


def _answered(names: frozenset[str], known: Mapping[str, str]) -> bool:
    """Return whether all the questions that a check looks at are answered: before that, it refuses nothing."""
    return all(known.get(name) for name in names)


def first_wrong(pages: Sequence[Section], standing: Standing) -> int | None:
    """Return the first page on which something must be put right, from 0; None: all is well."""
    return next(
        (n for n, page in enumerate(pages) if any(name in standing.wrong for name in page.questions)), None
    )


def as_written(question: Question, values: Sequence[str]) -> str:
    """Return what a form sent for a question as it is kept: several options with blanks between them."""
    if question.kind is QuestionKind.MULTIPLE:
        return " ".join(dict.fromkeys(word for value in values for word in value.split()))
    return values[-1].strip() if values else ""

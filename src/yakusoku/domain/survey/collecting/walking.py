"""A questionnaire as a respondent goes through it: sections, what is put to them, what must be put right."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from yakusoku.domain.survey.answers import Fault, Given, State, read_one
from yakusoku.domain.survey.conditions import OWN, holds
from yakusoku.domain.survey.form import Form, Question, QuestionKind
from yakusoku.domain.survey.questionnaire.outline import Block, Outline, Section

# So many questions without a heading stand on one page.
MOST_ON_A_PAGE = 10
MOST_LETTERS = 4000


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the web form: headings in order, each with what stands under it."""

    sections: tuple[Section, ...]

    @property
    def questions(self) -> tuple[str, ...]:
        """Return the names of its questions."""
        return tuple(q.name for each in self.sections for block in each.blocks for q in block.questions)


class Wrong(StrEnum):
    """What must be put right at a question before the answers can be handed in."""

    REQUIRED = "required"
    TOO_FEW = "too-few"
    TOO_MANY = "too-many"
    EXCLUSIVE = "exclusive"
    UNKNOWN = "unknown"
    NOT_A_NUMBER = "not-a-number"
    NOT_WHOLE = "not-whole"
    REFUSED = "refused"
    TOO_LONG = "too-long"


_WRONG = {
    Fault.TOO_MANY: Wrong.TOO_MANY,
    Fault.EXCLUSIVE: Wrong.EXCLUSIVE,
    Fault.NOT_A_NUMBER: Wrong.NOT_A_NUMBER,
    Fault.NOT_WHOLE: Wrong.NOT_WHOLE,
    Fault.OUT_OF_RANGE: Wrong.REFUSED,
}


def pages_of(outline: Outline) -> tuple[Page, ...]:
    """Return the pages of a questionnaire: one for each heading, and more where much stands under none.

    What holds no question goes with the page after it, and at the end with the page before.
    """
    pages: list[Page] = []
    waiting: tuple[Section, ...] = ()
    for section in outline.sections:
        for part in _parts(section):
            waiting = (*waiting, part)
            if any(block.questions for block in part.blocks):
                pages.append(Page(waiting))
                waiting = ()
    if waiting and pages:
        pages[-1] = Page((*pages[-1].sections, *waiting))
    return tuple(pages)


def _parts(section: Section) -> Iterator[Section]:
    """Yield a section, cut where it has no words and more than a page of questions."""
    blocks = section.blocks
    if section.words or len(blocks) <= MOST_ON_A_PAGE:
        yield section
        return
    for start in range(0, len(blocks), MOST_ON_A_PAGE):
        yield replace(section, blocks=blocks[start : start + MOST_ON_A_PAGE])


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a respondent stands: what is put to them, what they answered, what must be put right."""

    given: Mapping[str, Given]
    wrong: Mapping[str, Wrong]

    def is_asked(self, name: str) -> bool:
        """Return whether a question is put to them."""
        return self.given[name].state is not State.NOT_ASKED

    def shows(self, section: Section, block: Block) -> bool:
        """Return whether a note, battery or question is shown."""
        if block.questions:
            return any(self.is_asked(each.name) for each in block.questions)
        return all(holds(each, self.known) for each in (*section.conditions, *block.conditions))

    def is_open(self, page: Page) -> bool:
        """Return whether any question of a page is put to them."""
        return any(self.is_asked(name) for name in page.questions)

    @property
    def known(self) -> Mapping[str, str]:
        """Return the answers that count, as conditions look at them."""
        return {name: " ".join(each.codes) for name, each in self.given.items()}

    @property
    def asked(self) -> int:
        """Return how many questions are put to them."""
        return sum(each.state is not State.NOT_ASKED for each in self.given.values())

    @property
    def answered(self) -> int:
        """Return how many questions have an answer that counts."""
        return sum(each.state is State.ANSWERED for each in self.given.values())


def stand(form: Form, texts: Mapping[str, str], read: Mapping[str, Given] | None = None) -> Standing:
    """Return where a respondent stands with what they wrote. `read`: the texts as `read_one` reads them."""
    read = read_one(form, texts) if read is None else read
    given = {name: each for name, each in read.items() if _is_question(form, name)}
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
        number = question.kind is QuestionKind.NUMBER
        return _WRONG.get(Fault(given.fault), Wrong.NOT_A_NUMBER if number else Wrong.UNKNOWN)
    if question.least is not None and len(given.codes) < question.least:
        # Who takes the one option that excludes all others has said everything.
        alone = any(choice.exclusive for choice in question.choices if choice.name in given.codes)
        return None if alone else Wrong.TOO_FEW
    if question.check is not None and not holds(question.check, {**known, OWN: " ".join(given.codes)}):
        return Wrong.REFUSED if _answered(question.check.names, known) else None
    return None


def _answered(names: frozenset[str], known: Mapping[str, str]) -> bool:
    """Return whether all the questions that a check looks at are answered: before that, it refuses nothing."""
    return all(known.get(name) for name in names)


def first_wrong(pages: Sequence[Page], standing: Standing) -> int | None:
    """Return the first page on which something must be put right, from 0; None: all is well."""
    return next(
        (n for n, page in enumerate(pages) if any(name in standing.wrong for name in page.questions)), None
    )


def as_written(question: Question, values: Sequence[str]) -> str:
    """Return what a form sent for a question as it is kept: several options with blanks between them."""
    if question.kind is QuestionKind.MULTIPLE:
        return " ".join(dict.fromkeys(word for value in values for word in value.split()))
    return values[-1].strip() if values else ""

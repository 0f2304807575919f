"""A questionnaire as XLSForm writes it: questions, choices, who is asked (docs/rules/survey-tables.md)."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from graphlib import CycleError, TopologicalSorter

from yakusoku.domain.survey.conditions import Condition, UnknownCondition, parse_condition
from yakusoku.domain.survey.form_words import Wrong
from yakusoku.domain.survey.wording import UNSAID, Row, Words, words_of

Lines = Sequence[tuple[int, Row]]
_SELECT = re.compile(r"select[_ ](one|multiple|all that apply)\s+(?:from\s+)?(\S+)(\s+or[_ ]other)?", re.I)
_GROUP = re.compile(r"(begin|end)[_ ](group|repeat)", re.I)
_YES = {"yes", "true", "1", "1.0", "はい", "○", "true()"}
_EXCLUSIVE = ("exclusive", "排他")
_NETS = re.compile("[;；、]")
# What the sheet `choices` calls these columns; the first is what we write.
NET_COLUMNS, SCORE_COLUMNS = ("net", "まとめ"), ("score", "得点")
_SCORE = re.compile(r"-?\d{1,9}(\.\d{1,9})?")


class QuestionKind(StrEnum):
    """What an answer is."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    NUMBER = "number"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Choice:
    """An option: its code, its words, and whether who takes it can take no other.

    words  the label in each language
    nets   what it is taken together with others as (実施経験あり)
    score  the number that it stands for in a mean; None: in none
    """

    name: str
    label: str
    exclusive: bool = False
    words: Words = UNSAID
    nets: tuple[str, ...] = ()
    score: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A question.

    conditions  what must hold for it to be asked: its own condition and those of the groups around it
    looks_at    the questions that these conditions look at
    battery     the group whose items share one scale; empty: it stands alone
    type        what the sheet writes: select_one, integer, text, date, note …
    words       the label in each language; `hint`: how to answer; `definition`: what a word in it means
    required    an answer is asked for before the questionnaire is sent
    least, most how many options of a 複数回答 are taken; None: as many as one likes
    check       what an answer must meet, `.` being the answer; `refusal`: what is said when it does not
    appearance  how the sheet wants it shown: multiline
    """

    name: str
    label: str
    kind: QuestionKind
    choices: tuple[Choice, ...] = ()
    conditions: tuple[Condition, ...] = ()
    looks_at: frozenset[str] = frozenset()
    battery: str = ""
    type: str = ""
    words: Words = UNSAID
    hint: Words = UNSAID
    definition: Words = UNSAID
    required: bool = False
    least: int | None = None
    most: int | None = None
    check: Condition | None = None
    refusal: Words = UNSAID
    appearance: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the questionnaire as the respondent goes through it: a question or note, or where a group begins, ends.

    kind    question, note, begin or end
    name    of the question or the group
    """

    kind: str
    name: str
    words: Words = UNSAID
    hint: Words = UNSAID
    conditions: tuple[Condition, ...] = ()
    appearance: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """What the sheet `settings` says of the questionnaire as a whole.

    reference_on   the day that 「現在」 means, as the sheet writes it; empty: none is fixed
    """

    title: Words = UNSAID
    form_id: str = ""
    version: str = ""
    reference_on: str = ""


UNTITLED = About()


@dataclass(frozen=True, slots=True)
class Form:
    """All questions as they stand in the file; groups with the names of their questions.

    order   names of the questions, each after those that decide whether it is asked
    steps   the rows as a respondent goes through them
    left_out   the questions inside a repeat, which are asked nowhere: several answers of one respondent have no place
    """

    questions: Mapping[str, Question]
    order: tuple[str, ...]
    groups: Mapping[str, tuple[str, ...]]
    steps: tuple[Step, ...] = ()
    about: About = UNTITLED
    left_out: tuple[str, ...] = ()

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the codes of the languages that the questions are asked in, in order; none is stated: empty."""
        every = (words for question in self.questions.values() for words in question.words.languages)
        return tuple(dict.fromkeys(every))


class FormUnreadable(ValueError):
    """A questionnaire cannot be used: what is wrong, with sheet and line."""

    def __init__(self, problems: list[tuple[str, int, str]]) -> None:
        super().__init__(str(problems))
        self.problems = problems


@dataclass
class _Open:
    """A group that has begun and not ended."""

    name: str
    battery: bool
    repeat: bool
    conditions: tuple[Condition, ...]
    looks_at: frozenset[str]
    questions: list[str] = field(default_factory=list)


def build_form(survey: Lines, choices: Lines, settings: Row | None = None) -> Form:
    """Return the questionnaire that the rows of the sheets describe. Raises FormUnreadable."""
    builder = _Builder(_lists(choices), about=_about(settings or {}), problems=_wrong_scores(choices))
    for line, row in survey:
        builder.take(line, row)
    return builder.finish()


@dataclass
class _Builder:
    lists: dict[str, list[Choice]]
    about: About = UNTITLED
    steps: list[Step] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)
    questions: dict[str, Question] = field(default_factory=dict)
    groups: dict[str, tuple[str, ...]] = field(default_factory=dict)
    looked_at: list[tuple[int, str]] = field(default_factory=list)
    problems: list[tuple[str, int, str]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def take(self, line: int, row: Row) -> None:
        """Take in one row of the sheet `survey`."""
        kind = row.get("type", "").strip()
        group = _GROUP.fullmatch(kind)
        if group and group[1].lower() == "end":
            if self.open:
                ended = self.open.pop()
                self.groups[ended.name] = tuple(ended.questions)
                self.steps.append(Step("end", ended.name))
            else:
                self.refuse(line, Wrong("end-without-begin"))
        elif group:
            battery = "table-list" in row.get("appearance", "")
            repeat = group[2].lower() == "repeat"
            begun = _Open(row.get("name", ""), battery, repeat, *self.conditions(line, row))
            self.open.append(begun)
            self.steps.append(_step("begin", begun.name, row, begun.conditions))
        elif kind and row.get("name", "").strip():
            self.question(line, row, kind)

    def question(self, line: int, row: Row, kind: str) -> None:
        name = row["name"].strip()
        if name in self.questions:
            self.refuse(line, Wrong("twice", name=name))
        if any(group.repeat for group in self.open):
            # Several answers of one respondent have no place in a table of respondents.
            self.left_out.append(name)
            return
        known, choices = self.kind_of(line, kind)
        battery = next((group.name for group in reversed(self.open) if group.battery), "")
        words, (conditions, looks_at) = words_of(row, "label"), self.conditions(line, row)
        self.steps.append(_step("note" if kind.lower() == "note" else "question", name, row, conditions))
        self.questions[name] = Question(
            name, words.said() or name, known, choices, conditions, looks_at, battery,
            type=_type(kind), words=words, hint=words_of(row, "hint"),
            definition=words_of(row, "guidance_hint"),
            required=row.get("required", "").strip().lower() in _YES,
            least=self.limit(line, row, "least"), most=self.limit(line, row, "most"),
            check=self.check(line, row), refusal=words_of(row, "constraint_message"),
            appearance=row.get("appearance", "").strip(),
        )  # fmt: skip
        for group in self.open:
            group.questions.append(name)

    def limit(self, line: int, row: Row, column: str) -> int | None:
        """Return how many options are taken at least or at most; None: nothing is said."""
        text = row.get(column, "").strip()
        if not text:
            return None
        if not text.isdecimal() or not 0 < int(text) < 1000:
            self.refuse(line, Wrong("no-limit", column=column, text=text))
            return None
        return int(text)

    def check(self, line: int, row: Row) -> Condition | None:
        """Return what an answer must meet; None: nothing is said."""
        text = row.get("constraint", "").strip()
        if not text:
            return None
        try:
            condition, looks_at = parse_condition(text)
        except UnknownCondition as error:
            self.refuse(line, Wrong("constraint", error=f"{error}"))
            return None
        self.looked_at.extend((line, name) for name in sorted(looks_at))
        return condition

    def kind_of(self, line: int, kind: str) -> tuple[QuestionKind, tuple[Choice, ...]]:
        """Return what the answers are, and the choices there are."""
        select = _SELECT.fullmatch(kind)
        if not select:
            number = kind.lower() in {"integer", "decimal", "range"}
            return QuestionKind.NUMBER if number else QuestionKind.OTHER, ()
        choices = list(self.lists.get(select[2], ()))
        if not choices:
            self.refuse(line, Wrong("no-list", name=select[2]))
        if select[3]:
            choices.append(Choice("other", "その他"))
        return QuestionKind.SINGLE if select[1].lower() == "one" else QuestionKind.MULTIPLE, tuple(choices)

    def conditions(self, line: int, row: Row) -> tuple[tuple[Condition, ...], frozenset[str]]:
        """Return what must hold for a question to be asked, and the questions that this looks at."""
        around = self.open[-1].conditions if self.open else ()
        names = self.open[-1].looks_at if self.open else frozenset[str]()
        text = row.get("relevant", "").strip()
        if not text:
            return around, names
        try:
            condition, looks_at = parse_condition(text)
        except UnknownCondition as error:
            self.refuse(line, Wrong("relevant", error=f"{error}"))
            return around, names
        self.looked_at.extend((line, name) for name in sorted(looks_at))
        return (*around, condition), names | looks_at

    def refuse(self, line: int, message: str) -> None:
        self.problems.append(("survey", line, message))

    def finish(self) -> Form:
        """Return the form, or raise with all that is wrong."""
        for line, name in self.looked_at:
            if name in self.left_out:
                self.refuse(line, Wrong("repeated", name=f"${{{name}}}"))
            elif name not in self.questions:
                self.refuse(line, Wrong("looks-at-nothing", name=f"${{{name}}}"))
        if not self.questions:
            self.refuse(1, Wrong("empty"))
        if self.problems:
            raise FormUnreadable(self.problems)
        try:
            order = tuple(
                TopologicalSorter({n: q.looks_at for n, q in self.questions.items()}).static_order()
            )
        except CycleError as error:
            names = "、".join(sorted(set(error.args[1])))
            raise FormUnreadable([("survey", 1, Wrong("circle", names=names))]) from error
        groups = {name: each for name, each in self.groups.items() if name}
        return Form(self.questions, order, groups, tuple(self.steps), self.about, tuple(self.left_out))


def _about(row: Row) -> About:
    title = words_of(row, "form_title")
    names = ("form_id", "version", "reference_on")
    return About(title, *(row.get(name, "").strip() for name in names))


def _step(kind: str, name: str, row: Row, conditions: tuple[Condition, ...]) -> Step:
    words, hint = words_of(row, "label"), words_of(row, "hint")
    return Step(kind, name, words, hint, conditions, row.get("appearance", "").strip())


def _type(kind: str) -> str:
    """Return the type of a question without the name of its list."""
    return re.split(r"\s", kind.strip().lower(), maxsplit=1)[0]


def _lists(lines: Lines) -> dict[str, list[Choice]]:
    lists: dict[str, list[Choice]] = {}
    for _, row in lines:
        name = row.get("list_name", row.get("list name", "")).strip()
        code = row.get("name", row.get("value", "")).strip()
        if name and code:
            exclusive = any(row.get(key, "").strip().lower() in _YES for key in _EXCLUSIVE)
            words = words_of(row, "label")
            score = score_of(first_of(row, SCORE_COLUMNS))
            lists.setdefault(name, []).append(
                Choice(code, words.said() or code, exclusive, words, nets_of(row), score)
            )
    return lists


def first_of(row: Row, names: Sequence[str]) -> str:
    """Return what stands in the first of these columns in which something stands; empty: in none."""
    return next((row[name].strip() for name in names if row.get(name, "").strip()), "")


def nets_of(row: Row) -> tuple[str, ...]:
    """Return what an option is taken together with others as."""
    return parted(first_of(row, NET_COLUMNS))


def parted(text: str) -> tuple[str, ...]:
    """Return the nets that a cell names, each once."""
    return tuple(dict.fromkeys(net.strip() for net in _NETS.split(text) if net.strip()))


def score_of(text: str) -> Fraction | None:
    """Return a score as it is written; None: it is no number."""
    return Fraction(text) if _SCORE.fullmatch(text) else None


def _wrong_scores(lines: Lines) -> list[tuple[str, int, str]]:
    written = [(line, first_of(row, SCORE_COLUMNS)) for line, row in lines]
    return [
        ("choices", line, Wrong("score", text=text))
        for line, text in written
        if text and score_of(text) is None
    ]


def questions_of(form: Form, names: Iterable[str]) -> Iterator[Question]:
    """Yield the questions that are named, one by one or as a group. Raises KeyError with a name that is not there."""
    for name in names:
        if name in form.questions:
            yield form.questions[name]
        elif name in form.groups:
            inside = (form.questions[each] for each in form.groups[name])
            yield from (each for each in inside if each.kind is not QuestionKind.OTHER)
        else:
            raise KeyError(name)

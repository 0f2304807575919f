"""A questionnaire as XLSForm writes it: questions, choices, who is asked (docs/rules/survey-tables.md)."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from graphlib import CycleError, TopologicalSorter

from yakusoku.domain.survey.conditions import Condition, UnknownCondition, parse_condition

Row = Mapping[str, str]
Lines = Sequence[tuple[int, Row]]
_SELECT = re.compile(r"select[_ ](one|multiple|all that apply)\s+(?:from\s+)?(\S+)(\s+or[_ ]other)?", re.I)
_GROUP = re.compile(r"(begin|end)[_ ](group|repeat)", re.I)
_YES = {"yes", "true", "1", "1.0", "はい", "○", "true()"}
_EXCLUSIVE = ("exclusive", "排他")
_NETS = re.compile("[;；、]")
_JAPANESE = re.compile(r"(label::?)?\s*(日本語.*|japanese.*|ja|.*\(ja\))", re.I)


class QuestionKind(StrEnum):
    """What an answer is."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    NUMBER = "number"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Choice:
    """An option: its code, its words, and whether who takes it can take no other.

    nets   what it is taken together with others as (実施経験あり)
    score  the number that it stands for in a mean; None: in none
    """

    name: str
    label: str
    exclusive: bool = False
    nets: tuple[str, ...] = ()
    score: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A question.

    conditions  what must hold for it to be asked: its own condition and those of the groups around it
    looks_at    the questions that these conditions look at
    battery     the group whose items share one scale; empty: it stands alone
    """

    name: str
    label: str
    kind: QuestionKind
    choices: tuple[Choice, ...] = ()
    conditions: tuple[Condition, ...] = ()
    looks_at: frozenset[str] = frozenset()
    battery: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """All questions as they stand in the file; groups with the names of their questions.

    order   names of the questions, each after those that decide whether it is asked
    """

    questions: Mapping[str, Question]
    order: tuple[str, ...]
    groups: Mapping[str, tuple[str, ...]]


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


def build_form(survey: Lines, choices: Lines) -> Form:
    """Return the questionnaire that the rows of the two sheets describe. Raises FormUnreadable."""
    builder = _Builder(_lists(choices))
    for line, row in survey:
        builder.take(line, row)
    return builder.finish()


@dataclass
class _Builder:
    lists: dict[str, list[Choice]]
    open: list[_Open] = field(default_factory=list)
    questions: dict[str, Question] = field(default_factory=dict)
    groups: dict[str, tuple[str, ...]] = field(default_factory=dict)
    looked_at: list[tuple[int, str]] = field(default_factory=list)
    problems: list[tuple[str, int, str]] = field(default_factory=list)

    def take(self, line: int, row: Row) -> None:
        """Take in one row of the sheet `survey`."""
        kind = row.get("type", "").strip()
        group = _GROUP.fullmatch(kind)
        if group and group[1].lower() == "end":
            if self.open:
                ended = self.open.pop()
                self.groups[ended.name] = tuple(ended.questions)
            else:
                self.refuse(line, "始まりのない end_group があります。")
        elif group:
            battery = "table-list" in row.get("appearance", "")
            repeat = group[2].lower() == "repeat"
            self.open.append(_Open(row.get("name", ""), battery, repeat, *self.conditions(line, row)))
        elif kind and row.get("name", "").strip():
            self.question(line, row, kind)

    def question(self, line: int, row: Row, kind: str) -> None:
        name = row["name"].strip()
        if name in self.questions:
            self.refuse(line, f"「{name}」という設問が二つあります。")
        if any(group.repeat for group in self.open):
            # Several answers of one respondent have no place in a table of respondents.
            return
        known, choices = self.kind_of(line, kind)
        battery = next((group.name for group in reversed(self.open) if group.battery), "")
        label = label_of(row) or name
        self.questions[name] = Question(name, label, known, choices, *self.conditions(line, row), battery)
        for group in self.open:
            group.questions.append(name)

    def kind_of(self, line: int, kind: str) -> tuple[QuestionKind, tuple[Choice, ...]]:
        """Return what the answers are, and the choices there are."""
        select = _SELECT.fullmatch(kind)
        if not select:
            number = kind.lower() in {"integer", "decimal", "range"}
            return QuestionKind.NUMBER if number else QuestionKind.OTHER, ()
        choices = list(self.lists.get(select[2], ()))
        if not choices:
            self.refuse(line, f"選択肢の一覧「{select[2]}」が choices にありません。")
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
            self.refuse(line, f"relevant が読めません: {error}")
            return around, names
        self.looked_at.extend((line, name) for name in sorted(looks_at))
        return (*around, condition), names | looks_at

    def refuse(self, line: int, message: str) -> None:
        self.problems.append(("survey", line, message))

    def finish(self) -> Form:
        """Return the form, or raise with all that is wrong."""
        for line, name in self.looked_at:
            if name not in self.questions:
                self.refuse(line, f"relevant にある ${{{name}}} という設問がありません。")
        if not self.questions:
            self.refuse(1, "設問がありません。")
        if self.problems:
            raise FormUnreadable(self.problems)
        try:
            order = tuple(
                TopologicalSorter({n: q.looks_at for n, q in self.questions.items()}).static_order()
            )
        except CycleError as error:
            names = "、".join(sorted(set(error.args[1])))
            raise FormUnreadable([("survey", 1, f"{names} の relevant が、互いを見ています。")]) from error
        return Form(self.questions, order, {name: each for name, each in self.groups.items() if name})


def label_of(row: Row) -> str:
    """Return the words of a row: in Japanese if there are any, else those without a language, else the first."""
    labels = {
        key: value.strip()
        for key, value in row.items()
        if key.split(":")[0].strip() == "label" and value.strip()
    }
    japanese = next((words for key, words in labels.items() if ":" in key and _JAPANESE.fullmatch(key)), "")
    return japanese or labels.get("label", "") or next(iter(labels.values()), "")


def _lists(lines: Lines) -> dict[str, list[Choice]]:
    lists: dict[str, list[Choice]] = {}
    for _, row in lines:
        name = row.get("list_name", row.get("list name", "")).strip()
        code = row.get("name", row.get("value", "")).strip()
        if name and code:
            exclusive = any(row.get(key, "").strip().lower() in _YES for key in _EXCLUSIVE)
            nets = tuple(net.strip() for net in _NETS.split(_first(row, ("net", "まとめ"))) if net.strip())
            score = _score(_first(row, ("score", "得点")))
            lists.setdefault(name, []).append(Choice(code, label_of(row) or code, exclusive, nets, score))
    return lists


def _first(row: Row, names: Sequence[str]) -> str:
    return next((row[name].strip() for name in names if row.get(name, "").strip()), "")


def _score(text: str) -> Fraction | None:
    try:
        return Fraction(text) if text and "/" not in text else None
    except ValueError:
        return None


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

"""Whether there is a respondent who is asked a question (docs/rules/survey-questionnaire.md).

The answers to the questions on which it depends are tried out: each option that a condition names and one that none
names, numbers at, below and above each limit, no answer. An answer that the question itself refuses is not tried.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain, combinations, pairwise
from math import ceil, floor, isfinite

from yakusoku.domain.survey.condition_tree import OWN, Call, Compare, Constant, Joined, Node, Ref, every_part
from yakusoku.domain.survey.conditions import Condition, holds
from yakusoku.domain.survey.form import Form, Question, QuestionKind

# As many sets of answers are tried for one condition, and so many options of one 複数回答 are told apart.
MOST_TRIED, MOST_TOLD_APART = 20_000, 9
MOST_TEXT = 1000


class Reach(StrEnum):
    """Whether a question is asked of anyone."""

    REACHED = "reached"
    NEVER = "never"
    UNKNOWN = "unknown"


@dataclass
class Reaching:
    """Answers for one questionnaire; what was found is kept, since many questions share a condition."""

    form: Form
    found: dict[tuple[Condition, ...], Reach] = field(default_factory=dict)

    def of(self, conditions: tuple[Condition, ...]) -> Reach:
        """Return whether some respondent meets all the conditions."""
        if conditions not in self.found:
            self.found[conditions] = _Search(self.form, conditions).result() if conditions else Reach.REACHED
        return self.found[conditions]


def can_be_met(question: Question, check: Condition, form: Form) -> Reach:
    """Return whether there is an answer to a question that meets its own `constraint`."""
    if check.names:
        # What else was answered decides as well: too much to try out, and seldom wrong.
        return Reach.UNKNOWN
    values, complete = _values(question, [check])
    if any(value and holds(check, {OWN: value}) for value in values):
        return Reach.REACHED
    return Reach.NEVER if complete and _is_simple(check.tree, form) else Reach.UNKNOWN


@dataclass
class _Search:
    form: Form
    conditions: tuple[Condition, ...]
    tried: int = 0
    complete: bool = True

    def result(self) -> Reach:
        names = self.ancestors()
        every = [*self.conditions, *(each for name in names for each in self.form.questions[name].conditions)]
        self.complete = all(_is_simple(condition.tree, self.form) for condition in every)
        values = {name: self.tried_of(name, every) for name in names}
        if self.meets(names, values, 0, {}):
            return Reach.REACHED
        return Reach.NEVER if self.complete else Reach.UNKNOWN

    def ancestors(self) -> list[str]:
        """Return the questions on which it depends, each after those on which it depends itself."""
        wanted: set[str] = set()
        left = [name for condition in self.conditions for name in condition.names]
        while left:
            name = left.pop()
            if name not in wanted:
                wanted.add(name)
                left.extend(self.form.questions[name].looks_at)
        return [name for name in self.form.order if name in wanted]

    def tried_of(self, name: str, every: Sequence[Condition]) -> list[str]:
        question = self.form.questions[name]
        checks = [question.check] if question.check and not question.check.names else []
        values, complete = _values(question, [*every, *checks])
        self.complete = self.complete and complete
        return [value for value in values if not value or all(holds(each, {OWN: value}) for each in checks)]

    def meets(
        self, names: Sequence[str], values: Mapping[str, list[str]], place: int, known: dict[str, str]
    ) -> bool:
        """Return whether the questions from `place` on can be answered so that all conditions hold."""
        self.tried += 1
        if self.tried > MOST_TRIED:
            self.complete = False
            return False
        if not all(holds(each, known) for each in self.conditions if each.names <= known.keys()):
            return False
        if place == len(names):
            return True
        name = names[place]
        asked = all(holds(each, known) for each in self.form.questions[name].conditions)
        for value in values[name] if asked else [""]:
            if self.meets(names, values, place + 1, {**known, name: value}):
                return True
        return False


def _values(question: Question, conditions: Sequence[Condition]) -> tuple[list[str], bool]:
    """Return answers to try out, and whether any other answer would do the same as one of them."""
    constants = list(chain.from_iterable(_beside(each.tree, question.name) for each in conditions))
    if question.kind is QuestionKind.SINGLE:
        return ["", *_told_apart(question, constants)], True
    if question.kind is QuestionKind.MULTIPLE:
        return _subsets(question, constants)
    if question.kind is QuestionKind.NUMBER:
        return _numbers(question, constants)
    texts = [constant for constant in constants if isinstance(constant, str)]
    limits = [constant for constant in constants if isinstance(constant, float)]
    lengths = {n for limit in limits if 0 <= limit <= MOST_TEXT for n in _around(int(limit))}
    # A number may be meant as a length or as what is written: not every text is told apart then.
    return ["", "x", *texts, *("x" * length for length in sorted(lengths) if length > 0)], not limits


def _told_apart(question: Question, constants: Sequence[str | float]) -> list[str]:
    """Return the options that conditions name, and one that none names."""
    named = {f"{each:.15g}" if isinstance(each, float) else each for each in constants}
    codes = [choice.name for choice in question.choices]
    others = [code for code in codes if code not in named]
    numeric = any(isinstance(each, float) for each in constants)
    # Codes that are compared with numbers are all told apart.
    return codes if numeric else [*(code for code in codes if code in named), *others[:1]]


def _subsets(question: Question, constants: Sequence[str | float]) -> tuple[list[str], bool]:
    told = _told_apart(question, [each for each in constants if isinstance(each, str)])
    alone = {choice.name for choice in question.choices if choice.exclusive}
    mixed = [code for code in told if code not in alone]
    complete = len(mixed) <= MOST_TOLD_APART
    sizes = range(1, len(mixed) + 1) if complete else (1, 2, len(mixed))
    rest = [c.name for c in question.choices if c.name not in alone and c.name not in told]
    counts = {n for each in constants if isinstance(each, float) and each >= 0 for n in _around(int(each))}
    found = ["", *(code for code in told if code in alone)]
    for several in chain.from_iterable(combinations(mixed, size) for size in sizes):
        for wanted in sorted({len(several), question.least or 1, question.most or 1, *counts}):
            filled = [*several, *rest[: max(0, wanted - len(several))]]
            if (question.least or 0) <= len(filled) <= (question.most or len(filled)):
                found.append(" ".join(filled))
    return list(dict.fromkeys(found)), complete


def _numbers(question: Question, constants: Sequence[str | float]) -> tuple[list[str], bool]:
    limits = {0.0}
    for constant in constants:
        try:
            limits.add(float(constant))
        except ValueError:
            continue
    ordered = sorted(limits)
    between = [(one + other) / 2 for one, other in pairwise(ordered)]
    if question.type == "integer":
        found = {
            float(n) for limit in ordered if isfinite(limit) for n in (*_around(floor(limit)), ceil(limit))
        }
    else:
        # Between two limits a decimal can stand that no whole number reaches.
        found = {each for limit in ordered for each in (limit - 1, limit, limit + 1)} | set(between)
    return ["", *(f"{each:.15g}" for each in sorted(found))], True


def _beside(tree: Node, name: str) -> Iterator[str | float]:
    """Yield the constants that stand beside a question, or beside the answer itself, in a condition."""
    for part in every_part(tree):
        if isinstance(part, Compare) or (isinstance(part, Call) and part.name in {"selected", "coalesce"}):
            inside = list(every_part(part))
            if any(isinstance(each, Ref) and each.name in {name, OWN} for each in inside):
                yield from (each.value for each in inside if isinstance(each, Constant))


def _is_simple(tree: Node, form: Form) -> bool:
    """Return whether the answers that are tried stand for all others: one question against constants each time."""
    match tree:
        case Joined(_, parts):
            return all(_is_simple(part, form) for part in parts)
        case Call("not", (inner,)):
            return _is_simple(inner, form)
        case Call("selected", (Ref(_), Constant(_))) | Call("true" | "false", ()) | Ref(_):
            return True
        case Compare(_, one, other):
            return _one_against_constant(one, other, form) or _one_against_constant(other, one, form)
        case _:
            return False


def _one_against_constant(one: Node, other: Node, form: Form) -> bool:
    inner = one.given[0] if isinstance(one, Call) and len(one.given) == 1 else one
    if not isinstance(inner, Ref) or not isinstance(other, Constant):
        return False
    question = form.questions.get(inner.name)
    # How a whole 複数回答 reads as one text depends on the order of its options.
    return question is None or question.kind is not QuestionKind.MULTIPLE or inner is not one


def _around(number: int) -> tuple[int, int, int]:
    return number - 1, number, number + 1

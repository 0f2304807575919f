"""Whether there is a respondent who is asked a question (docs/rules/survey-questionnaire.md).

The answers to the questions on which it depends are tried out: each option that a condition names and one that none
names, numbers at, below and above each limit, no answer. An answer that the question itself refuses is not tried.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain, combinations, pairwise
from math import ceil, floor, isfinite

from yakusoku.domain.survey.condition_tree import (
    OWN,
    Call,
    Compare,
    Constant,
    Joined,
    Node,
    Ref,
    Run,
    every_part,
    run_of,
    truth,
)
from yakusoku.domain.survey.conditions import Condition, holds
from yakusoku.domain.survey.form import Form, Question, QuestionKind

# As many sets of answers are tried for one condition, and so many options of one 複数回答 are told apart.
MOST_TRIED, MOST_TOLD_APART = 20_000, 9
# For a whole questionnaire, which is checked while somebody waits; a part of a condition is a part of a try.
MOST_IN_ALL, MOST_ANCESTORS, MOST_CONSTANTS, PARTS_IN_A_TRY = 150_000, 120, 200, 20
MOST_TEXT = 1000


class Reach(StrEnum):
    """Whether a question is asked of anyone."""

    REACHED = "reached"
    NEVER = "never"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class _Known:
    """What the search needs to know of a condition, found once.

    simple   the answers that are tried stand for all others
    beside   the constants that stand beside each question
    weight   how long it takes to work out, in parts of a try
    """

    simple: bool
    beside: Mapping[str, Sequence[str | float]]
    weight: int


@dataclass
class Reaching:
    """Answers for one questionnaire; what was found is kept, since many questions share a condition.

    left   how many tries are left for the whole questionnaire: a page waits for it
    """

    form: Form
    left: int = MOST_IN_ALL
    found: dict[tuple[str, ...], Reach] = field(default_factory=dict)
    known: dict[str, _Known] = field(default_factory=dict)

    def of(self, conditions: tuple[Condition, ...]) -> Reach:
        """Return whether some respondent meets all the conditions."""
        key = tuple(condition.text for condition in conditions)
        if key not in self.found:
            search = _Search(self, conditions)
            self.found[key] = search.result() if conditions else Reach.REACHED
            self.left -= search.tried
        return self.found[key]

    def told(self, condition: Condition) -> _Known:
        """Return what is known of a condition."""
        if condition.text not in self.known:
            parts = list(every_part(condition.tree))
            names = {part.name for part in parts if isinstance(part, Ref)}
            beside = {name: tuple(_beside(condition.tree, name)) for name in names}
            simple = _is_simple(condition.tree, self.form)
            self.known[condition.text] = _Known(simple, beside, len(parts) // PARTS_IN_A_TRY)
        return self.known[condition.text]


def can_be_met(question: Question, check: Condition, form: Form) -> Reach:
    """Return whether there is an answer to a question that meets its own `constraint`."""
    if check.names:
        # What else was answered decides as well: too much to try out, and seldom wrong.
        return Reach.UNKNOWN
    values, complete = _values(question, list(_beside(check.tree, OWN)))
    if any(value and holds(check, {OWN: value}) for value in values):
        return Reach.REACHED
    return Reach.NEVER if complete and _is_simple(check.tree, form) else Reach.UNKNOWN


@dataclass
class _Search:
    """One search.

    needed   what must hold, with the questions that it looks at and its weight
    """

    all: Reaching
    conditions: tuple[Condition, ...]
    tried: int = 0
    complete: bool = True
    needed: list[tuple[frozenset[str], Run, int]] = field(default_factory=list)

    def result(self) -> Reach:
        """Return what the search finds."""
        names, questions = self.ancestors(), self.all.form.questions
        if len(names) > MOST_ANCESTORS or self.all.left <= 0:
            return Reach.UNKNOWN
        every = [*self.conditions, *(each for name in names for each in questions[name].conditions)]
        self.complete = all(self.all.told(condition).simple for condition in every)
        values = {name: self.tried_of(name, every) for name in names}
        self.needed = list(self.needs())
        if self.meets(names, values, 0, {}):
            return Reach.REACHED
        return Reach.NEVER if self.complete else Reach.UNKNOWN

    def needs(self) -> Iterator[tuple[frozenset[str], Run, int]]:
        """Yield what must hold, each as soon as it can be seen to fail.

        Whoever chose an option was asked: what must hold for that question must hold as well.
        """
        left = [part for condition in self.conditions for part in conjuncts(condition.tree)]
        seen: set[Node] = set()
        while left:
            node = left.pop()
            if node in seen:
                continue
            seen.add(node)
            parts = list(every_part(node))
            refs = frozenset(part.name for part in parts if isinstance(part, Ref))
            yield refs, run_of(node), len(parts) // PARTS_IN_A_TRY
            answered = _answered_in(node)
            if answered in self.all.form.questions:
                conditions = self.all.form.questions[answered].conditions
                left.extend(part for condition in conditions for part in conjuncts(condition.tree))

    def ancestors(self) -> list[str]:
        """Return the questions on which it depends, each after those on which it depends itself."""
        wanted: set[str] = set()
        left = [name for condition in self.conditions for name in condition.names]
        while left:
            name = left.pop()
            if name not in wanted:
                wanted.add(name)
                left.extend(self.all.form.questions[name].looks_at)
        return [name for name in self.all.form.order if name in wanted]

    def tried_of(self, name: str, every: Sequence[Condition]) -> list[str]:
        """Return the answers to a question that are tried: those that it takes itself."""
        question = self.all.form.questions[name]
        checks = [question.check] if question.check and not question.check.names else []
        constants = [each for condition in every for each in self.all.told(condition).beside.get(name, ())]
        constants.extend(each for check in checks for each in _beside(check.tree, OWN))
        values, complete = _values(question, constants)
        self.complete = self.complete and complete
        return [value for value in values if not value or all(holds(each, {OWN: value}) for each in checks)]

    def meets(
        self, names: Sequence[str], values: Mapping[str, list[str]], place: int, known: dict[str, str]
    ) -> bool:
        """Return whether the questions from `place` on can be answered so that all conditions hold."""
        self.tried += 1
        if self.tried > min(MOST_TRIED, self.all.left):
            self.complete = False
            return False
        if place == len(names):
            return all(holds(each, known) for each in self.conditions)
        latest = names[place - 1] if place else ""
        for refs, run, weight in self.needed:
            if latest in refs and refs <= known.keys():
                self.tried += weight
                if not truth(run(known)):
                    return False
        name = names[place]
        for value in values[name] if self.is_asked(name, known) else [""]:
            if self.meets(names, values, place + 1, {**known, name: value}):
                return True
        return False

    def is_asked(self, name: str, known: dict[str, str]) -> bool:
        """Return whether a question is asked of whoever answered so."""
        conditions = self.all.form.questions[name].conditions
        self.tried += sum(self.all.told(each).weight for each in conditions)
        return all(holds(each, known) for each in conditions)


def conjuncts(node: Node) -> Iterator[Node]:
    """Yield the parts that must all hold."""
    if isinstance(node, Joined) and node.word == "and":
        for part in node.parts:
            yield from conjuncts(part)
    else:
        yield node


def _answered_in(node: Node) -> str:
    """Return the question that must have been answered for a part to hold; empty: none is known."""
    match node:
        case Call("selected", (Ref(name), Constant(_))) | Compare(
            "<" | "<=" | ">" | ">=", Ref(name), Constant(_)
        ):
            return name
        case Compare("=", Ref(name), Constant(value)) if value != "":
            return name
        case _:
            return ""


def _values(question: Question, beside: Sequence[str | float]) -> tuple[list[str], bool]:
    """Return answers to try out, and whether any other answer would do the same as one of them.

    beside   the constants with which conditions compare it
    """
    constants = list(dict.fromkeys(beside))[:MOST_CONSTANTS]
    values, complete = _tried(question, constants)
    return values, complete and len(constants) == len(set(beside))


def _tried(question: Question, constants: Sequence[str | float]) -> tuple[list[str], bool]:
    if question.kind is QuestionKind.SINGLE:
        return [*_told_apart(question, constants), ""], True
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
    """Yield the constants that stand beside a question (`.`: the answer itself) in a condition."""
    for part in every_part(tree):
        if isinstance(part, Compare) or (isinstance(part, Call) and part.name in {"selected", "coalesce"}):
            inside = list(every_part(part))
            if any(isinstance(each, Ref) and each.name == name for each in inside):
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

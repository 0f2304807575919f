"""Conditions of a questionnaire (`relevant` of XLSForm): who is asked a question.

The part of XPath that questionnaires use. What is not known is refused, never guessed: a wrong base is worse than none.
"""

import math
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

Value = str | float | bool
Condition = Callable[[Mapping[str, str]], Value]

MOST_LETTERS, MOST_LEVELS = 5000, 50
# The name under which a `constraint` finds the answer that it is about.
OWN = "."
_TOKEN = re.compile(
    r"""\s*(?:(?P<ref>\$\{\s*[^{}\s]+\s*\})|(?P<own>\.(?!\d))|(?P<text>'[^']*'|"[^"]*")|(?P<number>\d+(?:\.\d+)?)"""
    r"""|(?P<sign>!=|<=|>=|[=<>()+*,-])|(?P<word>[A-Za-z][A-Za-z0-9_-]*))"""
)
_QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"'})
_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


class UnknownCondition(ValueError):
    """A condition says something that is not understood."""


def parse_condition(text: str) -> tuple[Condition, frozenset[str]]:
    """Return a condition on the answers of one respondent, and the questions it looks at. Raises UnknownCondition."""
    if len(text) > MOST_LETTERS:
        raise UnknownCondition("条件が長すぎます。")
    parser = _Parser(_tokens(text.translate(_QUOTES)))
    condition = parser.either()
    if parser.left:
        raise UnknownCondition(f"「{parser.left[0][1]}」から後が読めません。")
    return condition, frozenset(parser.names)


def holds(condition: Condition, answers: Mapping[str, str]) -> bool:
    """Return whether a respondent with these answers meets a condition; a question without answer is empty text."""
    return _truth(condition(answers))


def _tokens(text: str) -> list[tuple[str, str]]:
    found, place = [], 0
    while text[place:].strip():
        match = _TOKEN.match(text, place)
        if not match or match.lastgroup is None:
            raise UnknownCondition(f"「{text[place:].strip()[:20]}」が読めません。")
        found.append((match.lastgroup, match[match.lastgroup]))
        place = match.end()
    return found


@dataclass
class _Parser:
    """Goes through the words once, loosest connection first."""

    left: list[tuple[str, str]]
    names: set[str] = field(default_factory=set)
    level: int = 0

    def take(self, *wanted: str) -> str | None:
        """Return the next word if it is one of these, and go on."""
        if self.left and self.left[0][1] in wanted and self.left[0][0] in {"sign", "word"}:
            return self.left.pop(0)[1]
        return None

    def need(self, wanted: str) -> None:
        if self.take(wanted) is None:
            raise UnknownCondition(f"「{wanted}」がありません。")

    def either(self) -> Condition:
        parts = [self.both()]
        while self.take("or"):
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else lambda answers: any(_truth(part(answers)) for part in parts)

    def both(self) -> Condition:
        parts = [self.comparison()]
        while self.take("and"):
            parts.append(self.comparison())
        return parts[0] if len(parts) == 1 else lambda answers: all(_truth(part(answers)) for part in parts)

    def comparison(self) -> Condition:
        one = self.sum()
        while sign := self.take("=", "!=", "<", "<=", ">", ">="):
            one = _compared(one, sign, self.sum())
        return one

    def sum(self) -> Condition:
        one = self.product()
        while sign := self.take("+", "-"):
            one = _counted(one, operator.add if sign == "+" else operator.sub, self.product())
        return one

    def product(self) -> Condition:
        one = self.single()
        while sign := self.take("*", "div", "mod"):
            one = _counted(one, {"*": operator.mul, "div": _divided, "mod": _rest}[sign], self.single())
        return one

    def single(self) -> Condition:
        if self.take("-"):
            return _counted(lambda _: 0.0, operator.sub, self.single())
        if not self.left:
            raise UnknownCondition("条件が途中で終わっています。")
        kind, word = self.left.pop(0)
        if kind == "ref":
            name = word[2:-1].strip()
            self.names.add(name)
            return lambda answers: answers.get(name, "")
        if kind == "own":
            return lambda answers: answers.get(OWN, "")
        if kind == "text":
            return lambda _: word[1:-1]
        if kind == "number":
            return lambda _: float(word)
        if kind == "word" or word == "(":
            return self.nested(word)
        raise UnknownCondition(f"「{word}」がここにあるのは読めません。")

    def nested(self, word: str) -> Condition:
        """Read what stands in brackets: a condition, or what a function is given."""
        self.level += 1
        if self.level > MOST_LEVELS:
            raise UnknownCondition("括弧の入れ子が深すぎます。")
        given: list[Condition] = []
        if word != "(":
            self.need("(")
        if not (word != "(" and self.left and self.left[0][1] == ")"):
            given.append(self.either())
            while word != "(" and self.take(","):
                given.append(self.either())
        self.need(")")
        self.level -= 1
        return given[0] if word == "(" else _function(word, given)


def _compared(one: Condition, sign: str, other: Condition) -> Condition:
    if sign in _COMPARE:
        compare = _COMPARE[sign]
        return lambda answers: compare(_number(one(answers)), _number(other(answers)))
    wanted = sign == "="
    return lambda answers: _same(one(answers), other(answers)) == wanted


def _same(one: Value, other: Value) -> bool:
    if isinstance(one, bool) or isinstance(other, bool):
        return _truth(one) == _truth(other)
    if isinstance(one, float) or isinstance(other, float):
        return _number(one) == _number(other)
    return one == other


def _counted(one: Condition, sign: Callable[[float, float], float], other: Condition) -> Condition:
    return lambda answers: sign(_number(one(answers)), _number(other(answers)))


def _divided(one: float, other: float) -> float:
    return one / other if other else math.nan


def _rest(one: float, other: float) -> float:
    return math.fmod(one, other) if other and math.isfinite(one) else math.nan


def _truth(value: Value) -> bool:
    return value > 0 or value < 0 if isinstance(value, float) else bool(value)


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:.15g}" if isinstance(value, float) else value


def _number(value: Value) -> float:
    try:
        return float(value)
    except ValueError:
        return math.nan


_FUNCTIONS: dict[str, tuple[int, Callable[..., Value]]] = {
    "selected": (2, lambda chosen, option: _text(option) in _text(chosen).split()),
    "count-selected": (1, lambda chosen: float(len(_text(chosen).split()))),
    "not": (1, lambda value: not _truth(value)),
    "true": (0, lambda: True),
    "false": (0, lambda: False),
    "number": (1, _number),
    "string": (1, _text),
    "string-length": (1, lambda value: float(len(_text(value)))),
    "coalesce": (2, lambda one, other: one if _text(one) else other),
}


def _function(name: str, given: Sequence[Condition]) -> Condition:
    if name not in _FUNCTIONS:
        raise UnknownCondition(f"「{name}」は使えません。")
    wanted, function = _FUNCTIONS[name]
    if len(given) != wanted:
        raise UnknownCondition(f"「{name}」の括弧の中は{wanted}個です。")
    return lambda answers: function(*(each(answers) for each in given))

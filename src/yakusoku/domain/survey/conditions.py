"""Conditions of a questionnaire (`relevant` of XLSForm): who is asked a question.

The part of XPath that questionnaires use. What is not known is refused, never guessed: a wrong base is worse than none.
"""

import re
from dataclasses import dataclass, field

from yakusoku.domain.survey.condition_tree import (
    FUNCTIONS,
    OWN,
    Answers,
    Call,
    Compare,
    Constant,
    Joined,
    Node,
    Reckon,
    Ref,
    Run,
    Value,
    parts_of,
    run_of,
    truth,
)

__all__ = ["OWN", "Condition", "UnknownCondition", "holds", "parse_condition"]
MOST_LETTERS, MOST_LEVELS, MOST_DEEP = 5000, 50, 200
_TOKEN = re.compile(
    r"""\s*(?:(?P<ref>\$\{\s*[^{}\s]+\s*\})|(?P<own>\.(?!\d))|(?P<text>'[^']*'|"[^"]*")|(?P<number>\d+(?:\.\d+)?)"""
    r"""|(?P<sign>!=|<=|>=|[=<>()+*,-])|(?P<word>[A-Za-z][A-Za-z0-9_-]*))"""
)
_QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"'})


class UnknownCondition(ValueError):
    """A condition says something that is not understood."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on the answers of one respondent; called with them, it gives its value.

    text   as the questionnaire writes it
    tree   what it says, part by part
    names  the questions that it looks at
    """

    text: str
    tree: Node
    names: frozenset[str]
    run: Run = field(repr=False, compare=False)

    def __call__(self, answers: Answers) -> Value:
        return self.run(answers)


def parse_condition(text: str) -> tuple[Condition, frozenset[str]]:
    """Return a condition on the answers of one respondent, and the questions it looks at. Raises UnknownCondition."""
    if len(text) > MOST_LETTERS:
        raise UnknownCondition("条件が長すぎます。")
    parser = _Parser(_tokens(text.translate(_QUOTES)))
    tree = parser.either()
    if parser.left:
        raise UnknownCondition(f"「{parser.left[0][1]}」から後が読めません。")
    if _too_deep(tree):
        raise UnknownCondition("条件の入れ子が深すぎます。")
    names = frozenset(parser.names)
    return Condition(text, tree, names, run_of(tree)), names


def holds(condition: Condition, answers: Answers) -> bool:
    """Return whether a respondent with these answers meets a condition; a question without answer is empty text."""
    return truth(condition(answers))


def _tokens(text: str) -> list[tuple[str, str]]:
    found, place, end = [], 0, len(text.rstrip())
    while place < end:
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

    def either(self) -> Node:
        parts = [self.both()]
        while self.take("or"):
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else Joined("or", tuple(parts))

    def both(self) -> Node:
        parts = [self.comparison()]
        while self.take("and"):
            parts.append(self.comparison())
        return parts[0] if len(parts) == 1 else Joined("and", tuple(parts))

    def comparison(self) -> Node:
        one = self.sum()
        while sign := self.take("=", "!=", "<", "<=", ">", ">="):
            one = Compare(sign, one, self.sum())
        return one

    def sum(self) -> Node:
        one = self.product()
        while sign := self.take("+", "-"):
            one = Reckon(sign, one, self.product())
        return one

    def product(self) -> Node:
        one = self.single()
        while sign := self.take("*", "div", "mod"):
            one = Reckon(sign, one, self.single())
        return one

    def single(self) -> Node:
        if self.take("-"):
            self.level = _one_more(self.level, MOST_LEVELS)
            turned = Reckon("-", Constant(0.0), self.single())
            self.level -= 1
            return turned
        if not self.left:
            raise UnknownCondition("条件が途中で終わっています。")
        kind, word = self.left.pop(0)
        if kind == "ref":
            name = word[2:-1].strip()
            self.names.add(name)
            return Ref(name)
        if kind == "own":
            return Ref(OWN)
        if kind == "text":
            return Constant(word[1:-1])
        if kind == "number":
            return Constant(float(word))
        if kind == "word" or word == "(":
            return self.nested(word)
        raise UnknownCondition(f"「{word}」がここにあるのは読めません。")

    def nested(self, word: str) -> Node:
        """Read what stands in brackets: a condition, or what a function is given."""
        self.level = _one_more(self.level, MOST_LEVELS)
        given: list[Node] = []
        if word != "(":
            self.need("(")
        if not (word != "(" and self.left and self.left[0][1] == ")"):
            given.append(self.either())
            while word != "(" and self.take(","):
                given.append(self.either())
        self.need(")")
        self.level -= 1
        return given[0] if word == "(" else _call(word, given)


def _too_deep(tree: Node) -> bool:
    """Return whether parts stand deeper within each other than they can be worked out."""
    left = [(tree, 1)]
    while left:
        node, depth = left.pop()
        if depth > MOST_DEEP:
            return True
        left.extend((part, depth + 1) for part in parts_of(node))
    return False


def _one_more(count: int, most: int) -> int:
    """Return the count with one more. Raises UnknownCondition: parts that stand too deep cannot be worked out."""
    if count >= most:
        raise UnknownCondition("条件の入れ子が深すぎます。")
    return count + 1


def _call(name: str, given: list[Node]) -> Call:
    if name not in FUNCTIONS:
        raise UnknownCondition(f"「{name}」は使えません。")
    wanted, _ = FUNCTIONS[name]
    if len(given) != wanted:
        raise UnknownCondition(f"「{name}」の括弧の中は{wanted}個です。")
    return Call(name, tuple(given))

"""What a condition says, part by part, and how each part is worked out from the answers of one respondent."""

import math
import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

Value = str | float | bool
Answers = Mapping[str, str]
Run = Callable[[Answers], Value]
# The name under which a `constraint` finds the answer that it is about.
OWN = "."


@dataclass(frozen=True, slots=True)
class Ref:
    """The answer to a question."""

    name: str


@dataclass(frozen=True, slots=True)
class Constant:
    """Words or a number as they are written."""

    value: str | float


@dataclass(frozen=True, slots=True)
class Call:
    """A function with what it is given."""

    name: str
    given: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Compare:
    """Two parts and the sign between them: = != < <= > >=."""

    sign: str
    one: "Node"
    other: "Node"


@dataclass(frozen=True, slots=True)
class Reckon:
    """Two parts and the sign that reckons with them: + - * div mod."""

    sign: str
    one: "Node"
    other: "Node"


@dataclass(frozen=True, slots=True)
class Joined:
    """Several parts of which all hold (`and`) or one at least (`or`)."""

    word: str
    parts: tuple["Node", ...]


Node = Ref | Constant | Call | Compare | Reckon | Joined


def parts_of(node: Node) -> tuple[Node, ...]:
    """Return the parts that a part is made of."""
    match node:
        case Call(_, given):
            return given
        case Compare(_, one, other) | Reckon(_, one, other):
            return one, other
        case Joined(_, parts):
            return parts
        case _:
            return ()


def every_part(node: Node) -> Iterator[Node]:
    """Yield a part and all that it is made of."""
    yield node
    for part in parts_of(node):
        yield from every_part(part)


def written(node: Node) -> str:
    """Return a part as a sheet writes it; read again it says the same."""
    match node:
        case Ref(name):
            return OWN if name == OWN else f"${{{name}}}"
        case Constant(str(text)):
            return f'"{text}"' if "'" in text else f"'{text}'"
        case Constant(value):
            return f"{value:.15g}"
        case Call(name, given):
            return f"{name}({', '.join(map(written, given))})"
        case Compare(sign, one, other) | Reckon(sign, one, other):
            return f"{_within(one)} {sign} {_within(other)}"
        case Joined(word, parts):
            return f" {word} ".join(
                f"({written(part)})" if isinstance(part, Joined) else written(part) for part in parts
            )


def _within(node: Node) -> str:
    return written(node) if isinstance(node, Ref | Constant | Call) else f"({written(node)})"


def run_of(node: Node) -> Run:
    """Return what works a part out."""
    match node:
        case Ref(name):
            return lambda answers: answers.get(name, "")
        case Constant(value):
            return lambda _: value
        case Call(name, given):
            function, each = FUNCTIONS[name][1], [run_of(part) for part in given]
            return lambda answers: function(*(part(answers) for part in each))
        case Compare(sign, one, other):
            return _compared(run_of(one), sign, run_of(other))
        case Reckon(sign, one, other):
            return _reckoned(run_of(one), _RECKON[sign], run_of(other))
        case Joined(word, parts):
            runs = [run_of(part) for part in parts]
            if word == "or":
                return lambda answers: any(truth(run(answers)) for run in runs)
            return lambda answers: all(truth(run(answers)) for run in runs)


def truth(value: Value) -> bool:
    """Return whether a value counts as true."""
    return value > 0 or value < 0 if isinstance(value, float) else bool(value)


def _compared(one: Run, sign: str, other: Run) -> Run:
    if sign in _COMPARE:
        compare = _COMPARE[sign]
        return lambda answers: compare(_number(one(answers)), _number(other(answers)))
    wanted = sign == "="
    return lambda answers: _same(one(answers), other(answers)) == wanted


def _same(one: Value, other: Value) -> bool:
    if isinstance(one, bool) or isinstance(other, bool):
        return truth(one) == truth(other)
    if isinstance(one, float) or isinstance(other, float):
        return _number(one) == _number(other)
    return one == other


def _reckoned(one: Run, sign: Callable[[float, float], float], other: Run) -> Run:
    return lambda answers: sign(_number(one(answers)), _number(other(answers)))


def _divided(one: float, other: float) -> float:
    return one / other if other else math.nan


def _rest(one: float, other: float) -> float:
    return math.fmod(one, other) if other and math.isfinite(one) else math.nan


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:.15g}" if isinstance(value, float) else value


def _number(value: Value) -> float:
    try:
        return float(value)
    except ValueError:
        return math.nan


_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
_RECKON: dict[str, Callable[[float, float], float]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "div": _divided, "mod": _rest,
}  # fmt: skip
# What each function is given, and what it makes of it.
FUNCTIONS: dict[str, tuple[int, Callable[..., Value]]] = {
    "selected": (2, lambda chosen, option: _text(option) in _text(chosen).split()),
    "count-selected": (1, lambda chosen: float(len(_text(chosen).split()))),
    "not": (1, lambda value: not truth(value)),
    "true": (0, lambda: True),
    "false": (0, lambda: False),
    "number": (1, _number),
    "string": (1, _text),
    "string-length": (1, lambda value: float(len(_text(value)))),
    "coalesce": (2, lambda one, other: one if _text(one) else other),
}

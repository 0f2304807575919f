"""Bars that answer one question each. What a template draws; the numbers stand beside them in words."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from yakusoku.web.formats import number


@dataclass(frozen=True, slots=True)
class Value:
    """A part of a bar before it has a width: how much, in words, and the rows behind it."""

    amount: int
    words: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bar. x and width are shares of the longest bar in percent; fill: number of a pattern."""

    words: str
    href: str
    x: str
    width: str
    fill: int


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar with its name and its sum in words; `cells` are its row of the table."""

    name: str
    href: str
    told: str
    parts: tuple[Part, ...]
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Legend:
    """What a pattern stands for."""

    fill: int
    words: str


@dataclass(frozen=True, slots=True)
class Chart:
    """One question, its answer in a sentence, and the bars.

    head     the head of the table that tells the same, the name first
    nothing  what is said where there is no bar
    """

    id: str
    question: str
    answer: str
    head: tuple[str, ...]
    bars: tuple[Bar, ...]
    legend: tuple[Legend, ...] = ()
    note: str = ""
    nothing: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A bar before it is drawn. `more`: further cells of its row in the table."""

    name: str
    href: str
    values: Sequence[Value]
    more: tuple[str, ...] = ()
    told: str = field(default="")

    @property
    def total(self) -> int:
        """Return the length of the bar."""
        return sum(value.amount for value in self.values)


def draw(lines: Sequence[Line], longest: int = 0) -> tuple[Bar, ...]:
    """Return the bars. `longest`: the amount that fills the width; 0: that of the longest bar."""
    full = longest or max((line.total for line in lines), default=0) or 1
    return tuple(_bar(line, full) for line in lines)


def _bar(line: Line, full: int) -> Bar:
    parts, x = [], 0
    for place, value in enumerate(line.values, 1):
        if value.amount:
            parts.append(Part(value.words, value.href, percent(x, full), percent(value.amount, full), place))
        x += value.amount
    split = tuple(number(value.amount) for value in line.values) if len(line.values) > 1 else ()
    told = line.told or number(line.total)
    return Bar(line.name, line.href, told, tuple(parts), (*split, number(line.total), *line.more))


def percent(amount: int, full: int) -> str:
    """Return a share as SVG takes it, whatever the reader's language."""
    return f"{100 * amount / full:.2f}%"

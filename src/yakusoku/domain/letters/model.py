"""The parts of a letter: 改善指示書, 議事録, 承諾書, 証明書 and the like share one shape and one look."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside the letter."""

    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; line breaks are kept."""

    text: str


@dataclass(frozen=True, slots=True)
class Items:
    """A list, numbered (1), (2) …"""

    texts: Sequence[str]


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels with their values, one pair to a line."""

    rows: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a head row, repeated on each page.

    widths   of the columns, as shares of the page; empty: all the same
    blank    how many empty rows follow, to be filled in by hand
    """

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float] = ()
    blank: int = 0


@dataclass(frozen=True, slots=True)
class Signature:
    """Lines to be signed at the end, each with room for a seal."""

    lines: Sequence[str]


Block = Heading | Text | Items | Facts | Table | Signature


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter from one side to the other.

    number   its number in the files of the sender; empty: it has none
    day      the day it bears; None: to be filled in by hand
    to       lines of the addressee, the last one ends with 様 or 御中
    sender   lines of the sender
    """

    title: str
    number: str
    day: date | None
    to: Sequence[str]
    sender: Sequence[str]
    blocks: Sequence[Block]

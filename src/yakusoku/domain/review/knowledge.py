"""What a legal clerk wrote about each requirement: by which words it is known, and when it is weak."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from yakusoku.domain.catalogue.strength import Strength


class Nature(StrEnum):
    """What a requirement is about, which tells how its sentences are read.

    ACT     something the contractor may not do, or only under conditions: 複写, 再委託
    DUTY    something the contractor has to do: 教育, 報告
    RIGHT   something the client may do: 立入検査, 解除
    """

    ACT = "act"
    DUTY = "duty"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Example:
    """A clause written for learning. `strength` None: it is a near miss, and not about the requirement."""

    text: str
    strength: Strength | None
    weak: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What is known about one requirement. Signs are written as signs.py tells.

    signs          each of them alone says that the clause deals with the requirement
    headings       headings of clauses that deal with it, as a rule
    under_heading  signs that count only under one of the headings
    excludes       where one of these is found in the same sentence, signs there do not count
    weak           words that make the promise weak
    firm           a promise without any of these is weak; none: nothing is needed
    """

    slug: str
    nature: Nature
    signs: tuple[str, ...]
    headings: tuple[str, ...] = ()
    under_heading: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    firm: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class Lore:
    """Everything that the review knows. `words`: the lists that signs speak of, by name."""

    words: Mapping[str, Sequence[str]]
    requirements: tuple[Knowledge, ...]

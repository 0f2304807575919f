"""A sentence in Japanese that keeps its code and what fills it, so that it can be said in another language."""

from collections.abc import Mapping
from typing import ClassVar, Self


class Told(str):
    """A sentence of ours; each kind has its sentences by their codes.

    code, facts   which sentence it is, and what fills its places
    """

    __slots__ = ("code", "facts")
    SENTENCES: ClassVar[Mapping[str, str]] = {}
    code: str
    facts: Mapping[str, str]

    def __new__(cls, code: str, **facts: str) -> Self:
        """Make the sentence of a code."""
        made = super().__new__(cls, cls.SENTENCES[code].format(**facts))
        made.code, made.facts = code, facts
        return made

    @property
    def sentence(self) -> str:
        """Return the sentence with its places empty."""
        return self.SENTENCES[self.code]

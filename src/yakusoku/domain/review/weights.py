"""A linear model beside the signs: how much runs of letters and ideas speak for a requirement.

It was trained on the examples of the catalogue and on labelled clauses (`make model`), without knowing the signs:
they were written by people who had the same clauses before them. It decides in two cases. A sign was found, and
the model is sure that the clause deals with something else; or no sign was found, and the model is sure that it
does. It says nothing without words: each label names those that carried it (docs/rules/review-labels.md).
"""

import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import sqrt

from yakusoku.domain.review.features import IN_HEADING, TOGETHER, Ideas, grams_of, together
from yakusoku.domain.review.text import ClauseText

# A weight is kept in one byte, this one meaning nothing; a rarity as a multiple of 1 / RARITY.
NOTHING, RARITY, SQUARE = 128, 24, 64
MOST_GRAMS, FURTHEST = 4, 2


@dataclass(frozen=True, slots=True)
class Learned:
    """What training leaves.

    slugs          the requirements it knows
    bias           by requirement
    scale          what one step of a weight is worth
    features       run of letters, idea or pair of ideas → its rarity and a weight by requirement, each one byte
    heading, idea  how much a heading, and ideas, count beside the letters of the text
    bare, signed   from which score on a clause deals with a requirement, without a sign and with one
    """

    slugs: tuple[str, ...]
    bias: tuple[float, ...]
    scale: float
    features: Mapping[str, bytes]
    heading: float
    idea: float
    bare: float
    signed: float


class Weights:
    """A trained model, ready to be asked.

    The weights of a feature for all requirements are one number of 32 bits each, so that adding up features adds
    up the weights of all requirements at once.
    """

    def __init__(self, learned: Learned, ideas: Ideas) -> None:
        self._learned = learned
        self._ideas = ideas
        self.slugs = learned.slugs
        self._places = {slug: place for place, slug in enumerate(learned.slugs)}
        self._shape = struct.Struct(f"<{len(learned.slugs) + 1}I")

    @cached_property
    def _packed(self) -> dict[str, int]:
        """Return by feature one number: the square of its rarity, and its weights."""
        packed = {}
        for name, told in self._learned.features.items():
            wide = bytearray(self._shape.size)
            wide[4::4] = told[1:]
            square = round((told[0] / RARITY) ** 2 * SQUARE)
            packed[name] = int.from_bytes(wide, "little") | square
        return packed

    def scores(self, clause: ClauseText, heading: str) -> list[tuple[float, ...]]:
        """Return by sentence how much speaks for each requirement, in the order of the slugs. Texts are folded."""
        titled = self._titled(heading)
        return [self._sentence(sentence.text, titled) for sentence in clause.sentences]

    def _titled(self, heading: str) -> tuple[float, ...]:
        if not heading:
            return self._learned.bias
        grams = grams_of(heading)
        letters = self._sum([IN_HEADING + gram for gram in grams])
        ideas = self._sum([IN_HEADING + name for name in self._ideas.found(heading, grams)])
        by, beside = self._learned.heading, self._learned.idea
        return tuple(
            bias + by * one + beside * other
            for bias, one, other in zip(self._learned.bias, letters, ideas, strict=True)
        )

    def _sentence(self, text: str, titled: tuple[float, ...]) -> tuple[float, ...]:
        grams = grams_of(text)
        letters = self._sum(grams)
        ideas = self._sum(together(self._ideas.found(text, grams)))
        beside = self._learned.idea
        return tuple(
            [
                bias + one + beside * other
                for bias, one, other in zip(titled, letters, ideas, strict=True)
            ]
        )

    def _sum(self, names: Iterable[str]) -> list[float]:
        """Return what features say of each requirement, the more of them there are the less each says."""
        packed = self._packed
        found = [packed[name] for name in names if name in packed]
        if not found:
            return [0.0] * len(self.slugs)
        told = self._shape.unpack(sum(found).to_bytes(self._shape.size, "little"))
        nothing = NOTHING * len(found)
        step = self._learned.scale / sqrt(told[0] / SQUARE)
        return [step * (each - nothing) for each in told[1:]]

    def deals_with(self, slug: str, score: float, signed: bool) -> bool:
        """Return whether a clause deals with a requirement. `signed`: a sign of it was found."""
        return score > (self._learned.signed if signed else self._learned.bare)

    def carrying(self, text: str, slug: str) -> list[tuple[int, int]]:
        """Return the words of a folded sentence that speak most for a requirement, as spans."""
        place = self._places[slug] + 1
        told = {
            name: (row[place] - NOTHING) * self._learned.idea
            for name in together(self._ideas.found(text, grams_of(text)))
            if (row := self._learned.features.get(name)) and row[place] > NOTHING
        }
        strongest = {
            part for name in sorted(told, key=lambda each: (-told[each], each))[:2] for part in name.split(TOGETHER)
        }
        spans = [(start, end) for start, end, _ in self._ideas.words(text, strongest)]
        return _words([*spans, *self._letters(text, place)])

    def _letters(self, text: str, place: int) -> list[tuple[int, int]]:
        """Return the runs of letters that speak most."""
        grams = {
            gram: row[place]
            for gram in grams_of(text)
            if (row := self._learned.features.get(gram)) and row[place] > NOTHING
        }
        best = sorted(grams, key=lambda each: (-grams[each], each))[:MOST_GRAMS]
        starts = [(text.find(gram), len(gram)) for gram in best]
        return [(start, start + size) for start, size in starts]


def _words(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return spans in order, those that touch or nearly touch as one, so that they can be read."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1] + FURTHEST:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined

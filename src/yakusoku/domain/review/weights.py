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
from math import log, sqrt

from yakusoku.domain.review.features import IN_HEADING, TOGETHER, Ideas, titled, together
from yakusoku.domain.review.grams import grams_of
from yakusoku.domain.review.text import ClauseText

# A weight is kept in one byte, this one meaning nothing; a rarity as a multiple of 1 / RARITY.
NOTHING, RARITY, SQUARE = 128, 24, 64
MOST_GRAMS, FURTHEST = 4, 2
# How long, by its rarities, a sentence usually is in letters and in ideas. In a longer one, which says several
# things, each word loses only half as much as it would by its share.
USUAL_LETTERS, USUAL_IDEAS = 40.0, 8.0


@dataclass(frozen=True, slots=True)
class Learned:
    """What training leaves.

    slugs          the requirements it knows
    bias           by requirement
    scale          what one step of a weight is worth
    features       run of letters, idea or pair of ideas → its rarity and a weight by requirement, each one byte
    heading, idea  how much a heading, and ideas, count beside the letters of the text
    bare, signed   from which score on a clause deals with a requirement, without a sign and with one
    crowd          how much more is asked of a clause of many sentences, one of which is always the best
    """

    slugs: tuple[str, ...]
    bias: tuple[float, ...]
    scale: float
    features: Mapping[str, bytes]
    heading: float
    idea: float
    bare: float
    signed: float
    crowd: float


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
        return [self._sentence(each.text, each.grams, titled) for each in clause.sentences]

    def _titled(self, heading: str) -> tuple[float, ...]:
        if not heading:
            return self._learned.bias
        grams = grams_of(heading)
        letters = [IN_HEADING + gram for gram in grams]
        ideas = titled(self._ideas.found(heading, grams))
        return self._added(self._learned.bias, letters, self._learned.heading, ideas)

    def _sentence(self, text: str, grams: set[str], titled: tuple[float, ...]) -> tuple[float, ...]:
        return self._added(titled, grams, 1.0, together(self._ideas.found(text, grams)))

    def _added(
        self, before: tuple[float, ...], letters: Iterable[str], share: float, ideas: Iterable[str]
    ) -> tuple[float, ...]:
        """Return scores with what letters and ideas say; the more of a kind there are, the less each of them says."""
        one, other = self._sum(letters, USUAL_LETTERS), self._sum(ideas, USUAL_IDEAS)
        if not one and not other:
            return before
        one, other = one or self._silent, other or self._silent
        by, beside = one[-1] * share, other[-1] * self._learned.idea
        nothing = one[0] * by + other[0] * beside
        return tuple(
            [
                score + by * first + beside * second - nothing
                for score, first, second in zip(before, one[1:], other[1:], strict=False)
            ]
        )

    @cached_property
    def _silent(self) -> tuple[float, ...]:
        return (0.0,) * (len(self.slugs) + 2)

    def _sum(self, names: Iterable[str], usual: float) -> tuple[float, ...]:
        """Return the weights of features by requirement, before them what means nothing, after them their worth.

        Empty: no feature is known.
        """
        found = list(filter(None, map(self._packed.get, names)))
        if not found:
            return ()
        squares, *told = self._shape.unpack(sum(found).to_bytes(self._shape.size, "little"))
        length = sqrt(squares / SQUARE)
        damped = length if length <= usual else sqrt(length * usual)
        return (NOTHING * len(found), *told, self._learned.scale / damped)

    def deals_with(self, score: float, sentences: int, signed: bool) -> bool:
        """Return whether a clause deals with a requirement.

        score       the highest of its sentences; `sentences`: how many it has
        signed      a sign of the requirement was found
        """
        least = self._learned.signed if signed else self._learned.bare
        return score > least + self._learned.crowd * log(sentences)

    def carrying(self, text: str, slug: str) -> list[tuple[int, int]]:
        """Return the words of a folded sentence that speak most for a requirement, as spans."""
        place = self._places[slug] + 1
        told = {
            name: (row[place] - NOTHING) * self._learned.idea
            for name in together(self._ideas.found(text, grams_of(text)))
            if (row := self._learned.features.get(name)) and row[place] > NOTHING
        }
        strongest = {
            part
            for name in sorted(told, key=lambda each: (-told[each], each))[:2]
            for part in name.split(TOGETHER)
            if part
        }
        spans = [(start, end) for start, end, _ in self._ideas.words(text, strongest)]
        return _words(text, [*spans, *self._letters(text, place)])

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


def _words(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return spans in order as words that can be read.

    A run of letters may begin or end within a word: it is drawn out to the whole of it, and particles before it
    are left off. Spans that touch or nearly touch become one.
    """
    joined: list[tuple[int, int]] = []
    for start, end in sorted(_whole(text, start, end) for start, end in spans):
        if joined and start <= joined[-1][1] + FURTHEST:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    if any(_of_a_word(letter) for letter in text[start:end]):
        while not _of_a_word(text[start]):
            start += 1
        while start and _of_a_word(text[start - 1]):
            start -= 1
        while end < len(text) and _of_a_word(text[end - 1]) and _of_a_word(text[end]):
            end += 1
    return start, end


def _of_a_word(letter: str) -> bool:
    """Return whether a letter is one that words are made of, and particles are not: kanji, katakana, latin."""
    return letter.isalnum() and not "ぁ" <= letter <= "ん"

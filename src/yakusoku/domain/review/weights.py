"""A linear model beside the signs: how much runs of letters and ideas speak for a requirement.

It was trained on the examples of the catalogue and on labelled clauses (`make model`), without knowing the signs:
they were written by people who had the same clauses before them. It decides in two cases. A sign was found, and
the model is sure that the clause deals with something else; or no sign was found, and the model is sure that it
does. It says nothing without words: each label names those that carried it (docs/rules/review-labels.md).
"""

import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import log, sqrt

from yakusoku.domain.review.features import IN_HEADING, TOGETHER, Ideas, titled, together
from yakusoku.domain.review.grams import grams_of
from yakusoku.domain.review.headings import HEADINGS
from yakusoku.domain.review.text import ClauseText, Sentence

# A weight is kept in one byte, this one meaning nothing; a rarity as a multiple of 1 / RARITY.
NOTHING, RARITY, SQUARE = 128, 24, 64
MOST_GRAMS, FURTHEST = 4, 2
# So many weights of one byte add up to no more than 16 bits hold.
MOST_AT_ONCE = 256
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

    The weights of a feature for all requirements are one number of 16 bits each, so that adding up features adds
    up the weights of all requirements at once, as long as they are no more than MOST_AT_ONCE.
    `doubts`: another model, which knows one thing only, that a promise is weak.
    """

    def __init__(self, learned: Learned, ideas: Ideas, doubts: "Weights | None" = None) -> None:
        self.doubts = doubts
        self._learned = learned
        self._ideas = ideas
        self.slugs = learned.slugs
        self._places = {slug: place for place, slug in enumerate(learned.slugs)}
        self._shape = struct.Struct(f"<I{len(learned.slugs)}H")
        self._titled = lru_cache(maxsize=HEADINGS)(self._heading)

    @cached_property
    def _packed(self) -> dict[str, int]:
        """Return by feature one number: the square of its rarity, and its weights."""
        return {name: self._pack(told) for name, told in self._learned.features.items()}

    def _pack(self, told: bytes) -> int:
        square = round((told[0] / RARITY) ** 2 * SQUARE)
        return int.from_bytes(self._shape.pack(square, *told[1:]), "little")

    @cached_property
    def _pairs(self) -> dict[str, dict[str, int]]:
        """Return by idea what it says alone, under its own name, and with each that comes after it."""
        pairs: dict[str, dict[str, int]] = {}
        names = self._ideas.names
        for place, one in enumerate(names):
            told = {one: together([one])[0]} | {
                other: together([one, other])[-1] for other in names[place + 1 :]
            }
            pairs[one] = {other: self._packed[name] for other, name in told.items() if name in self._packed}
        return pairs

    def scores(self, clause: ClauseText, heading: str) -> list[tuple[float, ...]]:
        """Return by sentence how much speaks for each requirement, in the order of the slugs. Texts are folded."""
        titled = self._titled(heading) if heading else self._learned.bias
        return [self._sentence(each.text, each.grams, titled) for each in clause.sentences]

    def _heading(self, heading: str) -> tuple[float, ...]:
        grams = grams_of(heading)
        letters = [IN_HEADING + gram for gram in grams]
        ideas = titled(self._ideas.found(heading, grams))
        return self._added(
            self._learned.bias, self._known(letters), self._learned.heading, self._known(ideas)
        )

    def _sentence(self, text: str, grams: set[str], titled: tuple[float, ...]) -> tuple[float, ...]:
        names = self._ideas.found(text, grams)
        rows = [(self._pairs[name], names[place:]) for place, name in enumerate(names)]
        ideas = [row[other] for row, others in rows for other in others if other in row]
        return self._added(titled, self._known(grams), 1.0, ideas)

    def _known(self, names: Iterable[str]) -> list[int]:
        return list(filter(None, map(self._packed.get, names)))

    def _added(
        self, before: tuple[float, ...], letters: list[int], share: float, ideas: list[int]
    ) -> tuple[float, ...]:
        """Return scores with what letters and ideas say; the more of a kind there are, the less each of them says."""
        if not letters and not ideas:
            return before
        squares, *one = self._sum(letters)
        by = self._worth(squares, USUAL_LETTERS) * share
        squares, *other = self._sum(ideas)
        beside = self._worth(squares, USUAL_IDEAS) * self._learned.idea
        nothing = NOTHING * len(letters) * by + NOTHING * len(ideas) * beside
        return tuple(
            [
                score + by * first + beside * second - nothing
                for score, first, second in zip(before, one, other, strict=True)
            ]
        )

    def _sum(self, packed: list[int]) -> tuple[int, ...]:
        """Return what packed features add up to: the squares of their rarities, and their weights by requirement."""
        if len(packed) <= MOST_AT_ONCE:
            return self._shape.unpack(sum(packed).to_bytes(self._shape.size, "little"))
        parts = [
            self._sum(packed[start : start + MOST_AT_ONCE]) for start in range(0, len(packed), MOST_AT_ONCE)
        ]
        return tuple(map(sum, zip(*parts, strict=True)))

    def _worth(self, squares: int, usual: float) -> float:
        """Return what one step of a weight is worth among features of some rarity; 0: there are none."""
        length = sqrt(squares / SQUARE)
        return self._learned.scale / (length if length <= usual else sqrt(length * usual)) if length else 0.0

    def doubtful(self, sentence: Sentence) -> list[tuple[int, int]]:
        """Return the words by which a sentence makes its promise weak, as spans of it; of the model of doubts."""
        (score,) = self._sentence(sentence.text, sentence.grams, self._learned.bias)
        return self.carrying(sentence.text, self.slugs[0]) if score > self.least(1, signed=False) else []

    def least(self, sentences: int, signed: bool) -> float:
        """Return what the score of a clause has to exceed for it to deal with a requirement.

        The score is the highest of its sentences. `sentences`: how many it has; `signed`: a sign was found.
        """
        least = self._learned.signed if signed else self._learned.bare
        return least + self._learned.crowd * log(sentences)

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

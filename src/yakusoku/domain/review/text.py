"""The text of a clause as the review looks at it: sentence by sentence, in one spelling."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from yakusoku.domain.review.folding import Folded, fold
from yakusoku.domain.review.grams import grams_of

# A full stop within brackets, as in （以下「甲」という。）, ends no sentence.
_SENTENCE = re.compile(r"(?:[（(][^（）()\n]*[)）]|[^。\n])*(?:。[)）」』]*|\n|$)")
_PROVISO = re.compile("但し|もっとも")


@dataclass(frozen=True)
class Sentence:
    """One sentence or list item. `start`: its place in the clause; `at`: its place in the folded clause."""

    start: int
    at: int
    folded: Folded

    @property
    def text(self) -> str:
        """Return the sentence in one spelling."""
        return self.folded.text

    @cached_property
    def grams(self) -> set[str]:
        """Return its short runs of letters."""
        return grams_of(self.folded.text)


@dataclass(frozen=True)
class ClauseText:
    """A clause cut into sentences. `text`: all of it in one spelling, a new line after each sentence."""

    source: str
    sentences: tuple[Sentence, ...]

    @cached_property
    def text(self) -> str:
        """Return the clause in one spelling."""
        return "\n".join(sentence.text for sentence in self.sentences)

    @cached_property
    def grams(self) -> set[str]:
        """Return the short runs of letters of its sentences."""
        if len(self.sentences) == 1:
            return self.sentences[0].grams
        return set().union(*[sentence.grams for sentence in self.sentences])

    @cached_property
    def _places(self) -> list[int]:
        return [sentence.at for sentence in self.sentences]

    def sentence_at(self, place: int) -> int:
        """Return the number of the sentence at a place of the folded clause."""
        return max(0, bisect_right(self._places, place) - 1)

    def is_proviso(self, number: int) -> bool:
        """Return whether there is a sentence of that number and it takes something back: ただし, もっとも."""
        return number < len(self.sentences) and bool(_PROVISO.match(self.sentences[number].text))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the characters of the clause that a stretch of the folded clause stands for."""
        first = self.sentences[self.sentence_at(start)]
        last = self.sentences[self.sentence_at(max(start, end - 1))]
        begin, _ = first.folded.span(start - first.at, start - first.at + 1)
        _, finish = last.folded.span(max(0, end - last.at - 1), end - last.at)
        return first.start + begin, last.start + finish


def clause_text(source: str) -> ClauseText:
    """Return the text of a clause cut into sentences."""
    sentences: list[Sentence] = []
    at = 0
    for found in _SENTENCE.finditer(source):
        folded = fold(found[0])
        if folded.text:
            sentences.append(Sentence(found.start(), at, folded))
            at += len(folded.text) + 1
    return ClauseText(source, tuple(sentences))

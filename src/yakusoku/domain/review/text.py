"""The text of a clause as the review looks at it: sentence by sentence, in one spelling."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from yakusoku.domain.review.folding import Folded, fold
from yakusoku.domain.review.grams import Grams

# A full stop within brackets, as in （以下「甲」という。）, ends no sentence.
_SENTENCE = re.compile(r"(?:[^。\n（(]+|[（(](?:[^（）()\n]*[)）])?)*(?:。[)）」』]*|\n|$)")
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


@dataclass(frozen=True)
class ClauseText:
    """A clause cut into sentences.

    text    all of it in one spelling, a new line after each sentence
    places  where in it the sentences begin
    """

    source: str
    sentences: tuple[Sentence, ...]
    text: str
    places: list[int]

    def sentence_at(self, place: int) -> int:
        """Return the number of the sentence at a place of the folded clause."""
        return max(0, bisect_right(self.places, place) - 1)

    def is_proviso(self, number: int) -> bool:
        """Return whether there is a sentence of that number and it takes something back: ただし, もっとも."""
        return number < len(self.sentences) and bool(_PROVISO.match(self.sentences[number].text))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the characters of the clause that a stretch of the folded clause stands for."""
        first = self.sentences[self.sentence_at(start)]
        last = self.sentences[self.sentence_at(max(start, end - 1))]
        if first is last:
            begin, finish = first.folded.span(start - first.at, end - first.at)
            return first.start + begin, first.start + finish
        begin, _ = first.folded.span(start - first.at, start - first.at + 1)
        _, finish = last.folded.span(max(0, end - last.at - 1), end - last.at)
        return first.start + begin, last.start + finish


def clause_text(source: str) -> ClauseText:
    """Return the text of a clause cut into sentences."""
    sentences: list[Sentence] = []
    at = 0
    for found in _SENTENCE.finditer(source):
        if not (written := found[0]):
            continue
        folded = fold(written)
        if folded.text:
            sentences.append(Sentence(found.start(), at, folded))
            at += len(folded.text) + 1
    text = "\n".join([sentence.folded.text for sentence in sentences])
    return ClauseText(source, tuple(sentences), text, [sentence.at for sentence in sentences])


class Batch:
    """Clauses that are read together. `grams`: of their headings, and then of their texts."""

    def __init__(self, told: Sequence[tuple[str, str]]) -> None:
        self.headings = [heading for heading, _ in told]
        self.clauses = [clause_text(text) for _, text in told]
        titles = [fold(heading).text for heading in self.headings]
        self.grams = Grams([*titles, *[clause.text for clause in self.clauses]])

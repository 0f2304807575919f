"""Which requirements a clause deals with, and the words that say so."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from yakusoku.domain.review.knowledge import Knowledge, Lore
from yakusoku.domain.review.signs import Hit, Mask, SignIndex, compile_sign
from yakusoku.domain.review.text import Batch, ClauseText
from yakusoku.domain.review.weights import Said, Weights

Span = tuple[int, int]
# From which score on the model is believed although words stand there that say that it is something else.
CERTAIN = 0.6


class _Says(IntEnum):
    """What a sign says of its requirement."""

    IT_IS = 0
    UNDER_HEADING = 1
    NOT_HERE = 2
    WEAK = 3
    FIRM = 4
    HEADED = 5


# What was found of one requirement, by what it says.
_Told = Sequence[list[Span]]
_NOTHING: _Told = [[] for _ in _Says]


@dataclass(frozen=True, slots=True)
class Trace:
    """Where signs of one requirement stand in the folded clause.

    spans   the words that say that the clause deals with it
    weak    the words that make it weak; `firm`: whether what a firm promise needs is there
    said    what the model says of the clause; None: there is none
    """

    knowledge: Knowledge
    spans: tuple[Span, ...]
    weak: tuple[Span, ...]
    firm: bool
    said: Said | None = None


class Finder:
    """Looks for the signs of every requirement at once. `weights`: the model to ask as well, if there is one."""

    def __init__(self, lore: Lore, weights: Weights | None = None) -> None:
        self._weights = weights
        self._known = {each.slug: each for each in lore.requirements}
        self._order = {slug: place for place, slug in enumerate(self._known)}
        signs = [
            (compile_sign(text, lore.words), (each.slug, says))
            for each in lore.requirements
            for texts, says in (
                (each.signs, _Says.IT_IS),
                (each.under_heading, _Says.UNDER_HEADING),
                (each.excludes, _Says.NOT_HERE),
                (each.weak, _Says.WEAK),
                (each.firm, _Says.FIRM),
                (each.headings, _Says.HEADED),
            )
            for text in texts
        ]
        self._index = SignIndex(signs)
        places = {slug: place for place, slug in enumerate(weights.slugs)} if weights else {}
        told = self._index.told
        # Which signs are looked for in a heading, which in a text, and the number of their requirement in the
        # model; -1: the model does not know it.
        self._titling = np.array([says is _Says.HEADED for _, says in told], np.bool_)
        self._texting = ~self._titling
        self._place = np.array([places.get(slug, -1) for slug, _ in told], np.int64)

    def find(self, batch: Batch) -> list[list[Trace]]:
        """Return by clause the requirements that it deals with, in the order of the knowledge."""
        said = self._weights.say(batch) if self._weights else [None for _ in batch.clauses]
        count = len(batch.clauses)
        hits = self._index.find(batch.grams, self._asked(said))
        both = zip(batch.clauses, hits[count:], hits[:count], said, strict=True)
        return [self._traces(*each) for each in both]

    def _asked(self, said: Sequence[Said | None]) -> Mask:
        """Return by heading and text which signs are looked for: none of what the model thinks impossible."""
        asked = np.repeat([self._titling, self._texting], len(said), axis=0)
        if self._weights:
            possible = np.zeros((len(said), len(self._weights.slugs) + 1), np.bool_)
            told = [(number, place) for number, each in enumerate(said) if each for place in each.possible]
            rows, places = np.array(told, np.int64).reshape(-1, 2).T
            possible[rows, places] = True
            asked[len(said) :] &= possible[:, self._place]
        return asked

    def _traces(
        self,
        clause: ClauseText,
        hits: Sequence[Hit[tuple[str, _Says]]],
        titled: Sequence[Hit[tuple[str, _Says]]],
        said: Said | None,
    ) -> list[Trace]:
        headed = {slug for _, _, (slug, _) in titled}
        found: dict[str, _Told] = {}
        for start, end, (slug, says) in hits:
            if slug not in found:
                found[slug] = [[], [], [], [], []]
            found[slug][says].append((start, end))
        spans = {slug: _counted(clause, told, slug in headed) for slug, told in found.items()}
        if self._weights and said and clause.sentences:
            spans |= _carried(clause, said, spans, found, self._weights)
        dealt = sorted(
            (slug for slug in self._order.keys() & spans if spans[slug]), key=self._order.__getitem__
        )
        return [
            _trace(clause, self._known[slug], spans[slug], found.get(slug, _NOTHING), said) for slug in dealt
        ]


def _carried(
    clause: ClauseText,
    said: Said,
    signed: Mapping[str, Sequence[Span]],
    found: Mapping[str, _Told],
    weights: Weights,
) -> dict[str, list[Span]]:
    """Return the words for each requirement of which the model is sure, and that has no sign.

    It has to be surer where an excluding sign stands in the same sentence.
    """
    spans = {}
    for place in said.sure:
        slug = weights.slugs[place]
        number = said.best(place)
        excluding = found.get(slug, _NOTHING)[_Says.NOT_HERE]
        excluded = any(clause.sentence_at(start) == number for start, _ in excluding)
        if not signed.get(slug) and not (excluded and said.scores[number, place] < CERTAIN):
            sentence = clause.sentences[number]
            carried = weights.carrying(sentence.text, said.ideas[number], place)
            spans[slug] = [(sentence.at + start, sentence.at + end) for start, end in carried]
    return spans


def _counted(clause: ClauseText, told: _Told, headed: bool) -> list[Span]:
    """Return what says that a clause deals with a requirement, without what stands beside an excluding sign."""
    spans = told[_Says.IT_IS] + told[_Says.UNDER_HEADING] if headed else told[_Says.IT_IS]
    if not told[_Says.NOT_HERE] or not spans:
        return spans
    not_here = {clause.sentence_at(start) for start, _ in told[_Says.NOT_HERE]}
    return [span for span in spans if clause.sentence_at(span[0]) not in not_here]


def _trace(
    clause: ClauseText, knowledge: Knowledge, spans: Sequence[Span], told: _Told, said: Said | None
) -> Trace:
    return Trace(
        knowledge,
        tuple(sorted(set(spans))),
        tuple(_near(clause, spans, told[_Says.WEAK])) if told[_Says.WEAK] else (),
        not knowledge.firm or bool(told[_Says.FIRM]),
        said,
    )


def _near(clause: ClauseText, spans: Iterable[Span], weak: Iterable[Span]) -> list[Span]:
    """Return the weak words that stand in a sentence with one of the spans, or in a proviso right after it."""
    sentences = {
        number
        for start, end in spans
        for number in range(clause.sentence_at(start), clause.sentence_at(end) + 1)
    }
    sentences |= {number + 1 for number in sentences if clause.is_proviso(number + 1)}
    return sorted(span for span in weak if clause.sentence_at(span[0]) in sentences)

"""Which requirements a clause deals with, and the words that say so."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

from yakusoku.domain.review.folding import fold
from yakusoku.domain.review.grams import grams_of
from yakusoku.domain.review.headings import HEADINGS
from yakusoku.domain.review.knowledge import Knowledge, Lore
from yakusoku.domain.review.signs import SignIndex, compile_sign
from yakusoku.domain.review.text import ClauseText
from yakusoku.domain.review.weights import Weights

Span = tuple[int, int]


class _Says(Enum):
    """What a sign says of its requirement."""

    IT_IS = auto()
    UNDER_HEADING = auto()
    NOT_HERE = auto()
    WEAK = auto()
    FIRM = auto()


_Told = dict[_Says, list[Span]]


@dataclass(frozen=True, slots=True)
class Trace:
    """Where signs of one requirement stand in the folded clause.

    spans   the words that say that the clause deals with it
    weak    the words that make it weak; `firm`: whether what a firm promise needs is there
    """

    knowledge: Knowledge
    spans: tuple[Span, ...]
    weak: tuple[Span, ...]
    firm: bool


class Finder:
    """Looks for the signs of every requirement at once. `weights`: the model to ask as well, if there is one."""

    def __init__(self, lore: Lore, weights: Weights | None = None) -> None:
        self._weights = weights
        self._known = {each.slug: each for each in lore.requirements}
        signs = [
            (compile_sign(text, lore.words), (each.slug, says))
            for each in lore.requirements
            for texts, says in (
                (each.signs, _Says.IT_IS),
                (each.under_heading, _Says.UNDER_HEADING),
                (each.excludes, _Says.NOT_HERE),
                (each.weak, _Says.WEAK),
                (each.firm, _Says.FIRM),
            )
            for text in texts
        ]
        self._index = SignIndex(signs)
        self._headings = SignIndex(
            (compile_sign(text, lore.words), each.slug)
            for each in lore.requirements
            for text in each.headings
        )
        self._headed = lru_cache(maxsize=HEADINGS)(self._heading)

    def _heading(self, heading: str) -> tuple[str, frozenset[str]]:
        """Return a heading folded, and the requirements it is one of."""
        titled = fold(heading).text
        return titled, frozenset(slug for _, _, slug in self._headings.find(titled, grams_of(titled)))

    def find(self, clause: ClauseText, heading: str) -> list[Trace]:
        """Return the requirements that a clause deals with, in the order of the knowledge."""
        titled, headed = self._headed(heading)
        found: dict[str, _Told] = {}
        for start, end, (slug, says) in self._index.find(clause.text, clause.grams):
            found.setdefault(slug, {}).setdefault(says, []).append((start, end))
        spans: dict[str, Sequence[Span]] = {
            slug: _counted(clause, told, slug in headed) for slug, told in found.items()
        }
        if self._weights is not None and clause.sentences:
            spans = _weighed(clause, titled, spans, self._weights)
        return [
            _trace(clause, knowledge, spans[slug], found.get(slug, {}))
            for slug, knowledge in self._known.items()
            if spans.get(slug)
        ]


def _weighed(
    clause: ClauseText, titled: str, signed: Mapping[str, Sequence[Span]], weights: Weights
) -> dict[str, Sequence[Span]]:
    """Return the words for each requirement that remains when the model was asked as well."""
    rows = weights.scores(clause, titled)
    best = rows[0] if len(rows) == 1 else map(max, *rows)
    least, least_signed = (weights.least(len(rows), signed) for signed in (False, True))
    spans: dict[str, Sequence[Span]] = {}
    for place, (slug, score) in enumerate(zip(weights.slugs, best, strict=True)):
        told = signed.get(slug)
        if score <= (least_signed if told else least):
            continue
        if told:
            spans[slug] = told
            continue
        sentence = clause.sentences[[row[place] for row in rows].index(score)]
        carried = weights.carrying(sentence.text, slug)
        spans[slug] = [(sentence.at + start, sentence.at + end) for start, end in carried]
    return spans


def _counted(clause: ClauseText, told: _Told, headed: bool) -> list[Span]:
    """Return what says that a clause deals with a requirement, without what stands beside an excluding sign."""
    spans = told.get(_Says.IT_IS, []) + (told.get(_Says.UNDER_HEADING, []) if headed else [])
    if _Says.NOT_HERE not in told:
        return spans
    not_here = {clause.sentence_at(start) for start, _ in told[_Says.NOT_HERE]}
    return [span for span in spans if clause.sentence_at(span[0]) not in not_here]


def _trace(clause: ClauseText, knowledge: Knowledge, spans: Sequence[Span], told: _Told) -> Trace:
    return Trace(
        knowledge,
        tuple(sorted(set(spans))),
        tuple(_near(clause, spans, told.get(_Says.WEAK, ()))),
        not knowledge.firm or bool(told.get(_Says.FIRM)),
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

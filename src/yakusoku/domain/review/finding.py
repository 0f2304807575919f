"""Which requirements a clause deals with, and the words that say so."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto

from yakusoku.domain.review.folding import fold
from yakusoku.domain.review.knowledge import Knowledge, Lore
from yakusoku.domain.review.signs import SignIndex, compile_sign
from yakusoku.domain.review.text import ClauseText


class _Says(Enum):
    """What a sign says of its requirement."""

    IT_IS = auto()
    UNDER_HEADING = auto()
    NOT_HERE = auto()
    WEAK = auto()
    FIRM = auto()


@dataclass(frozen=True, slots=True)
class Trace:
    """Where signs of one requirement stand in the folded clause.

    spans   the words that say that the clause deals with it
    weak    the words that make it weak; `firm`: whether what a firm promise needs is there
    """

    knowledge: Knowledge
    spans: tuple[tuple[int, int], ...]
    weak: tuple[tuple[int, int], ...]
    firm: bool


class Finder:
    """Looks for the signs of every requirement at once."""

    def __init__(self, lore: Lore) -> None:
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

    def find(self, clause: ClauseText, heading: str) -> list[Trace]:
        """Return the requirements that a clause deals with, in the order of the knowledge."""
        headed = {slug for _, _, slug in self._headings.find(fold(heading).text)} if heading else set()
        found: dict[str, dict[_Says, list[tuple[int, int]]]] = {}
        for start, end, (slug, says) in self._index.find(clause.text):
            found.setdefault(slug, {}).setdefault(says, []).append((start, end))
        traces = []
        for slug, knowledge in self._known.items():
            told = found.get(slug)
            if told:
                trace = _trace(clause, knowledge, told, slug in headed)
                traces += [trace] if trace else []
        return traces


def _trace(
    clause: ClauseText,
    knowledge: Knowledge,
    told: dict[_Says, list[tuple[int, int]]],
    headed: bool,
) -> Trace | None:
    not_here = {clause.sentence_at(start) for start, _ in told.get(_Says.NOT_HERE, ())}
    spans = told.get(_Says.IT_IS, []) + (told.get(_Says.UNDER_HEADING, []) if headed else [])
    counted = [span for span in spans if clause.sentence_at(span[0]) not in not_here]
    if not counted:
        return None
    return Trace(
        knowledge,
        tuple(sorted(set(counted))),
        tuple(_near(clause, counted, told.get(_Says.WEAK, ()))),
        not knowledge.firm or bool(told.get(_Says.FIRM)),
    )


def _near(
    clause: ClauseText, spans: Iterable[tuple[int, int]], weak: Iterable[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Return the weak words that stand in a sentence with one of the spans."""
    sentences = {
        number
        for start, end in spans
        for number in range(clause.sentence_at(start), clause.sentence_at(end) + 1)
    }
    return sorted(span for span in weak if clause.sentence_at(span[0]) in sentences)

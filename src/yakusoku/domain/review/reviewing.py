"""One clause, read: what it deals with, how strongly, until when, and which old law it shows."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from yakusoku.domain.catalogue.strength import Strength
from yakusoku.domain.review.days import Day, days_in
from yakusoku.domain.review.finding import Finder, Trace
from yakusoku.domain.review.kept import Kept
from yakusoku.domain.review.knowledge import Lore
from yakusoku.domain.review.law import LawChange, LawFinder, Outdated
from yakusoku.domain.review.model import Clause, Document
from yakusoku.domain.review.periods import Period, PeriodKind, periods_in
from yakusoku.domain.review.references import Reference, references_in
from yakusoku.domain.review.strength import binding
from yakusoku.domain.review.text import Batch, ClauseText
from yakusoku.domain.review.weights import Said, Weights

Span = tuple[int, int]
# So many clauses that were read are kept in mind, some kilobytes each.
KEPT = 2048
# So many are read together, or fewer of so many letters.
AT_ONCE, LETTERS_AT_ONCE = 64, 40_000
SURVIVES = re.compile(
    r"(?:終了|解除|満了|退職|終わ)[^。\n]{0,12}後も|存続|なお効力を有する|引き続き(?:有効|効力)"
)


@dataclass(frozen=True, slots=True)
class Label:
    """That a clause deals with a requirement. Spans are characters of the clause's text.

    weak         a careful lawyer would not rely on it; `weak_words`: because of these
    conditional  an act that is forbidden otherwise is allowed with the client's assent
    """

    slug: str
    strength: Strength
    weak: bool
    conditional: bool
    evidence: tuple[Span, ...]
    weak_words: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A clause with everything that was read in it. `survives`: it outlives the contract."""

    clause: Clause
    labels: tuple[Label, ...]
    periods: tuple[Period, ...]
    outdated: tuple[Outdated, ...]
    references: tuple[Reference, ...]
    survives: bool
    days: tuple[Day, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewedDocument:
    """A document with its clauses read."""

    document: Document
    clauses: tuple[Reviewed, ...]


_Reading = tuple[
    tuple[Label, ...], tuple[Period, ...], tuple[Outdated, ...], tuple[Reference, ...], bool, tuple[Day, ...]
]
_Told = tuple[str, str]


class Reviewer:
    """Reads clauses with what legal clerks wrote down, and with a trained model if there is one."""

    def __init__(self, lore: Lore, changes: Sequence[LawChange] = (), weights: Weights | None = None) -> None:
        self._finder = Finder(lore, weights)
        self._weights = weights
        self._law = LawFinder(changes, lore.words)
        self._kept: Kept[_Told, _Reading] = Kept(KEPT)

    def review(self, document: Document) -> ReviewedDocument:
        """Return a document with its clauses read, in their order."""
        return ReviewedDocument(document, self._with_what_was_named(self.read_all(document.clauses)))

    def read(self, clause: Clause) -> Reviewed:
        """Return one clause, read; many are read more quickly together."""
        return self.read_all([clause])[0]

    def read_all(self, clauses: Sequence[Clause]) -> tuple[Reviewed, ...]:
        """Return clauses, read. The contracts of one client repeat their clauses: the last are kept in mind."""
        told = {(clause.heading, clause.text): None for clause in clauses}
        known = self._kept.all(told)
        new = [each for each in told if each not in known]
        for some in _parted(new):
            known |= zip(some, self._readings(some), strict=True)
        self._kept.keep({each: known[each] for each in told})
        return tuple(Reviewed(clause, *known[clause.heading, clause.text]) for clause in clauses)

    def _with_what_was_named(self, read: tuple[Reviewed, ...]) -> tuple[Reviewed, ...]:
        """Return clauses with the old law that they call by a short name, as another of the document names it."""
        named = {each.change.id for one in read for each in one.outdated if each.change.once_named}
        if not named:
            return read
        batch = Batch([(each.clause.heading, each.clause.text) for each in read])
        both = zip(read, self._law.find_named(batch, named), strict=True)
        return tuple(_outdated_too(each, more) for each, more in both)

    def _readings(self, told: Sequence[_Told]) -> Iterator[_Reading]:
        """Yield all of Reviewed but its clause."""
        batch = Batch(told)
        read = zip(batch.clauses, self._finder.find(batch), self._law.find(batch), strict=True)
        for text, traces, outdated in read:
            periods = periods_in(text)
            yield (
                tuple(_label(text, trace, self._weights) for trace in traces),
                periods,
                outdated,
                references_in(text),
                bool(SURVIVES.search(text.text)) or any(p.kind is PeriodKind.SURVIVAL for p in periods),
                days_in(text),
            )


def _outdated_too(read: Reviewed, more: Sequence[Outdated]) -> Reviewed:
    known = {each.change.id for each in read.outdated}
    new = tuple(each for each in more if each.change.id not in known)
    return replace(read, outdated=read.outdated + new) if new else read


def _parted(told: Iterable[_Told]) -> Iterator[list[_Told]]:
    """Yield what is read together: enough to be quick, not so much that memory runs short."""
    some: list[_Told] = []
    letters = 0
    for each in told:
        some.append(each)
        letters += len(each[1])
        if len(some) == AT_ONCE or letters > LETTERS_AT_ONCE:
            yield some
            some, letters = [], 0
    if some:
        yield some


def _label(text: ClauseText, trace: Trace, weights: Weights | None) -> Label:
    told = binding(text, trace)
    soft = told.strength in {Strength.EFFORT, Strength.PERMIT}
    # What needs the other side's assent is not weak because it may happen then.
    hard = told.strength is Strength.CONSENT
    weak_words = () if hard else told.weak
    if weights and trace.said and not (soft or hard or weak_words):
        weak_words = _doubted(text, trace, trace.said, weights)
    return Label(
        slug=trace.knowledge.slug,
        strength=told.strength,
        weak=soft or (not hard and (bool(weak_words) or not trace.firm)),
        conditional=told.conditional and not soft,
        evidence=merged(text.span(start, end) for start, end in trace.spans),
        weak_words=merged(text.span(start, end) for start, end in weak_words),
    )


def _doubted(text: ClauseText, trace: Trace, said: Said, weights: Weights) -> tuple[Span, ...]:
    """Return the words for which the model takes each sentence of a promise for weak."""
    words: list[Span] = []
    for number in sorted({text.sentence_at(start) for start, _ in trace.spans}):
        sentence = text.sentences[number]
        told = weights.doubting(sentence.text, said.ideas[number]) if number in said.doubtful else []
        if not told:
            return ()
        words += [(sentence.at + start, sentence.at + end) for start, end in told]
    return tuple(words)


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return spans in order, those that touch or overlap as one."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)

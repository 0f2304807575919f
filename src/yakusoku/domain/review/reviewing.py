"""One clause, read: what it deals with, how strongly, until when, and which old law it shows."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from yakusoku.domain.catalogue.strength import Strength
from yakusoku.domain.review.amounts import Amount, amounts_in
from yakusoku.domain.review.days import Day, days_in
from yakusoku.domain.review.finding import Finder, Trace
from yakusoku.domain.review.folding import fold
from yakusoku.domain.review.kept import Kept
from yakusoku.domain.review.knowledge import Lore
from yakusoku.domain.review.labels import kanji_number
from yakusoku.domain.review.law import LawChange, LawFinder, Outdated
from yakusoku.domain.review.model import Clause, Document
from yakusoku.domain.review.party import Party, bound, parties_of
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
    r"(?:終了|解除|満了|退職|終わ|失効)[^。\n]{0,20}?後"
    r"(?:も|において|であって|であると|を通じて|を問わず|に(?:も|わたり)|(?:の|における)(?:秘密|守秘))"
    r"|存続|なお効力を有する|引き続き(?:有効|効力)"
)

# A clause that lists others to outlive the contract.
_OUTLIVING = re.compile("存続|効力を有|有効に|引き続き")
_ARTICLE = re.compile("第([0-9]+|[一二三四五六七八九十百]+)条?(?:の([0-9]+|[一二三四五六七八九十百]+))?")


@dataclass(frozen=True, slots=True)
class Label:
    """That a clause deals with a requirement. Spans are characters of the clause's text.

    weak         a careful lawyer would not rely on it; `weak_words`: because of these
    conditional  an act that is forbidden otherwise is allowed with the client's assent
    binds        who has to keep it; None: the clause does not say
    """

    slug: str
    strength: Strength
    weak: bool
    conditional: bool
    evidence: tuple[Span, ...]
    weak_words: tuple[Span, ...] = ()
    binds: Party | None = None

    @property
    def without_term(self) -> bool:
        """Return whether it is weak for what it does not say: until when, how many days."""
        soft = self.strength in {Strength.EFFORT, Strength.PERMIT}
        return self.weak and not self.weak_words and not soft

    @property
    def one_sided(self) -> bool:
        """Return whether it is a ban that binds the client alone, by which the contractor promises nothing."""
        return self.binds is Party.CLIENT and self.strength in {Strength.PROHIBIT, Strength.CONSENT}


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A clause with everything that was read in it. `survives`: it outlives the contract."""

    clause: Clause
    labels: tuple[Label, ...]
    periods: tuple[Period, ...]
    outdated: tuple[Outdated, ...]
    references: tuple[Reference, ...]
    survives: bool
    amounts: tuple[Amount, ...] = ()
    days: tuple[Day, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewedDocument:
    """A document with its clauses read."""

    document: Document
    clauses: tuple[Reviewed, ...]


_Reading = tuple[
    tuple[Label, ...],
    tuple[Period, ...],
    tuple[Outdated, ...],
    tuple[Reference, ...],
    bool,
    tuple[Amount, ...],
    tuple[Day, ...],
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
        read = self._with_what_was_named(self.read_all(document.clauses))
        return ReviewedDocument(document, _of_one_document(read))

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
                amounts_in(text),
                days_in(text),
            )


def _of_one_document(read: Sequence[Reviewed]) -> tuple[Reviewed, ...]:
    """Return clauses with what only the whole document tells: who is bound, and which clauses outlive it."""
    parties = parties_of([each.clause.text for each in read])
    surviving = outliving(read)
    return tuple(
        replace(
            each,
            labels=tuple(
                replace(label, binds=bound(each.clause.text, label.evidence, label.strength, parties))
                for label in each.labels
            ),
            survives=each.survives or place in surviving,
        )
        for place, each in enumerate(read)
    )


def outliving(read: Sequence[Reviewed]) -> frozenset[int]:
    """Return the places of the clauses that another one lists by their numbers as outliving the contract."""
    wanted = {
        (each.clause.part, told.article, told.branch)
        for each in read
        if each.survives and _OUTLIVING.search(each.clause.text)
        for told in each.references
        if not told.law and told.article is not None
    }
    if not wanted:
        return frozenset()
    return frozenset(
        place for place, each in enumerate(read) if (each.clause.part, *_numbered(each.clause.no)) in wanted
    )


def _numbered(no: str) -> tuple[int | None, int | None]:
    """Return the article that a clause stands in, as 第３条の２(1): 3 and 2."""
    found = _ARTICLE.match(fold(no).text)
    return (_count(found[1]), _count(found[2])) if found else (None, None)


def _count(told: str | None) -> int | None:
    if told is None:
        return None
    return int(told) if told.isdigit() else kanji_number(told)


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
    # What needs the other side's assent is not weak because it may happen then, only if nobody is to give it.
    hard = told.strength is Strength.CONSENT
    weak_words = told.weak
    if weights and trace.said and not (soft or hard or weak_words):
        weak_words = _doubted(text, trace, trace.said, weights)
    return Label(
        slug=trace.knowledge.slug,
        strength=told.strength,
        weak=soft or bool(weak_words) or (not hard and not trace.firm),
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

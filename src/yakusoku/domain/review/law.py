"""Old law in a clause: words and article numbers that a change of the law left behind."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum

from yakusoku.domain.review.signs import Hit, SignIndex, compile_sign
from yakusoku.domain.review.text import Batch, ClauseText


class ChangeKind(StrEnum):
    """OLD: the clause rests on law that is no longer there. RISK: it is lawful, and may not be wise."""

    OLD = "old"
    RISK = "risk"


@dataclass(frozen=True, slots=True)
class LawChange:
    """One change of the law (docs/developer/catalogue.md). `since`: day from which it counts, 2020-04-01.

    headings    signs that count in a heading only: 「瑕疵」 above a clause says what the clause is about
    once_named  signs that count in a document of which another clause names the old law: 「条例」 afterwards
    """

    id: str
    kind: ChangeKind
    title: str
    changed: str
    since: str
    law: str
    advice: str
    verified: bool
    signs: tuple[str, ...]
    excludes: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    once_named: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outdated:
    """Where a clause shows a change. `text`: the words; `span`: their characters in the clause."""

    change: LawChange
    text: str
    span: tuple[int, int]


class _Says(Enum):
    """What a sign says of its change."""

    IT_IS = 0
    IN_HEADING = 1
    NOT_HERE = 2


# The change that a sign is of, and what it says of it.
_Hit = Hit[tuple[LawChange, _Says]]


class LawFinder:
    """Looks for every change at once."""

    def __init__(self, changes: Sequence[LawChange], words: Mapping[str, Sequence[str]]) -> None:
        told = [(each, _Says.IT_IS, each.signs) for each in changes]
        told += [(each, _Says.IN_HEADING, each.headings) for each in changes]
        named = [each for each in changes if each.once_named]
        self._index = _index([*told, *_excluding(changes)], words)
        self._named = _index(
            [*((each, _Says.IT_IS, each.once_named) for each in named), *_excluding(named)], words
        )

    def find(self, batch: Batch) -> list[tuple[Outdated, ...]]:
        """Return by clause the changes that it or its heading shows, each at its first place."""
        count = len(batch.clauses)
        hits = self._index.find(batch.grams)
        both = zip(batch.clauses, hits[count:], batch.headings, hits[:count], strict=True)
        return [_outdated(*each) for each in both]

    def find_named(self, batch: Batch, named: Collection[str]) -> list[tuple[Outdated, ...]]:
        """Return by clause the changes that it shows by words for what its document named. `named`: their ids."""
        hits = self._named.find(batch.grams)[len(batch.clauses) :]
        known = [[hit for hit in told if hit[2][0].id in named] for told in hits]
        return [_outdated(*each, "", ()) for each in zip(batch.clauses, known, strict=True)]


def _excluding(changes: Iterable[LawChange]) -> Iterator[tuple[LawChange, _Says, Sequence[str]]]:
    return ((each, _Says.NOT_HERE, each.excludes) for each in changes)


def _index(
    told: Iterable[tuple[LawChange, _Says, Sequence[str]]], words: Mapping[str, Sequence[str]]
) -> SignIndex[tuple[LawChange, _Says]]:
    return SignIndex(
        (compile_sign(text, words), (change, says)) for change, says, texts in told for text in texts
    )


def _outdated(
    clause: ClauseText, hits: Sequence[_Hit], heading: str, titled: Sequence[_Hit]
) -> tuple[Outdated, ...]:
    if not hits and not titled:
        return ()
    found: dict[str, Outdated] = {}
    excluded = {
        (change.id, clause.sentence_at(start)) for start, _, (change, says) in hits if says is _Says.NOT_HERE
    }
    for start, end, (change, says) in sorted(hits, key=lambda hit: hit[0]):
        here = change.id, clause.sentence_at(start)
        if says is _Says.IT_IS and change.id not in found and here not in excluded:
            span = clause.span(start, end)
            found[change.id] = Outdated(change, clause.source[span[0] : span[1]], span)
    # What stands anywhere in the clause beside a heading says what is meant by it.
    spared = {change.id for _, _, (change, says) in (*titled, *hits) if says is _Says.NOT_HERE}
    for _, _, (change, says) in titled:
        if says is not _Says.NOT_HERE and change.id not in found | dict.fromkeys(spared):
            found[change.id] = Outdated(change, heading, (0, 0))
    return tuple(found.values())

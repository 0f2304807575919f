"""Old law in a clause: words and article numbers that a change of the law left behind."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from yakusoku.domain.review.signs import Hit, SignIndex, compile_sign
from yakusoku.domain.review.text import Batch, ClauseText


class ChangeKind(StrEnum):
    """OLD: the clause rests on law that is no longer there. RISK: it is lawful, and may not be wise."""

    OLD = "old"
    RISK = "risk"


@dataclass(frozen=True, slots=True)
class LawChange:
    """One change of the law (docs/developer/catalogue.md). `since`: day from which it counts, 2020-04-01.

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
    once_named: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outdated:
    """Where a clause shows a change. `text`: the words; `span`: their characters in the clause."""

    change: LawChange
    text: str
    span: tuple[int, int]


# The change that a sign is of, and whether it speaks for it.
_Hit = Hit[tuple[LawChange, bool]]


class LawFinder:
    """Looks for every change at once."""

    def __init__(self, changes: Sequence[LawChange], words: Mapping[str, Sequence[str]]) -> None:
        self._index = _index(((each, each.signs) for each in changes), words)
        self._named = _index(((each, each.once_named) for each in changes if each.once_named), words)

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


def _index(
    told: Iterable[tuple[LawChange, Sequence[str]]], words: Mapping[str, Sequence[str]]
) -> SignIndex[tuple[LawChange, bool]]:
    return SignIndex(
        (compile_sign(text, words), (change, counts))
        for change, signs in told
        for texts, counts in ((signs, True), (change.excludes, False))
        for text in texts
    )


def _outdated(
    clause: ClauseText, hits: Sequence[_Hit], heading: str, titled: Sequence[_Hit]
) -> tuple[Outdated, ...]:
    if not hits and not titled:
        return ()
    found: dict[str, Outdated] = {}
    excluded = {(change.id, clause.sentence_at(start)) for start, _, (change, counts) in hits if not counts}
    for start, end, (change, counts) in sorted(hits, key=lambda hit: hit[0]):
        if counts and change.id not in found and (change.id, clause.sentence_at(start)) not in excluded:
            span = clause.span(start, end)
            found[change.id] = Outdated(change, clause.source[span[0] : span[1]], span)
    spared = {change.id for _, _, (change, counts) in titled if not counts}
    for _, _, (change, counts) in titled:
        if counts and change.id not in found | dict.fromkeys(spared):
            found[change.id] = Outdated(change, heading, (0, 0))
    return tuple(found.values())

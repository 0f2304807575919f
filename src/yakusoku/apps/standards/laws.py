"""The register of law changes against the words of a template."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any

from yakusoku.adapters.law_changes import shipped_changes
from yakusoku.adapters.review_knowledge import shipped_words
from yakusoku.domain.review.law import LawChange, LawFinder
from yakusoku.domain.review.text import Batch

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Register:
    """The changes of the law that are known. `digest`: stands for all of them, so that a newer register shows."""

    changes: Sequence[LawChange]
    finder: LawFinder
    digest: str

    def shown_by(self, clauses: Iterable[Mapping[str, Any]]) -> list[Row]:
        """Return which changes the words of clauses show, each at its first place in each clause."""
        found = self.finder.find(Batch([(clause["heading"], clause["text"]) for clause in clauses]))
        return [
            {"rule": hit.change.id, "clause": place, "text": hit.text, "span": list(hit.span)}
            for place, hits in enumerate(found)
            for hit in hits
        ]


def register_of(changes: Sequence[LawChange], words: Mapping[str, Sequence[str]]) -> Register:
    """Return changes as a register. `words`: the lists that their signs name."""
    told = repr((changes, sorted(words.items())))
    return Register(changes, LawFinder(changes, words), sha256(told.encode()).hexdigest()[:16])


@cache
def shipped_register() -> Register:
    """Return the register that ships with this release; read once."""
    return register_of(shipped_changes(), shipped_words())


def told(change: LawChange) -> Row:
    """Return what is kept of a change beside a template that it calls for a look at."""
    return {
        "title": change.title,
        "kind": change.kind.value,
        "changed": change.changed,
        "advice": change.advice,
        "law": change.law,
        "since": change.since,
    }

"""What changed between two versions, clause by clause."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from yakusoku.domain.packs.model import Pack
from yakusoku.domain.specifications.articles import Article

# Letters that must agree in a row to stand as unchanged between two changes.
SHORTEST_SAME = 8


class Change(StrEnum):
    """What happened to a clause."""

    ADDED = "added"
    REMOVED = "removed"
    REWORDED = "reworded"
    MOVED = "moved"


class Piece(StrEnum):
    """How a run of text stands in the two wordings."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """One clause that differs. `pieces`: the text run by run, only where it was reworded."""

    slug: str
    title: str
    change: Change
    before: int | None
    after: int | None
    pieces: tuple[tuple[Piece, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed from one version to another.

    checks_added, checks_removed   texts of questions
    facts_changed                  label, before and after
    """

    clauses: tuple[ClauseChange, ...]
    checks_added: tuple[str, ...]
    checks_removed: tuple[str, ...]
    facts_changed: tuple[tuple[str, str, str], ...]

    @property
    def empty(self) -> bool:
        """Return whether nothing that people read has changed."""
        return not (self.clauses or self.checks_added or self.checks_removed or self.facts_changed)


def difference(before: Pack, after: Pack) -> Difference:
    """Return what changed from `before` to `after`, clauses in the order of the newer version."""
    old_checks = {c.id: c.question for c in before.checks}
    new_checks = {c.id: c.question for c in after.checks}
    old_facts = dict(before.facts_told)
    return Difference(
        clauses=tuple(_clause_changes(before, after)),
        checks_added=tuple(q for id, q in new_checks.items() if old_checks.get(id) != q),
        checks_removed=tuple(q for id, q in old_checks.items() if new_checks.get(id) != q),
        facts_changed=tuple(
            (label, old_facts.get(label, ""), value)
            for label, value in after.facts_told
            if old_facts.get(label, "") != value
        ),
    )


def _clause_changes(before: Pack, after: Pack) -> Iterator[ClauseChange]:
    old = {a.slug: a for a in before.specification.articles}
    new = {a.slug: a for a in after.specification.articles}
    for slug, article in new.items():
        change = _compare(old.get(slug), article)
        if change:
            yield change
    for slug, article in old.items():
        if slug not in new:
            yield ClauseChange(slug, article.title, Change.REMOVED, article.number, None)


def _compare(old: Article | None, new: Article) -> ClauseChange | None:
    if old is None:
        return ClauseChange(new.slug, new.title, Change.ADDED, None, new.number)
    one, two = text_of(old), text_of(new)
    if one != two:
        pieces = tuple(compare_texts(one, two))
        return ClauseChange(new.slug, new.title, Change.REWORDED, old.number, new.number, pieces)
    if old.number != new.number:
        return ClauseChange(new.slug, new.title, Change.MOVED, old.number, new.number)
    return None


def text_of(article: Article) -> str:
    """Return an article as running text, one line for each 項 and 号."""
    lines = []
    for paragraph in article.paragraphs:
        number = f"{paragraph.number} " if paragraph.number > 1 else ""
        lines.append(number + paragraph.text)
        lines.extend(f"({n}) {item}" for n, item in enumerate(paragraph.items, start=1))
    return "\n".join(lines)


def compare_texts(before: str, after: str) -> Iterator[tuple[Piece, str]]:
    """Return both texts run by run; the SAME and NEW runs make up `after`, SAME and GONE `before`.

    A few equal letters between two changes belong to the change: single letters left standing
    cannot be read.
    """
    gone = new = ""
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal" or ((gone or new) and b - a < SHORTEST_SAME):
            gone, new = gone + before[a:b], new + after[c:d]
            continue
        yield from _changed(gone, new)
        yield Piece.SAME, before[a:b]
        gone = new = ""
    yield from _changed(gone, new)


def _changed(gone: str, new: str) -> Iterator[tuple[Piece, str]]:
    if gone:
        yield Piece.GONE, gone
    if new:
        yield Piece.NEW, new

"""The audit chain: each entry carries a digest of itself and the one before (docs/rules/audit-chain.md)."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from enum import StrEnum
from hashlib import sha256
from typing import TypeAlias

JSON: TypeAlias = "str | int | float | bool | Sequence[JSON] | Mapping[str, JSON] | None"

SCHEME = "yakusoku-audit-1"
# What comes before the first entry.
BEGINNING = "0" * 64


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened.

    sequence      1, 2, 3 … without gaps over the whole installation
    at            moment in UTC, ISO 8601 with microseconds
    actor         "user:12", or "system"
    organization  its number as text; empty: the installation
    code          stable dotted code, as "decision.made"
    subject       what it happened to, as "engagement:7"
    facts         canonical JSON (see `canonical`)
    """

    sequence: int
    at: str
    actor: str
    organization: str
    code: str
    subject: str
    reason: str
    facts: str


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a chain: how many entries there are, and the digest of the last one."""

    count: int
    digest: str


class BreakKind(StrEnum):
    """How a chain is broken."""

    CHANGED = "changed"
    MISSING = "missing"
    REORDERED = "reordered"
    TRUNCATED = "truncated"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Break:
    """Entries `first` to `last` are not what was written. TRUNCATED: missing at the end."""

    kind: BreakKind
    first: int
    last: int


def canonical(facts: Mapping[str, JSON]) -> str:
    """Return facts as JSON, the same for equal facts: keys sorted, no spaces. Raises ValueError for NaN."""
    return json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def digest(previous: str, entry: Entry) -> str:
    """Return the digest of `entry` in its place, 64 hex digits.

    previous   digest of the entry before it; BEGINNING for the first
    A JSON list is hashed, so that no two different entries read the same.
    """
    text = json.dumps([SCHEME, previous, *astuple(entry)], ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def find_breaks(entries: Iterable[tuple[Entry, str]], head: Head, noted: Head | None = None) -> list[Break]:
    """Return where a chain is not what was written, in the order met; empty: nothing was tampered with.

    entries   each entry with its stored digest, as stored; read once, one at a time
    head      the stored end of the chain
    noted     an end that was written down elsewhere earlier; it convicts a chain rewritten as a whole
    """
    walk = _Walk()
    for entry, stored in entries:
        walk.step(entry, stored, noted)
    walk.close(head, noted)
    return walk.breaks


class _Walk:
    """One pass along a chain; holds the last digest and the breaks only, however long the chain is."""

    def __init__(self) -> None:
        self.breaks: list[Break] = []
        self.last = 0
        self.digest = BEGINNING

    def step(self, entry: Entry, stored: str, noted: Head | None) -> None:
        """Take in the next entry."""
        number = entry.sequence
        if number <= self.last:
            self.mark(BreakKind.REORDERED, number, number)
            return
        if number > self.last + 1:
            # What it was chained to is gone, so that its digest says nothing.
            self.mark(BreakKind.MISSING, self.last + 1, number - 1)
        elif digest(self.digest, entry) != stored or contradicts(noted, number, stored):
            self.mark(BreakKind.CHANGED, number, number)
        self.last, self.digest = number, stored

    def close(self, head: Head, noted: Head | None) -> None:
        """Compare the end with where it should be."""
        due = max(head.count, noted.count if noted else 0)
        if self.last < due:
            self.mark(BreakKind.TRUNCATED, self.last + 1, due)
        elif self.last > head.count:
            self.mark(BreakKind.ADDED, head.count + 1, self.last)
        elif self.digest != head.digest:
            self.mark(BreakKind.CHANGED, self.last, self.last)

    def mark(self, kind: BreakKind, first: int, last: int) -> None:
        """Note a break; neighbours of one kind become one."""
        before = self.breaks[-1] if self.breaks else None
        if before and before.kind is kind and before.last + 1 == first:
            self.breaks[-1] = Break(kind, before.first, last)
        else:
            self.breaks.append(Break(kind, first, last))


def contradicts(noted: Head | None, number: int, stored: str) -> bool:
    """Return whether the digest of entry `number` is another than the one that was noted."""
    return noted is not None and noted.count == number and noted.digest != stored

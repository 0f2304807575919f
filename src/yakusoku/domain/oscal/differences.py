"""What taking a document in would change, and what of it cannot be taken."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that would change.

    subject   id of the control, check, task or finding
    title     what people call it
    field     which part of it, as a code: title, answer, decision, …
    before, after   empty: there was or will be nothing
    """

    subject: str
    title: str
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Left:
    """Something in the document that is not taken: its id, and why as a code."""

    subject: str
    why: str


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything that taking a document would change, and everything that would be left."""

    changes: tuple[Change, ...]
    left: tuple[Left, ...]

    @property
    def edition(self) -> str:
        """Return a digest: of two that say the same it is the same, so that one is taken as it was looked at."""
        told = repr([(c.subject, c.field, c.before, c.after) for c in self.changes])
        return sha256(told.encode()).hexdigest()[:32]


def difference(changes: Iterable[Change], left: Iterable[Left]) -> Difference:
    """Return a difference; what is left for the same reason twice stands once."""
    return Difference(tuple(changes), tuple(dict.fromkeys(left)))

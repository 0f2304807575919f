"""Two people at one form: the page carries a mark of what it showed, and who saves second is told.

What was typed stays on the page, which now carries the mark of what is there: saved once more, it counts.
"""

from hashlib import sha256

from django.db.models import Model

from yakusoku.domain.refusal import ChangedMeanwhile, Refusal

# The name of the hidden field that carries the mark.
FIELD = "mark"


def mark_of(*shown: object) -> str:
    """Return a mark of what a page shows, by which a later change of it is noticed."""
    return sha256(repr(shown).encode()).hexdigest()[:16]


def mark_of_row(row: Model | None) -> str:
    """Return a mark of a row as it was read, all its columns; None: there is none yet."""
    if row is None:
        return mark_of()
    return mark_of(*(getattr(row, field.attname) for field in row._meta.concrete_fields))


def require_unchanged(seen: str | None, present: str, refusal: type[Refusal] = ChangedMeanwhile) -> None:
    """Raise the refusal if what is there now is not what was seen.

    seen      None: whoever sets it saw no page, as a program that sets it as a whole
    present   the mark of what stands there, read behind a lock
    """
    if seen is not None and seen != present:
        raise refusal()

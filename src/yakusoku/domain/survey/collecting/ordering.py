"""Which of two saves of one page counts when the older arrives after the newer (docs/rules/survey-joining.md).

A page that is shown carries a name of its own, and each save from it a step that only grows. Of one page the later
step counts, whenever it arrives. Two pages that are open at once know nothing of each other: what arrives later counts.
"""

from collections.abc import Sequence

# More pages than a request can be behind; further back is forgotten.
MOST_KEPT = 20
Step = tuple[str, int]


def with_save(kept: Sequence[Sequence[str | int]], page: str, step: int) -> list[Step] | None:
    """Return the last step of each page with that of a save; None: a later one of this page is kept already."""
    steps = [(str(name), int(last)) for name, last in kept]
    if any(name == page and last >= step for name, last in steps):
        return None
    return [*((name, last) for name, last in steps if name != page), (page, step)][-MOST_KEPT:]

"""When a message that another program did not take is sent again (docs/developer/webhooks.md)."""

from datetime import timedelta
from typing import Final

FIRST: Final = timedelta(minutes=5)
LONGEST: Final = timedelta(hours=12)
GIVES_UP_AFTER: Final = 20


def wait_after(failures: int) -> timedelta:
    """Return how long to wait after so many failures in a row (>= 1): doubled each time, up to LONGEST."""
    factor: int = 2 ** min(failures - 1, GIVES_UP_AFTER)
    return min(LONGEST, FIRST * factor)


def gives_up(failures: int) -> bool:
    """Return whether nothing is sent any more until a person looks."""
    return failures >= GIVES_UP_AFTER

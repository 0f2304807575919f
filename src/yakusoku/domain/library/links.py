"""Links by which a person without an account answers one sheet."""

from datetime import datetime, timedelta
from typing import ClassVar

from yakusoku.domain.refusal import Refusal

LONGEST = 60


class LinkExpired(Refusal):
    """The link was not used in time."""

    code: ClassVar[str] = "link.expired"


class LinkWithdrawn(Refusal):
    """The link was taken back."""

    code: ClassVar[str] = "link.withdrawn"


class LinkUsed(Refusal):
    """The answers were handed in by this link."""

    code: ClassVar[str] = "link.used"


class LinkClosed(Refusal):
    """The sheet is not being answered any more."""

    code: ClassVar[str] = "link.closed"


def expires_at(made: datetime, days: int) -> datetime:
    """Return when a link ends. `days`: 1 to LONGEST."""
    return made + timedelta(days=max(1, min(days, LONGEST)))


def require_open(expires: datetime, used: datetime | None, withdrawn: datetime | None, now: datetime) -> None:
    """Raise the reason why a link no longer opens: LinkUsed, LinkWithdrawn, LinkExpired."""
    if used is not None:
        raise LinkUsed(day=used.date())
    if withdrawn is not None:
        raise LinkWithdrawn(day=withdrawn.date())
    if expires <= now:
        raise LinkExpired(day=expires.date())

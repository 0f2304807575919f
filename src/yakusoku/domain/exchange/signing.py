"""How a message to another program is signed, and how it finds out that it is ours (docs/developer/webhooks.md)."""

import hashlib
import hmac
from datetime import timedelta

TOLERANCE = timedelta(minutes=5)


def sign(body: bytes, secret: str, moment: int) -> str:
    """Return the value of the header `Yakusoku-Signature`: `t=SECONDS,v1=HEX`.

    moment   seconds since 1970; it is signed with the body, so that an old message cannot be sent again
    """
    return f"t={moment},v1={_digest(body, secret, moment)}"


def is_signed(body: bytes, secret: str, header: str, now: int) -> bool:
    """Return whether a header was made by `sign` with this secret, not longer ago than TOLERANCE."""
    parts = dict(part.split("=", 1) for part in header.split(",") if "=" in part)
    told = parts.get("t", "")
    if not told.isascii() or not told.isdigit() or abs(now - int(told)) > TOLERANCE.total_seconds():
        return False
    return hmac.compare_digest(_digest(body, secret, int(told)), parts.get("v1", ""))


def _digest(body: bytes, secret: str, moment: int) -> str:
    return hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()

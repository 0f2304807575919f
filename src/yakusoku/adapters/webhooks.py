"""Sending a signed message to another program over HTTP."""

import http.client
from typing import Final
from urllib.parse import urlsplit

SECONDS: Final = 5


def post(address: str, body: bytes, signature: str) -> int:
    """Send a message and return the status that came back; 0: nobody answered in time.

    A redirect is not followed: the message goes to the address that was agreed, or nowhere.
    """
    parts = urlsplit(address)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=SECONDS)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "yakusoku",
        "Yakusoku-Signature": signature,
    }
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    try:
        connection.request("POST", path, body, headers)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()

"""One digest for many."""

import hashlib
from collections.abc import Mapping


def digest_of_all(digests: Mapping[str, str]) -> str:
    """Return the SHA-256 of names with their digests, whatever their order."""
    lines = "\n".join(f"{name} {digests[name]}" for name in sorted(digests))
    return hashlib.sha256(lines.encode()).hexdigest()

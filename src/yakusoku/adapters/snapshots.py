"""A pack as bytes and back: the same pack always gives the same bytes."""

import hashlib
import json
from typing import Any

from pydantic import TypeAdapter, ValidationError

from yakusoku.domain.catalogue.model import Requirement
from yakusoku.domain.packs.model import Pack

PACK = TypeAdapter(Pack)
REQUIREMENT = TypeAdapter(Requirement)


class UnreadableSnapshot(Exception):
    """The bytes are not a snapshot of a pack."""


def plain(pack: Pack) -> dict[str, Any]:
    """Return the pack as JSON values."""
    values: dict[str, Any] = PACK.dump_python(pack, mode="json")
    return values


def dump(pack: Pack) -> bytes:
    """Return the canonical bytes of a pack: UTF-8 JSON, keys sorted, no spaces."""
    return json.dumps(plain(pack), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def load(raw: bytes) -> Pack:
    """Return the pack that `dump` wrote. Raises UnreadableSnapshot."""
    try:
        return PACK.validate_json(raw)
    except ValidationError as error:
        raise UnreadableSnapshot(str(error)) from error


def count_checks(raw: str) -> int:
    """Return how many questions a snapshot holds, without making the pack: for many versions at once."""
    return len(json.loads(raw)["checks"])


def fingerprint(snapshot: bytes) -> str:
    """Return the SHA-256 of a snapshot, 64 hexadecimal digits."""
    return hashlib.sha256(snapshot).hexdigest()


def requirement_digest(requirement: Requirement) -> str:
    """Return the SHA-256 of everything the catalogue says about a requirement, its sources included.

    It is kept with a promise, and compared by later processes: all must come to the same.
    """
    told = REQUIREMENT.dump_python(requirement)
    raw = json.dumps(told, ensure_ascii=False, sort_keys=True, default=_in_order)
    return hashlib.sha256(raw.encode()).hexdigest()


def _in_order(value: object) -> Any:
    """Return a set as a list in one order, which a set has only within its process; a day as ISO 8601."""
    return sorted(value) if isinstance(value, frozenset) else str(value)

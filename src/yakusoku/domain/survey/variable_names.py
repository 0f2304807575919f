"""Names of variables that every statistics program takes (docs/rules/survey-codebook.md)."""

import re
from collections.abc import Iterable
from unicodedata import normalize

# SPSS counts bytes of UTF-8, so that a name holds 21 Japanese letters.
MOST_BYTES = 64
RESERVED = frozenset(["ALL", "AND", "BY", "EQ", "GE", "GT", "LE", "LT", "NE", "NOT", "OR", "TO", "WITH"])
_UNUSABLE = re.compile(r"[^\w.$#@]")


def usable_name(wanted: str) -> str:
    """Return the name nearest to the one wanted: begins with a letter, has no blank, is no reserved word."""
    plain = _UNUSABLE.sub("_", normalize("NFKC", wanted).strip())
    if not plain[:1].isalpha() or plain.upper() in RESERVED:
        plain = f"V_{plain}"
    # A name that ends in a full stop would end the command it stands in.
    return cut_to_bytes(plain, MOST_BYTES).rstrip("._") or "V"


def unique_names(wanted: Iterable[str]) -> list[str]:
    """Return a usable name for each, none twice, capital and small letters being the same."""
    taken: set[str] = set()
    names = []
    for each in wanted:
        name = first = usable_name(each)
        number = 1
        while name.upper() in taken:
            number += 1
            tail = f"_{number}"
            name = cut_to_bytes(first, MOST_BYTES - len(tail)) + tail
        taken.add(name.upper())
        names.append(name)
    return names


def cut_to_bytes(text: str, most: int) -> str:
    """Return as much of a text as `most` bytes of UTF-8 hold, never half a letter."""
    raw = text.encode()
    return text if len(raw) <= most else raw[:most].decode(errors="ignore")

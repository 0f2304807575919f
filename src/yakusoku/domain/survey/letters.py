"""Letters of groups, as in a banner table, and when groups are compared at all (docs/rules/survey-tests.md)."""

from collections.abc import Sequence
from functools import lru_cache

LEVEL, STRICT_LEVEL = 0.05, 0.01
# Groups below this are shown, marked and not compared.
SMALL_BASE = 30
FEW_EXPECTED = 5


@lru_cache(maxsize=1000)
def name_of_group(place: int) -> str:
    """Return the letter of a group: A to Z, then AA, AB."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def joined(names: Sequence[str]) -> str:
    """Return letters as a cell shows them, in the order of the groups; with spaces where one is longer than a letter."""
    ordered = sorted(names, key=lambda name: (len(name), name.upper()))
    return ("" if all(len(name) == 1 for name in names) else " ").join(ordered)

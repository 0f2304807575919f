"""The stratum of a unit: its traits that were chosen, in the chosen order."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

SEPARATOR: Final = " × "
UNKNOWN: Final = "不明"
# The traits that have a name of their own; any other is called as its column is.
TRAIT_LABELS: Final[Mapping[str, str]] = {"role": "立場", "size": "規模", "industry": "業種"}
MOST_STRATA: Final = 300


def stratum_of(traits: Mapping[str, str], by: Sequence[str]) -> str:
    """Return the stratum of a unit, as 委託先 × 大規模; empty: one stratum for all."""
    return SEPARATOR.join(traits.get(name) or UNKNOWN for name in by)


def counted(strata: Iterable[str]) -> dict[str, int]:
    """Return how many units each stratum has, by name of the stratum."""
    return dict(sorted(Counter(strata).items()))

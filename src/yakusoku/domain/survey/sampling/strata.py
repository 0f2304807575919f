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


# What the register of engagements tells of a contractor.
CONTRACTOR: Final = "委託先"
ASKED_BEFORE: Final = "前回の調査で尋ねた"
_WORKS = (("5件以上", 5), ("2〜4件", 2), ("1件", 1))


def contractor_traits(works: int, departments: Sequence[str], *, personal: bool) -> dict[str, str]:
    """Return the traits of a contractor of ours.

    works        how many engagements it has, 1 or more
    departments  which departments entrust them
    personal     whether one of them deals with personal information
    """
    return {
        "role": CONTRACTOR,
        "委託件数": next(words for words, least in _WORKS if works >= least),
        "個人情報": "扱う" if personal else "扱わない・不明",
        "委託した課": departments[0][:60] if len(departments) == 1 else "複数の課",
    }

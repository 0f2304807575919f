"""Which groups differ on one answer: letters as in a banner table (docs/rules/survey-tests.md)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from math import sqrt

from yakusoku.domain.survey.distributions import normal_two_sided
from yakusoku.domain.survey.multiplicity import holm

LEVEL, STRICT_LEVEL = 0.05, 0.01
# Groups below this are shown, marked and not compared.
SMALL_BASE = 30
FEW_EXPECTED = 5


@dataclass(frozen=True, slots=True)
class Share:
    """The share of one answer in one group. `people`: how many people the share rests on (weighted: fewer)."""

    name: str
    n: int
    share: float
    people: float

    @property
    def is_comparable(self) -> bool:
        """Return whether the group is large enough to be compared."""
        return self.n >= SMALL_BASE and self.people > 0


@lru_cache(maxsize=1000)
def name_of_group(place: int) -> str:
    """Return the letter of a group: A to Z, then AA, AB."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def letters_of(shares: Sequence[Share]) -> list[str]:
    """Return for each group the letters of the groups whose share is lower: small at 5 %, capital at 1 %.

    All groups are compared with one another, two-sided, and Holm's correction is for all these comparisons.
    """
    pairs = [
        (one, other, p)
        for one, other in combinations(range(len(shares)), 2)
        if (p := two_shares(shares[one], shares[other])) is not None
    ]
    lower: list[list[str]] = [[] for _ in shares]
    for (one, other, _), p in zip(pairs, holm([p for _, _, p in pairs]), strict=True):
        high, low = (one, other) if shares[one].share > shares[other].share else (other, one)
        if p < LEVEL:
            name = shares[low].name
            lower[high].append(name if p < STRICT_LEVEL else name.lower())
    return [joined(sorted(names, key=lambda name: (len(name), name.upper()))) for names in lower]


def two_shares(one: Share, other: Share) -> float | None:
    """Return p of the two-sided z test of two shares with a common variance; None if it does not hold."""
    if not (one.is_comparable and other.is_comparable):
        return None
    people = one.people + other.people
    common = (one.share * one.people + other.share * other.people) / people
    if min(common, 1 - common) * min(one.people, other.people) < FEW_EXPECTED:
        return None
    error = sqrt(common * (1 - common) * (1 / one.people + 1 / other.people))
    return normal_two_sided((one.share - other.share) / error)


def joined(names: Sequence[str]) -> str:
    """Return letters as a cell shows them: with spaces where a name is longer than one."""
    return ("" if all(len(name) == 1 for name in names) else " ").join(names)

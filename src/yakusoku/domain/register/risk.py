"""How much harm an engagement could do, from the kinds of information and the people (docs/rules/risk.md).

A simple measure for putting hundreds of works in order. What a single requirement leaves open is weighed
elsewhere (domain/engagements/balance.py).
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final

from yakusoku.domain.engagements.facts import PEOPLE_STEPS
from yakusoku.domain.engagements.profile import Category


class Risk(StrEnum):
    """Levels, the highest first. NONE: no personal information. UNKNOWN: not told yet."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    NONE = "none"
    UNKNOWN = "unknown"


RISK_LABELS: Final[Mapping[Risk, str]] = {
    Risk.HIGH: "高い",
    Risk.MEDIUM: "中くらい",
    Risk.LOW: "低い",
    Risk.NONE: "個人情報なし",
    Risk.UNKNOWN: "まだ分からない",
}

# What harm a leak of one person's data does: 3 cannot be undone, 2 touches money or others, 1 the rest.
WEIGHTS: Final[Mapping[Category, int]] = {
    Category.SENSITIVE: 3,
    Category.INDIVIDUAL_NUMBER: 3,
    Category.BIOMETRIC: 3,
    Category.FINANCIAL: 2,
    Category.FAMILY: 2,
    Category.IDENTITY: 1,
    Category.CONTACT: 1,
}
LOWEST_WEIGHT = 1
MEDIUM_FROM, HIGH_FROM = 4, 7


def weight_of(categories: Iterable[Category]) -> int:
    """Return the heaviest weight, 1 to 3; people without a named kind count as the lightest."""
    return max((WEIGHTS[category] for category in categories), default=LOWEST_WEIGHT)


def band_of(people: int) -> int:
    """Return the band of a number of people: 1 below 100, one more at each step up to 5."""
    return 1 + sum(1 for step in PEOPLE_STEPS if people >= step)


def risk_of(categories: Iterable[Category], people: int | None) -> Risk:
    """Return the level of risk.

    people   number of persons; None: not told yet
    """
    kinds = frozenset(categories)
    if people is None:
        return Risk.UNKNOWN
    if not kinds and not people:
        return Risk.NONE
    score = weight_of(kinds) + band_of(people)
    if score >= HIGH_FROM:
        return Risk.HIGH
    return Risk.MEDIUM if score >= MEDIUM_FROM else Risk.LOW

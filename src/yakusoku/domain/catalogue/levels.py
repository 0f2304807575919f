"""Levels: how much a contract is to promise where nothing is known of the work (docs/rules/review-coverage.md)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Level:
    """A choice of requirements by their risk, as 標準.

    least_risk   requirements of this risk and above are wanted, 1 to 5
    also         these are wanted whatever their risk; `without`: these are not, whatever theirs
    """

    id: str
    title: str
    english: str
    explain: str
    english_explain: str
    least_risk: int
    also: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()

    def wants(self, slug: str, risk: int) -> bool:
        """Return whether a requirement of a risk is to be promised."""
        return slug not in self.without and (risk >= self.least_risk or slug in self.also)

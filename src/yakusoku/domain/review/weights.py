"""A linear model beside the signs: how much each short run of letters speaks for a requirement.

It was trained on the examples of the catalogue (`make model`) and knows the signs as well: that one was found
is one of the things it weighs. It says nothing without words: each label names the runs of letters that
carried it (docs/rules/review-labels.md).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

SHORTEST, LONGEST = 2, 4
# The words of a heading are kept apart from those of the text.
IN_HEADING = "^"


@dataclass(frozen=True, slots=True)
class Weights:
    """A trained model.

    slugs       the requirements it knows
    bias        by requirement
    thresholds  by requirement: from which score on a clause deals with it
    grams       run of letters → how rare it is, and its weight for each requirement that it speaks for or against
    signs       by requirement: the weight of a sign that was found
    """

    slugs: Sequence[str]
    bias: Sequence[float]
    thresholds: Sequence[float]
    grams: Mapping[str, tuple[float, Sequence[tuple[int, float]]]]
    signs: Sequence[float]

    def scores(self, text: str, heading: str, signed: Iterable[str]) -> list[float]:
        """Return by requirement how much speaks for it; above its threshold the clause deals with it.

        text, heading   folded
        signed          requirements of which a sign was found
        """
        total = [0.0] * len(self.slugs)
        squares = 0.0
        for gram in grams_of(text, heading):
            known = self.grams.get(gram)
            if known is not None:
                rarity, pairs = known
                squares += rarity * rarity
                for place, weight in pairs:
                    total[place] += rarity * weight
        length = sqrt(squares) or 1.0
        found = set(signed)
        return [
            self.bias[place] + total[place] / length + (self.signs[place] if slug in found else 0.0)
            for place, slug in enumerate(self.slugs)
        ]

    def carrying(self, text: str, place: int, most: int = 6) -> list[tuple[int, int]]:
        """Return the runs of letters that speak most for a requirement, as spans of the folded text."""
        found: list[tuple[float, int, int]] = []
        for size in range(SHORTEST, LONGEST + 1):
            for start in range(len(text) - size + 1):
                known = self.grams.get(text[start : start + size])
                if known is None:
                    continue
                weight = next((weight for at, weight in known[1] if at == place), 0.0)
                if weight > 0:
                    found.append((known[0] * weight, start, start + size))
        best = sorted(found, reverse=True)[:most]
        return sorted((start, end) for _, start, end in best)


def grams_of(text: str, heading: str) -> set[str]:
    """Return the runs of letters of a clause; those of its heading are marked."""
    found: set[str] = set()
    for size in range(SHORTEST, LONGEST + 1):
        found |= {text[n : n + size] for n in range(len(text) - size + 1)}
        found |= {IN_HEADING + heading[n : n + size] for n in range(len(heading) - size + 1)}
    return found

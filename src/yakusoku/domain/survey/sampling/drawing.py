"""Drawing at random so that anyone can draw the same sample again (docs/rules/survey-sampling.md).

Each unit gets a number from the seed and its own reference alone; from each stratum those with the lowest
numbers are drawn. Another unit in the frame, or another order of its rows, leaves every number as it was.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Drawable:
    """A unit from which is drawn. `reference`: once in the frame."""

    reference: str
    stratum: str


def lot(seed: str, reference: str) -> str:
    """Return the lot of a unit: SHA-256 of seed, a line end and reference, in hexadecimal digits."""
    return sha256(f"{seed}\n{reference}".encode()).hexdigest()


def draw(
    units: Iterable[Drawable], numbers: Mapping[str, int], seed: str, drawn: Collection[str] = ()
) -> list[str]:
    """Return the references that are drawn, stratum by stratum in the order of `numbers`, then by lot.

    numbers  how many from each stratum; where fewer are left, all of them
    drawn    references that were drawn before: the drawing goes on behind them
    """
    before = frozenset(drawn)
    by_stratum: dict[str, list[tuple[str, str]]] = {}
    for unit in units:
        if unit.reference not in before:
            ranked = by_stratum.setdefault(unit.stratum, [])
            ranked.append((lot(seed, unit.reference), unit.reference))
    return [
        reference
        for stratum, number in numbers.items()
        for _lot, reference in sorted(by_stratum.get(stratum, ()))[: max(number, 0)]
    ]


def frame_digest(units: Iterable[Drawable]) -> str:
    """Return SHA-256 of a frame: its references and strata by reference, a line each with a tab between them."""
    lines = sorted(f"{unit.reference}\t{unit.stratum}" for unit in units)
    return sha256("\n".join(lines).encode()).hexdigest()

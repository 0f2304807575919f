"""How many are drawn from each stratum (docs/rules/survey-sampling.md). Exact arithmetic throughout."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Final

from yakusoku.domain.refusal import Refusal
from yakusoku.domain.survey.rounding import percent_of


class Method(StrEnum):
    """The way in which a sample is shared out."""

    PROPORTIONAL = "proportional"
    EQUAL = "equal"
    NEYMAN = "neyman"
    FIXED = "fixed"
    ALL = "all"


METHOD_LABELS: Final[Mapping[Method, str]] = {
    Method.PROPORTIONAL: "比例配分（層の大きさに比例）",
    Method.EQUAL: "均等配分（どの層も同じ数）",
    Method.NEYMAN: "ネイマン配分（層の大きさ × ばらつきに比例）",
    Method.FIXED: "層ごとに数を決める",
    Method.ALL: "悉皆（全数）",
}


class FrameEmpty(Refusal):
    """There is nobody to draw from."""

    code = "sample.frame-empty"


class SampleTooLarge(Refusal):
    """More are to be drawn than there are."""

    code = "sample.too-large"


class SampleTooSmall(Refusal):
    """The least number of each stratum is more than what is drawn in all."""

    code = "sample.too-small"


class SpreadsMissing(Refusal):
    """Not every stratum has a spread above zero, or none has."""

    code = "sample.spreads-missing"


class StratumUnknown(Refusal):
    """A number is given for a stratum that the frame does not have."""

    code = "sample.stratum-unknown"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of an allocation.

    n        how many in all; without meaning for FIXED and ALL
    least    no stratum gets fewer, or all it has where that is less
    spreads  standard deviations by stratum, for NEYMAN: only their ratios count
    fixed    numbers by stratum, for FIXED; a stratum that is not named gets none
    """

    method: Method
    n: int = 0
    least: int = 0
    spreads: Mapping[str, Fraction] = field(default_factory=dict)
    fixed: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Allotted:
    """What one stratum gets. `fraction`: of the stratum, 抽出率."""

    stratum: str
    frame: int
    drawn: int

    @property
    def fraction(self) -> Fraction:
        """Return which part of the stratum is drawn."""
        return Fraction(self.drawn, self.frame) if self.frame else Fraction(0)

    @property
    def percent(self) -> str:
        """Return the same in per cent, as printed."""
        return percent_of(self.drawn, self.frame) if self.frame else "0.0"


def allocate(frame: Mapping[str, int], wanted: Wanted) -> list[Allotted]:
    """Return what each stratum gets, in the order of the frame; never more than it has.

    frame    how many units each stratum has
    raises   FrameEmpty, SampleTooLarge, SampleTooSmall, SpreadsMissing, StratumUnknown
    """
    if not sum(frame.values()):
        raise FrameEmpty()
    match wanted.method:
        case Method.ALL:
            numbers = dict(frame)
        case Method.FIXED:
            numbers = _fixed(frame, wanted.fixed)
        case _:
            numbers = _shared(frame, _weights(frame, wanted), wanted)
    return [Allotted(stratum, count, numbers[stratum]) for stratum, count in frame.items()]


def _fixed(frame: Mapping[str, int], fixed: Mapping[str, int]) -> dict[str, int]:
    for stratum, number in fixed.items():
        if stratum not in frame:
            raise StratumUnknown(stratum=stratum)
        if number > frame[stratum]:
            raise SampleTooLarge(n=number, frame=frame[stratum])
    if sum(fixed.values()) < 1:
        raise SampleTooSmall(n=0, least=1)
    return {stratum: fixed.get(stratum, 0) for stratum in frame}


def _weights(frame: Mapping[str, int], wanted: Wanted) -> dict[str, Fraction]:
    """Return in which ratio the strata get their share; an empty one gets nothing."""
    if wanted.method is Method.PROPORTIONAL:
        return {stratum: Fraction(count) for stratum, count in frame.items()}
    if wanted.method is Method.EQUAL:
        return {stratum: Fraction(bool(count)) for stratum, count in frame.items()}
    lacking = [s for s, count in frame.items() if count and wanted.spreads.get(s, Fraction(-1)) < 0]
    if unknown := [s for s in wanted.spreads if s not in frame]:
        raise StratumUnknown(stratum=unknown[0])
    if lacking or not any(wanted.spreads.values()):
        raise SpreadsMissing(strata=lacking or list(frame))
    return {stratum: count * wanted.spreads.get(stratum, Fraction(0)) for stratum, count in frame.items()}


def _shared(frame: Mapping[str, int], weights: Mapping[str, Fraction], wanted: Wanted) -> dict[str, int]:
    low = {stratum: min(wanted.least, count) for stratum, count in frame.items()}
    if wanted.n > sum(frame.values()):
        raise SampleTooLarge(n=wanted.n, frame=sum(frame.values()))
    if wanted.n < max(1, sum(low.values())):
        raise SampleTooSmall(n=wanted.n, least=max(1, sum(low.values())))
    exact = _within(weights, low, frame, wanted.n)
    numbers = {stratum: int(share) for stratum, share in exact.items()}
    # Largest remainder; of two that are equal the larger stratum, then the one that stands first.
    order = sorted(exact, key=lambda s: (numbers[s] - exact[s], -frame[s], list(frame).index(s)))
    for stratum in order[: wanted.n - sum(numbers.values())]:
        numbers[stratum] += 1
    return numbers


def _within(
    weights: Mapping[str, Fraction], low: Mapping[str, int], high: Mapping[str, int], n: int
) -> dict[str, Fraction]:
    """Return shares of `n` in the ratio of the weights, each within its bounds; they add up to `n` exactly.

    Where a share would leave its bounds it is set to the bound, and the others share the rest anew: all that are
    too low at once if together the bounds add more than they take away, else all that are too high.
    """
    shares: dict[str, Fraction] = {}
    free = list(weights)
    while free:
        rest = n - sum(shares.values())
        whole = sum(weights[s] for s in free)
        # Strata without a weight get their least, and what others cannot hold in the end, by size.
        ratio = weights if whole else {s: Fraction(high[s]) for s in free}
        whole = whole or Fraction(sum(high[s] for s in free) or 1)
        found = {s: rest * ratio[s] / whole for s in free}
        below = [s for s in free if found[s] < low[s]]
        above = [s for s in free if found[s] > high[s]]
        if not below and not above:
            return shares | found
        added = sum(low[s] - found[s] for s in below) - sum(found[s] - high[s] for s in above)
        fixed = below if added > 0 or not above else above
        if added == 0:
            fixed = [*below, *above]
        for stratum in fixed:
            shares[stratum] = Fraction((low if stratum in below else high)[stratum])
            free.remove(stratum)
    return shares

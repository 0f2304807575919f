"""Standard errors and intervals as they are printed, one share after the other (docs/rules/survey-estimates.md)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from yakusoku.domain.survey.estimates import Estimate
from yakusoku.domain.survey.rounding import half_up, in_print

# What is true of all errors, whatever the design.
METHOD = "標準誤差は、標本の設計からテイラー線形化で求めた（ポイント）。95%の区間は、ロジットの目盛りで t 分布によって求めた（0%か100%のときは、設計で直した数によるクロッパー・ピアソンの区間）。"


@dataclass(frozen=True, slots=True)
class ErrorLine:
    """One share with its error in percent.

    row, place   of the cell in its table
    se, low, high  as printed; - where it cannot be known
    exact        the standard error in points before rounding; None: unknown
    df           degrees of freedom; None: nobody is in the share
    """

    row: int
    place: int
    n: int
    se: str
    low: str
    high: str
    exact: float | None
    df: int | None

    @property
    def interval(self) -> str:
        """Return the interval as printed; empty: there is none."""
        return f"{self.low}〜{self.high}" if self.low != "-" else ""


def error_lines(cells: Sequence[Sequence[Estimate]]) -> Iterator[tuple[ErrorLine, ...]]:
    """Yield for each row of a table its shares with their errors."""
    for row, estimates in enumerate(cells):
        yield tuple(_line(row, place, each) for place, each in enumerate(estimates))


def _line(row: int, place: int, found: Estimate) -> ErrorLine:
    exact = None if found.se is None else 100 * found.se
    se, low, high = map(in_percent, (found.se, found.low, found.high))
    return ErrorLine(row, place, found.n, se, low, high, exact, found.df if found.n else None)


def in_percent(share: float | None) -> str:
    """Return a share in percent as printed, halves up; - where it is unknown."""
    if share is None:
        return "-"
    # What a float is off by in its last bits must not decide a half.
    return in_print(half_up(Fraction(share).limit_denominator(10**9) * 100, 1), 1)

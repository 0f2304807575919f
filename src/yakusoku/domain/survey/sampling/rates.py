"""抽出率, 回収率 and weights by stratum (docs/rules/survey-sampling.md)."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from yakusoku.domain.survey.rounding import percent_of


@dataclass(frozen=True, slots=True)
class Standing:
    """How a stratum stands, in numbers of units.

    frame          in the frame from which was drawn
    drawn          of these
    withdrawn      of the drawn, found to be none to ask: closed, double, moved away
    sent           of the others, to whom at least one letter or mail went
    undelivered    of the others, whom nothing reached
    web, paper     whose answer counts, by the way it came
    """

    stratum: str
    frame: int = 0
    drawn: int = 0
    withdrawn: int = 0
    sent: int = 0
    undelivered: int = 0
    web: int = 0
    paper: int = 0

    @property
    def asked(self) -> int:
        """Return how many are asked."""
        return self.drawn - self.withdrawn

    @property
    def answered(self) -> int:
        """Return how many answered."""
        return self.web + self.paper

    @property
    def fraction(self) -> str:
        """Return 抽出率 in per cent; empty: there is no frame."""
        return percent_of(self.drawn, self.frame) if self.frame else ""

    @property
    def rate(self) -> str:
        """Return 回収率 in per cent: answered of asked; empty: nobody is asked."""
        return percent_of(self.answered, self.asked) if self.asked else ""

    @property
    def reached_rate(self) -> str:
        """Return answered of those who were reached, in per cent; empty: nobody was."""
        reached = self.asked - self.undelivered
        return percent_of(self.answered, reached) if reached > 0 else ""

    @property
    def design_weight(self) -> Fraction | None:
        """Return for how many units of the frame one that was drawn stands; None: none was drawn."""
        return Fraction(self.frame, self.drawn) if self.drawn and self.frame else None

    @property
    def weight(self) -> Fraction | None:
        """Return for how many units one that answered stands; None: none did, or there is no frame.

        The design weight times asked per answered: those who were withdrawn stand for others that are no longer there.
        """
        base = self.design_weight
        return base * self.asked / self.answered if base is not None and self.answered else None


def total(rows: Iterable[Standing], name: str) -> Standing:
    """Return the sum of strata under a name."""
    found = list(rows)
    fields = ("frame", "drawn", "withdrawn", "sent", "undelivered", "web", "paper")
    return Standing(name, **{field: sum(getattr(row, field) for row in found) for field in fields})

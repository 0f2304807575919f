"""How far the shares of one of two waves may be off: by its design, or by its counts (docs/rules/survey-changes.md)."""

from dataclasses import dataclass, field
from math import sqrt

from yakusoku.domain.survey.coded import Codes, Floats, Mask
from yakusoku.domain.survey.design import Design
from yakusoku.domain.survey.estimates import LAST_BITS, Estimate
from yakusoku.domain.survey.group_errors import Groups, Told, errors_of
from yakusoku.domain.survey.stages import TAKEN_WHOLE
from yakusoku.domain.survey.waves import Change, between_counts, between_samples


@dataclass(frozen=True, slots=True)
class Spread:
    """How far a share may be off. `by_design`: the design of the sample says so; else that of a simple sample."""

    se: float
    df: int
    by_design: bool = False


@dataclass(frozen=True)
class WaveErrors:
    """What the design of a wave says of groups in which everybody counts alike.

    design    its weights are all 1
    standing  for each respondent the way to stand in the groups; `inside`: groups by ways
    """

    design: Design
    standing: Codes
    inside: Floats
    known: dict[bytes, list[int]] = field(default_factory=dict, compare=False, repr=False)

    def variances(self, answers: Codes, counts: Floats, shares: Floats) -> Floats:
        """Return the variances of shares: groups by categories. `answers`, `counts`: as Told has them."""
        return errors_of(Told(self.standing, answers, counts), self.design).variances(
            Groups(self.inside, shares)
        )

    def df(self, asked: Mask) -> list[int]:
        """Return for each group the degrees of freedom of those who were asked; 0: the design says nothing of them."""
        key = asked.tobytes()
        if key not in self.known:
            rows = self.inside[:, self.standing] > 0
            self.known[key] = [self._df(asked & row) for row in rows]
        return self.known[key]

    def _df(self, inside: Mask) -> int:
        first = self.design.stages[0]
        left_out = first.left_out[first.strata_of(inside)]
        whole = len(self.design.stages) == 1 and (left_out < TAKEN_WHOLE).all()
        return 0 if whole else max(self.design.df(inside), 0)


def by_counts(yes: int, n: int) -> Spread:
    """Return the spread of a share in a simple random sample; of fewer than two there is none."""
    share = yes / max(n, 1)
    return Spread(sqrt(share * (1 - share) / max(n - 1, 1)), n - 1)


def change_between(
    yes: tuple[int, int], n: tuple[int, int], spreads: tuple[Spread, Spread]
) -> tuple[Change, bool]:
    """Return the change between two waves, and whether a design is in it: none is where neither wave has one.

    Nor where all of a wave answered alike: its design would say that it cannot be off.
    """
    told = any(each.by_design for each in spreads)
    if told and all(each.se > LAST_BITS and each.df >= 1 for each in spreads):
        before, after = (
            Estimate("", None, base, took / base, each.se, None, None, each.df)
            for took, base, each in zip(yes, n, spreads, strict=True)
        )
        change = between_samples(before, after)
        if change is not None:
            return change, True
    return between_counts(yes, n), False

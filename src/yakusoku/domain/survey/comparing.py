"""Two waves side by side, figure by figure and group by group (docs/rules/survey-crosswalk.md)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from yakusoku.domain.survey.answers import Given, State
from yakusoku.domain.survey.axes import EVERYBODY, Axis
from yakusoku.domain.survey.crosswalk import Joined, Part
from yakusoku.domain.survey.letters import SMALL_BASE
from yakusoku.domain.survey.multiplicity import holm
from yakusoku.domain.survey.rounding import half_up, in_print, percent_of
from yakusoku.domain.survey.waves import Change, between_counts

LEVEL = 0.05


@dataclass(frozen=True, slots=True)
class Wave:
    """One wave: its answers by question, and the groups by which it is cut; None: it is not cut."""

    name: str
    answers: Mapping[str, Sequence[Given]]
    groups: Axis | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """Who took it, and how many answered."""

    yes: int
    n: int

    @property
    def percent(self) -> str | None:
        """Return the share as printed; None of nobody."""
        return percent_of(self.yes, self.n) if self.n else None


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure of one group in two waves.

    change     None: the comparison is refused, or nobody answered in a wave
    p          of the change, corrected for all comparisons made together
    """

    joined: Joined
    group: str
    first: Share
    second: Share
    change: Change | None
    p: float | None = None

    @property
    def points(self) -> str | None:
        """Return the difference in points, from the exact counts and halves rounded away from 0: +1.2."""
        if self.change is None:
            return None
        difference = Fraction(self.second.yes, self.second.n) - Fraction(self.first.yes, self.first.n)
        units = half_up(abs(difference) * 100, 1)
        sign = "±" if units == 0 else "+" if difference > 0 else "−"
        return sign + in_print(units, 1)

    @property
    def significant(self) -> bool:
        """Return whether the change is more than chance, after the correction."""
        return self.p is not None and self.p < LEVEL

    @property
    def small(self) -> bool:
        """Return whether a base is so small that the figure is for reference only."""
        return min(self.first.n, self.second.n) < SMALL_BASE


def compare(figures: Sequence[Joined], first: Wave, second: Wave) -> list[Compared]:
    """Return each figure for everybody and for each group that both waves have.

    The tests of all comparisons together are corrected by Holm. A refused comparison shows both shares, and no change.
    """
    found = [each for figure in figures for each in _groups(figure, first, second)]
    tested = [place for place, each in enumerate(found) if each.change and each.change.p is not None]
    adjusted = holm([found[place].change.p or 0.0 for place in tested])  # type: ignore[union-attr]
    for place, p in zip(tested, adjusted, strict=True):
        found[place] = replace(found[place], p=p)
    return found


def lacking(first: Wave, second: Wave) -> list[str]:
    """Return the groups that only one of the waves has, in order: they are not compared."""
    one, other = (wave.groups.groups if wave.groups else () for wave in (first, second))
    return [name for name in dict.fromkeys((*one, *other)) if (name in one) != (name in other)]


def _groups(figure: Joined, first: Wave, second: Wave) -> Iterator[Compared]:
    names = [EVERYBODY]
    if first.groups and second.groups:
        names += [name for name in second.groups.groups if name in first.groups.groups]
    for name in names:
        one, other = _share(figure.first, first, name), _share(figure.second, second, name)
        comparable = not figure.refused and one.n and other.n
        change = between_counts((one.yes, other.yes), (one.n, other.n)) if comparable else None
        yield Compared(figure, name, one, other, change)


def _share(part: Part, wave: Wave, group: str) -> Share:
    answered = [
        given
        for place, given in enumerate(wave.answers.get(part.question, ()))
        if given.state is State.ANSWERED and _inside(wave, place, group)
    ]
    wanted = set(part.options)
    return Share(sum(1 for given in answered if wanted.intersection(given.codes)), len(answered))


def _inside(wave: Wave, place: int, group: str) -> bool:
    if group == EVERYBODY or wave.groups is None:
        return True
    return wave.groups.groups.index(group) in wave.groups.members[place]

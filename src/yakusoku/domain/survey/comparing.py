"""Two waves side by side, figure by figure and group by group (docs/rules/survey-crosswalk.md)."""

from collections import Counter
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
    p          of the change, corrected for all comparisons about the same question
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

    The tests about one question of the second wave, whatever its options and groups, are corrected together by Holm:
    what else the survey asked makes no answer less certain. A refused comparison shows both shares, and no change.
    """
    tallies = _Tally(first), _Tally(second)
    found = [each for figure in figures for each in _groups(figure, *tallies)]
    families: dict[str, dict[int, float]] = {}
    for place, each in enumerate(found):
        if each.change is not None and each.change.p is not None:
            families.setdefault(each.joined.second.question, {})[place] = each.change.p
    for tested in families.values():
        for place, p in zip(tested, holm(list(tested.values())), strict=True):
            found[place] = replace(found[place], p=p)
    return found


def lacking(first: Wave, second: Wave) -> list[str]:
    """Return the groups that only one of the waves has, in order: they are not compared."""
    one, other = (wave.groups.groups if wave.groups else () for wave in (first, second))
    return [name for name in dict.fromkeys((*one, *other)) if (name in one) != (name in other)]


class _Tally:
    """How often each answer was given in a wave, by question and group; counted once for all figures."""

    def __init__(self, wave: Wave) -> None:
        self.wave = wave
        self._found: dict[tuple[str, str], Counter[tuple[str, ...]]] = {}

    def share(self, part: Part, group: str) -> Share:
        """Return who of a group took one of the options, and how many answered."""
        given, wanted = self._given(part.question, group), set(part.options)
        yes = sum(many for codes, many in given.items() if wanted.intersection(codes))
        return Share(yes, given.total())

    def _given(self, question: str, group: str) -> Counter[tuple[str, ...]]:
        key = question, group
        if key not in self._found:
            self._found[key] = Counter(
                given.codes
                for place, given in enumerate(self.wave.answers.get(question, ()))
                if given.state is State.ANSWERED and _inside(self.wave, place, group)
            )
        return self._found[key]


def _groups(figure: Joined, first: _Tally, second: _Tally) -> Iterator[Compared]:
    names = [EVERYBODY]
    one, other = first.wave.groups, second.wave.groups
    if one and other:
        names += [name for name in other.groups if name in one.groups]
    for name in names:
        before, after = first.share(figure.first, name), second.share(figure.second, name)
        comparable = not figure.refused and before.n and after.n
        change = between_counts((before.yes, after.yes), (before.n, after.n)) if comparable else None
        yield Compared(figure, name, before, after, change)


def _inside(wave: Wave, place: int, group: str) -> bool:
    if group == EVERYBODY or wave.groups is None:
        return True
    return wave.groups.groups.index(group) in wave.groups.members[place]

"""Two waves side by side, figure by figure and group by group (docs/rules/survey-crosswalk.md)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from yakusoku.domain.survey.answers import Given, State
from yakusoku.domain.survey.axes import EVERYBODY, Axis
from yakusoku.domain.survey.coded import Floats
from yakusoku.domain.survey.coding import distinguished
from yakusoku.domain.survey.crosswalk import Joined, Part
from yakusoku.domain.survey.letters import SMALL_BASE
from yakusoku.domain.survey.long_tables import two_way
from yakusoku.domain.survey.multiplicity import holm
from yakusoku.domain.survey.rounding import in_print, percent_of
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
        first, second = self.first, self.second
        difference, base = second.yes * first.n - first.yes * second.n, first.n * second.n
        # Tenths of a point, in whole numbers only.
        units = (2000 * abs(difference) + base) // (2 * base)
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
    one, other = (wave.groups.groups if wave.groups else () for wave in (first, second))
    shared = [name for name in other if name in one]
    tallies = _Tally(first, shared), _Tally(second, shared)
    names = [EVERYBODY, *shared]
    found = [each for figure in figures for each in _compared(figure, names, *tallies)]
    families: dict[str, dict[int, float]] = {}
    for place, (joined, *_shares, change) in enumerate(found):
        if change is not None and change.p is not None:
            families.setdefault(joined.second.question, {})[place] = change.p
    corrected = {
        place: p
        for tested in families.values()
        for place, p in zip(tested, holm(list(tested.values())), strict=True)
    }
    return [Compared(*each, corrected.get(place)) for place, each in enumerate(found)]


def lacking(first: Wave, second: Wave) -> list[str]:
    """Return the groups that only one of the waves has, in order: they are not compared."""
    one, other = (wave.groups.groups if wave.groups else () for wave in (first, second))
    return [name for name in dict.fromkeys((*one, *other)) if (name in one) != (name in other)]


class _Tally:
    """How often each answer was given in a wave, by question and group; counted once for all figures."""

    def __init__(self, wave: Wave, groups: Sequence[str]) -> None:
        """Count by groups of the wave, everybody first."""
        self.wave = wave
        members = wave.groups.members if wave.groups else ()
        self._kinds, ways = distinguished(members)
        self._inside = np.ones((1 + len(groups), max(len(ways), 1)))
        for place, name in enumerate(groups, 1):
            group = wave.groups.groups.index(name) if wave.groups else 0
            self._inside[place] = [group in way for way in ways]
        self._found: dict[str, tuple[Floats, list[frozenset[str]], list[int]]] = {}

    def shares(self, part: Part) -> list[Share]:
        """Return for each group who took one of the options, and how many answered."""
        counts, distinct, bases = self._given(part.question)
        wanted = set(part.options)
        took = np.array([not wanted.isdisjoint(codes) for codes in distinct], dtype=np.float64)
        return list(map(Share, map(int, (counts @ took).tolist()), bases))

    def _given(self, question: str) -> tuple[Floats, list[frozenset[str]], list[int]]:
        """Return people by group and distinct answer, those answers, and the base of each group."""
        if question not in self._found:
            kinds, distinct = distinguished(self.wave.answers.get(question, ()))
            ways = self._kinds if len(self._kinds) else np.zeros(len(kinds), dtype=np.int64)
            answered = np.array([given.state is State.ANSWERED for given in distinct], dtype=np.float64)
            by_way = two_way(ways[: len(kinds)], kinds, self._inside.shape[1], len(distinct))
            counts = (self._inside @ by_way) * answered
            bases = list(map(int, counts.sum(axis=1).tolist()))
            self._found[question] = counts, [frozenset(given.codes) for given in distinct], bases
        return self._found[question]


def _compared(
    figure: Joined, names: Sequence[str], first: _Tally, second: _Tally
) -> Iterator[tuple[Joined, str, Share, Share, Change | None]]:
    for name, before, after in zip(
        names, first.shares(figure.first), second.shares(figure.second), strict=True
    ):
        comparable = not figure.refused and before.n and after.n
        change = between_counts((before.yes, after.yes), (before.n, after.n)) if comparable else None
        yield figure, name, before, after, change

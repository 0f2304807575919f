"""Two waves side by side, figure by figure and group by group (docs/rules/survey-crosswalk.md)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from yakusoku.domain.survey.answers import Given, State
from yakusoku.domain.survey.axes import EVERYBODY, Axis
from yakusoku.domain.survey.coded import Codes, Floats, Mask
from yakusoku.domain.survey.coding import distinguished
from yakusoku.domain.survey.crosswalk import Joined, Part
from yakusoku.domain.survey.design import Design
from yakusoku.domain.survey.letters import SMALL_BASE
from yakusoku.domain.survey.long_tables import two_way
from yakusoku.domain.survey.multiplicity import holm
from yakusoku.domain.survey.rounding import in_print, percent_of
from yakusoku.domain.survey.wave_errors import Spread, WaveErrors, by_counts, change_between
from yakusoku.domain.survey.waves import Change, between_counts

LEVEL = 0.05


@dataclass(frozen=True, slots=True)
class Wave:
    """One wave: its answers by question, and the groups by which it is cut; None: it is not cut.

    design  how those who answered were drawn, everybody with a weight of 1; None: that is not known
    """

    name: str
    answers: Mapping[str, Sequence[Given]]
    groups: Axis | None = None
    design: Design | None = None


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
    by_design  whether the design of the first, and of the second wave says how far its share may be off
    p          of the change, corrected for all comparisons about the same question
    """

    joined: Joined
    group: str
    first: Share
    second: Share
    change: Change | None
    by_design: tuple[bool, bool] = (False, False)
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
    tallies = (
        _Tally(first, shared, [figure.first for figure in figures]),
        _Tally(second, shared, [figure.second for figure in figures]),
    )
    names = [EVERYBODY, *shared]
    found = [each for figure in figures for each in _compared(figure, names, *tallies)]
    families: dict[str, dict[int, float]] = {}
    for place, (joined, *_shares, change, _by_design) in enumerate(found):
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


@dataclass(frozen=True, slots=True)
class _Question:
    """What a wave answered to a question.

    kinds     for each respondent which of the distinct answers; `codes`: those answers
    asked     for each distinct answer whether it is one of somebody who was asked; `answered`: 1 where it counts
    people    groups by distinct answers; `bases`: how many of each group answered
    """

    kinds: Codes
    codes: list[frozenset[str]]
    asked: Mask
    answered: Floats
    people: Floats
    bases: list[int]

    def took(self, part: Part) -> Floats:
        """Return for each distinct answer whether it is one of the options."""
        wanted = set(part.options)
        return np.array([not wanted.isdisjoint(codes) for codes in self.codes], dtype=np.float64)


class _Tally:
    """How often each answer was given in a wave, by question and group; counted once for all figures."""

    def __init__(self, wave: Wave, groups: Sequence[str], parts: Sequence[Part]) -> None:
        """Count by groups of the wave, everybody first. `parts`: of whose shares it may be asked how far they are off."""
        self._answers, self._parts = wave.answers, list(dict.fromkeys(parts))
        members = wave.groups.members if wave.groups else ()
        self._kinds, ways = distinguished(members)
        self._inside = np.ones((1 + len(groups), max(len(ways), 1)))
        for place, name in enumerate(groups, 1):
            group = wave.groups.groups.index(name) if wave.groups else 0
            self._inside[place] = [group in way for way in ways]
        self._found: dict[str, _Question] = {}
        self.errors: WaveErrors | None = None
        if wave.design:
            standing = self._kinds if wave.groups else np.zeros(len(wave.design.weights), dtype=np.int64)
            self.errors = WaveErrors(wave.design, standing, self._inside)
        self._spreads: dict[Part, list[Spread]] = {}

    def shares(self, part: Part) -> list[Share]:
        """Return for each group who took one of the options, and how many answered."""
        given = self._given(part.question)
        return list(map(Share, map(int, (given.people @ given.took(part)).tolist()), given.bases))

    def spreads(self, part: Part) -> list[Spread]:
        """Return for each group how far its share may be off."""
        if part not in self._spreads:
            # All figures of a question are made of the same sums.
            parts = [each for each in self._parts if each.question == part.question]
            self._spreads |= zip(parts, self._spreads_of(part.question, parts), strict=True)
        return self._spreads[part]

    def _spreads_of(self, question: str, parts: Sequence[Part]) -> Iterator[list[Spread]]:
        plain = [[by_counts(share.yes, share.n) for share in self.shares(part)] for part in parts]
        given = self._given(question)
        if self.errors is None or not given.bases[0]:
            yield from plain
            return
        took = np.column_stack([given.took(part) * given.answered for part in parts])
        shares = given.people @ took / np.maximum(given.bases, 1)[:, None]
        counts = np.column_stack([given.answered, took])
        variances = self.errors.variances(given.kinds, counts, shares).T.tolist()
        known = self.errors.df(given.asked[given.kinds])
        for of, simple in zip(variances, plain, strict=True):
            yield [
                Spread(sqrt(variance), df, by_design=True) if df else each
                for variance, df, each in zip(of, known, simple, strict=True)
            ]

    def _given(self, question: str) -> _Question:
        if question not in self._found:
            kinds, distinct = distinguished(self._answers.get(question, ()))
            answered = np.array([given.state is State.ANSWERED for given in distinct], dtype=np.float64)
            asked = np.array([given.state is not State.NOT_ASKED for given in distinct], dtype=np.bool_)
            standing = self._kinds if len(self._kinds) else np.zeros(len(kinds), dtype=np.int64)
            by_way = two_way(standing[: len(kinds)], kinds, self._inside.shape[1], len(distinct))
            people = (self._inside @ by_way) * answered
            bases = list(map(int, people.sum(axis=1).tolist()))
            codes = [frozenset(given.codes) for given in distinct]
            self._found[question] = _Question(kinds, codes, asked, answered, people, bases)
        return self._found[question]


def _compared(
    figure: Joined, names: Sequence[str], first: _Tally, second: _Tally
) -> Iterator[tuple[Joined, str, Share, Share, Change | None, tuple[bool, bool]]]:
    sides = first.shares(figure.first), second.shares(figure.second)
    designed = not figure.refused and (first.errors or second.errors)
    spreads = (first.spreads(figure.first), second.spreads(figure.second)) if designed else None
    for place, (name, before, after) in enumerate(zip(names, *sides, strict=True)):
        change, by_design = None, (False, False)
        if not figure.refused and before.n and after.n:
            counts = (before.yes, after.yes), (before.n, after.n)
            if spreads:
                one, other = spreads[0][place], spreads[1][place]
                change, told = change_between(*counts, (one, other))
                by_design = (told and one.by_design, told and other.by_design)
            else:
                change = between_counts(*counts)
        yield figure, name, before, after, change, by_design

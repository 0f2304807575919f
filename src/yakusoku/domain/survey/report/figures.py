"""The figures that a report may print: tables by name, and the differences between two of their cells."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import combinations
from math import sqrt
from typing import Any, TypeVar

from yakusoku.domain.survey.axes import EVERYBODY
from yakusoku.domain.survey.distributions import normal_two_sided
from yakusoku.domain.survey.letters import FEW_EXPECTED, LEVEL, SMALL_BASE
from yakusoku.domain.survey.multiplicity import holm
from yakusoku.domain.survey.printed import TableKind
from yakusoku.domain.survey.rounding import Printed, half_up, in_print

DECIMALS = 1
INSIDE = " × "
Kept = TypeVar("Kept")


@dataclass(frozen=True, slots=True)
class Figure:
    """One cell: the share of an answer in a group.

    share   of `n`, exactly; None: only what was printed is known
    count   people; None: not known for sure
    people  how many people the share rests on (weighted: fewer than `n`)
    """

    n: int
    printed: Printed
    share: Fraction | None
    count: int | None
    people: float

    @property
    def percent(self) -> Fraction:
        """Return the share in per cent, as exactly as it is known."""
        return self.printed.value if self.share is None else self.share * 100

    def units(self, decimals: int) -> int:
        """Return the share in units of the last of so many printed decimals."""
        if decimals == self.printed.decimals:
            return self.printed.units
        return half_up(self.percent, decimals)


@dataclass(frozen=True, slots=True)
class FigureError:
    """The sampling error of a figure as printed: standard error in points, interval in per cent; df: None of nobody."""

    se: str
    low: str
    high: str
    df: int | None


@dataclass(frozen=True)
class FigureTable:
    """One table: groups × categories.

    wave         in which round of the survey it was asked; empty: there is one round
    series       the question; tables of one series in two waves are compared
    definitions  what a category means in this wave, where that was written down
    accepted     categories whose definition changed, and that somebody answers for comparing all the same
    hidden       cells that are not shown, as few people are in them or would be known by them
    overlapping  one person can stand in several groups
    last         places of the categories that stay at the end however the others are ordered; `blank`: of 無回答
    in_order     the categories have an order of their own (numbers)
    notes        what stands under the table
    nets         how many of the categories, the last ones, only add others up
    key          the name that stays when the words of the question change (docs/rules/survey-book.md); empty: none
    codes        for groups, and for categories, the codes that a reference may write instead of the words
    items        of a battery, the groups that are items: the same people answered each, others stand inside them
    design       the design of the sample by which groups are compared, in words; empty: by their shares alone
    differences  by a design, p of two groups on a category, corrected as the letters are; a pair is there once
    errors       sampling errors; `errors_said`: the design they assume, or why there are none; empty: not asked for
    changes      p of the change since the wave before, corrected for all that were compared together; empty: raw
    """

    id: str
    title: str
    kind: TableKind
    groups: tuple[str, ...]
    categories: tuple[str, ...]
    cells: Mapping[tuple[str, str], Figure]
    wave: str = ""
    series: str = ""
    definitions: Mapping[str, str] = field(default_factory=dict)
    overlapping: bool = False
    last: frozenset[int] = frozenset()
    blank: int | None = None
    in_order: bool = False
    weighted: bool = False
    notes: tuple[str, ...] = ()
    nets: int = 0
    key: str = ""
    codes: tuple[Mapping[str, str], Mapping[str, str]] = ({}, {})
    changes: Mapping[tuple[str, str], float | None] = field(default_factory=dict)
    accepted: frozenset[str] = frozenset()
    hidden: frozenset[tuple[str, str]] = frozenset()
    items: tuple[str, ...] = ()
    design: str = ""
    differences: Mapping[tuple[str, str, str], float] = field(default_factory=dict)
    errors: Mapping[tuple[str, str], FigureError] = field(default_factory=dict)
    errors_said: str = ""

    @property
    def parts(self) -> tuple[str, ...]:
        """Return the categories that do not add others up."""
        return self.categories[: len(self.categories) - self.nets]

    @cached_property
    def bases(self) -> dict[str, int]:
        """Return n of each group; a battery may have one for each item: then the largest."""
        return {
            group: max((cell.n for (of, _), cell in self.cells.items() if of == group), default=0)
            for group in self.groups
        }

    @cached_property
    def several_bases(self) -> frozenset[str]:
        """Return the groups of which no one n is that of every share: figures of two waves, items of a battery."""
        found: dict[str, set[int]] = {}
        for (group, _category), figure in self.cells.items():
            found.setdefault(group, set()).add(figure.n)
        return frozenset(group for group, bases in found.items() if len(bases) > 1)

    def family(self, group: str) -> list[str]:
        """Return the groups that are parts of the same whole as `group`, itself among them."""
        whole = group.rpartition(INSIDE)[0]
        return [
            other
            for other in self.groups
            if other != EVERYBODY
            and other.rpartition(INSIDE)[0] == whole
            and other.count(INSIDE) == group.count(INSIDE)
        ]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a figure stands; several categories: their sum."""

    table: str
    group: str
    categories: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.table}|{self.group}|{'+'.join(self.categories)}"


class NoFigure(ValueError):
    """A place holds no figure; the message says why."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Second less first, in points.

    p            of the test; None: it could not be made
    comparable   False: the definition changed between the waves
    altered      it changed, and somebody answers for the comparison
    """

    first: Place
    second: Place
    points: Fraction
    printed_points: Fraction
    p: float | None
    between_waves: bool
    comparable: bool = True
    altered: bool = False

    @property
    def significant(self) -> bool:
        """Return whether the difference is more than chance."""
        return self.p is not None and self.p < LEVEL

    @property
    def sign(self) -> int:
        """Return 1, 0 or -1, as the difference is printed."""
        units = half_up(abs(self.points), DECIMALS)
        return 0 if units == 0 else 1 if self.points > 0 else -1

    def said(self, decimals: int = DECIMALS) -> str:
        """Return the points as printed, with the sign: +1.2."""
        return signed(self.points, decimals)


@dataclass(frozen=True)
class FigureStore:
    """All tables of a report. `facts`: other counts that may be named, such as 有効回答数, by what they count."""

    tables: Mapping[str, FigureTable]
    facts: Mapping[str, int] = field(default_factory=dict)
    memory: dict[tuple[str, str], Any] = field(default_factory=dict, compare=False, repr=False)

    def remembered(self, kind: str, table: str, make: Callable[[], Iterator[Kept]]) -> tuple[Kept, ...]:
        """Return what is made of a table, made once."""
        key = kind, table
        if key not in self.memory:
            self.memory[key] = tuple(make())
        found: tuple[Kept, ...] = self.memory[key]
        return found

    def table(self, name: str) -> FigureTable:
        """Return a table by name. Raises NoFigure."""
        found = self.tables.get(name) or next(
            (
                table
                for key, table in self.tables.items()
                if plain(key) == plain(name) or (table.key and table.key == name)
            ),
            None,
        )
        if found is None:
            raise NoFigure(f"「{name}」という表がありません。")
        return found

    def figure(self, place: Place) -> Figure:
        """Return the figure of a place. Raises NoFigure."""
        table = self.table(place.table)
        cells = [table.cells.get((place.group, category)) for category in place.categories]
        found = [cell for cell in cells if cell]
        if any((place.group, category) in table.hidden for category in place.categories):
            raise NoFigure(
                f"表「{table.id}」の「{place.group}」のこのセルは、人数が少ないなどのため、示しません。"
            )
        if not found or len(found) < len(cells):
            raise NoFigure(
                f"表「{table.id}」に、区分「{place.group}」の「{'+'.join(place.categories)}」がありません。"
            )
        if len(found) == 1:
            return found[0]
        if table.kind is not TableKind.SINGLE or len({cell.n for cell in found}) > 1:
            raise NoFigure(f"表「{table.id}」の選択肢は、足し合わせられません（単一回答だけ）。")
        return _sum(found)

    def difference(self, first: Place, second: Place) -> Difference:
        """Return second less first: two waves of one question, or two groups of one table. Raises NoFigure."""
        one, other = self.figure(first), self.figure(second)
        tables = self.table(first.table), self.table(second.table)
        between_waves = tables[0].id != tables[1].id
        if between_waves:
            _require_waves(tables, first, second)
            corrected = [tables[1].changes.get((second.group, name)) for name in second.categories]
            known = bool(tables[1].changes) and len(corrected) == 1
            p = corrected[0] if known else two_shares(one, other)
        else:
            _require_groups(tables[0], first, second)
            p = self._p_in_family(tables[0], first, second)
        printed = other.printed.value - one.printed.value
        same = not between_waves or all(
            tables[0].definitions.get(category, "") == tables[1].definitions.get(category, "")
            for category in {*first.categories, *second.categories}
        )
        altered = between_waves and not tables[1].accepted.isdisjoint(second.categories)
        points = other.percent - one.percent
        return Difference(first, second, points, printed, p, between_waves, same, altered)

    def earlier(self, table: FigureTable) -> FigureTable | None:
        """Return the same question in the wave before; None if there is none."""
        waves = [other for other in self.tables.values() if other.series and other.series == table.series]
        waves.sort(key=lambda other: wave_order(other.wave))
        place = next((n for n, other in enumerate(waves) if other.id == table.id), 0)
        return waves[place - 1] if place else None

    @cached_property
    def replaced(self) -> frozenset[str]:
        """Return the tables of which there is one of a later wave."""
        return frozenset(before.id for table in self.tables.values() if (before := self.earlier(table)))

    def _p_in_family(self, table: FigureTable, first: Place, second: Place) -> float | None:
        """Return p of two groups, corrected for all comparisons of groups on this answer, as the letters are."""
        family = table.family(first.group)
        if table.overlapping or first.group in table.items or second.group not in family:
            return None
        if table.design:
            # The error of a sum is not that of its parts: taken together in the questionnaire, it is a category.
            category, *more = first.categories
            known = {frozenset(pair): p for (*pair, of), p in table.differences.items() if of == category}
            return None if more else known.get(frozenset({first.group, second.group}))
        pairs, ps = [], []
        for pair in combinations(family, 2):
            try:
                one, other = (self.figure(Place(table.id, g, first.categories)) for g in pair)
            except NoFigure:
                continue
            p = two_shares(one, other)
            if p is not None:
                pairs.append(set(pair))
                ps.append(p)
        adjusted = holm(ps)
        wanted = {first.group, second.group}
        return next((p for pair, p in zip(pairs, adjusted, strict=True) if pair == wanted), None)

    def places(self, tables: Sequence[str] | None = None) -> Iterator[tuple[Place, Figure]]:
        """Yield every cell of these tables, or of all."""
        for table in self.tables.values():
            if tables is None or table.id in tables:
                for (group, category), figure in table.cells.items():
                    yield Place(table.id, group, (category,)), figure


def signed(points: Fraction, decimals: int = DECIMALS) -> str:
    """Return points with their sign, halves rounded away from 0: +1.2, ±0.0, −3.4."""
    units = half_up(abs(points), decimals)
    mark = "±" if units == 0 else "+" if points > 0 else "−"
    return mark + in_print(units, decimals)


@lru_cache(maxsize=10_000)
def plain(text: str) -> str:
    """Return a name as it is compared: width and spaces do not matter."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).lower()


def wave_order(wave: str) -> tuple[int, int]:
    """Return the key by which waves are in order of time: 前々回, 前回, then by number, then those that tell none."""
    found = re.search(r"\d{1,9}", unicodedata.normalize("NFKC", wave))
    if found:
        return 1, int(found[0])
    before = re.match(r"前[々前]*", wave)
    return (0, -len(before[0])) if before else (2, 0)


def two_shares(one: Figure, other: Figure) -> float | None:
    """Return p of the two-sided z test of two shares with a common variance, as the letters of a table are made.

    None where a base is small, or so few are expected that the test does not hold.
    """
    if min(one.n, other.n) < SMALL_BASE or min(one.people, other.people) <= 0:
        return None
    first, second = float(one.percent / 100), float(other.percent / 100)
    common = (first * one.people + second * other.people) / (one.people + other.people)
    if min(common, 1 - common) * min(one.people, other.people) < FEW_EXPECTED:
        return None
    error = sqrt(common * (1 - common) * (1 / one.people + 1 / other.people))
    return normal_two_sided((first - second) / error)


def _sum(cells: Sequence[Figure]) -> Figure:
    shares = [cell.share for cell in cells if cell.share is not None]
    counts = [cell.count for cell in cells if cell.count is not None]
    share = sum(shares, Fraction(0)) if len(shares) == len(cells) else None
    percent = share * 100 if share is not None else sum((cell.printed.value for cell in cells), Fraction(0))
    units = half_up(percent, DECIMALS)
    return Figure(
        cells[0].n,
        Printed(in_print(units, DECIMALS), units, DECIMALS),
        share,
        sum(counts) if len(counts) == len(cells) else None,
        cells[0].people,
    )


def _require_waves(tables: tuple[FigureTable, FigureTable], first: Place, second: Place) -> None:
    if not tables[0].series or tables[0].series != tables[1].series:
        raise NoFigure(f"表「{tables[0].id}」と「{tables[1].id}」は、同じ設問の二つの回ではありません。")
    if first.group != second.group:
        raise NoFigure("二つの回の差は、同じ区分どうしで求めます。")


def _require_groups(table: FigureTable, first: Place, second: Place) -> None:
    if first.categories != second.categories:
        raise NoFigure("一つの表の中の差は、同じ選択肢どうしで求めます。")
    if EVERYBODY in {first.group, second.group} and first.group != second.group:
        raise NoFigure("全体とその内訳は重なるので、差を求めません。内訳どうしを比べてください。")
    if first.group == second.group:
        raise NoFigure(f"表「{table.id}」の、同じセルどうしの差です。")

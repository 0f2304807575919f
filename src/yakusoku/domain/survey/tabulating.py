"""Tables of a survey from the answers: counts, bases, shares, tests (docs/rules/survey-tables.md)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from yakusoku.domain.survey.answers import Given, State
from yakusoku.domain.survey.axes import Axis, RowKey, families, rows_of, rows_of_members
from yakusoku.domain.survey.form import Question, QuestionKind
from yakusoku.domain.survey.letters import Share, letters_of, name_of_group
from yakusoku.domain.survey.rounding import percent_of

# Whole where everybody counts alike: the same numbers, sooner.
Weight = int | Fraction
NO_ANSWER = "無回答"
# A number has no choices: each value that was given is one, up to so many.
MOST_VALUES = 50


@dataclass(frozen=True, slots=True)
class TableCell:
    """One answer of one group. `percent`: as printed, None of nobody; `count`: people, never weighted."""

    category: str
    count: int
    percent: str | None
    percent_exact: float | None
    letters: str = ""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One group. `everybody`: N, all its respondents; `n`: those the shares are of; `n_weighted`: their weights."""

    group: str
    letter: str
    everybody: int
    n: int
    n_weighted: float
    cells: tuple[TableCell, ...]


@dataclass
class Tally:
    """What is counted for the rows of one table."""

    everybody: Counter[tuple[int, ...]] = field(default_factory=Counter)
    base: Counter[tuple[int, ...]] = field(default_factory=Counter)
    weight: dict[tuple[int, ...], Weight] = field(default_factory=dict)
    square: dict[tuple[int, ...], Weight] = field(default_factory=dict)
    counts: Counter[tuple[tuple[int, ...], int]] = field(default_factory=Counter)
    weights: dict[tuple[tuple[int, ...], int], Weight] = field(default_factory=dict)
    squares: dict[tuple[tuple[int, ...], int], Weight] = field(default_factory=dict)
    pairs: Counter[tuple[tuple[int, ...], int, int]] = field(default_factory=Counter)
    pair_squares: dict[tuple[tuple[int, ...], int, int], Weight] = field(default_factory=dict)
    left_out: Counter[State] = field(default_factory=Counter)
    off_axes: int = 0


@dataclass(frozen=True, slots=True)
class Counted:
    """One question over the rows of a table, before anything is said of it."""

    question: Question
    categories: tuple[str, ...]
    rows: tuple[RowKey, ...]
    axes: tuple[Axis, ...]
    tally: Tally
    weighted: bool
    shows_blank: bool

    @property
    def asked(self) -> int:
        """Return how many categories are answers: all but 無回答."""
        return len(self.categories) - self.shows_blank

    @property
    def overlapping(self) -> bool:
        """Return whether one person can stand in several rows of a family."""
        return any(axis.overlapping for axis in self.axes)


class TooManyValues(ValueError):
    """A number has more values than a table can show."""


def count(
    question: Question,
    answers: Sequence[Given],
    axes: Sequence[Axis],
    weights: Sequence[Fraction] | None = None,
    *,
    show_blank: bool = False,
) -> Counted:
    """Return a question counted for everybody and each group on the axes.

    weights      one for each respondent, 0 or more; None: everybody counts alike
    show_blank   show who did not answer as a category and keep them in the base; else they are left out of both
    raises       TooManyGroups, TooManyValues
    """
    codes, labels = _categories(question, answers)
    places = {code: place for place, code in enumerate(codes)}
    tally = Tally()
    for alike in _alike(answers, axes, weights):
        paths = list(rows_of_members(alike.members))
        chosen = [places[code] for code in alike.given.codes]
        if alike.given.state in {State.BLANK, State.INVALID}:
            chosen = [len(codes)] if show_blank else []
        _add(tally, paths, alike, chosen)
        if all(len(path) < len(axes) for path in paths):
            tally.off_axes += alike.people
    categories = (*labels, NO_ANSWER) if show_blank else tuple(labels)
    return Counted(
        question, categories, tuple(rows_of(axes)), tuple(axes), tally, weights is not None, show_blank
    )


def table_rows(counted: Counted) -> list[TableRow]:
    """Return the rows of a table with shares and letters."""
    letters = _letters(counted)
    names = {place: name_of_group(order) for order, place in enumerate(range(1, len(counted.rows)))}
    return [
        TableRow(
            row.label,
            names.get(place, ""),
            counted.tally.everybody[row.path],
            counted.tally.base[row.path],
            float(counted.tally.weight.get(row.path, 0)),
            tuple(
                _cell(counted, row.path, category, letters.get((place, category), ""))
                for category in range(len(counted.categories))
            ),
        )
        for place, row in enumerate(counted.rows)
    ]


def _categories(question: Question, answers: Sequence[Given]) -> tuple[list[str], list[str]]:
    if question.kind is not QuestionKind.NUMBER:
        return [c.name for c in question.choices], [c.label for c in question.choices]
    values = sorted({code for given in answers for code in given.codes}, key=float)
    if len(values) > MOST_VALUES:
        raise TooManyValues(str(len(values)))
    return values, values


@dataclass(slots=True)
class _Alike:
    """Respondents who stand in the same groups and gave the same answer."""

    members: tuple[tuple[int, ...], ...]
    given: Given
    people: int
    weight: Weight
    square: Weight


def _alike(
    answers: Sequence[Given], axes: Sequence[Axis], weights: Sequence[Fraction] | None
) -> Iterable[_Alike]:
    """Return the respondents heaped up by what they have in common: there are few heaps, and each is counted once."""
    members = [axis.members for axis in axes]
    heaps = Counter(zip(*members, answers, strict=True))
    found = {key: _Alike(key[:-1], key[-1], people, people, people) for key, people in heaps.items()}
    if weights is not None:
        for heap in found.values():
            heap.weight = heap.square = 0
        for key, weight in zip(zip(*members, answers, strict=True), weights, strict=True):
            heap = found[key]
            heap.weight += weight
            heap.square += weight * weight
    return found.values()


def _add(tally: Tally, paths: Sequence[tuple[int, ...]], alike: _Alike, chosen: Sequence[int]) -> None:
    for path in paths:
        tally.everybody[path] += alike.people
    if alike.given.state is not State.ANSWERED:
        tally.left_out[alike.given.state] += alike.people
        if not chosen:
            return
    for path in paths:
        tally.base[path] += alike.people
        tally.weight[path] = tally.weight.get(path, 0) + alike.weight
        tally.square[path] = tally.square.get(path, 0) + alike.square
        for category in chosen:
            key = path, category
            tally.counts[key] += alike.people
            tally.weights[key] = tally.weights.get(key, 0) + alike.weight
            tally.squares[key] = tally.squares.get(key, 0) + alike.square
            for other in chosen:
                if other != category:
                    pair = path, category, other
                    tally.pairs[pair] += alike.people
                    tally.pair_squares[pair] = tally.pair_squares.get(pair, 0) + alike.square


def _cell(counted: Counted, path: tuple[int, ...], category: int, letters: str) -> TableCell:
    tally, key = counted.tally, (path, category)
    base, part = tally.weight.get(path, 0), tally.weights.get(key, 0)
    name = counted.categories[category]
    if not base:
        return TableCell(name, tally.counts[key], None, None)
    return TableCell(name, tally.counts[key], percent_of(part, base), float(part * 100 / base), letters)


def _letters(counted: Counted) -> dict[tuple[int, int], str]:
    """Return the letters of each row and category: groups that are parts of the same whole are compared."""
    if counted.overlapping:
        return {}
    found = {}
    for family in families(counted.rows):
        for category in range(counted.asked):
            shares = [_share(counted, place, category) for place in family]
            found.update(
                {(place, category): names for place, names in zip(family, letters_of(shares), strict=True)}
            )
    return found


def _share(counted: Counted, place: int, category: int) -> Share:
    tally, path = counted.tally, counted.rows[place].path
    weight, square = tally.weight.get(path, 0), tally.square.get(path, 0)
    share = float(tally.weights.get((path, category), 0) / weight) if weight else 0.0
    # So many people with equal weights would know as much (Kish).
    people = float(weight * weight / square) if square else 0.0
    return Share(name_of_group(place - 1), tally.base[path], share, people)

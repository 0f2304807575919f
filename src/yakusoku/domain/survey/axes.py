"""The rows of a cross table (表側): groups of respondents, one axis inside the other (docs/rules/survey-tables.md)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from yakusoku.domain.survey.answers import Given, State
from yakusoku.domain.survey.coding import distinguished
from yakusoku.domain.survey.form import Question, QuestionKind
from yakusoku.domain.survey.group_order import in_order

MOST_GROUPS = 500
EVERYBODY = "全体"


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis.

    groups   their words; `codes`: how a reference writes them
    members  for each respondent the groups he or she is in; none: not on this axis
    """

    name: str
    groups: tuple[str, ...]
    members: Sequence[tuple[int, ...]]
    overlapping: bool = False
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RowKey:
    """One row of a table: which group on each of the axes, from the outermost one on; none for everybody."""

    path: tuple[int, ...]
    label: str


class TooManyGroups(ValueError):
    """The axes have more groups than a table can show."""


def axis_of_question(question: Question, answers: Sequence[Given]) -> Axis:
    """Return the axis of a question: its choices in their order, or its numbers in theirs."""
    if question.kind in {QuestionKind.SINGLE, QuestionKind.MULTIPLE}:
        codes = [choice.name for choice in question.choices]
        labels = [choice.label for choice in question.choices]
    else:
        codes = in_order(code for given in answers for code in given.codes)
        labels = codes
    places = {code: place for place, code in enumerate(codes)}
    kinds, distinct = distinguished(answers)
    groups = [
        tuple(places[code] for code in given.codes) if given.state is State.ANSWERED else ()
        for given in distinct
    ]
    members = [groups[kind] for kind in kinds.tolist()]
    overlapping = question.kind is QuestionKind.MULTIPLE
    return Axis(question.name, tuple(labels), members, overlapping, tuple(codes))


def axis_of_column(name: str, values: Sequence[str], frame: Sequence[str] = ()) -> Axis:
    """Return the axis of a column that is no question: its values, in order.

    frame   the values as they first stand in the frame; empty: no frame is known
    """
    groups = in_order({value for value in values if value}, frame)
    members = {value: (place,) for place, value in enumerate(groups)}
    return Axis(
        name, tuple(groups), [members[value] if value else () for value in values], codes=tuple(groups)
    )


def rows_of(axes: Sequence[Axis]) -> list[RowKey]:
    """Return the rows: everybody, then each group of the first axis followed by its parts. Raises TooManyGroups."""
    size = 0
    for depth in range(len(axes), 0, -1):
        size = len(axes[depth - 1].groups) * (1 + size)
    if size > MOST_GROUPS:
        raise TooManyGroups(str(size))
    return [RowKey((), EVERYBODY), *_below((), (), axes)]


def rows_of_members(members: Sequence[tuple[int, ...]]) -> Iterator[tuple[int, ...]]:
    """Yield the paths of the rows for who is in these groups, axis by axis: everybody first, finest last."""
    yield ()
    for depth in range(1, len(members) + 1):
        yield from product(*members[:depth])


def families(rows: Sequence[RowKey]) -> list[list[int]]:
    """Return the rows that are compared with one another: the parts of the same whole. Places in `rows`."""
    found: dict[tuple[int, ...], list[int]] = {}
    for place, row in enumerate(rows):
        if row.path:
            found.setdefault(row.path[:-1], []).append(place)
    return list(found.values())


def _below(path: tuple[int, ...], labels: tuple[str, ...], axes: Sequence[Axis]) -> Iterator[RowKey]:
    if len(path) == len(axes):
        return
    for place, group in enumerate(axes[len(path)].groups):
        here, names = (*path, place), (*labels, group)
        yield RowKey(here, " × ".join(names))
        yield from _below(here, names, axes)

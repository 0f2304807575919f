"""The answers to a question as codes and marks: what each distinct answer counts for (docs/rules/survey-tables.md)."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

import numpy as np

from yakusoku.domain.survey.answers import Given, State
from yakusoku.domain.survey.coded import Codes, Floats
from yakusoku.domain.survey.form import Question, QuestionKind

Anything = TypeVar("Anything", bound=Hashable)

NO_ANSWER = "無回答"
# A number has no choices: each value that was given is one, up to so many.
MOST_VALUES = 50
# Columns of what is counted beside the categories: everybody, the base, and who is left out for which reason.
EVERYBODY, BASE, FIRST_STATE = 0, 1, 2
LEFT_OUT = (State.BLANK, State.INVALID, State.NOT_ASKED)
FIRST_CATEGORY = FIRST_STATE + len(LEFT_OUT)


class TooManyValues(ValueError):
    """A number has more values than a table can show."""


@dataclass(frozen=True, slots=True)
class Net:
    """Categories taken together: who gave any of these answers (a, b) counts once."""

    label: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Coding:
    """The answers to one question.

    categories  what a table shows: the choices, 無回答 if it is shown, the nets
    names       for each category its code, as a reference writes it
    asked       how many of the categories are choices
    kinds       for each row which of the distinct answers
    distinct    the distinct answers
    counted     distinct answers by what they count for: everybody, base, left out, then the categories; 0 or 1
    nets        for each net, the last of the categories, the places of those that it takes together
    """

    question: Question
    categories: tuple[str, ...]
    names: tuple[str, ...]
    asked: int
    shows_blank: bool
    kinds: Codes
    distinct: tuple[Given, ...]
    counted: Floats
    nets: tuple[tuple[int, ...], ...] = ()

    @property
    def marks(self) -> Floats:
        """Return the part of `counted` that is choices."""
        return self.counted[:, FIRST_CATEGORY : FIRST_CATEGORY + self.asked]


def nets_of(question: Question) -> list[Net]:
    """Return the categories that the questionnaire takes together, in the order in which they are first named."""
    found: dict[str, list[str]] = {}
    for choice in question.choices:
        for label in choice.nets:
            found.setdefault(label, []).append(choice.name)
    return [Net(label, tuple(codes)) for label, codes in found.items()]


def coding_of(
    question: Question,
    answers: Sequence[Given],
    *,
    show_blank: bool = False,
    nets: Sequence[Net] = (),
    by_value: bool = True,
) -> Coding:
    """Return the answers to a question as codes.

    show_blank   show who did not answer as a category and keep them in the base; else they are left out of both
    by_value     each value of a number is a category; else it has none and is told by its measures
    raises       TooManyValues
    """
    kinds, distinct = distinguished(answers)
    codes, labels = _categories(question, distinct) if by_value else ([], [])
    names = [*codes, *([NO_ANSWER] if show_blank else []), *(net.label for net in nets)]
    counted = np.zeros((len(distinct), FIRST_CATEGORY + len(names)))
    places = {code: FIRST_CATEGORY + place for place, code in enumerate(codes)}
    blank = FIRST_CATEGORY + len(codes)
    columns = [_counts_for(given, places, blank if show_blank else None) for given in distinct]
    rows = np.repeat(np.arange(len(distinct)), [len(each) for each in columns])
    counted[rows, [column for each in columns for column in each]] = 1
    inside = tuple(tuple(codes.index(code) for code in net.codes if code in codes) for net in nets)
    for place, members in enumerate(inside, blank + show_blank):
        inner = [FIRST_CATEGORY + member for member in members]
        counted[:, place] = counted[:, inner].max(axis=1, initial=0)
    categories = (*labels, *names[len(codes) :])
    return Coding(
        question, categories, tuple(names), len(codes), show_blank, kinds, tuple(distinct), counted, inside
    )


def distinguished(values: Sequence[Anything]) -> tuple[Codes, list[Anything]]:
    """Return for each value which of the distinct ones it is, and those in the order of their first codes."""
    # Most equal values are the same object: objects are told apart sooner than values.
    objects = np.fromiter(map(id, values), dtype=np.int64, count=len(values))
    _, first, which = np.unique(objects, return_index=True, return_inverse=True)
    places: dict[Anything, int] = {}
    known = [places.setdefault(values[place], len(places)) for place in first.tolist()]
    codes: Codes = np.array(known, dtype=np.int64)[which]
    return codes, list(places)


def scores_of(coding: Coding) -> list[Fraction | None] | None:
    """Return the number that each distinct answer stands for; None if the question has no numbers.

    A number is itself. A choice of a 単一回答 has the score that the questionnaire gives it; those without a score
    (分からない) are in no mean.
    """
    question = coding.question
    if question.kind is QuestionKind.NUMBER:
        return [
            Fraction(given.codes[0]) if given.state is State.ANSWERED else None for given in coding.distinct
        ]
    scores = {choice.name: choice.score for choice in question.choices if choice.score is not None}
    if question.kind is not QuestionKind.SINGLE or not scores:
        return None
    return [
        scores.get(given.codes[0]) if given.state is State.ANSWERED else None for given in coding.distinct
    ]


def _categories(question: Question, distinct: Sequence[Given]) -> tuple[list[str], list[str]]:
    if question.kind is not QuestionKind.NUMBER:
        return [c.name for c in question.choices], [c.label for c in question.choices]
    values = sorted({code for given in distinct for code in given.codes}, key=float)
    if len(values) > MOST_VALUES:
        raise TooManyValues(str(len(values)))
    return values, values


def _counts_for(given: Given, places: Mapping[str, int], blank: int | None) -> list[int]:
    """Return the columns of what an answer counts for."""
    if given.state is State.ANSWERED:
        return [EVERYBODY, BASE, *(places[code] for code in given.codes if code in places)]
    left_out = FIRST_STATE + LEFT_OUT.index(given.state)
    if blank is None or given.state is State.NOT_ASKED:
        return [EVERYBODY, left_out]
    return [EVERYBODY, left_out, BASE, blank]

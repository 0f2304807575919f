"""Respondents made up so that their tables are the ones that were published (docs/rules/survey-rebuilding.md).

A published table says how many answered what, not who. Any answers with these counts give the same table; who gave
which is drawn from a seed. What goes together beyond the tables is chance: such data show how tables are made, and
nothing about the people of the survey.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import ClassVar

from yakusoku.domain.refusal import Refusal
from yakusoku.domain.survey.conditions import holds
from yakusoku.domain.survey.form import Form, Question, QuestionKind


@dataclass(frozen=True, slots=True)
class Counts:
    """What one group answered to one question.

    where    the traits of the group or what it answered before, as {"role": "委託先", "Q1": "1"}; empty: everybody
    n        how many answered; the others who were asked left it blank
    counts   how many took each option, by its code
    """

    question: str
    where: Mapping[str, str]
    n: int
    counts: Mapping[str, int]


class NotRebuilt(Refusal):
    """No answers give these counts."""

    code: ClassVar[str] = "survey.not-rebuilt"


def rebuilt(
    form: Form, people: Sequence[dict[str, str]], published: Sequence[Counts], seed: str
) -> list[dict[str, str]]:
    """Return the answers of each of the people, question by question; several options with blanks between them.

    people   the traits of each respondent
    raises   NotRebuilt: more answered than were asked, or the options cannot be spread so that each of n took one
    """
    random = Random(seed)  # noqa: S311  # Chance that can be repeated, not a secret.
    answers: list[dict[str, str]] = [{} for _ in people]
    for name in form.order:
        question = form.questions[name]
        for told in published:
            if told.question == name:
                _give(question, told, _asked(question, told, people, answers), answers, random)
    return answers


def _asked(
    question: Question,
    told: Counts,
    people: Sequence[dict[str, str]],
    answers: Sequence[Mapping[str, str]],
) -> list[int]:
    """Return who of the group was asked and has not answered yet: places among the people."""
    return [
        place
        for place, traits in enumerate(people)
        if question.name not in answers[place]
        and all({**traits, **answers[place]}.get(name) == value for name, value in told.where.items())
        and all(holds(condition, answers[place]) for condition in question.conditions)
    ]


def _give(
    question: Question, told: Counts, asked: list[int], answers: list[dict[str, str]], random: Random
) -> None:
    if told.n > len(asked):
        raise NotRebuilt(question=question.name, n=told.n, asked=len(asked))
    takers = random.sample(asked, told.n)
    spread = _one_each if question.kind is QuestionKind.SINGLE else _several_each
    for place, codes in zip(takers, spread(question, told, random), strict=True):
        answers[place][question.name] = " ".join(codes)


def _one_each(question: Question, told: Counts, random: Random) -> list[list[str]]:
    given = [[code] for code, count in told.counts.items() for _ in range(count)]
    if len(given) != told.n:
        raise NotRebuilt(question=question.name, n=told.n, asked=len(given))
    random.shuffle(given)
    return given


def _several_each(question: Question, told: Counts, random: Random) -> list[list[str]]:
    """Return n answers: those of exclusive options stand alone, the others are dealt round, so that nobody has none."""
    alone = {choice.name for choice in question.choices if choice.exclusive}
    given = [[code] for code, count in told.counts.items() if code in alone for _ in range(count)]
    rest: list[list[str]] = [[] for _ in range(told.n - len(given))]
    others = [(code, count) for code, count in told.counts.items() if code not in alone]
    mentions = sum(count for _, count in others)
    # Dealt round, an option of at most as many people never comes to one of them twice.
    if any(count > len(rest) for _, count in others) or mentions < len(rest):
        raise NotRebuilt(question=question.name, n=told.n, asked=len(rest))
    random.shuffle(others)
    places = [place % len(rest) for place in range(mentions)] if rest else []
    dealt = iter(places)
    for code, count in others:
        for _ in range(count):
            rest[next(dealt)].append(code)
    known = {choice.name: order for order, choice in enumerate(question.choices)}
    every = [*given, *(sorted(codes, key=known.__getitem__) for codes in rest)]
    random.shuffle(every)
    return every

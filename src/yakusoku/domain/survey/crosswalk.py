"""What of two waves may be compared, and what changed in between (docs/rules/survey-crosswalk.md).

A difference of two numbers is only a change of the world if the question is the same. The crosswalk says for each
figure what it is in either wave and what changed; a change that stops a comparison (domain/survey/comparability) is
refused until somebody accepts it in words.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from yakusoku.domain.survey.comparability import ALTERED_LABELS, STATED, Altered, stops
from yakusoku.domain.survey.form import Form, Question, QuestionKind
from yakusoku.domain.survey.questionnaire.difference import changes_of

# Whoever states that it is another figure, or that the options are others, has said the rest.
_ALL = frozenset({Altered.DEFINITION})
_COVERS = {Altered.OPTION_WORDS: _ALL | {Altered.OPTIONS}}


@dataclass(frozen=True, slots=True)
class Part:
    """The figure in one wave: who took one of these options, of those who answered the question."""

    question: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Joined:
    """One figure in two waves.

    label      what it is called
    altered    what changed; empty: nothing
    note       the change in words, printed with every comparison
    accepted   why it is compared although it should not be; empty: it is not accepted
    """

    label: str
    first: Part
    second: Part
    altered: frozenset[Altered] = frozenset()
    note: str = ""
    accepted: str = ""

    @property
    def stopped(self) -> bool:
        """Return whether something changed that stops the comparison, whether somebody answers for it or not."""
        return stops(self.altered)

    @property
    def refused(self) -> bool:
        """Return whether the figures are not comparable, and nobody answers for comparing them."""
        return self.stopped and not self.accepted


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says of a figure in two waves, as in Joined."""

    altered: frozenset[Altered] = frozenset()
    note: str = ""
    accepted: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a crosswalk: the figure and the reason."""

    label: str
    message: str


def proposed(first: Form, second: Form) -> list[Joined]:
    """Return the figures that both waves may have: each option of each question of the same name, with what differs.

    A changed definition cannot be seen in the forms; who knows the waves adds it.
    """
    return [
        joined
        for name, question in second.questions.items()
        if name in first.questions and has_shares(question) and has_shares(first.questions[name])
        for joined in _options_joined(first.questions[name], question, first, second)
    ]


def joined_by_hand(
    questions: tuple[Question, Question], options: Mapping[str, tuple[str, ...]], said: Said
) -> list[Joined]:
    """Return the figures of two questions of different names that somebody says are the same.

    options   for options of the second wave those of the first that mean the same; none: it is not compared
    """
    one, other = questions
    return [
        Joined(
            f"{other.label} {choice.label}",
            Part(one.name, options[choice.name]),
            Part(other.name, (choice.name,)),
            said.altered,
            said.note,
            said.accepted,
        )
        for choice in other.choices
        if options.get(choice.name)
    ]


def with_joined(figures: Sequence[Joined], made: Sequence[Joined], second: Form) -> list[Joined]:
    """Return a crosswalk with the figures of one pair of questions, which replace those of the same pair.

    They stand where the question stands in the second wave.
    """
    if not made:
        return list(figures)
    pair = made[0].first.question, made[0].second.question
    order = {name: place for place, name in enumerate(second.questions)}
    rest = [each for each in figures if (each.first.question, each.second.question) != pair]
    here = order[pair[1]]
    later = (n for n, each in enumerate(rest) if order.get(each.second.question, -1) > here)
    at = next(later, len(rest))
    return [*rest[:at], *made, *rest[at:]]


def problems_of(joined: Joined, first: Form, second: Form) -> Iterator[Problem]:
    """Yield what a figure names that is not there, and what differs between the forms and is not stated."""
    missing = False
    for words, part, form in (("前回", joined.first, first), ("今回", joined.second, second)):
        question = form.questions.get(part.question)
        if question is None:
            missing = True
            yield Problem(joined.label, f"{words}の調査票に設問「{part.question}」がありません。")
            continue
        known = {choice.name for choice in question.choices}
        for code in part.options:
            if code not in known:
                missing = True
                yield Problem(
                    joined.label, f"{words}の設問「{part.question}」に選択肢「{code}」がありません。"
                )
    if missing:
        return
    seen = differences_of((first, joined.first.question), (second, joined.second.question))
    for each in Altered:
        if each in seen and each not in joined.altered and _COVERS.get(each, _ALL).isdisjoint(joined.altered):
            message = f"調査票では「{ALTERED_LABELS[each]}」のに、対応表に書いてありません。"
            yield Problem(joined.label, message)


def _options_joined(one: Question, other: Question, first: Form, second: Form) -> Iterator[Joined]:
    altered = differences_of((first, one.name), (second, other.name))
    codes = {choice.label: choice.name for choice in one.choices}
    for choice in other.choices:
        if choice.label in codes:
            label = f"{other.label} {choice.label}"
            parts = Part(one.name, (codes[choice.label],)), Part(other.name, (choice.name,))
            yield Joined(label, *parts, frozenset(altered))


def differences_of(one: tuple[Form, str], other: tuple[Form, str]) -> set[Altered]:
    """Return what the forms themselves show to be different."""
    return {STATED[each.what] for each in changes_of(one, other) if each.what in STATED}


def has_shares(question: Question) -> bool:
    """Return whether a question can be compared: who took an option, of those who answered."""
    return question.kind in {QuestionKind.SINGLE, QuestionKind.MULTIPLE}

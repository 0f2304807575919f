"""Where a reader of the paper goes on after an option that leaves out what follows: 「→ 問3へ」."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from yakusoku.domain.survey.conditions import Condition
from yakusoku.domain.survey.form import Form, QuestionKind
from yakusoku.domain.survey.questionnaire.outline import Block, Outline
from yakusoku.domain.survey.questionnaire.plain import Chosen, Term, read_plain


@dataclass(frozen=True, slots=True)
class Jump:
    """Where to go on. `to`: the block; None: nothing is left to answer."""

    to: Block | None


@dataclass(frozen=True, slots=True)
class _Place:
    """A block with all conditions under which it is asked, those of its section too."""

    block: Block
    conditions: Sequence[Condition]


def jumps_of(outline: Outline, form: Form) -> Mapping[tuple[str, str], Jump]:
    """Return where to go on, by question and option; what goes on with the next question is left out."""
    places = [
        _Place(block, (*section.conditions, *block.conditions))
        for section in outline.sections
        for block in section.blocks
        if block.kind != "note"
    ]
    return dict(_jumps(places, form))


def _jumps(places: Sequence[_Place], form: Form) -> Iterator[tuple[tuple[str, str], Jump]]:
    for n, place in enumerate(places):
        question = place.block.questions[0]
        if place.block.kind != "question" or question.kind is not QuestionKind.SINGLE:
            continue
        for choice in question.choices:
            following = places[n + 1 :]
            to = next(_asked(following, question.name, choice.name, form), None)
            if following and to is not following[0].block:
                yield (question.name, choice.name), Jump(to)


def _asked(following: Sequence[_Place], name: str, option: str, form: Form) -> Iterator[Block]:
    """Yield the blocks that may still be asked after an option was chosen."""
    unasked: set[str] = set()
    for place in following:
        if any(_excluded(condition, name, option, unasked, form) for condition in place.conditions):
            unasked.update(question.name for question in place.block.questions)
        else:
            yield place.block


def _excluded(condition: Condition, name: str, option: str, unasked: set[str], form: Form) -> bool:
    """Return whether a condition cannot hold any more."""
    plain = read_plain(condition.tree, form)
    if plain is None:
        return False
    out = [_fails(term, name, option, unasked) for term in plain.terms]
    return any(out) if plain.word == "and" else all(out)


def _fails(term: Term, name: str, option: str, unasked: set[str]) -> bool:
    if isinstance(term, Chosen) and term.question == name:
        return (option in term.options) is not term.taken
    if term.question in unasked:
        return not isinstance(term, Chosen) or term.taken
    return False

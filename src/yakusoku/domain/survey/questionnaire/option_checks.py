"""Checks of the options of questions: codes, words, who excludes whom, limits, batteries."""

import re
from collections import Counter

from yakusoku.domain.survey.form import Question, QuestionKind
from yakusoku.domain.survey.questionnaire.findings import Checker, Told

# Words of an option that excludes all others, when it is not marked so.
_NONE_OF_THEM = re.compile(
    r"(特に|とくに|いずれも|どれも|上記の?).{0,12}(ない|なし|無い|ありません)|^(ない|なし|わからない|分からない)$"
)


def options_sound(checker: Checker) -> Told:
    """Yield what is wrong with the options of each question."""
    for each in checker.asked():
        if each.kind not in {QuestionKind.SINGLE, QuestionKind.MULTIPLE}:
            continue
        yield from _twice(checker, each)
        if any(" " in choice.name for choice in each.choices):
            yield checker.error("code", each.name)
        if len(each.choices) == 1:
            yield checker.warn("single-option", each.name)
        if each.kind is QuestionKind.MULTIPLE:
            yield from _exclusive(checker, each)
            yield from _limits(checker, each)
        elif each.least is not None or each.most is not None:
            yield checker.warn("limit-unused", each.name)


def _twice(checker: Checker, each: Question) -> Told:
    for kind, found in (
        ("twice-code", [choice.name for choice in each.choices]),
        ("twice-words", [choice.label for choice in each.choices]),
    ):
        twice = [word for word, count in Counter(found).items() if count > 1]
        if twice:
            yield checker.error(kind, each.name, option=twice[0])


def _exclusive(checker: Checker, each: Question) -> Told:
    if each.choices and all(choice.exclusive for choice in each.choices):
        yield checker.error("all-exclusive", each.name)
    for choice in each.choices:
        if not choice.exclusive and _NONE_OF_THEM.search(choice.label):
            yield checker.warn("not-exclusive", each.name, option=choice.label)


def _limits(checker: Checker, each: Question) -> Told:
    mixed = sum(not choice.exclusive for choice in each.choices)
    if each.least is not None and each.most is not None and each.least > each.most:
        yield checker.error("limit-crossed", each.name, least=each.least, most=each.most)
    elif each.least is not None and each.least > mixed:
        yield checker.error("limit-beyond", each.name, least=each.least, options=mixed)
    elif each.most is not None and each.most >= len(each.choices):
        yield checker.warn("limit-idle", each.name, options=len(each.choices), most=each.most)


def batteries_alike(checker: Checker) -> Told:
    """Yield the lines of batteries that do not share the scale of the first."""
    for block in checker.outline.blocks:
        if block.kind != "battery":
            continue
        first = block.questions[0]
        wanted = [(choice.name, choice.label) for choice in first.choices]
        for each in block.questions:
            scale = [(choice.name, choice.label) for choice in each.choices]
            if each.kind is not first.kind or scale != wanted:
                yield checker.error("scale", each.name, question=checker.called(first.name))
            elif not each.choices:
                yield checker.error("scale-none", each.name)

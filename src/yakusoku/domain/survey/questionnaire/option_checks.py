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
    for each in checker.asked():
        if each.kind not in {QuestionKind.SINGLE, QuestionKind.MULTIPLE}:
            continue
        for what, found in (
            ("記号", [c.name for c in each.choices]),
            ("ことば", [c.label for c in each.choices]),
        ):
            twice = [word for word, count in Counter(found).items() if count > 1]
            if twice:
                yield checker.error(
                    "twice",
                    each.name,
                    f"選択肢の{what}「{twice[0]}」が二つあります。",
                    "どちらかを直してください。",
                )
        if any(" " in choice.name for choice in each.choices):
            yield checker.error(
                "code", each.name, "選択肢の記号に空白があります。", "空白のない記号にしてください。"
            )
        if len(each.choices) == 1:
            yield checker.warn(
                "single-option", each.name, "選択肢が一つだけです。", "ほかの選択肢を足してください。"
            )
        if each.kind is QuestionKind.MULTIPLE:
            yield from _exclusive(checker, each)
            yield from _limits(checker, each)
        elif each.least is not None or each.most is not None:
            yield checker.warn(
                "limit-unused",
                each.name,
                "選ぶ数の限り（least、most）は、複数回答だけに効きます。",
                "消してください。",
            )


def _exclusive(checker: Checker, each: Question) -> Told:
    alone = [choice for choice in each.choices if choice.exclusive]
    if alone and len(alone) == len(each.choices):
        yield checker.error(
            "all-exclusive",
            each.name,
            "すべての選択肢が、ほかと一緒に選べません。",
            "単一回答にしてください。",
        )
    for choice in each.choices:
        if not choice.exclusive and _NONE_OF_THEM.search(choice.label):
            yield checker.warn(
                "not-exclusive", each.name, f"「{choice.label}」が、ほかの選択肢と一緒に選べます。",
                "「ほかと一緒に選べない」の印を付けてください。",
            )  # fmt: skip


def _limits(checker: Checker, each: Question) -> Told:
    mixed = sum(not choice.exclusive for choice in each.choices)
    if each.least is not None and each.most is not None and each.least > each.most:
        yield checker.error(
            "limit",
            each.name,
            f"選ぶ数が、{each.least}つ以上{each.most}つ以下になっています。",
            "どちらかの数を直してください。",
        )
    elif each.least is not None and each.least > mixed:
        yield checker.error(
            "limit",
            each.name,
            f"{each.least}つ以上は選べません（一緒に選べる選択肢は{mixed}つです）。",
            "数を直すか、選択肢を足してください。",
        )
    elif each.most is not None and each.most >= len(each.choices):
        yield checker.warn(
            "limit-idle",
            each.name,
            f"選択肢が{len(each.choices)}つなので、{each.most}つまでという限りは効きません。",
            "限りを消すか、数を直してください。",
        )


def batteries_alike(checker: Checker) -> Told:
    for block in checker.outline.blocks:
        if block.kind != "battery":
            continue
        first = block.questions[0]
        for each in block.questions:
            scale = [(choice.name, choice.label) for choice in each.choices]
            if each.kind is not first.kind or scale != [
                (choice.name, choice.label) for choice in first.choices
            ]:
                yield checker.error(
                    "scale",
                    each.name,
                    f"同じ組の{checker.called(first.name)}と、選択肢が違います。",
                    "同じ選択肢の一覧を使うか、組の外に出してください。",
                )
            elif not each.choices:
                yield checker.error(
                    "scale",
                    each.name,
                    "表で答える組に、選択肢のない設問があります。",
                    "組の外に出してください。",
                )

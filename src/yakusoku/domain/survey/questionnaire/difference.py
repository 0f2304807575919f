"""What changed between two versions of a questionnaire, and what it does to a comparison of two waves.

docs/rules/survey-questionnaire.md holds the table.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from yakusoku.domain.survey.form import Choice, Form, Question
from yakusoku.domain.survey.questionnaire.outline import UNASKED, Outline, outline_of


class Effect(StrEnum):
    """What a change does to a comparison of the answers before and after it."""

    BREAKS = "breaks"
    CARE = "care"
    NONE = "none"


EFFECT_LABELS = {
    Effect.BREAKS: "比べられない",
    Effect.CARE: "注意して比べる",
    Effect.NONE: "比べられる",
}


class What(StrEnum):
    """What is changed."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    TYPE = "type"
    WORDING = "wording"
    TRANSLATION = "translation"
    DEFINITION = "definition"
    HINT = "hint"
    OPTION_ADDED = "option-added"
    OPTION_REMOVED = "option-removed"
    OPTION_WORDING = "option-wording"
    OPTION_ORDER = "option-order"
    EXCLUSIVE = "exclusive"
    ASKED_OF = "asked-of"
    LIMIT = "limit"
    CONSTRAINT = "constraint"
    REQUIRED = "required"
    ORDER = "order"
    SECTION = "section"
    REFERENCE_DAY = "reference-day"


WHAT_LABELS = {
    What.ADDED: "加わった設問",
    What.REMOVED: "なくなった設問",
    What.RENAMED: "記号",
    What.TYPE: "答え方",
    What.WORDING: "設問の文",
    What.TRANSLATION: "ほかの言語の文",
    What.DEFINITION: "ことばの意味",
    What.HINT: "答え方の説明",
    What.OPTION_ADDED: "加わった選択肢",
    What.OPTION_REMOVED: "なくなった選択肢",
    What.OPTION_WORDING: "選択肢の文",
    What.OPTION_ORDER: "選択肢の順",
    What.EXCLUSIVE: "ほかと一緒に選べるか",
    What.ASKED_OF: "だれに尋ねるか",
    What.LIMIT: "選ぶ数の限り",
    What.CONSTRAINT: "答えの条件",
    What.REQUIRED: "必須か",
    What.ORDER: "設問の順",
    What.SECTION: "節",
    What.REFERENCE_DAY: "基準日",
}
EFFECTS = {
    What.ADDED: Effect.NONE,
    What.REMOVED: Effect.BREAKS,
    What.RENAMED: Effect.NONE,
    What.TYPE: Effect.BREAKS,
    What.WORDING: Effect.CARE,
    What.TRANSLATION: Effect.NONE,
    What.DEFINITION: Effect.BREAKS,
    What.HINT: Effect.CARE,
    What.OPTION_ADDED: Effect.BREAKS,
    What.OPTION_REMOVED: Effect.BREAKS,
    What.OPTION_WORDING: Effect.CARE,
    What.OPTION_ORDER: Effect.CARE,
    What.EXCLUSIVE: Effect.BREAKS,
    What.ASKED_OF: Effect.BREAKS,
    What.LIMIT: Effect.BREAKS,
    What.CONSTRAINT: Effect.CARE,
    What.REQUIRED: Effect.CARE,
    What.ORDER: Effect.CARE,
    What.SECTION: Effect.NONE,
    What.REFERENCE_DAY: Effect.NONE,
}

_ANSWERED = {
    "single": "単一回答",
    "multiple": "複数回答",
    "integer": "整数",
    "decimal": "小数",
    "date": "日付",
    "text": "自由記述",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `question`: its name after it, before it if it is gone; empty: of the whole."""

    what: What
    question: str
    before: str
    after: str

    @property
    def effect(self) -> Effect:
        """Return what it does to a comparison."""
        return EFFECTS[self.what]


@dataclass(frozen=True, slots=True)
class _Side:
    """One version, with what is asked of people in order and where each question stands."""

    form: Form
    outline: Outline
    names: tuple[str, ...]
    sections: dict[str, str]


def differences(before: Form, after: Form) -> list[Change]:
    """Return the changes from one version to another, in the order of the second; what is gone comes last."""
    one, other = _side(before), _side(after)
    renamed = _renamed(one, other)
    old_names = {new: old for old, new in renamed.items()}
    kept = [name for name in other.names if old_names.get(name, name) in one.names]
    moved = _moved([renamed.get(name, name) for name in one.names], kept)
    found: list[Change] = []
    if before.about.reference_on != after.about.reference_on:
        found.append(Change(What.REFERENCE_DAY, "", before.about.reference_on, after.about.reference_on))
    for name in other.names:
        if name not in kept:
            found.append(Change(What.ADDED, name, "", after.questions[name].label))
            continue
        old = old_names.get(name, name)
        if old != name:
            found.append(Change(What.RENAMED, name, old, name))
        found.extend(_changed(before.questions[old], after.questions[name], renamed))
        if name in moved:
            found.append(Change(What.ORDER, name, one.outline.marks()[old], other.outline.marks()[name]))
        if one.sections[old] != other.sections[name]:
            found.append(Change(What.SECTION, name, one.sections[old], other.sections[name]))
    gone = [name for name in one.names if renamed.get(name, name) not in kept]
    return [*found, *(Change(What.REMOVED, name, before.questions[name].label, "") for name in gone)]


def _side(form: Form) -> _Side:
    outline = outline_of(form)
    sections = {
        question.name: section.words.said() or section.name
        for section in outline.sections
        for block in section.blocks
        for question in block.questions
    }
    names = tuple(name for name in sections if form.questions[name].type not in UNASKED)
    return _Side(form, outline, names, sections)


def _renamed(one: _Side, other: _Side) -> dict[str, str]:
    """Return the questions that are asked the same under another name: old name to new."""
    new = {_same(other.form.questions[name]): name for name in other.names if name not in one.form.questions}
    found: dict[str, str] = {}
    for name in one.names:
        if name not in other.form.questions:
            same = new.pop(_same(one.form.questions[name]), None)
            if same is not None:
                found[name] = same
    return found


def _same(question: Question) -> tuple[object, ...]:
    return question.kind, question.label, tuple(choice.label for choice in question.choices)


def _moved(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """Return the questions that changed their place among those that are in both: as few as explain it."""
    place = {name: n for n, name in enumerate(name for name in before if name in set(after))}
    longest: list[list[str]] = []
    for name in after:
        ends = [chain for chain in longest if place[chain[-1]] < place[name]]
        longest.append([*max(ends, key=len, default=[]), name])
    stayed = max(longest, key=len, default=[])
    return set(after) - set(stayed)


def _changed(one: Question, other: Question, renamed: dict[str, str]) -> Iterator[Change]:
    """Yield what is changed about a question."""
    for what, told in _TOLD:
        before, after = told(one), told(other)
        if what is What.ASKED_OF:
            for old, new in renamed.items():
                before = before.replace(f"${{{old}}}", f"${{{new}}}")
        if before != after:
            yield Change(what, other.name, before, after)
    yield from _options(one, other)


def _options(one: Question, other: Question) -> Iterator[Change]:
    if not one.choices or not other.choices:
        return
    olds = {choice.name: choice for choice in one.choices}
    news = {choice.name: choice for choice in other.choices}
    for what, found in (
        (What.OPTION_REMOVED, [each.label for code, each in olds.items() if code not in news]),
        (What.OPTION_ADDED, [each.label for code, each in news.items() if code not in olds]),
    ):
        if found:
            listed = "、".join(found)
            yield Change(
                what,
                other.name,
                listed if what is What.OPTION_REMOVED else "",
                "" if what is What.OPTION_REMOVED else listed,
            )
    both = [code for code in olds if code in news]
    for code in both:
        if olds[code].label != news[code].label:
            yield Change(What.OPTION_WORDING, other.name, olds[code].label, news[code].label)
        if olds[code].exclusive != news[code].exclusive:
            yield Change(What.EXCLUSIVE, other.name, _alone(olds[code]), _alone(news[code]))
    if both != [code for code in news if code in olds]:
        yield Change(What.OPTION_ORDER, other.name, _in_order(one.choices), _in_order(other.choices))


def _alone(choice: Choice) -> str:
    return f"{choice.label}（ほかと一緒に選べない）" if choice.exclusive else choice.label


def _in_order(choices: Sequence[Choice]) -> str:
    return "、".join(choice.label for choice in choices)


def _answered(question: Question) -> str:
    kind = question.kind.value if question.choices else question.type
    return _ANSWERED.get(kind, kind)


def _limits(question: Question) -> str:
    least = f"{question.least}つ以上" if question.least is not None else ""
    return least + (f"{question.most}つまで" if question.most is not None else "")


def _others(question: Question) -> str:
    said = question.words.said()
    words = [*question.words.each, *(pair for choice in question.choices for pair in choice.words.each)]
    return "、".join(text for language, text in words if language not in {"", "ja"} and text != said)


_TOLD: tuple[tuple[What, Callable[[Question], str]], ...] = (
    (What.TYPE, _answered),
    (What.WORDING, lambda each: each.label),
    (What.TRANSLATION, _others),
    (What.DEFINITION, lambda each: each.definition.said()),
    (What.HINT, lambda each: each.hint.said()),
    (What.ASKED_OF, lambda each: " and ".join(condition.text for condition in each.conditions)),
    (What.LIMIT, _limits),
    (What.CONSTRAINT, lambda each: each.check.text if each.check else ""),
    (What.REQUIRED, lambda each: "必須" if each.required else "任意"),
)

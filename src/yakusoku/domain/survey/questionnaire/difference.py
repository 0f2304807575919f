"""What changed between two versions of a questionnaire, or about one question of two waves.

What a change does to a comparison: domain/survey/comparability.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from yakusoku.domain.survey.comparability import EFFECTS, Effect, What
from yakusoku.domain.survey.form import Choice, Form, Question
from yakusoku.domain.survey.questionnaire.outline import UNASKED, Outline, outline_of
from yakusoku.domain.survey.questionnaire.plain import read_plain, write_plain

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
        found.extend(changes_of((before, old), (after, name), renamed))
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


def changes_of(
    one: tuple[Form, str], other: tuple[Form, str], renamed: Mapping[str, str] | None = None
) -> Iterator[Change]:
    """Yield what is changed about a question that is in two questionnaires.

    renamed   questions that conditions look at under another name: old name to new
    """
    before, after = one[0].questions[one[1]], other[0].questions[other[1]]
    for what, told in _TOLD:
        if told(before) != told(after):
            yield Change(what, after.name, told(before), told(after))
    asked_before, asked_after = _asked_of(before, one[0]), _asked_of(after, other[0])
    for old, new in (renamed or {}).items():
        asked_before = asked_before.replace(f"${{{old}}}", f"${{{new}}}")
    if asked_before != asked_after:
        yield Change(What.ASKED_OF, after.name, asked_before, asked_after)
    yield from _options(before, after)


def _asked_of(question: Question, form: Form) -> str:
    """Return who is asked, written alike whichever way the sheet writes it."""
    plain = [(condition, read_plain(condition.tree, form)) for condition in question.conditions]
    return " and ".join(write_plain(said) if said else condition.text for condition, said in plain)


def _options(one: Question, other: Question) -> Iterator[Change]:
    if not one.choices or not other.choices:
        return
    pairs = list(_paired(one.choices, other.choices))
    known, kept = {old.name for old, _ in pairs}, {now.name for _, now in pairs}
    gone = [each.label for each in one.choices if each.name not in known]
    new = [each.label for each in other.choices if each.name not in kept]
    if gone:
        yield Change(What.OPTION_REMOVED, other.name, "、".join(gone), "")
    if new:
        yield Change(What.OPTION_ADDED, other.name, "", "、".join(new))
    for old, now in pairs:
        if old.name != now.name:
            yield Change(What.OPTION_CODE, other.name, f"{old.name} {old.label}", f"{now.name} {now.label}")
        if old.label != now.label:
            yield Change(What.OPTION_WORDING, other.name, old.label, now.label)
        if old.exclusive != now.exclusive:
            yield Change(What.EXCLUSIVE, other.name, _alone(old), _alone(now))
    places = [other.choices.index(now) for _, now in pairs]
    if places != sorted(places):
        yield Change(What.OPTION_ORDER, other.name, _in_order(one.choices), _in_order(other.choices))


def _paired(before: Sequence[Choice], after: Sequence[Choice]) -> Iterator[tuple[Choice, Choice]]:
    """Yield the options that are the same in both: of the same words, else of the same code, in the order before."""
    words = Counter([each.label for each in before]) | Counter([each.label for each in after])
    same = {each.label: each for each in after if words[each.label] == 1}
    taken = [same[each.label].name for each in before if each.label in same]
    codes = {each.name: each for each in after if each.name not in taken}
    for each in before:
        found = same.get(each.label) or codes.get(each.name)
        if found is not None:
            yield each, found


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
    (What.LIMIT, _limits),
    (What.CONSTRAINT, lambda each: each.check.text if each.check else ""),
    (What.REQUIRED, lambda each: "必須" if each.required else "任意"),
)

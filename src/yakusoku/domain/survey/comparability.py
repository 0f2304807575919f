"""What may change about a question, and what each change does to a comparison of the answers before and after it.

The one rule for versions of a questionnaire and for waves of a survey: docs/rules/survey-comparability.md holds it
with its reasons. A change stops a comparison when the same answer of the same person may be counted otherwise.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum


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
    """What is changed, as two questionnaires show it."""

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
    OPTION_CODE = "option-code"
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
    What.OPTION_CODE: "選択肢の記号",
    What.EXCLUSIVE: "ほかと一緒に選べるか",
    What.ASKED_OF: "だれに尋ねるか",
    What.LIMIT: "選ぶ数の限り",
    What.CONSTRAINT: "答えの条件",
    What.REQUIRED: "必須か",
    What.ORDER: "設問の順",
    What.SECTION: "節",
    What.REFERENCE_DAY: "基準日",
}
EFFECTS: Mapping[What, Effect] = {
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
    What.OPTION_CODE: Effect.NONE,
    What.EXCLUSIVE: Effect.BREAKS,
    What.ASKED_OF: Effect.BREAKS,
    What.LIMIT: Effect.BREAKS,
    What.CONSTRAINT: Effect.CARE,
    What.REQUIRED: Effect.CARE,
    What.ORDER: Effect.CARE,
    What.SECTION: Effect.NONE,
    What.REFERENCE_DAY: Effect.NONE,
}


class Altered(StrEnum):
    """What a crosswalk states to be changed: changes that count alike, together."""

    WORDING = "wording"
    OPTION_WORDS = "option-words"
    OPTIONS = "options"
    BASE = "base"
    STRATA = "strata"
    RULES = "rules"
    KIND = "kind"
    DEFINITION = "definition"


ALTERED_LABELS: Mapping[Altered, str] = {
    Altered.WORDING: "設問のことばが変わった",
    Altered.OPTION_WORDS: "選択肢のことばか順が変わった",
    Altered.OPTIONS: "選択肢が変わった",
    Altered.BASE: "尋ねた人が変わった",
    Altered.STRATA: "対象の区分が変わった",
    Altered.RULES: "答え方の決まりか設問の順が変わった",
    Altered.KIND: "回答形式が変わった",
    Altered.DEFINITION: "数の定義が変わった",
}
# What two questionnaires show, and as what a crosswalk states it.
STATED: Mapping[What, Altered] = {
    What.WORDING: Altered.WORDING,
    What.HINT: Altered.WORDING,
    What.OPTION_WORDING: Altered.OPTION_WORDS,
    What.OPTION_ORDER: Altered.OPTION_WORDS,
    What.OPTION_ADDED: Altered.OPTIONS,
    What.OPTION_REMOVED: Altered.OPTIONS,
    What.EXCLUSIVE: Altered.OPTIONS,
    What.LIMIT: Altered.OPTIONS,
    What.ASKED_OF: Altered.BASE,
    What.CONSTRAINT: Altered.RULES,
    What.REQUIRED: Altered.RULES,
    What.ORDER: Altered.RULES,
    What.TYPE: Altered.KIND,
    What.DEFINITION: Altered.DEFINITION,
}


def effect_of(altered: Altered) -> Effect:
    """Return what a stated change does: what the changes do that it stands for. No questionnaire shows the strata."""
    return next((EFFECTS[what] for what, stated in STATED.items() if stated is altered), Effect.CARE)


def stops(altered: Iterable[Altered]) -> bool:
    """Return whether one of the stated changes stops a comparison, unless somebody answers for it."""
    return any(effect_of(each) is Effect.BREAKS for each in altered)

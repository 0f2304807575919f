"""Size classes by numbers of employees, with bounds that differ by role (docs/rules/survey-sampling.md)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias
from unicodedata import normalize

from yakusoku.domain.refusal import Refusal

# Whoever's role has no rule of its own; readers of English write the other word.
OTHERS: Final = "ほか"
OTHERS_IN_ENGLISH: Final = "others"
MOST_EMPLOYEES: Final = 10_000_000
_CLASS = re.compile(r"(.+?)[ 　]*(\d+)(?:人)?(?:以上)?")


class SizeRulesUnreadable(Refusal):
    """A line is no rule."""

    code = "sample.size-rules-unreadable"


@dataclass(frozen=True, slots=True)
class SizeClass:
    """A class and the least number of employees it holds; it ends where the next begins."""

    label: str
    least: int


# The classes of a role, the smallest first.
SizeRules: TypeAlias = Mapping[str, Sequence[SizeClass]]

DEFAULT: Final[SizeRules] = {
    "委託先": (SizeClass("中小規模", 1), SizeClass("大規模", 101)),
    "委託元": (SizeClass("中小規模", 1), SizeClass("大規模", 301)),
}


def size_of(role: str, employees: int | None, rules: SizeRules) -> str:
    """Return the size class; empty: the number is unknown, below every class, or the role has no rule."""
    classes = rules.get(role, rules.get(OTHERS, ()))
    if employees is None:
        return ""
    return next((each.label for each in reversed(classes) if employees >= each.least), "")


def read_size_rules(text: str) -> dict[str, tuple[SizeClass, ...]]:
    """Return rules written one role a line, as 委託先: 中小規模 1, 大規模 101. Raises SizeRulesUnreadable."""
    rules: dict[str, tuple[SizeClass, ...]] = {}
    for number, written in enumerate(text.splitlines(), start=1):
        line = normalize("NFKC", written).strip()
        if not line:
            continue
        name, colon, rest = line.partition(":")
        role = OTHERS if name.strip().lower() == OTHERS_IN_ENGLISH else name.strip()
        classes = [_CLASS.fullmatch(part.strip()) for part in re.split("[,、]", rest)]
        if not colon or not role or role in rules or not all(classes):
            raise SizeRulesUnreadable(line=number, text=written.strip()[:60])
        found = [SizeClass(each[1].strip(), int(each[2])) for each in classes if each]
        bounds = [each.least for each in found]
        if bounds != sorted(set(bounds)) or bounds[-1] > MOST_EMPLOYEES:
            raise SizeRulesUnreadable(line=number, text=written.strip()[:60])
        rules[role] = tuple(found)
    return rules


def written(rules: SizeRules) -> str:
    """Return rules as `read_size_rules` reads them."""
    return "\n".join(
        f"{role}: {', '.join(f'{each.label} {each.least}' for each in classes)}"
        for role, classes in rules.items()
    )


def stored(rules: SizeRules) -> dict[str, list[list[str | int]]]:
    """Return rules as plain values: {role: [[label, least], ...]}."""
    return {role: [[each.label, each.least] for each in classes] for role, classes in rules.items()}


def restored(told: Mapping[str, Sequence[Sequence[str | int]]]) -> dict[str, tuple[SizeClass, ...]]:
    """Return rules from the plain values of `stored`."""
    return {
        role: tuple(SizeClass(str(label), int(least)) for label, least in classes)
        for role, classes in told.items()
    }

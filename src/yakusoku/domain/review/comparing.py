"""Two contracts side by side: which clause became which, and what changed in it (docs/rules/review-comparison.md)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from yakusoku.domain.review.folding import fold

# From which likeness on two clauses are one clause: with a heading in common, with most requirements, with neither.
SAME_HEADING, SAME_MATTER, ALIKE = 0.2, 0.15, 0.5
# What a heading, or most requirements, in common add.
TITLED, AKIN = 0.3, 0.2
# What the same number adds: of two clauses that are equally alike, the one in the same place is meant.
SAME_NUMBER = 0.05
_PIECES = re.compile(r"[一-龥々〆]+|[ぁ-ん]+|[ァ-ヶー]+|[0-9０-９]+|[A-Za-zＡ-Ｚａ-ｚ]+|\s+|.", re.DOTALL)


class Change(StrEnum):
    """What became of a clause."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Bound:
    """How a clause binds with regard to one requirement. `strength`: as catalogue.strength."""

    strength: str
    weak: bool


@dataclass(frozen=True, slots=True)
class Side:
    """A clause of one of the two. `labels`: by slug of the requirement."""

    no: str
    heading: str
    text: str
    labels: Mapping[str, Bound]


@dataclass(frozen=True, slots=True)
class Part:
    """A run of a clause that is in both (SAME), in the second only (ADDED) or in the first only (REMOVED)."""

    change: Change
    text: str


@dataclass(frozen=True, slots=True)
class LabelChange:
    """What a clause says of a requirement, before and after; None: nothing."""

    slug: str
    before: Bound | None
    after: Bound | None


@dataclass(frozen=True, slots=True)
class Pair:
    """A clause of the first and what it became in the second: places from 0; None: it is not there."""

    change: Change
    one: int | None
    other: int | None
    parts: tuple[Part, ...]
    labels: tuple[LabelChange, ...]


def compare(one: Sequence[Side], other: Sequence[Side]) -> tuple[Pair, ...]:
    """Return every clause of both once, in the order of the second; what was removed stands where it was."""
    found = _aligned(one, other)
    back = {place: number for number, place in found.items()}
    pairs: list[Pair] = []
    waiting = 0
    for place in range(len(other)):
        if place in back:
            pairs += [_pair(one, other, n, None) for n in range(waiting, back[place]) if n not in found]
            waiting = max(waiting, back[place])
        pairs.append(_pair(one, other, back.get(place), place))
    pairs += [_pair(one, other, n, None) for n in range(waiting, len(one)) if n not in found]
    return tuple(pairs)


def _aligned(one: Sequence[Side], other: Sequence[Side]) -> dict[int, int]:
    """Return which clause became which: first those with the same words, then the most alike of the rest."""
    found: dict[int, int] = {}
    free: dict[tuple[str, str], list[int]] = {}
    for place, each in enumerate(other):
        free.setdefault(_words(each), []).append(place)
    for number, each in enumerate(one):
        same = free.get(_words(each))
        if same:
            found[number] = same.pop(0)
    taken = set(found.values())
    left = [(number, _grams(each)) for number, each in enumerate(one) if number not in found]
    right = [(place, _grams(each)) for place, each in enumerate(other) if place not in taken]
    likely = []
    for number, mine in left:
        for place, theirs in right:
            score = _likeness(one[number], other[place], mine, theirs)
            if score is not None:
                likely.append((-score, abs(number - place), number, place))
    for _score, _apart, number, place in sorted(likely):
        if number not in found and place not in taken:
            found[number] = place
            taken.add(place)
    return found


def _likeness(one: Side, other: Side, mine: frozenset[str], theirs: frozenset[str]) -> float | None:
    """Return how likely one clause became the other; None: not likely enough."""
    whole = len(mine) + len(theirs)
    alike = 2 * len(mine & theirs) / whole if whole else 0.0
    titled = bool(one.heading) and fold(one.heading).text == fold(other.heading).text
    # Two towns seldom use the same words for the same thing.
    akin = 2 * len(one.labels.keys() & other.labels.keys()) > len(one.labels.keys() | other.labels.keys())
    if alike < (SAME_MATTER if akin else SAME_HEADING if titled else ALIKE):
        return None
    numbered = bool(one.no) and fold(one.no).text == fold(other.no).text
    return alike + (TITLED if titled else AKIN if akin else 0) + (SAME_NUMBER if numbered else 0)


def _words(side: Side) -> tuple[str, str]:
    return fold(side.heading).text, fold(side.text).text


def _grams(side: Side) -> frozenset[str]:
    text = fold(side.text).text
    return frozenset(text[n : n + 2] for n in range(len(text) - 1))


def _pair(one: Sequence[Side], other: Sequence[Side], number: int | None, place: int | None) -> Pair:
    before = one[number] if number is not None else None
    after = other[place] if place is not None else None
    labels = _label_changes(before, after)
    if before is None or after is None:
        gone = after is None
        told = (before or after or Side("", "", "", {})).text
        change = Change.REMOVED if gone else Change.ADDED
        return Pair(change, number, place, (Part(change, told),), labels)
    same = _words(before) == _words(after)
    parts = (Part(Change.SAME, after.text),) if same else parts_of(before.text, after.text)
    return Pair(Change.SAME if same else Change.CHANGED, number, place, parts, labels)


def parts_of(before: str, after: str) -> tuple[Part, ...]:
    """Return two texts as one, in runs that are in both, in the first only or in the second only."""
    first, second = _PIECES.findall(before), _PIECES.findall(after)
    parts: list[Part] = []
    for _tag, a, b, c, d in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        gone, come = "".join(first[a:b]), "".join(second[c:d])
        if gone == come:
            parts.append(Part(Change.SAME, come))
            continue
        parts += [Part(Change.REMOVED, gone)] if gone else []
        parts += [Part(Change.ADDED, come)] if come else []
    return tuple(parts)


def _label_changes(before: Side | None, after: Side | None) -> tuple[LabelChange, ...]:
    """Return the requirements on which the two say something different, in the order of the first."""
    was: Mapping[str, Bound] = before.labels if before else {}
    now: Mapping[str, Bound] = after.labels if after else {}
    slugs = dict.fromkeys([*was, *now])
    return tuple(
        LabelChange(slug, was.get(slug), now.get(slug)) for slug in slugs if was.get(slug) != now.get(slug)
    )

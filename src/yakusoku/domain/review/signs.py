"""Signs: how a legal clerk writes down by which words a clause is known, and how they are found quickly.

A sign is Japanese as it stands in contracts, with four additions:

    (承諾|同意)    one of these
    <情報>         one of the words of a list of that name
    …              anything, within the sentence
    ……             anything, also over the end of a sentence, within the clause

Spelling does not matter (folding.py). What a sign finds is the evidence for what it says.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import product
from operator import itemgetter, or_
from typing import Generic, TypeVar

from yakusoku.domain.review.folding import fold
from yakusoku.domain.review.grams import grams_of

T = TypeVar("T")

GAP, WIDE = 60, 400
# By so many groups a sign is known in a text; how much commoner a run of few letters is than one of three.
DEPTH = 3
COMMON = {1: 16, 2: 2, 3: 1}
# So many wordings of what stands together in a sign are written out.
WORDINGS = 20
_TOKEN = re.compile(r"<([^<>|()…]+)>|(…{2,})|(…)|([(|)])|([^<>|()…]+)")


class SignWrong(ValueError):
    """A sign cannot be read. The message says what is wrong, in Japanese."""


@dataclass(frozen=True)
class Sign:
    """One sign, ready to be looked for.

    text        as it was written
    expression  what is looked for in folded text; compiled when it is first needed
    groups      of each of these, one word stands in every text in which the sign can be found
    """

    text: str
    expression: str
    groups: tuple[tuple[str, ...], ...]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Return its expression, compiled."""
        return re.compile(self.expression)


def compile_sign(text: str, words: Mapping[str, Sequence[str]]) -> Sign:
    """Return a sign ready to be looked for. `words`: the lists by name. Raises SignWrong."""
    pieces = _read(text, words)
    pattern = "".join(piece.pattern for piece in pieces)
    if not pattern:
        raise SignWrong(f"「{text}」には言葉がありません。")
    groups = _together(pieces)
    if not groups:
        raise SignWrong(f"「{text}」には、必ず現れる言葉がありません。")
    return Sign(text, pattern, groups)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a sign. `options`: one of these stands there, as it is written; none: it is a gap."""

    pattern: str
    options: tuple[str, ...] = ()


def _together(pieces: Iterable[_Piece]) -> tuple[tuple[str, ...], ...]:
    """Return the wordings of what stands between gaps; what has very many is taken in parts.

    Wordings that may be empty are left out, for they need not stand in the text.
    """
    groups: list[tuple[str, ...]] = [("",)]
    for piece in pieces:
        if not piece.options:
            groups.append(("",))
        elif len(groups[-1]) * len(piece.options) > WORDINGS:
            groups.append(piece.options)
        else:
            groups[-1] = tuple(dict.fromkeys(map("".join, product(groups[-1], piece.options))))
    return tuple(group for group in groups if "" not in group)


def _read(text: str, words: Mapping[str, Sequence[str]]) -> list[_Piece]:
    pieces: list[_Piece] = []
    rest = text
    while rest:
        if rest.startswith("("):
            inner, rest = _group(text, rest)
            options = [_plain(option, text, words) for option in _options(inner)]
            pieces.append(_choice([each for option in options for each in option]))
            continue
        found = _TOKEN.match(rest)
        if found is None or found[4]:
            raise SignWrong(f"「{text}」の括弧が合いません。")
        rest = rest[found.end() :]
        pieces.append(_token(found, text, words))
    return pieces


def _token(found: re.Match[str], text: str, words: Mapping[str, Sequence[str]]) -> _Piece:
    if found[1]:
        return _choice([fold(each).text for each in _list(found[1], text, words)])
    if found[2]:
        return _Piece(f"[\\s\\S]{{0,{WIDE}}}?")
    if found[3]:
        return _Piece(f"[^。\n]{{0,{GAP}}}?")
    literal = fold(found[5]).text
    return _Piece(re.escape(literal), (literal,))


def _group(text: str, rest: str) -> tuple[str, str]:
    """Return what stands between the first pair of brackets, and what follows it."""
    depth = 0
    for place, letter in enumerate(rest):
        depth += (letter == "(") - (letter == ")")
        if depth == 0:
            return rest[1:place], rest[place + 1 :]
    raise SignWrong(f"「{text}」の括弧が閉じていません。")


def _options(inner: str) -> list[str]:
    """Return the choices of a group, split at the bars that stand outside of inner groups."""
    options, depth, last = [], 0, 0
    for place, letter in enumerate(inner):
        depth += (letter == "(") - (letter == ")")
        if letter == "|" and depth == 0:
            options.append(inner[last:place])
            last = place + 1
    return [*options, inner[last:]]


def _plain(option: str, text: str, words: Mapping[str, Sequence[str]]) -> list[str]:
    """Return every wording of a choice; a choice may hold words, lists and groups, but no gap."""
    if "…" in option:
        raise SignWrong(f"「{text}」の括弧の中に「…」は書けません。二つのしるしに分けてください。")
    parts: list[list[str]] = []
    rest = option
    while rest:
        if rest.startswith("("):
            inner, rest = _group(text, rest)
            parts.append([each for one in _options(inner) for each in _plain(one, text, words)])
            continue
        found = _TOKEN.match(rest)
        if found is None or found[4]:
            raise SignWrong(f"「{text}」の括弧が合いません。")
        rest = rest[found.end() :]
        parts.append([*_list(found[1], text, words)] if found[1] else [found[5]])
    return [fold("".join(each)).text for each in product(*parts)] if parts else [""]


def _list(name: str, text: str, words: Mapping[str, Sequence[str]]) -> Sequence[str]:
    if name not in words:
        raise SignWrong(f"「{text}」の <{name}> という言葉の一覧はありません。")
    return words[name]


def _choice(options: Iterable[str]) -> _Piece:
    """Return one of several wordings; an empty one makes it optional."""
    known = sorted(set(options), key=lambda each: (-len(each), each))
    pattern = "|".join(re.escape(each) for each in known)
    return _Piece(f"(?:{pattern})", tuple(known))


class SignIndex(Generic[T]):
    """Many signs with what each of them says; only those whose words seem to occur are tried.

    Signs written alike for several requirements are looked for once. Which signs a key belongs to (_keys) is one
    number, a bit for each sign and place of a group in it: the keys of a text are put together with "or", the
    groups of a sign with "and", all signs at once (docs/decisions/0011-index-of-signs.md).
    """

    def __init__(self, signs: Iterable[tuple[Sign, T]]) -> None:
        alike: dict[str, Sign] = {}
        told: dict[str, list[tuple[int, T]]] = {}
        for place, (sign, said) in enumerate(signs):
            alike.setdefault(sign.expression, sign)
            told.setdefault(sign.expression, []).append((place, said))
        self._entries = [(sign.pattern, told[expression]) for expression, sign in alike.items()]
        self._all = (1 << len(alike)) - 1
        # The signs that have no group at a place need no key for it.
        self._spared = 0
        self._by_key: dict[str, int] = {}
        for number, groups in enumerate(_keys(list(alike.values()))):
            for place in range(DEPTH):
                bit = 1 << (place * len(alike) + number)
                if place >= len(groups):
                    self._spared |= bit
                for key in groups[place] if place < len(groups) else ():
                    self._by_key[key] = self._by_key.get(key, 0) | bit
        self._letters = [key for key in self._by_key if len(key) == 1]

    def find(self, text: str, grams: set[str]) -> list[tuple[int, int, T]]:
        """Return where signs are found in a folded text: start, end, and what is said of it. `grams`: of the text.

        In the order of the signs.
        """
        found = []
        for number in self._wanted(text, grams):
            pattern, told = self._entries[number]
            hit = pattern.search(text)
            while hit:
                start, end = hit.span()
                found += [(place, start, end, said) for place, said in told]
                hit = pattern.search(text, end)
        found.sort(key=itemgetter(0))
        return [(start, end, said) for _, start, end, said in found]

    def _wanted(self, text: str, grams: set[str]) -> list[int]:
        """Return the signs of which every group that is looked at has a key in the text."""
        by_key = self._by_key
        keys = [*(by_key.keys() & grams), *[letter for letter in self._letters if letter in text]]
        fitting = reduce(or_, map(by_key.__getitem__, keys), self._spared)
        wanted = self._all
        for _ in range(DEPTH):
            wanted &= fitting
            fitting >>= len(self._entries)
        numbers = []
        while wanted:
            lowest = wanted & -wanted
            numbers.append(lowest.bit_length() - 1)
            wanted ^= lowest
        return numbers


def _keys(signs: Sequence[Sign]) -> list[list[set[str]]]:
    """Return for each sign the groups by which it is known in a text, the rarest first, as keys.

    The key of a word is the run of its letters that fewest signs have. A group with a word of one letter, as に or
    市, tells little and is left out where a sign has another.
    """
    seen = Counter(
        run
        for sign in signs
        for group in sign.groups
        for run in {run for word in group for run in _runs(word)}
    )

    def rare(run: str) -> tuple[int, str]:
        return seen[run] * COMMON[len(run)], run

    known = []
    for sign in signs:
        groups = [group for group in sign.groups if min(map(len, group)) > 1] or sign.groups
        keyed = [{min(_runs(word), key=rare) for word in group} for group in groups]
        known.append(sorted(keyed, key=lambda keys: sum(rare(key)[0] for key in keys))[:DEPTH])
    return known


def _runs(word: str) -> set[str]:
    """Return the runs of letters of a word that the grams of a text hold; of a single letter, itself."""
    return grams_of(word) or {word}

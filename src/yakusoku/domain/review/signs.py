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
from functools import cached_property
from itertools import product
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from yakusoku.domain.review.folding import fold
from yakusoku.domain.review.grams import Grams, GramTable, grams_of, stretches

T = TypeVar("T")

GAP, WIDE = 60, 400
# By so many groups a sign is known in a text; how much commoner a run of few letters is than one of three.
DEPTH = 3
COMMON = {1: 16, 2: 2, 3: 1}
# So many keys of texts are looked at at once: a clause may be as long as a book.
MOST_KEYS = 1 << 16
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


Mask = NDArray[np.bool_]
# Where a sign starts and ends, and what is said of it.
Hit = tuple[int, int, T]


class SignIndex(Generic[T]):
    """Many signs with what each of them says; only those whose words seem to occur are tried.

    The signs that a text may have are a row of marks, one for each place of a group and sign: each key of the text
    marks the groups that it is of, and a sign is tried when all of its groups are marked
    (docs/decisions/0011-index-of-signs.md).
    """

    def __init__(self, signs: Iterable[tuple[Sign, T]]) -> None:
        told = list(signs)
        self.told = [said for _, said in told]
        self._search = [sign.pattern.search for sign, _ in told]
        # The signs that have no group at a place need no key for it.
        self._spared = np.zeros(DEPTH * len(told), np.bool_)
        marks: dict[str, list[int]] = {}
        for number, groups in enumerate(_keys([sign for sign, _ in told])):
            self._spared[[place * len(told) + number for place in range(len(groups), DEPTH)]] = True
            for place, keys in enumerate(groups):
                for key in keys:
                    marks.setdefault(key, []).append(place * len(told) + number)
        numbers = {key: number for number, key in enumerate(marks)}
        self._table = GramTable({key: number for key, number in numbers.items() if len(key) > 1})
        self._letters = [(key, number) for key, number in numbers.items() if len(key) == 1]
        self._marks = np.array([each for key in marks.values() for each in key], np.int64)
        self._sizes = np.array([len(key) for key in marks.values()], np.int64)
        self._starts = np.cumsum(self._sizes) - self._sizes

    def find(self, grams: Grams, asked: Mask | None = None) -> list[list[Hit[T]]]:
        """Return by text where signs are found in it, in the order of the signs.

        asked  by text and sign, whether somebody wants to know; None: always
        """
        found: list[list[Hit[T]]] = [[] for _ in grams.texts]
        wanted = self._wanted(grams)
        if asked is not None:
            wanted &= asked
        texts, signs = np.divmod(np.flatnonzero(wanted), len(self.told) or 1)
        for number, sign in zip(texts.tolist(), signs.tolist(), strict=True):
            text, search = grams.texts[number], self._search[sign]
            hit = search(text)
            while hit:
                start, end = hit.span()
                found[number].append((start, end, self.told[sign]))
                hit = search(text, end)
        return found

    def _wanted(self, grams: Grams) -> Mask:
        """Return by text and sign, whether every group that is looked at has a key in the text."""
        places, keys = self._table.find(grams)
        letters = np.array(
            [
                (number, key)
                for number, text in enumerate(grams.texts)
                for letter, key in self._letters
                if letter in text
            ],
            np.int64,
        ).reshape(-1, 2)
        texts = np.concatenate((grams.text_of_line[grams.line_of[places]], letters[:, 0]))
        keys = np.concatenate((keys, letters[:, 1]))
        marked = np.tile(self._spared, (len(grams.texts), 1))
        for first in range(0, len(keys), MOST_KEYS):
            some = keys[first : first + MOST_KEYS]
            sizes = self._sizes[some]
            marks = self._marks[stretches(self._starts[some], sizes)]
            marked[np.repeat(texts[first : first + MOST_KEYS], sizes), marks] = True
        wanted: Mask = np.all(marked.reshape(len(grams.texts), DEPTH, len(self.told)), axis=1)
        return wanted


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

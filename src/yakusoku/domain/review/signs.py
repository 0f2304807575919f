"""Signs: how a legal clerk writes down by which words a clause is known, and how they are found quickly.

A sign is Japanese as it stands in contracts, with four additions:

    (承諾|同意)    one of these
    <情報>         one of the words of a list of that name
    …              anything, within the sentence
    ……             anything, also over the end of a sentence, within the clause

Spelling does not matter (folding.py). What a sign finds is the evidence for what it says.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import product
from operator import or_
from typing import Generic, TypeVar

from yakusoku.domain.review.folding import fold
from yakusoku.domain.review.grams import LONGEST

T = TypeVar("T")

GAP, WIDE = 60, 400
_TOKEN = re.compile(r"<([^<>|()…]+)>|(…{2,})|(…)|([(|)])|([^<>|()…]+)")


class SignWrong(ValueError):
    """A sign cannot be read. The message says what is wrong, in Japanese."""


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign, ready to be looked for.

    text    as it was written
    groups  of each of these, one word stands in every text in which the sign can be found
    """

    text: str
    pattern: re.Pattern[str]
    groups: tuple[tuple[str, ...], ...]


def compile_sign(text: str, words: Mapping[str, Sequence[str]]) -> Sign:
    """Return a sign ready to be looked for. `words`: the lists by name. Raises SignWrong."""
    pieces = _read(text, words)
    pattern = "".join(piece.pattern for piece in pieces)
    if not pattern:
        raise SignWrong(f"「{text}」には言葉がありません。")
    choices = [piece.literals for piece in pieces if piece.literals]
    if not choices:
        raise SignWrong(f"「{text}」には、必ず現れる言葉がありません。")
    return Sign(text, re.compile(pattern), tuple(choices))


@dataclass(frozen=True, slots=True)
class _Piece:
    pattern: str
    literals: tuple[str, ...] = ()


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
    return _Piece(re.escape(literal), (literal,) if literal else ())


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
    return _Piece(f"(?:{pattern})", () if "" in known else tuple(known))


class SignIndex(Generic[T]):
    """Many signs with what each of them says; only those whose words all occur are tried.

    Which signs a word belongs to is kept as one number, a bit for each sign and place of a group in it: the words
    of a text are put together with "or", the groups of a sign with "and", all signs at once. A word is known by
    its first letters.
    """

    def __init__(self, signs: Iterable[tuple[Sign, T]]) -> None:
        self._signs = list(signs)
        self._all = (1 << len(self._signs)) - 1
        self._depth = max((len(sign.groups) for sign, _ in self._signs), default=0)
        # The signs that have no group at a place need no word for it.
        self._shorter = 0
        self._by_word: dict[str, int] = {}
        for number, (sign, _) in enumerate(self._signs):
            for place in range(len(sign.groups), self._depth):
                self._shorter |= self._bit(place, number)
            for place, group in enumerate(sign.groups):
                for word in {each[:LONGEST] for each in group}:
                    self._by_word[word] = self._by_word.get(word, 0) | self._bit(place, number)
        self._letters = {word for word in self._by_word if len(word) == 1}

    def _bit(self, place: int, number: int) -> int:
        """Return the bit of a sign among those of the groups at a place."""
        return 1 << (place * len(self._signs) + number)

    def find(self, text: str, grams: set[str]) -> list[tuple[int, int, T]]:
        """Return where signs are found in a folded text: start, end, and what is said of it. `grams`: of the text."""
        found = []
        for number in self._wanted(text, grams):
            sign, said = self._signs[number]
            for hit in sign.pattern.finditer(text):
                found.append((*hit.span(), said))
        return found

    def _wanted(self, text: str, grams: set[str]) -> list[int]:
        """Return the signs of which every group has a word in the text."""
        by_word = self._by_word
        words = [*(by_word.keys() & grams), *self._letters.intersection(text)]
        fitting = reduce(or_, map(by_word.__getitem__, words), self._shorter)
        wanted = self._all
        for _ in range(self._depth):
            wanted &= fitting
            fitting >>= len(self._signs)
        numbers = []
        while wanted:
            lowest = wanted & -wanted
            numbers.append(lowest.bit_length() - 1)
            wanted ^= lowest
        return numbers

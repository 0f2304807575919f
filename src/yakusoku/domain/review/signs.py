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
from itertools import product
from typing import Generic, TypeVar

from yakusoku.domain.review.folding import fold

T = TypeVar("T")

GAP, WIDE = 60, 400
MOST_ANCHORS = 64
_TOKEN = re.compile(r"<([^<>|()…]+)>|(…{2,})|(…)|([(|)])|([^<>|()…]+)")


class SignWrong(ValueError):
    """A sign cannot be read. The message says what is wrong, in Japanese."""


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign, ready to be looked for.

    text      as it was written
    anchors   one of these stands in every text in which the sign can be found
    """

    text: str
    pattern: re.Pattern[str]
    anchors: frozenset[str]


def compile_sign(text: str, words: Mapping[str, Sequence[str]]) -> Sign:
    """Return a sign ready to be looked for. `words`: the lists by name. Raises SignWrong."""
    pieces = _read(text, words)
    pattern = "".join(piece.pattern for piece in pieces)
    if not pattern:
        raise SignWrong(f"「{text}」には言葉がありません。")
    choices = [piece.literals for piece in pieces if piece.literals]
    if not choices:
        raise SignWrong(f"「{text}」には、必ず現れる言葉がありません。")
    # The rarest is best; the longest words stand for it.
    best = max(choices, key=lambda literals: min(map(len, literals)) - len(literals) / MOST_ANCHORS)
    return Sign(text, re.compile(pattern), frozenset(best))


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
    """Many signs with what each of them says; only those whose words occur are tried.

    Each anchor is known by its first two letters: one look at every pair of letters of a text is enough.
    """

    def __init__(self, signs: Iterable[tuple[Sign, T]]) -> None:
        self._by_pair: dict[str, list[tuple[str, int]]] = {}
        self._signs: list[tuple[re.Pattern[str], T]] = []
        for sign, said in signs:
            number = len(self._signs)
            self._signs.append((sign.pattern, said))
            for anchor in sign.anchors:
                self._by_pair.setdefault(anchor[:2], []).append((anchor, number))

    def find(self, text: str) -> list[tuple[int, int, T]]:
        """Return where signs are found in a folded text: start, end, and what is said of it."""
        wanted: set[int] = set()
        pairs = {text[n : n + 2] for n in range(len(text) - 1)} | set(text)
        for pair in pairs & self._by_pair.keys():
            for anchor, number in self._by_pair[pair]:
                if number not in wanted and anchor in text:
                    wanted.add(number)
        found = []
        for number in sorted(wanted):
            pattern, said = self._signs[number]
            found += [(hit.start(), hit.end(), said) for hit in pattern.finditer(text)]
        return found

"""Contract Japanese brought to one spelling, with the way back to the characters it came from."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from unicodedata import normalize

# One spelling for words that contracts write in several ways. Longer spellings stand first.
SPELLINGS = {
    "および": "及び",
    "または": "又は",
    "もしくは": "若しくは",
    "ならびに": "並びに",
    "あらかじめ": "予め",
    "すべて": "全て",
    "ただし": "但し",
    "ただちに": "直ちに",
    "すみやか": "速やか",
    "いちじるしく": "著しく",
    "おこな": "行な",
    "行なう": "行う",
    "行なわ": "行わ",
    "行なっ": "行っ",
    "取り扱": "取扱",
    "取りあつか": "取扱",
    "とりあつか": "取扱",
    "持ち出": "持出",
    "持出し": "持出",
    "持ち込": "持込",
    "持ち帰": "持帰",
    "受け渡": "受渡",
    "引き渡": "引渡",
    "引き継": "引継",
    "立ち入": "立入",
    "立ち会": "立会",
    "取り消": "取消",
    "申し出": "申出",
    "問い合わせ": "問合せ",
    "問い合せ": "問合せ",
    "届け出": "届出",
    "買い取": "買取",
    "書き込": "書込",
    "割り当": "割当",
    "打ち合わせ": "打合せ",
    "漏洩": "漏えい",
    "漏泄": "漏えい",
    "き損": "毀損",
    "棄損": "毀損",
    "改竄": "改ざん",
    "かし担保": "瑕疵担保",
    "瑕疵": "瑕疵",
    "ぜい弱": "脆弱",
    "箇月": "か月",
    "ヶ月": "か月",
    "ヵ月": "か月",
    "ケ月": "か月",
    "カ月": "か月",
    "個月": "か月",
    "下さい": "ください",
    "致し": "いたし",
    "出来": "でき",
    "無く": "なく",
    "無い": "ない",
    "事が": "ことが",
    "為に": "ために",
    "際に": "際に",
}
_SPELLED = re.compile("|".join(map(re.escape, sorted(SPELLINGS, key=len, reverse=True))))
_BLANK = re.compile(r"\s+")


@dataclass(frozen=True)
class Folded:
    """A text in one spelling: NFKC, lower case, no blanks, the words of SPELLINGS written one way.

    source   the text as it stands in the document
    """

    source: str
    text: str

    @cached_property
    def _starts(self) -> tuple[list[int], list[int]]:
        """Return for the start of each piece its place in the folded text and in the source."""
        folded: list[int] = []
        source: list[int] = []
        place = 0
        for start, piece in _pieces(self.source):
            if piece:
                folded.append(place)
                source.append(start)
                place += len(piece)
        folded.append(place)
        source.append(len(self.source))
        return folded, source

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the characters of the source that a stretch of the folded text stands for."""
        folded, source = self._starts
        first = bisect_right(folded, start) - 1
        after = bisect_right(folded, max(start, end - 1)) - 1
        return source[first], source[min(after + 1, len(source) - 1)]


def fold(text: str) -> Folded:
    """Return a text in one spelling."""
    plain = _BLANK.sub("", normalize("NFKC", text)).lower()
    return Folded(text, _SPELLED.sub(lambda found: SPELLINGS[found[0]], plain))


def _pieces(source: str) -> list[tuple[int, str]]:
    """Return the folded text in pieces, each with the place of its first character in the source."""
    letters: list[tuple[int, str]] = []
    for place, character in enumerate(source):
        folded = _BLANK.sub("", normalize("NFKC", character)).lower()
        letters += [(place, letter) for letter in folded]
    text = "".join(letter for _, letter in letters)
    pieces: list[tuple[int, str]] = []
    last = 0
    for found in _SPELLED.finditer(text):
        pieces += [letters[n] for n in range(last, found.start())]
        pieces.append((letters[found.start()][0], SPELLINGS[found[0]]))
        last = found.end()
    pieces += [letters[n] for n in range(last, len(letters))]
    return pieces

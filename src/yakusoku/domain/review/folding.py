"""Contract Japanese brought to one spelling, with the way back to the characters it came from."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
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
    "おこなう": "行う",
    "おこなわ": "行わ",
    "おこなっ": "行っ",
    "おこない": "行い",
    "行なう": "行う",
    "行ない": "行い",
    "行なわ": "行わ",
    "行なっ": "行っ",
    "取り扱": "取扱",
    "取りあつか": "取扱",
    "とりあつか": "取扱",
    "持ち出": "持出",
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
    "ぜい弱": "脆弱",
    "箇月": "か月",
    "ヶ月": "か月",
    "ヵ月": "か月",
    "ケ月": "か月",
    "カ月": "か月",
    "個月": "か月",
    "下さい": "ください",
    "致し": "いたし",
    "出来る": "できる",
    "出来な": "できな",
    "出来ま": "できま",
    "無く": "なく",
    "無い": "ない",
}
_SPELLED = re.compile("|".join(map(re.escape, sorted(SPELLINGS, key=len, reverse=True))))
_BLANK = re.compile(r"\s+")
# Marks that NFKC puts together with the letter before them: ｶ and ﾞ are ガ.
_MARK = re.compile(r"[\u3099\u309a\uff9e\uff9f\u0300-\u036f]")
_UNIT = re.compile(rf"\S{_MARK.pattern}*|\s")


@dataclass(frozen=True)
class Folded:
    """A text in one spelling: NFKC, lower case, no blanks, the words of SPELLINGS written one way.

    source  the text as it stands in the document
    even    nothing was left out or spelled otherwise, and the text is as long as its source
    """

    source: str
    text: str
    even: bool

    @cached_property
    def _letter_by_letter(self) -> bool:
        """Return whether each letter stands for the one at its place: nothing was put together either."""
        return self.even and not _MARK.search(self.source)

    @cached_property
    def _unspelled(self) -> tuple[str, Sequence[int], Sequence[int]]:
        return _letters(self.source)

    @cached_property
    def _pieces(self) -> tuple[list[int], list[int], list[int]]:
        """Return where each piece begins in the folded text, and where in it but for its spellings; and where it ends
        if it is a word of SPELLINGS, 0 if it is what stands between them, letter by letter."""
        text = self._unspelled[0]
        pieces = [(0, 0, 0)]
        last = place = 0
        for found in _SPELLED.finditer(text):
            start, end = found.span()
            place += start - last
            pieces.append((place, start, end))
            place, last = place + len(SPELLINGS[found[0]]), end
            pieces.append((place, last, 0))
        if last == len(text):
            pieces.pop()
        folded, plain, ends = zip(*pieces, strict=True)
        return list(folded), list(plain), list(ends)

    def _place(self, place: int) -> tuple[int, int]:
        """Return where in the text but for its spellings stands what a letter of the folded text stands for."""
        folded, plain, ends = self._pieces
        piece = bisect_right(folded, place) - 1
        if ends[piece]:
            return plain[piece], ends[piece]
        letter = min(plain[piece] + place - folded[piece], len(self._unspelled[0]) - 1)
        return letter, letter + 1

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the characters of the source that a stretch of the folded text stands for."""
        if self._letter_by_letter:
            return start, max(start + 1, end)
        _, begins, ends = self._unspelled
        return begins[self._place(start)[0]], ends[self._place(max(start, end - 1))[1] - 1]


def fold(text: str) -> Folded:
    """Return a text in one spelling."""
    normal = normalize("NFKC", text)
    bare = "".join(normal.split())
    spelled, count = _SPELLED.subn(lambda found: SPELLINGS[found[0]], bare.lower())
    return Folded(text, spelled, count == 0 and len(text) == len(normal) == len(bare) == len(spelled))


@lru_cache(maxsize=8192)
def _letter(written: str) -> str:
    """Return one letter folded; a blank is nothing."""
    return _BLANK.sub("", normalize("NFKC", written)).lower()


def _letters(source: str) -> tuple[str, Sequence[int], Sequence[int]]:
    """Return a text folded but for its spellings, and where what each letter stands for begins and ends."""
    plain = normalize("NFKC", source).lower()
    if len(plain) == len(source) and not _MARK.search(source):
        # Each letter became one letter.
        text = "".join(plain.split())
        if len(text) == len(source):
            return text, range(len(source)), range(1, len(source) + 1)
        begins = [place for place, letter in enumerate(plain) if not letter.isspace()]
        return text, begins, [place + 1 for place in begins]
    units = [found.span() for found in _UNIT.finditer(source)]
    spans = [(span, letter) for span in units for letter in _letter(source[slice(*span)])]
    return (
        "".join(letter for _, letter in spans),
        [start for (start, _), _ in spans],
        [end for (_, end), _ in spans],
    )

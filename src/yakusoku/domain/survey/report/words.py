"""Words for shares and the ranges in which they hold (docs/rules/survey-text.md). The ranges are our own choice."""

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction

_DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
ABOUT = "約|およそ|おおよそ|おおむね|概ね|ほぼ"
AFTER = "台前半|台半ば|台後半|台|強|弱|近く|程度|前後|ほど|を?超|以上|余り|を上回|未満|以下|を下回|に満た"
TENTHS = re.compile(rf"({ABOUT})?([1-9]|10|[一二三四五六七八九十])割(?:([1-9])分)?({AFTER})?")
HALF = re.compile(rf"({ABOUT})?(過半数|半数|半分)({AFTER})?")
PARTS = re.compile(rf"({ABOUT})?([2-9]|10|[二三四五六七八九十])分の([1-9]|[一二三四五六七八九])({AFTER})?")
NEAR, STEP = Fraction(5, 2), Fraction(5)
WHOLE = Fraction(100)


@dataclass(frozen=True, slots=True)
class Range:
    """Per cent from `low` to `high`; whether each end belongs to it."""

    low: Fraction
    high: Fraction
    with_low: bool = True
    with_high: bool = True

    def holds(self, percent: Fraction) -> bool:
        """Return whether a share in per cent lies in the range."""
        above = percent > self.low or (self.with_low and percent == self.low)
        return above and (percent < self.high or (self.with_high and percent == self.high))

    def __str__(self) -> str:
        low = f"{_shown(self.low)}%{'以上' if self.with_low else '超'}"
        return f"{low}{_shown(self.high)}%{'以下' if self.with_high else '未満'}"


def range_of(word: str) -> Range | None:
    """Return when a word for a share holds; None if it is no such word."""
    plain = unicodedata.normalize("NFKC", word).replace(" ", "")
    if found := TENTHS.fullmatch(plain):
        tenth = number_of(found[2]) * 10 + (int(found[3]) if found[3] else 0)
        return _tenths(Fraction(tenth), found[1], found[4] or "", fine=bool(found[3]))
    if found := HALF.fullmatch(plain):
        return _half(found[1], found[2], found[3] or "")
    if found := PARTS.fullmatch(plain):
        whole, part = number_of(found[2]), number_of(found[3])
        return _around(Fraction(100 * part, whole), found[4] or "") if part < whole else None
    return None


def number_of(text: str) -> int:
    """Return a digit, also one in kanji."""
    return _DIGITS.get(text) or int(text)


def _tenths(tenth: Fraction, about: str | None, after: str, *, fine: bool) -> Range:
    if fine:
        return Range(tenth - 1, tenth + 1)
    if after in {"台", "台前半", "台半ば", "台後半"}:
        low, high = {"台": (0, 10), "台前半": (0, 5), "台半ば": (3, 7), "台後半": (5, 10)}[after]
        return Range(tenth + low, min(tenth + high, WHOLE), with_high=False)
    if after == "強":
        # 10割弱 is not said, so that 9割強 goes on to the end.
        return Range(tenth, WHOLE if tenth == 90 else tenth + STEP, with_low=False, with_high=False)
    if after in {"超", "を超", "を上回", "余り"}:
        return Range(tenth, min(tenth + 10, WHOLE), with_low=False, with_high=tenth >= 90)
    if after == "以上":
        return Range(tenth, min(tenth + 10, WHOLE), with_high=tenth >= 90)
    if after or about:
        return _around(tenth, after)
    # Said without more, the rest is often cut off: wider above than below.
    return Range(tenth - NEAR, min(tenth + STEP, WHOLE), with_high=tenth >= 100)


def _half(about: str | None, word: str, after: str) -> Range:
    middle = Fraction(50)
    if word == "過半数" or after in {"超", "を超", "を上回"}:
        return Range(middle, WHOLE, with_low=False)
    if after == "以上":
        return Range(middle, WHOLE)
    if after or about:
        return _around(middle, after)
    return Range(middle - NEAR, middle + STEP, with_high=False)


def _around(middle: Fraction, after: str) -> Range:
    """Return the range of a word that stands for one share."""
    if after == "強":
        return Range(middle, middle + STEP, with_low=False, with_high=False)
    if after in {"弱", "近く"}:
        return Range(middle - STEP, middle, with_low=after == "近く", with_high=False)
    if after in {"超", "を超", "を上回", "余り"}:
        return Range(middle, WHOLE, with_low=False)
    if after == "以上":
        return Range(middle, WHOLE)
    if after in {"未満", "を下回", "に満た"}:
        return Range(Fraction(0), middle, with_high=False)
    if after == "以下":
        return Range(Fraction(0), middle)
    return Range(max(middle - NEAR, Fraction(0)), min(middle + NEAR, WHOLE))


def words_for(percent: Fraction) -> list[str]:
    """Return words that hold for a share, the usual ones first."""
    tenth = int(percent // 10)
    tried = [
        # Nobody says 約10割.
        *(f"約{n}割" for n in (tenth, tenth + 1) if n < 10),
        f"{tenth}割強",
        *([f"{tenth + 1}割弱"] if tenth < 9 else []),
        f"{tenth}割台半ば",
        *(["約半数", "半数以上"] if 45 <= percent < 70 else []),
        *(f"約{w}分の{p}" for w, p in ((3, 1), (3, 2), (4, 1), (4, 3))),
    ]
    return [word for word in tried if (found := range_of(word)) and found.holds(percent)]


def _shown(value: Fraction) -> str:
    return f"{float(value):g}" if value.denominator in {1, 2, 5, 10} else f"{float(value):.1f}"

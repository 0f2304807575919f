"""Numbers in a finished text: which there are, and which are no figures of a survey (docs/rules/survey-text.md)."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from yakusoku.domain.survey.report.words import ABOUT, AFTER, HALF, PARTS, TENTHS, Range, range_of
from yakusoku.domain.survey.rounding import half_up

# Longer rows of digits are no figures, and would take long to look at.
_NUMBER = r"(?<![\d.,])\d{1,9}(?:,\d{3}){0,4}(?:\.\d{1,9})?(?!\d)"
_COUNTED = "社|件|人|名|組織|団体|自治体|者|事業者|企業|市町村|世帯|施設"
_LIMIT = "以上|以下|未満|超|を超え|から|まで|～|〜|~"


class MentionKind(StrEnum):
    """What a number in a sentence claims to be."""

    PERCENT = "percent"
    WORD = "word"
    POINTS = "points"
    COUNT = "count"
    BASE = "base"
    TIMES = "times"
    BARE = "bare"


@dataclass(frozen=True, slots=True)
class Mention:
    """One number. `start`, `end`: where in the text; `value` with `decimals`, or the `range` of a word."""

    kind: MentionKind
    text: str
    start: int
    end: int
    value: Fraction = Fraction(0)
    decimals: int = 0
    range: Range | None = None
    sign: int = 0

    @property
    def units(self) -> int:
        """Return the number in units of its last decimal."""
        return half_up(self.value, self.decimals)


_PATTERNS: Sequence[tuple[MentionKind, re.Pattern[str]]] = (
    (MentionKind.BASE, re.compile(rf"(?<![a-z])[nN]\s*[=は:]\s*(?P<v>{_NUMBER})")),
    (
        MentionKind.POINTS,
        re.compile(
            rf"(?P<a>{ABOUT})?(?P<s>[+\-−±▲△])?\s*(?P<v>{_NUMBER})\s*(?:%ポイント|パーセントポイント|ポイント|pt(?![a-z]))(?P<e>{AFTER})?"
        ),
    ),
    (
        MentionKind.PERCENT,
        re.compile(rf"(?P<a>{ABOUT})?(?P<v>{_NUMBER})\s*(?:%|パーセント)(?P<e>{AFTER}|を超え)?"),
    ),
    (MentionKind.WORD, TENTHS),
    (MentionKind.WORD, HALF),
    (MentionKind.WORD, PARTS),
    (MentionKind.TIMES, re.compile(rf"(?P<a>{ABOUT})?(?P<v>{_NUMBER})倍(?P<e>{AFTER})?")),
    (
        MentionKind.COUNT,
        re.compile(rf"(?P<a>{ABOUT})?(?P<v>(?<![\d.])\d{{1,9}}(?:,\d{{3}}){{0,4}})\s*(?:{_COUNTED})"),
    ),
    (MentionKind.BARE, re.compile(rf"(?<![A-Za-z\d.\-/:_])(?P<v>{_NUMBER})(?![\dA-Za-z\-/:_])")),
)

# What is no figure of a survey, each by a rule of the page.
_OTHERS: Sequence[re.Pattern[str]] = tuple(
    re.compile(pattern)
    for pattern in (
        r"https?://\S{1,500}|[\w.+-]{1,64}@[\w.-]{1,200}",
        # Dates, years, times of day, eras.
        r"(?:令和|平成|昭和|R|H)\s?\d{1,9}(?:[年.]\d{0,9}(?:年度)?|年度)",
        r"\d{2,4}(?:[~〜～\-ー]\d{2,4})?年度?(?:末|初頭|以降|以前|代)?",
        r"\d{4}[/.\-]\d{1,2}(?:[/.\-]\d{1,2})?",
        r"\d{1,2}月(?:\d{1,2}日)?(?:[~〜～](?:\d{1,2}月)?\d{1,2}日)?|\d{1,2}日(?!間)",
        r"(?<!\d)\d{1,2}/\d{1,2}(?!\d)|\d{1,2}:\d{2}|\d{1,2}時(?:\d{1,2}分)?",
        # Numbers that name a place: sections, questions, tables, articles, versions, phone numbers.
        r"第\s?\d{1,9}(?:[.\-]\d{1,9})*\s?[条章節項号回次版期部編位段]?(?:の\d{1,9})?",
        r"\d{1,9}条(?:の\d{1,9})?(?:第\d{1,9}項)?",
        r"(?<![A-Za-z])(?:Q|SQ|F|T|問|設問|質問|図表|図|表|別紙|付録|注|様式|資料|頁|ページ|p\.|No\.)\s?\d{1,9}(?:[.\-]\d{1,9})*(?:の\d{1,9})?",
        r"(?m:^)\s*\(?\d{1,9}(?:[.\-]\d{1,9})*(?:[.)、:]|\s)\s*(?=\D)|\(\d{1,2}\)",
        r"\d{2,4}-\d{2,4}-\d{3,4}",
        # Limits of size and other quantities: not shares of respondents.
        rf"(?:従業員|職員|社員|人口)[^、。\d]{{0,12}}{_NUMBER}\s*(?:人|名)(?:{_LIMIT})?(?:{_NUMBER}(?:人|名)(?:{_LIMIT})?)?",
        rf"{_NUMBER}\s*(?:{_COUNTED})(?:以上|以下|未満|超)(?:の|{_NUMBER}(?:人|名)(?:以上|以下|未満)?)?",
        rf"{_NUMBER}\s*(?:[~〜～]\s*{_NUMBER}\s*)?(?:円|万|億|千円|年間|か月|カ月|ヶ月|ヵ月|週間|日間|時間|分間|秒|回|歳|代|頁|ページ|問|台|本|枚|箇所|か所|種類|つ|項目|点|番|次|階|倍率|GB|MB|TB|KB|km|kg|cm|mm|m|g|ビット|bit|Hz)(?![a-z])",
        r"(?:週|月|年|一日|1日)\d{1,9}(?:[~〜～]\d{1,9})?(?:回|日)",
        # Levels of tests and intervals.
        r"\d{1,9}(?:\.\d{1,9})?%(?:の)?(?:水準|信頼区間|有意)|(?:p|P|自由度|χ2|カイ二乗)\s*[=<>は]?\s*\d{0,9}\.?\d{1,9}",
        r"n\s*(?:が|は|<)\s*30|小数第?\d{1,9}位|100(?:\.0)?%(?:に|を超え|とな)",
    )
)


@dataclass(frozen=True, slots=True)
class Plain:
    """A text in plain width and digits, and where each of its characters came from."""

    text: str
    origin: tuple[int, ...]

    def back(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in the text as it was written."""
        last = self.origin[end - 1] if end > start else self.origin[start]
        return self.origin[start], last + 1


@lru_cache(maxsize=10_000)
def plain_text(text: str) -> Plain:
    """Return a text in which full-width digits and signs are plain."""
    letters: list[str] = []
    origin: list[int] = []
    for place, letter in enumerate(text):
        folded = unicodedata.normalize("NFKC", letter)
        letters.append(folded)
        origin += [place] * len(folded)
    return Plain("".join(letters), (*origin, len(text)))


def mentions_in(
    text: str, hidden: Iterable[tuple[int, int]] = (), names: Sequence[str] = ()
) -> list[Mention]:
    """Return the numbers of a text that claim something of a survey, in order.

    hidden  parts to pass over: references that were printed from tables
    names   groups and categories: the numbers in their names are no figures
    """
    folded = plain_text(text)
    masked = list(folded.text)
    for start, end in [*_places(folded, hidden), *_named(folded.text, names), *_other(folded.text)]:
        masked[start:end] = "\0" * (end - start)
    found: list[Mention] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer("".join(masked)):
            start, end = folded.back(match.start(), match.end())
            mention = _mention(kind, match, text[start:end], start, end)
            if mention:
                found.append(mention)
            masked[match.start() : match.end()] = "\0" * len(match[0])
    return sorted(found, key=lambda mention: mention.start)


def _places(folded: Plain, hidden: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for start, end in hidden:
        inside = [n for n, origin in enumerate(folded.origin[:-1]) if start <= origin < end]
        if inside:
            yield inside[0], inside[-1] + 1


def _other(text: str) -> Iterator[tuple[int, int]]:
    for pattern in _OTHERS:
        for match in pattern.finditer(text):
            yield match.span()


_IN_NAME = re.compile(
    rf"{_NUMBER}\s*(?:%|割)(?:以上|未満|以下|超)?(?:[~〜～]?\s*{_NUMBER}\s*(?:%|割)(?:以上|未満|以下)?)?"
)


def _named(text: str, names: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield where a name with a number in it stands, whole or only its limits (20%未満)."""
    for name in names:
        folded = plain_text(name).text
        if not re.search(r"\d", folded):
            continue
        limits = [limit for limit in _IN_NAME.findall(folded) if re.search("以上|未満|以下|超", limit)]
        for part in [folded, *limits]:
            yield from (match.span() for match in re.finditer(re.escape(part), text))


def _mention(kind: MentionKind, match: re.Match[str], text: str, start: int, end: int) -> Mention | None:
    if kind is MentionKind.WORD:
        found = range_of(match[0])
        return Mention(kind, text, start, end, range=found) if found else None
    number = match["v"].replace(",", "")
    value, decimals = Fraction(number), len(number.partition(".")[2])
    groups = match.groupdict()
    sign = {None: 0, "+": 1, "±": 0}.get(groups.get("s"), -1)
    limits = _limits(value, decimals, groups.get("a"), groups.get("e"))
    if kind is MentionKind.BARE and not decimals and value < 10:
        # One, two, three: in words of the text, hardly ever a figure.
        return None
    return Mention(kind, text, start, end, value, decimals, limits, sign)


def _limits(value: Fraction, decimals: int, about: str | None, after: str | None) -> Range | None:
    """Return the range of 約84% or 84%以上; None: the number is meant as it stands."""
    if not about and not after:
        return None
    step = Fraction(1, 10**decimals)
    if after in {"以上"}:
        return Range(value - step / 2, value + 10)
    if after in {"超", "を超", "を超え", "強", "余り", "を上回"}:
        return Range(value, value + 10, with_low=False)
    if after in {"弱", "近く", "未満", "を下回", "に満た", "以下"}:
        return Range(value - 10, value, with_high=after == "以下")
    if after == "台":
        return Range(value, value + 1, with_high=False)
    return Range(value - max(step, Fraction(1)), value + max(step, Fraction(1)))


def rounds_to(percent: Fraction, printed: Fraction, decimals: int) -> bool:
    """Return whether a number with so many decimals is how a share is printed."""
    return half_up(percent, decimals) == half_up(printed, decimals)

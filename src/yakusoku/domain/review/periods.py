"""Time limits and amounts in a clause: what is written, how long it is, and what it is about."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from yakusoku.domain.review.labels import kanji_number
from yakusoku.domain.review.text import ClauseText


class PeriodKind(StrEnum):
    """What a time limit is about."""

    DEADLINE = "deadline"
    PROMPT = "prompt"
    BEFORE = "before"
    SURVIVAL = "survival"
    RETENTION = "retention"
    CLAIM = "claim"
    INTERVAL = "interval"
    DURATION = "duration"


@dataclass(frozen=True, slots=True)
class Period:
    """One time limit. `iso8601`: its length, P14D; None: it has none that can be told, as 直ちに, 5営業日.

    span   its characters in the clause
    """

    text: str
    iso8601: str | None
    kind: PeriodKind
    span: tuple[int, int]


_COUNT = r"(?P<count>[0-9]{1,4}|[一二三四五六七八九十百]{1,5})"
_UNIT = r"(?P<unit>営業日|開庁日|時間|週間|か月|か年|年度|日間|年間|月間|日|年|月|分)"
_LEAD = (
    r"(?P<lead>(?:[^、。\n「」()]{0,14}?(?:の日|した日|時|後|から|以後|終了|前年度の|翌日|公表|発生|開示)"
    r"(?:の翌日)?(?:から(?:起算して)?|より|以降|後)?、?)?)"
)
_TAIL = r"(?P<tail>以内|以上|前まで(?:に)?|前に|まで(?:に)?|を経過|を超え|以前|未満|間|ごと|毎|経過後|後|保存|保管|を限度|とする|に限)?"
_PERIOD = re.compile(f"{_LEAD}{_COUNT}{_UNIT}{_TAIL}")
# What stands in each of them, and how far behind its beginning at most.
_MEASURE, _LONGEST_LEAD = re.compile(f"{_COUNT}{_UNIT}"), 28
# Without one of these there is no time limit in numbers, which is quickly told.
_NUMBERED = re.compile("[0-9一二三四五六七八九十百][営開時週か年日月分]")
_YEAR = r"(?:令和|平成|昭和|西暦)?[0-9元一二三四五六七八九十]{1,4}年"
_DAY = r"[0-9一二三四五六七八九十]{1,3}月[0-9一二三四五六七八九十]{1,3}日"
# Days of the calendar and numbers of laws are no lengths of time.
_DATE = re.compile(
    rf"(?:{_YEAR})?{_DAY}|{_YEAR}[0-9一二三四五六七八九十]{{1,3}}月(?!以内|間)|午[前後][0-9]+時?|[0-9]+年法律|法律第"
)
_MONTH = "(?:翌々月|翌月|毎月|当月|各月|同月)(?:の)?"
_DAY_NAMED = rf"(?:前日|当日|翌日|翌営業日|末日|月末|{_MONTH}[0-9]{{1,2}}日)まで(?:に)?"
# 毎月５日 is a day of the month, and no five days.
_OF_A_MONTH = re.compile(f"{_MONTH}$")
_NAMED = re.compile(rf"(?:[^、。\n]{{0,8}}の)?{_DAY_NAMED}")
_NAME, _LONGEST_OWNER = re.compile(_DAY_NAMED), 9
# A table of ranks writes the days alone.
_RANKED = re.compile(
    r"(?:ランク|区分|レベル|緊急|重要|重大|その他|高|中|低|級)[^。\n]{0,60}?(?P<days>[0-9]{1,3}日)(?=$|\n)"
)
# Without this there is none of them.
_LAST_DAYS = re.compile(r"[0-9]日(?=$|\n)")
_PROMPT = re.compile(r"直ちに|速やかに|遅滞なく|即時に|その日のうち(?:に)?|即日|可及的速やかに")
_FOREVER = re.compile(
    r"(?:終了後|解除後|終わった後|満了後|退職後)も?[^。\n]{0,12}?(?:存続|同様|同じ|期限なく|無期限|有効|なお効力|適用|負う|とする)"
)
_ISO = {
    "時間": "PT{}H",
    "分": "PT{}M",
    "日": "P{}D",
    "日間": "P{}D",
    "週間": "P{}W",
    "か月": "P{}M",
    "月間": "P{}M",
    # 六月以内: the law calls six months so.
    "月": "P{}M",
    "年": "P{}Y",
    "年間": "P{}Y",
    "か年": "P{}Y",
    "年度": "P{}Y",
}


def periods_in(clause: ClauseText) -> tuple[Period, ...]:
    """Return the time limits of a clause in the order they stand in it."""
    text = clause.text
    found: list[Period] = []
    numbered = bool(_NUMBERED.search(text))
    dates = [found.span() for found in _DATE.finditer(text)] if numbered else []
    for hit in _around(_MEASURE, _PERIOD, _LONGEST_LEAD, text) if numbered else ():
        start = hit.start("count")
        if any(first <= start < last for first, last in dates) or not _counts(hit, text):
            continue
        if hit["unit"] == "日" and _OF_A_MONTH.search(text, max(0, start - 5), start):
            continue
        found.append(_period(clause, hit))
    for hit in _RANKED.finditer(text) if _LAST_DAYS.search(text) else ():
        days = f"P{int(hit['days'][:-1])}D"
        found.append(_told(clause, hit.start("days"), hit.end("days"), days, PeriodKind.DEADLINE))
    for hits, kind in (
        (_PROMPT.finditer(text), PeriodKind.PROMPT),
        (_FOREVER.finditer(text), PeriodKind.SURVIVAL),
        (_around(_NAME, _NAMED, _LONGEST_OWNER, text) if "まで" in text else (), PeriodKind.DEADLINE),
    ):
        for hit in hits:
            told = _told(clause, hit.start(), hit.end(), None, kind)
            if not any(each.span[0] < told.span[1] and told.span[0] < each.span[1] for each in found):
                found.append(told)
    return tuple(sorted(found, key=lambda each: each.span))


def _around(core: re.Pattern[str], whole: re.Pattern[str], reach: int, text: str) -> Iterator[re.Match[str]]:
    """Yield what a pattern finds in a text, looked for only where its core stands. It begins within `reach` of it."""
    end = 0
    while near := core.search(text, end):
        hit = whole.search(text, max(end, near.start() - reach))
        if hit is None:
            return
        yield hit
        end = hit.end()


def _counts(hit: re.Match[str], text: str) -> bool:
    """Return whether a number with a unit is a length of time: 3月 alone is a month of the year."""
    tail, unit = hit["tail"] or "", hit["unit"]
    if unit in {"月", "日", "年", "分", "年度"} and not tail and not hit["lead"]:
        return False
    if unit == "月":
        return tail in {"以内", "前まで", "前までに", "間"}
    return not re.match(r"分の|号|条|項", text[hit.end("unit") :])


def _period(clause: ClauseText, hit: re.Match[str]) -> Period:
    count = hit["count"]
    number = int(count) if count.isdigit() else kanji_number(count)
    unit = hit["unit"]
    iso = _ISO[unit].format(number) if unit in _ISO and number else None
    around = clause.text[max(0, hit.start() - 40) : hit.end() + 20]
    return _told(clause, _begin(hit), hit.end(), iso, _kind(hit, around))


def _begin(hit: re.Match[str]) -> int:
    """Return where the words before a number begin: a phrase, not the tail of what stands before it."""
    lead = hit["lead"] or ""
    cut = max(
        (lead.rfind(each) + len(each) for each in ("ことを", "書面を", "は、", "が、") if each in lead),
        default=0,
    )
    return hit.start() + cut


def _kind(hit: re.Match[str], around: str) -> PeriodKind:
    tail, lead = hit["tail"] or "", hit["lead"] or ""
    if tail.startswith(("前まで", "前に", "以前")):
        return PeriodKind.BEFORE
    if re.search(r"保存|保管|保持", around) and tail not in {"以内"}:
        return PeriodKind.RETENTION
    if re.search(r"不適合|瑕疵|かし|修補|追完|担保", around):
        return PeriodKind.CLAIM
    if re.search(r"終了|満了|解除|退職|終わ", lead) and tail in {"間", "", "とする"}:
        return PeriodKind.SURVIVAL
    if tail in {"ごと", "毎"} or re.search(r"(?:年|月|週)(?:に)?[0-9一二三四]回", around):
        return PeriodKind.INTERVAL
    return (
        PeriodKind.DEADLINE if tail in {"以内", "まで", "までに", "を経過", "を超え"} else PeriodKind.DURATION
    )


def _told(clause: ClauseText, start: int, end: int, iso: str | None, kind: PeriodKind) -> Period:
    span = clause.span(start, end)
    return Period(clause.source[span[0] : span[1]], iso, kind, span)

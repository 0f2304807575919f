"""Days of the calendar in a clause, in western years and in eras: 令和９年４月１日, 平成31年3月, R9.4.1."""

import re
from dataclasses import dataclass
from datetime import date

from yakusoku.domain.dates.eras import ERAS
from yakusoku.domain.review.labels import kanji_number
from yakusoku.domain.review.text import ClauseText

_FIRST_YEARS = {name: first.year for first, name in ERAS}
_LETTERS = {"r": "令和", "h": "平成", "s": "昭和", "t": "大正", "m": "明治"}
_N = "[0-9]{1,2}|[一二三四五六七八九十]{1,3}"
_ERA = "|".join(_FIRST_YEARS)
_DAY = re.compile(
    rf"(?:(?P<era>{_ERA})(?P<of_era>元|{_N})|(?:西暦)?(?P<year>(?<![0-9])[0-9]{{4}}))年(?P<month>{_N})月(?:(?P<day>{_N})日)?"
    rf"|(?<![a-z0-9])(?:(?P<letter>[rhstm])\.?(?P<of_letter>[0-9]{{1,2}})|(?P<short_year>[0-9]{{4}}))"
    r"(?P<mark>[./-])(?P<short_month>[0-9]{1,2})(?P=mark)(?P<short_day>[0-9]{1,2})(?![0-9])"
)
# Without one of these there is none.
_ANY = re.compile(r"[年./-][0-9一二三四五六七八九十]")


@dataclass(frozen=True, slots=True)
class Day:
    """One day, or one month. `iso8601`: 2027-04-01, 2027-04; None: the calendar has no such day."""

    text: str
    iso8601: str | None
    span: tuple[int, int]


def days_in(clause: ClauseText) -> tuple[Day, ...]:
    """Return the days of a clause in the order they stand in it."""
    if not _ANY.search(clause.text):
        return ()
    return tuple(_day(clause, found) for found in _DAY.finditer(clause.text))


def _day(clause: ClauseText, found: re.Match[str]) -> Day:
    span = clause.span(*found.span())
    return Day(clause.source[span[0] : span[1]], _iso(found), span)


def _iso(found: re.Match[str]) -> str | None:
    era = found["era"] or _LETTERS.get(found["letter"] or "")
    told = found["of_era"] or found["of_letter"] or found["year"] or found["short_year"]
    year = _number(told) + (_FIRST_YEARS[era] - 1 if era else 0)
    month, day = _number(found["month"] or found["short_month"]), found["day"] or found["short_day"]
    try:
        told_day = date(year, month, _number(day) if day else 1)
    except ValueError:
        return None
    return told_day.isoformat() if day else f"{told_day:%Y-%m}"


def _number(told: str) -> int:
    if told == "元":
        return 1
    return int(told) if told.isdigit() else kanji_number(told)

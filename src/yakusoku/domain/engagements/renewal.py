"""The next period of a work that goes on (docs/rules/closing.md)."""

import calendar
import re
from datetime import date

from yakusoku.domain.engagements.profile import Period

_YEARS = re.compile(r"(令和|R|FY)(\s?)([0-9]{1,2})(?=\s?年度|\b)|([0-9]{4})(?=\s?年度)")


def a_year_later(day: date) -> date:
    """Return the same day a year later; 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def next_period(period: Period) -> Period:
    """Return the period a year later. An end on the last day of February stays the last day of February."""
    start, end = a_year_later(period.start), a_year_later(period.end)
    if _is_last_of_month(period.end):
        end = end.replace(day=calendar.monthrange(end.year, end.month)[1])
    return Period(start, end)


def next_title(title: str) -> str:
    """Return a title for the next period: 令和9年度… becomes 令和10年度…, 2027年度… becomes 2028年度…."""
    return _YEARS.sub(_counted_on, title)[:200]


def _counted_on(match: re.Match[str]) -> str:
    era, gap, year, fiscal = match.groups()
    return f"{era}{gap}{int(year) + 1}" if era else str(int(fiscal) + 1)


def _is_last_of_month(day: date) -> bool:
    return day.day == calendar.monthrange(day.year, day.month)[1]

"""Spans counted in months, as the Civil Code counts them."""

import calendar
from datetime import date, timedelta


def last_day_of_span(start: date, months: int) -> date:
    """Return the last day of a span of whole months whose first day is `start`.

    months   length of the span, > 0
    returns  the day before the day that corresponds to `start` in the last month, or the last day
             of that month when it has no such day
    source   Civil Code (民法) Art. 143(2); the first day counts (Art. 140, proviso)
    """
    index = start.month - 1 + months
    year, month = start.year + index // 12, index % 12 + 1
    length = calendar.monthrange(year, month)[1]
    if start.day > length:
        return date(year, month, length)
    return date(year, month, start.day) - timedelta(days=1)


def fiscal_year_of(day: date) -> int:
    """Return the year in which the fiscal year (1 April to 31 March) of a day began."""
    return day.year if day.month >= 4 else day.year - 1

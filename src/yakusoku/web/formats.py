"""Dates, amounts and ranges as a person reads them in Japanese."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.utils import dateformat, timezone
from django.utils.translation import gettext as _

from yakusoku.domain.dates.eras import era_year

Number = int | float | Decimal


def local_day(moment: date) -> date:
    """Return the day in the reader's time zone; a plain date stays as it is."""
    if isinstance(moment, datetime):
        return timezone.localtime(moment).date() if timezone.is_aware(moment) else moment.date()
    return moment


def jdate(day: date | None) -> str:
    """Return 2027年4月1日; empty without a date."""
    if not isinstance(day, date):
        return ""
    local = local_day(day)
    return _("%(year)s年%(month)s月%(day)s日") % {"year": local.year, "month": local.month, "day": local.day}


def jdate_era(day: date | None) -> str:
    """Return 2027年4月1日 (令和9年); empty without a date."""
    if not isinstance(day, date):
        return ""
    return f"{jdate(day)} ({era_year(local_day(day))})"


def jtime(moment: datetime | None) -> str:
    """Return 2027年4月1日 10:42; empty without a moment."""
    if not isinstance(moment, datetime):
        return ""
    local = timezone.localtime(moment) if timezone.is_aware(moment) else moment
    return f"{jdate(local)} {local:%H:%M}"


def short_day(day: date, today: date) -> str:
    """Return 7月9日 木, with the year when it is not this year's."""
    weekday = dateformat.format(day, "D")
    if day.year != today.year:
        return f"{jdate(day)} {weekday}"
    return _("%(month)s月%(day)s日 %(weekday)s") % {"month": day.month, "day": day.day, "weekday": weekday}


def days_left(due: date | None, today: date | None = None) -> str:
    """Return あと3日（7月9日 木）, 今日まで（…） or 3日過ぎています（…）; empty without a date.

    today   the day to count from; None: today in the reader's time zone
    """
    if not isinstance(due, date):
        return ""
    now = today or timezone.localdate()
    day = local_day(due)
    count = (day - now).days
    if count > 0:
        words = _("あと%(count)s日（%(day)s）")
    elif count == 0:
        words = _("今日まで（%(day)s）")
    else:
        words = _("%(count)s日過ぎています（%(day)s）")
    return words % {"count": f"{abs(count):,}", "day": short_day(day, now)}


def is_over(due: date | None, today: date | None = None) -> bool:
    """Return whether `due` has passed; False without a date."""
    return isinstance(due, date) and local_day(due) < (today or timezone.localdate())


def number(amount: Number | None) -> str:
    """Return 12,345 or 2.5; zero is 0 and nothing is empty."""
    if amount is None or amount == "":
        return ""
    if amount == int(amount):
        return f"{int(amount):,}"
    return f"{amount:,.2f}".rstrip("0").rstrip(".")


def yen(amount: Number | None) -> str:
    """Return 12,000円; empty without an amount."""
    return _("%(amount)s円") % {"amount": number(amount)} if number(amount) else ""


def hours_range(hours: Sequence[Number] | None) -> str:
    """Return 1〜3時間 for (1, 3), 2時間 for (2, 2); empty without hours."""
    if not hours:
        return ""
    low, high = number(hours[0]), number(hours[-1])
    return _("%(hours)s時間") % {"hours": low if low == high else f"{low}〜{high}"}

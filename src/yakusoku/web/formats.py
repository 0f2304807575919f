"""Dates, amounts and ranges as a person reads them in their language."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.utils import dateformat, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yakusoku.domain.dates.eras import era_of

Number = int | float | Decimal


def local_day(moment: date) -> date:
    """Return the day in the reader's time zone; a plain date stays as it is."""
    if isinstance(moment, datetime):
        return timezone.localtime(moment).date() if timezone.is_aware(moment) else moment.date()
    return moment


def jdate(day: date | None) -> str:
    """Return 2027年4月1日 or 1 April 2027; empty without a date."""
    return dateformat.format(local_day(day), _("Y年n月j日")) if isinstance(day, date) else ""


def era_words(day: date) -> str:
    """Return the era year: 令和9年 or Reiwa 9; empty before Meiji."""
    era = era_of(day)
    if era is None:
        return ""
    name, year = era
    return _("%(era)s%(year)s年") % {"era": _(name), "year": _("元") if year == 1 else year}


def jdate_era(day: date | None) -> str:
    """Return 2027年4月1日 (令和9年) or 1 April 2027 (Reiwa 9); empty without a date."""
    return f"{jdate(day)} ({era_words(local_day(day))})" if isinstance(day, date) else ""


def jtime(moment: datetime | None) -> str:
    """Return 2027年4月1日 10:42; empty without a moment."""
    if not isinstance(moment, datetime):
        return ""
    local = timezone.localtime(moment) if timezone.is_aware(moment) else moment
    return f"{jdate(local)} {local:%H:%M}"


def short_day(day: date, today: date) -> str:
    """Return 7月9日 木, with the year when it is not this year's."""
    return dateformat.format(day, _("n月j日 D") if day.year == today.year else _("Y年n月j日 D"))


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
        words = ngettext("あと%(count)s日（%(day)s）", "あと%(count)s日（%(day)s）", count)
    elif count == 0:
        words = _("今日まで（%(day)s）")
    else:
        words = ngettext("%(count)s日過ぎています（%(day)s）", "%(count)s日過ぎています（%(day)s）", -count)
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
    """Return 1〜3時間 for (1, 3), 2時間 for (2, 2); empty without hours. From ten hours on, whole hours."""
    if not hours:
        return ""
    low, high = (number(int(float(each) + 0.5) if each >= 10 else each) for each in (hours[0], hours[-1]))
    return _("%(hours)s時間") % {
        "hours": low if low == high else _("%(low)s〜%(high)s") % {"low": low, "high": high}
    }

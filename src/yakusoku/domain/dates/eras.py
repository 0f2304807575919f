"""Dates as a Japanese document writes them."""

from datetime import date

ERAS = (
    (date(2019, 5, 1), "令和"),
    (date(1989, 1, 8), "平成"),
    (date(1926, 12, 25), "昭和"),
    (date(1912, 7, 30), "大正"),
    (date(1868, 1, 25), "明治"),
)


def era_of(day: date) -> tuple[str, int] | None:
    """Return the era and the year in it, as ("令和", 9); None before Meiji."""
    return next(((name, day.year - first.year + 1) for first, name in ERAS if day >= first), None)


def era_year(day: date) -> str:
    """Return the era year, as 令和9年; the first year is 元年. Empty before Meiji."""
    era = era_of(day)
    return f"{era[0]}{'元' if era[1] == 1 else era[1]}年" if era else ""


def plain_date(day: date) -> str:
    """Return 2027年4月1日."""
    return f"{day.year}年{day.month}月{day.day}日"


def era_date(day: date) -> str:
    """Return 2027年4月1日 (令和9年)."""
    return f"{plain_date(day)} ({era_year(day)})"


def era_only_date(day: date) -> str:
    """Return 令和9年4月1日, the form that contracts use."""
    return f"{era_year(day)}{day.month}月{day.day}日"

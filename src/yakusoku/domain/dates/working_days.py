"""Working days of public offices."""

from collections.abc import Callable
from datetime import date, timedelta

IsHoliday = Callable[[date], bool]

DAY = timedelta(days=1)
# National holidays begin in 1948; far ahead, nobody can say what will be one.
EARLIEST, LATEST = date(1950, 1, 1), date(2149, 12, 31)


def is_working_day(day: date, is_holiday: IsHoliday) -> bool:
    """Return whether public offices work: no weekend, national holiday or day from 12-29 to 01-03.

    source   地方自治法 Art. 4-2 and the ordinances under it (weekends, holidays, year end and new year)
    """
    year_end = (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3)
    return day.weekday() < 5 and not year_end and not is_holiday(day)


def on_or_after(day: date, is_holiday: IsHoliday) -> date:
    """Return the day itself if it is a working day, else the next one."""
    while not is_working_day(day, is_holiday):
        day += DAY
    return day


def on_or_before(day: date, is_holiday: IsHoliday) -> date:
    """Return the day itself if it is a working day, else the last one before it."""
    while not is_working_day(day, is_holiday):
        day -= DAY
    return day


def working_days_until(today: date, due: date, is_holiday: IsHoliday) -> int:
    """Return the working days after `today` up to and including `due`; negative when overdue."""
    if due < today:
        return -working_days_until(due, today, is_holiday)
    days = (today + DAY * n for n in range(1, (due - today).days + 1))
    return sum(1 for day in days if is_working_day(day, is_holiday))

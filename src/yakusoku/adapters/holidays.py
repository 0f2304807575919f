"""National holidays of Japan."""

from datetime import date
from functools import lru_cache

import jpholiday


@lru_cache(maxsize=4096)
def is_national_holiday(day: date) -> bool:
    """Return whether the day is a national holiday (国民の祝日に関する法律), substitutes included."""
    return bool(jpholiday.is_holiday(day))

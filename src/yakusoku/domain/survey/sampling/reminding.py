"""When those who have not answered are written to again (docs/rules/duties.md)."""

from collections.abc import Sequence
from datetime import date, timedelta

# A letter is on its way, is passed on and is answered: nobody is reminded before.
LEAST_AFTER = timedelta(days=7)
# Who is reminded has at least so many days to answer.
LEAST_BEFORE = timedelta(days=3)
# Who was written to four times will not answer the fifth letter.
MOST_REMINDERS = 3


def days_to_remind(sent_on: date | None, closes_on: date | None, chosen: Sequence[date] = ()) -> list[date]:
    """Return the days on which reminders are still to go out, in order.

    sent_on   the day of the last letters; None: nothing went out
    chosen    the days that the owner of the survey chose; empty: one is reckoned, half-way from the last letters to
              the last day of answering, if that leaves who is reminded enough days
    """
    if chosen:
        return sorted(
            day
            for day in set(chosen)
            if (sent_on is None or day > sent_on) and (closes_on is None or day <= closes_on)
        )
    if sent_on is None or closes_on is None:
        return []
    day = max(sent_on + (closes_on - sent_on) / 2, sent_on + LEAST_AFTER)
    return [day] if day + LEAST_BEFORE <= closes_on else []

"""When those who have not answered are written to again (docs/rules/duties.md)."""

from datetime import date, timedelta

# A letter is on its way, is passed on and is answered: nobody is reminded before.
LEAST_AFTER = timedelta(days=7)
# Who is reminded has at least so many days to answer.
LEAST_BEFORE = timedelta(days=3)


def remind_on(sent_on: date, closes_on: date) -> date | None:
    """Return the day from which a reminder is due: half-way from the last letters to the last day of answering.

    None: so few days are left that a reminder would come too late
    """
    day = max(sent_on + (closes_on - sent_on) / 2, sent_on + LEAST_AFTER)
    return day if day + LEAST_BEFORE <= closes_on else None

"""What is due as an iCalendar feed, for the calendars that people use anyway."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from yakusoku.apps.duties.labels import wording_of
from yakusoku.apps.duties.models import Duty


def calendar_of(duties: Iterable[Duty]) -> bytes:
    """Return duties that have a day as whole-day events; the same thing keeps its UID when its day moves."""
    calendar = Calendar()
    calendar.add("prodid", "-//yakusoku//duties//JA")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("約束"))
    for duty in duties:
        if duty.due_on is not None:
            calendar.add_component(_event(duty, duty.due_on))
    return bytes(calendar.to_ical())


def _event(duty: Duty, day: date) -> Event:
    wording = wording_of(duty.kind)
    event = Event()
    event.add("uid", f"duty-{duty.pk}@yakusoku")
    event.add("dtstamp", duty.since)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", f"{wording.what}　{duty.about}")
    event.add("description", str(wording.why))
    event.add("url", f"{settings.ADDRESS}{duty.href}")
    return event

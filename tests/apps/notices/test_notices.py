"""Letters, calendars and the clock."""

from datetime import date, timedelta

import pytest
from django.core import mail
from icalendar import Calendar

from tests.apps import promised
from tests.apps.board import cases
from tests.cast import NOW, member
from yakusoku.apps.accounts.models import User
from yakusoku.apps.board import deliberation
from yakusoku.apps.flows.tick import tick
from yakusoku.apps.inspections import visits
from yakusoku.apps.notices import services
from yakusoku.apps.notices.digest import write_letters
from yakusoku.apps.notices.models import Rhythm, Told
from yakusoku.domain.accounts.permissions import Role
from yakusoku.domain.board.voting import Vote

DUE = date(2027, 4, 8)
MONDAY = date(2027, 4, 5)


def letters_to(user):
    return [letter for letter in mail.outbox if letter.to == [user.email]]


def test_the_contractor_gets_one_letter_a_day_about_what_is_new(cast):
    inspection = promised.opened(cast, due=DUE)
    day = date(2027, 4, 2)
    assert write_letters(day) == 1
    assert write_letters(day) == 0
    (letter,) = letters_to(cast.contractor)
    assert "遵守確認表に回答する" in letter.body
    assert inspection.get_absolute_url() in letter.body
    assert "今日すること 1件" in letter.subject
    assert letters_to(cast.other_contractor) == letters_to(cast.stranger) == []


def test_what_waits_without_a_day_is_told_once_and_what_is_late_every_day(cast):
    promised.opened(cast, due=DUE)
    write_letters(date(2027, 4, 2))
    assert write_letters(date(2027, 4, 3)) == 0
    assert write_letters(DUE) == 1
    assert write_letters(DUE + timedelta(1)) == 1
    assert "期限を過ぎています" in letters_to(cast.contractor)[-1].body


def test_a_clock_that_stood_still_catches_up(cast):
    promised.opened(cast, due=DUE)
    assert write_letters(DUE + timedelta(5)) == 1


def test_people_choose_their_rhythm(cast):
    promised.opened(cast, due=DUE)
    services.choose_letters(cast.contractor, Rhythm.WEEKLY)
    assert write_letters(MONDAY - timedelta(2)) == 0
    assert write_letters(MONDAY) == 1
    services.choose_letters(cast.contractor, Rhythm.NEVER)
    assert write_letters(MONDAY + timedelta(7)) == 0


def test_who_left_gets_no_letter(cast):
    promised.opened(cast, due=DUE)
    User.objects.filter(pk=cast.contractor.pk).update(is_active=False)
    assert write_letters(DUE) == 0


def test_the_letter_speaks_the_language_of_its_reader(cast):
    promised.opened(cast, due=DUE)
    User.objects.filter(pk=cast.contractor.pk).update(language="en")
    write_letters(DUE)
    assert "Answer" in letters_to(cast.contractor)[0].body


def test_a_mail_server_that_refuses_stops_nothing(cast, settings):
    settings.EMAIL_BACKEND = "tests.apps.notices.refusing.EmailBackend"
    promised.opened(cast, due=DUE)
    assert write_letters(DUE) == 0
    assert Told.objects.count() == 1


def test_the_page_keeps_the_wish(cast):
    client = cast.client(cast.owner)
    assert "毎日" in client.get("/account/notices/").content.decode()
    client.post("/account/notices/", {"letters": "weekly"})
    assert client.get("/account/notices/").context["form"].initial == {"letters": "weekly"}
    assert client.post("/account/notices/", {"letters": "hourly"}).status_code == 422


def test_the_calendar_holds_what_has_a_day_and_belongs_to_its_person(cast):
    promised.opened(cast, due=DUE)
    promised.begun(cast, "日のない仕事")
    secret = services.make_calendar(cast.contractor, at=NOW)
    raw = cast.client(None).get(f"/calendar/{secret}.ics")
    assert raw["Content-Type"].startswith("text/calendar")
    (event,) = Calendar.from_ical(raw.content).walk("VEVENT")
    assert event["dtstart"].dt == DUE
    assert "水道検針" in str(event["summary"])
    other = services.make_calendar(cast.other_contractor, at=NOW)
    assert not Calendar.from_ical(cast.client(None).get(f"/calendar/{other}.ics").content).walk("VEVENT")


def test_an_address_made_anew_or_ended_opens_nothing(cast):
    first = services.make_calendar(cast.owner, at=NOW)
    second = services.make_calendar(cast.owner, at=NOW)
    visitor = cast.client(None)
    assert visitor.get(f"/calendar/{first}.ics").status_code == 404
    assert visitor.get(f"/calendar/{second}.ics").status_code == 200
    services.end_calendar(cast.owner, at=NOW)
    assert visitor.get(f"/calendar/{second}.ics").status_code == 404
    assert visitor.get("/calendar/.ics").status_code == 404


def test_the_address_is_shown_once(cast):
    client = cast.client(cast.owner)
    shown = client.post("/account/notices/calendar/").content.decode()
    assert "/calendar/" in shown
    assert "/calendar/" not in client.get("/account/notices/").content.decode().replace(
        "/account/notices/calendar/", ""
    )


@pytest.mark.parametrize("days", [0, 10, 400])
def test_the_clock_said_again_finds_nothing_to_do(cast, days):
    promised.opened(cast, due=DUE)
    today = DUE + timedelta(days)
    list(tick(today, NOW))
    assert {name: count for name, count in tick(today, NOW) if count} == {}


def test_only_who_has_not_voted_is_reminded_of_the_vote(cast):
    item = cases.gathered(cast)
    chair, second, third = cases.bench(cast)
    deliberation.vote(item, Vote.APPROVE, "", by=chair, at=NOW)
    write_letters(cases.DAY)
    told = {
        user: [m for m in letters_to(user) if "議案に投票する" in m.body] for user in (chair, second, third)
    }
    assert [len(letters) for letters in told.values()] == [0, 1, 1]
    assert ["議案に投票する" in calendar_of_member(cast, user) for user in told] == [False, True, True]


def calendar_of_member(cast, user):
    secret = services.make_calendar(user, at=NOW)
    events = Calendar.from_ical(cast.client(None).get(f"/calendar/{secret}.ics").content).events
    return " ".join(str(event["summary"]) for event in events)


def test_what_is_assigned_is_told_to_that_person_and_falls_back_when_they_leave(cast):
    second = member("渡辺 水道", "second@city.example", cast.city, Role.DEPARTMENT, cast.water)
    inspection = promised.submitted(cast)
    visits.assign(inspection, second, by=cast.owner, at=NOW)
    write_letters(date(2027, 4, 2))
    assert letters_to(cast.owner) == []
    assert "回答を確認する" in letters_to(second)[0].body
    second.memberships.all().delete()
    write_letters(date(2027, 4, 3))
    assert "回答を確認する" in letters_to(cast.owner)[0].body
    assert len(letters_to(second)) == 1

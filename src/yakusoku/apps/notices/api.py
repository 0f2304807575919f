"""How the caller is told, over HTTP."""

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import now
from ninja import Router, Schema, Status

from yakusoku.apps.notices import services
from yakusoku.apps.notices.models import Preference, Rhythm
from yakusoku.web.api import ApiRequest, Problem

router = Router(tags=["notices"])


class WishIn(Schema):
    """How often a letter comes."""

    letters: Rhythm


class WishOut(Schema):
    """How often a letter comes, and whether there is an address of the calendar."""

    letters: str
    calendar: bool


class CalendarOut(Schema):
    """A new address of the caller's calendar; it is told this once."""

    link: str


def wish_of(request: ApiRequest) -> WishOut:
    """Return how the caller is told as JSON values."""
    known = Preference.objects.filter(user=request.auth.user).first()
    return WishOut(
        letters=known.letters if known else Rhythm.DAILY, calendar=bool(known and known.calendar_digest)
    )


@router.get("/notices", response=WishOut, summary="お知らせの受け取り方")
def read_wish(request: ApiRequest) -> WishOut:
    """Return how the caller is told."""
    return wish_of(request)


@router.put("/notices", response={200: WishOut, 409: Problem}, summary="お知らせの受け取り方を決める")
def choose_letters(request: ApiRequest, body: WishIn) -> WishOut:
    """Set how often the caller gets a letter."""
    services.choose_letters(request.auth.user, body.letters)
    return wish_of(request)


@router.post("/notices/calendar", response={201: CalendarOut, 409: Problem}, summary="カレンダーの番地を作る")
def make_calendar(request: ApiRequest) -> Status[CalendarOut]:
    """Make an address of the caller's calendar; an earlier one no longer works."""
    secret = services.make_calendar(request.auth.user, at=now())
    return Status(201, CalendarOut(link=settings.ADDRESS + reverse("calendar", args=[secret])))


@router.delete("/notices/calendar", response={204: None, 409: Problem}, summary="カレンダーの番地をやめる")
def end_calendar(request: ApiRequest) -> Status[None]:
    """Let the address of the calendar no longer work."""
    services.end_calendar(request.auth.user, at=now())
    return Status(204, None)

"""Who takes part in the story, and the engagement with which it begins."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.timezone import localdate, now
from playwright.sync_api import Page

from tests.apps import promised
from tests.apps.board.cases import bench
from tests.apps.training.listed import COURSE
from tests.cast import Cast
from yakusoku.apps.engagements import services as engagements
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.training.services import keep_course

TITLE = "高齢者世帯訪問調査業務"
# A short piece of work: its one planned check, the closing check, is near from the first day.
DAYS = 10


@dataclass
class Scene:
    """The windows that stay open through the story, and what it is about."""

    cast: Cast
    work: Engagement
    today: date
    enter: object
    clerk: Page
    contractor: Page
    subcontractor: Page
    rival: Page
    secretariat: Page

    def page(self, name: str, *args: object) -> str:
        """Return the address of a page of the engagement."""
        return reverse(name, args=[self.work.pk, *args])

    def day(self, later: int = 0) -> str:
        """Return a day as a date field takes it."""
        return (self.today + timedelta(days=later)).isoformat()


def set_scene(enter, cast: Cast) -> Scene:
    """Return the scene: a described and decided engagement, a board, a course, and everyone at their desk."""
    bench(cast)
    keep_course(None, cast.city, COURSE, by=cast.policy, at=now())
    return Scene(
        cast=cast,
        work=decided(cast, localdate()),
        today=localdate(),
        enter=enter,
        clerk=enter(cast.owner),
        contractor=enter(cast.contractor),
        subcontractor=enter(cast.subcontractor),
        rival=enter(cast.other_contractor),
        secretariat=enter(cast.policy),
    )


def decided(cast: Cast, today: date) -> Engagement:
    """Return an engagement that begins today, without a contractor, every requirement adopted as proposed."""
    work = promised.begun(cast, TITLE)
    period = {"start": today.isoformat(), "end": (today + timedelta(days=DAYS)).isoformat()}
    facts = {**promised.PROFILE, "title": TITLE, "contractor": None, "period": period}
    engagements.describe(work, facts, department=cast.water, contractor=None, by=cast.owner, at=now())
    engagements.adopt_the_rest(work, by=cast.owner, at=now())
    return work

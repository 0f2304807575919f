"""A story told as scenes: what happened on which day, played in the order of time through the services."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from yakusoku.apps.accounts.models import Department, Organization, User
from yakusoku.apps.board.models import Meeting
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.inspections.models import Inspection

SATURDAY = 5


@dataclass(slots=True)
class Town:
    """What has been made so far, to be looked up by the names that the story uses.

    people     by e-mail address; `clerks`: by department; `contractors`: by company
    meetings   of the board, by the name that the story gives them
    """

    city: Organization
    at: datetime
    departments: dict[str, Department] = field(default_factory=dict)
    companies: dict[str, Organization] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    clerks: dict[str, User] = field(default_factory=dict)
    contractors: dict[str, User] = field(default_factory=dict)
    works: dict[str, Engagement] = field(default_factory=dict)
    meetings: dict[str, Meeting] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """Return the day on which the town is made."""
        return timezone.localdate(self.at)

    def day(self, number: int) -> date:
        """Return the day so many days after today; no weekend, but the Friday before it or the Monday after."""
        day = self.today + timedelta(days=number)
        over = max(0, day.weekday() - SATURDAY + 1)
        if not number or not over:
            return day
        return day - timedelta(days=over) if number < 0 else day + timedelta(days=3 - over)


@dataclass(frozen=True, slots=True)
class Scene:
    """One thing that happens.

    day    days after today, mostly negative
    about  the facts of the work in whose story it stands; empty in the story of the town
    told   what the scene says besides
    """

    day: int
    act: str
    about: Mapping[str, Any]
    told: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Moment:
    """A scene on the stage: the town as it is then, the work it is about, and the time."""

    town: Town
    about: Mapping[str, Any]
    told: Mapping[str, Any]
    at: datetime

    @property
    def name(self) -> str:
        """Return how the story calls the work: by its title, unless another work bears it too."""
        return str(self.about.get("as") or self.about["title"])

    @property
    def work(self) -> Engagement:
        """Return the work as it is kept now."""
        known = self.town.works[self.name]
        return Engagement.objects.select_related("organization", "department", "contractor").get(pk=known.pk)

    @property
    def clerk(self) -> User:
        """Return who acts for the department of the work."""
        return self.town.clerks[self.about["department"]]

    @property
    def contractor(self) -> User:
        """Return who acts for the company of the work."""
        return self.town.contractors[self.company_name]

    @property
    def company(self) -> Organization:
        """Return the company of the work."""
        return self.town.companies[self.company_name]

    @property
    def company_name(self) -> str:
        """Return the name of the company of the work."""
        return str(self.told.get("company") or self.about["contractor"])

    @property
    def today(self) -> date:
        """Return the day of the scene."""
        return timezone.localdate(self.at)

    def day(self, name: str, default: int = 0) -> date:
        """Return a day that the scene names, counted from the day on which the town is made."""
        return self.town.day(int(self.told.get(name, default)))

    def round(self, kind: str = "") -> Inspection:
        """Return the latest round of the work, of the company itself or of `told["holder"]` below it."""
        rows = Inspection.objects.filter(version__engagement=self.work)
        holder = self.told.get("holder")
        rows = rows.filter(hop__name=holder) if holder else rows.filter(hop__isnull=True)
        return (rows.filter(kind=kind) if kind else rows).latest("pk")


Act = Callable[[Moment], None]


def scenes_of(rows: Iterable[Mapping[str, Any]], about: Mapping[str, Any]) -> list[Scene]:
    """Return the scenes of a story as the file tells them: {day: -30, do: publish, …}."""
    return [
        Scene(row["day"], row["do"], about, {k: v for k, v in row.items() if k not in {"day", "do"}})
        for row in rows
    ]


def play(town: Town, scenes: Iterable[Scene], acts: Mapping[str, Act]) -> None:
    """Let everything happen in the order of time; scenes of one day in the order in which they are told."""
    dated = [(town.day(scene.day), scene) for scene in scenes]
    so_far, last = 0, None
    for day, scene in sorted(dated, key=lambda pair: pair[0]):
        so_far = so_far + 1 if day == last else 0
        last = day
        at = _clock(town, day, so_far)
        try:
            acts[scene.act](Moment(town, scene.about, scene.told, at))
        except Exception as error:
            error.add_note(f"{scene.about.get('title', '')} {scene.day} {scene.act} {dict(scene.told)}")
            raise


def _clock(town: Town, day: date, number: int) -> datetime:
    """Return a time of the day: in the morning, a few minutes after what happened before it; today is now."""
    if day >= town.today:
        return town.at
    morning = timezone.make_aware(datetime.combine(day, time(9, 10)))
    return morning + timedelta(minutes=3 * number)

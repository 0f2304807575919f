"""Scenes of training: the courses of the city, the lists of who works, and who has taken what."""

from collections.abc import Mapping

from yakusoku.apps.demo.story import Act, Moment
from yakusoku.apps.training import services
from yakusoku.apps.training.models import Course
from yakusoku.domain.training.requirements import Audience, Part


def offer(moment: Moment) -> None:
    """Add a course."""
    told = {
        "name": moment.told["name"],
        "about": moment.told.get("about", ""),
        "audience": Audience(moment.told["audience"]),
        "role": "",
        "department": None,
        "repeat_months": moment.told.get("every_months", 12),
        "before_start": moment.told.get("before_start", True),
        "since": None,
        "until": None,
    }
    town = moment.town
    services.keep_course(None, town.city, told, by=town.clerks[""], at=moment.at)


def list_staff(moment: Moment) -> None:
    """Put people on the list of those who work."""
    rows = [
        {"name": row["name"], "part": Part(row["part"]), "since": None, "until": None, "hop": None}
        for row in moment.told["people"]
    ]
    services.take_list(moment.work, rows, by=moment.contractor, at=moment.at)


def train(moment: Moment) -> None:
    """Record that people on the list have taken a course."""
    work = moment.work
    listed = work.workers.filter(name__in=moment.told["people"])
    services.complete(
        _course(moment), listed, moment.today, engagement=work, by=moment.contractor, at=moment.at
    )


def train_own(moment: Moment) -> None:
    """Record that people of the city have taken a course."""
    town = moment.town
    people = [town.people[email] for email in moment.told["people"]]
    services.complete_own(_course(moment), people, moment.today, by=town.clerks[""], at=moment.at)


def _course(moment: Moment) -> Course:
    return Course.objects.get(organization=moment.town.city, name=moment.told["course"])


ACTS: Mapping[str, Act] = {
    "offer-course": offer,
    "list-staff": list_staff,
    "train": train,
    "train-own": train_own,
}

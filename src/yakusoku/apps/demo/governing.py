"""Scenes of the whole city: what is settled for all works, a view of the register, the page for residents."""

from collections.abc import Mapping

from yakusoku.apps.demo.story import Act, Moment
from yakusoku.apps.engagements.services import set_rules
from yakusoku.apps.publicity import services as publicity
from yakusoku.apps.register.services import keep_view


def settle_rules(moment: Moment) -> None:
    """Settle what holds for all works."""
    set_rules(moment.town.city, moment.told["rules"], by=moment.town.clerks[""], at=moment.at)


def keep_register_view(moment: Moment) -> None:
    """Keep filters, columns and sort of the register under a name."""
    told, by = moment.told, moment.town.people[moment.told["by"]]
    shared = told.get("shared", False)
    keep_view(moment.town.city, told["name"], told["query"], shared=shared, by=by, at=moment.at)


def open_page(moment: Moment) -> None:
    """Open the page for residents with some fields, and put works on it."""
    told, town = moment.told, moment.town
    publicity.set_page(
        town.city,
        told["address"],
        opened=True,
        indexed=False,
        words=told["words"],
        fields=told["fields"],
        by=town.clerks[""],
        at=moment.at,
    )
    works = [town.works[title].pk for title in told["works"]]
    publicity.release(town.city, works, works, by=town.clerks[""], at=moment.at)


ACTS: Mapping[str, Act] = {
    "settle-rules": settle_rules,
    "keep-view": keep_register_view,
    "open-page": open_page,
}

"""Loads the demonstration town through the same services that the pages use."""

from collections import ChainMap
from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from yakusoku.adapters.pdf import press
from yakusoku.adapters.yaml_files import read_yaml
from yakusoku.apps.accounts.models import Organization
from yakusoku.apps.demo import (
    advising,
    chained,
    correcting,
    ending,
    governing,
    inspecting,
    judging,
    keeping,
    promising,
    qualifying,
    reviewing,
    surveying,
    templating,
    training,
)
from yakusoku.apps.demo.people import Account, make_people
from yakusoku.apps.demo.story import Act, play, scenes_of
from yakusoku.apps.flows.tick import tick

FOLDER = Path(__file__).with_name("town")
ACTS: Mapping[str, Act] = ChainMap(
    *(
        dict(module.ACTS)
        for module in (
            advising,
            chained,
            correcting,
            ending,
            governing,
            inspecting,
            judging,
            keeping,
            promising,
            qualifying,
            reviewing,
            surveying,
            templating,
            training,
        )
    )
)


def is_empty() -> bool:
    """Return whether no organisation has been registered yet."""
    return not Organization.objects.exists()


@transaction.atomic
def load_town(at: datetime) -> list[Account]:
    """Make the town as it stands at a time, in the middle of its year; return everyone who can sign in.

    returns  rows of (who they are and what they are good for, e-mail address, password)
    """
    people = read_yaml(FOLDER / "people.yaml")
    town, accounts = make_people(people, at, at + timedelta(days=people["since"]))
    stories = [read_yaml(file) for file in sorted(FOLDER.glob("*.yaml")) if file.name != "people.yaml"]
    scenes = scenes_of(chain.from_iterable(story.get("city", ()) for story in stories), {})
    for work in chain.from_iterable(story.get("works", ()) for story in stories):
        scenes += scenes_of(work["story"], _facts(work, people))
    with press().batch():
        play(town, scenes, ACTS)
    for _ in tick(timezone.localdate(at), at):
        pass
    return accounts


def _facts(work: Mapping[str, Any], people: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is told of a work, with what it leaves out as it is for most."""
    return {**people["usual"], **{key: value for key, value in work.items() if key != "story"}}

"""Long ways in one scene: from the candidate to the plan, and from the contract to the start of work."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from yakusoku.apps.demo import ending, inspecting, promising, training
from yakusoku.apps.demo.story import Act, Moment


def qualify(moment: Moment) -> None:
    """Select the company, let it answer the 調査票, agree to the plan; `to_board`: put it before the board."""
    promising.select(moment)
    promising.name_responsible(moment)
    promising.ask(moment)
    later = replace(moment, at=moment.at + timedelta(hours=2))
    inspecting.answer(later)
    if "items" in moment.told:
        promising.plan(later)
    promising.agree(later)


def set_out(moment: Moment) -> None:
    """Sign, list who works, let the responsible person take the course, and start; for works of long ago."""
    promising.sign(moment)
    person = moment.told["person"]
    staff = [{"name": person, "part": "responsible"}]
    told = {**moment.told, "people": staff}
    training.list_staff(replace(moment, told=told))
    training.train(replace(moment, told={**told, "people": [person]}))
    ending.start_work(moment)


ACTS: Mapping[str, Act] = {"qualify": qualify, "set-out": set_out}

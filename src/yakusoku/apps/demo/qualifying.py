"""One scene for the whole way of a candidate that can keep everything: selected, asked, answered, agreed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from yakusoku.apps.demo import inspecting, promising
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


ACTS: Mapping[str, Act] = {"qualify": qualify}

"""The way to the contract as a line of steps, for the page of the client."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from yakusoku.apps.candidates.models import Announcement, Candidacy, Contract
from yakusoku.apps.candidates.queries import is_answered
from yakusoku.apps.candidates.words import OBSTACLES, SOURCES
from yakusoku.domain.candidates.gate import LETS_THROUGH, Obstacle, Readiness, obstacles

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Stage(StrEnum):
    """The six steps before the work begins."""

    ANNOUNCE = "announce"
    SELECT = "select"
    ASSESS = "assess"
    PLAN = "plan"
    BOARD = "board"
    CONTRACT = "contract"


STAGE_WORDS: "dict[Stage, StrOrPromise]" = {
    Stage.ANNOUNCE: _("公表"),
    Stage.SELECT: _("候補"),
    Stage.ASSESS: _("調査票"),
    Stage.PLAN: _("計画"),
    Stage.BOARD: _("審査会"),
    Stage.CONTRACT: _("契約"),
}


class StageState(StrEnum):
    """Where a step stands; SKIPPED: it was not needed."""

    DONE = "done"
    NOW = "now"
    LATER = "later"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class StageRow:
    """One step as the line shows it."""

    stage: Stage
    words: "StrOrPromise"
    state: StageState


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that the contract waits for, with the reason it does."""

    obstacle: Obstacle
    words: "StrOrPromise"
    source: "StrOrPromise"


def stages_of(
    ready: Readiness,
    announcement: Announcement | None,
    candidacy: Candidacy | None,
    contract: Contract | None,
    *,
    sent: bool,
) -> tuple[StageRow, ...]:
    """Return the six steps; the first that is neither done nor skipped is now.

    sent   whether a company was sent a sheet already: then there is no tender ahead
    """
    done = {
        Stage.ANNOUNCE: announcement is not None,
        Stage.SELECT: candidacy is not None,
        Stage.ASSESS: bool(candidacy and is_answered(candidacy)),
        Stage.PLAN: ready.plan_agreed,
        Stage.BOARD: ready.board_needed and ready.ruling in LETS_THROUGH,
        Stage.CONTRACT: contract is not None,
    }
    skipped = {
        # Announcing is good practice, not a gate: once somebody is selected it is too late for it.
        Stage.ANNOUNCE: sent or candidacy is not None or contract is not None,
        Stage.BOARD: not ready.board_needed or (contract is not None and not done[Stage.BOARD]),
    }
    rows, found = [], False
    for stage in Stage:
        if done[stage]:
            state = StageState.DONE
        elif skipped.get(stage):
            state = StageState.SKIPPED
        elif found:
            state = StageState.LATER
        else:
            state, found = StageState.NOW, True
        rows.append(StageRow(stage, STAGE_WORDS[stage], state))
    return tuple(rows)


def now_of(rows: Sequence[StageRow]) -> Stage | None:
    """Return the step that is to be done now; None: all are."""
    return next((row.stage for row in rows if row.state is StageState.NOW), None)


def missing_of(ready: Readiness) -> tuple[Missing, ...]:
    """Return everything the contract still waits for, in words."""
    return tuple(Missing(o, OBSTACLES[o], SOURCES[o]) for o in obstacles(ready))

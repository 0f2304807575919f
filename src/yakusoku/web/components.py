"""What the larger components are given: frozen values, made by the views."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class KnotState(StrEnum):
    """Where one knot of the thread stands."""

    DONE = "done"
    NEXT = "next"
    OVERDUE = "overdue"
    LATER = "later"

    @property
    def label(self) -> str:
        """Return the word that says it without a picture."""
        return str(KNOT_LABELS[self])


KNOT_LABELS = {
    KnotState.DONE: gettext_lazy("済み"),
    KnotState.NEXT: gettext_lazy("次にすること"),
    KnotState.OVERDUE: gettext_lazy("期限を過ぎています"),
    KnotState.LATER: gettext_lazy("この先"),
}


@dataclass(frozen=True, slots=True)
class Knot:
    """One thing that happened or will happen: 特記仕様書を発行, on a day, with its page."""

    label: str
    state: KnotState
    day: date | None = None
    href: str = ""

    @property
    def open(self) -> bool:
        """Return whether it waits for someone now."""
        return self.state in {KnotState.NEXT, KnotState.OVERDUE}


@dataclass(frozen=True, slots=True)
class Stage:
    """A stretch of the thread (決める, 交わす, 守る) with its knots in order."""

    name: str
    knots: Sequence[Knot]


@dataclass(frozen=True, slots=True)
class Bead:
    """A knot in its place. `stage` is set on a stage's first knot; x and left are for the small drawing."""

    knot: Knot
    stage: str
    stage_name: str
    left: int
    x: int
    before: str
    after: str

    @property
    def gap_from(self) -> int:
        """Return where a broken strand of the small drawing ends."""
        return self.left + 9

    @property
    def gap_to(self) -> int:
        """Return where a broken strand of the small drawing starts again."""
        return self.x - 10


@dataclass(frozen=True)
class Thread:
    """The life of an engagement as one line. Give it as it stands; it is drawn in that order."""

    stages: Sequence[Stage]

    @cached_property
    def beads(self) -> list[Bead]:
        """Return the knots in order, each with the state of the strand before and after it."""
        placed = [
            (knot, stage.name if first == 0 else "", stage.name)
            for stage in self.stages
            for first, knot in enumerate(stage.knots)
        ]
        beads: list[Bead] = []
        x = 10
        for index, (knot, stage, stage_name) in enumerate(placed):
            left, before = x, strand(knot) if index else "none"
            x += (30 if stage or before == "broken" else 22) if index else 0
            after = strand(placed[index + 1][0]) if index + 1 < len(placed) else "none"
            beads.append(Bead(knot, stage, stage_name, left, x, before, after))
        return beads

    @property
    def without_days(self) -> "Thread":
        """Return the thread as the small drawing shows it: states in order, with no days and no links."""
        return Thread(
            tuple(
                Stage(stage.name, tuple(Knot(knot.label, knot.state) for knot in stage.knots))
                for stage in self.stages
            )
        )

    @property
    def width(self) -> int:
        """Return the width of the small drawing in pixels."""
        return self.beads[-1].x + 10 if self.beads else 20

    @property
    def waiting(self) -> Knot | None:
        """Return the knot to attend to: the first overdue one, else the next one, else None."""
        knots = [bead.knot for bead in self.beads if bead.knot.open]
        return min(knots, key=lambda knot: knot.state is not KnotState.OVERDUE, default=None)

    @property
    def summary(self) -> str:
        """Return the thread as one sentence, for those who cannot see it."""
        done = sum(1 for bead in self.beads if bead.knot.state is KnotState.DONE)
        told = _("%(all)s段のうち%(done)s段が済みました。") % {"all": len(self.beads), "done": done}
        if self.waiting is None:
            return told
        return told + _("%(state)s：%(label)s。") % {
            "state": self.waiting.state.label,
            "label": self.waiting.label,
        }


def strand(knot: Knot) -> str:
    """Return how the strand that leads to `knot` is drawn: done, broken, next or later."""
    return "broken" if knot.state is KnotState.OVERDUE else str(knot.state)


class StepState(StrEnum):
    """Where one step of a wizard stands."""

    DONE = "done"
    NOW = "now"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Step:
    """One step at the side of a wizard; without `href` it cannot be opened yet."""

    label: str
    state: StepState
    href: str = ""

"""Whether work may start on a day (docs/rules/training.md)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from yakusoku.domain.training.requirements import Missing


class Obstacle(StrEnum):
    """What stands against the start of work."""

    NOT_PUBLISHED = "not-published"
    NO_CONTRACT = "no-contract"
    BEFORE_CONTRACT = "before-contract"
    NO_STAFF = "no-staff"
    NO_RESPONSIBLE = "no-responsible"
    COURSES_MISSING = "courses-missing"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Preparation:
    """What has been prepared by a day.

    contracted_on   day of the contract; None: it was not entered
    staff           people on the staff list who work that day; responsible: how many lead it
    missing         courses required before the start that somebody lacks that day
    """

    published: bool
    contracted_on: date | None
    staff: int
    responsible: int
    missing: tuple[Missing, ...] = ()
    closed: bool = False


def obstacles(prepared: Preparation, day: date) -> tuple[Obstacle, ...]:
    """Return everything that stands against a start on a day; empty: work may start."""
    contract = prepared.contracted_on
    found = (
        (prepared.closed, Obstacle.CLOSED),
        (not prepared.published, Obstacle.NOT_PUBLISHED),
        (contract is None, Obstacle.NO_CONTRACT),
        (contract is not None and day < contract, Obstacle.BEFORE_CONTRACT),
        (prepared.staff == 0, Obstacle.NO_STAFF),
        (prepared.staff > 0 and prepared.responsible == 0, Obstacle.NO_RESPONSIBLE),
        (bool(prepared.missing), Obstacle.COURSES_MISSING),
    )
    return tuple(obstacle for stands, obstacle in found if stands)

"""業務実態: the facts of the work, told in plain words (see design: WorkProfile)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from yakusoku.domain.dates.working_days import EARLIEST, LATEST
from yakusoku.domain.refusal import Refusal


class Category(StrEnum):
    """Kinds of personal information."""

    IDENTITY = "identity"
    CONTACT = "contact"
    FAMILY = "family"
    FINANCIAL = "financial"
    SENSITIVE = "sensitive"
    INDIVIDUAL_NUMBER = "individual_number"
    BIOMETRIC = "biometric"


class Form(StrEnum):
    """In which form the personal information is handled."""

    PAPER = "paper"
    FILE = "file"
    SYSTEM_ACCESS = "system_access"
    REMOVABLE_MEDIA = "removable_media"


class Place(StrEnum):
    """Where the work is done."""

    CLIENT_PREMISES = "client_premises"
    CONTRACTOR_PREMISES = "contractor_premises"
    SUBCONTRACTOR = "subcontractor"
    HOME = "home"
    VISITS = "visits"
    CLOUD = "cloud"


class Need(StrEnum):
    """What the work cannot do without."""

    CARRY_OUT = "carry_out"
    COPY = "copy"
    TRANSPORT = "transport"
    SUBCONTRACT = "subcontract"
    TEMPORARY_STAFF = "temporary_staff"
    CLOUD = "cloud"
    COLLECT = "collect"
    REMOTE_ACCESS = "remote_access"
    DEVELOP_SYSTEM = "develop_system"
    OPERATE_SYSTEM = "operate_system"


class Procurement(StrEnum):
    """How the contractor is chosen."""

    OPEN_TENDER = "open_tender"
    PROPOSAL = "proposal"
    NEGOTIATED = "negotiated"
    SOLE_SOURCE = "sole_source"


class EndBeforeStart(Refusal):
    """The period ends before it starts."""

    code: ClassVar[str] = "profile.end-before-start"


class DayOutOfRange(Refusal):
    """A day lies in a year for which our calendar of working days does not hold."""

    code: ClassVar[str] = "profile.day-out-of-range"


class NegativeNumber(Refusal):
    """A count or an amount of hours is below zero, or is no number."""

    code: ClassVar[str] = "profile.negative-number"


@dataclass(frozen=True, slots=True)
class Period:
    """From the first to the last day of the work, both included. Raises EndBeforeStart, DayOutOfRange."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise EndBeforeStart(start=self.start.isoformat(), end=self.end.isoformat())
        if self.start < EARLIEST or self.end > LATEST:
            raise DayOutOfRange(earliest=EARLIEST, latest=LATEST)

    @property
    def days(self) -> int:
        """Return the number of days; the first day counts (Civil Code Art. 140, proviso)."""
        return (self.end - self.start).days + 1


@dataclass(frozen=True, slots=True)
class WorkProfile:
    """The facts of one piece of work.

    people                       number of persons whose data is handled, >= 0
    supervision_hours_per_year   hours the department can spend on supervision, >= 0
    raises                       NegativeNumber
    """

    title: str
    client: str
    contractor: str | None
    department: str
    contract_kind: str
    procurement: Procurement
    period: Period
    categories: frozenset[Category]
    people: int
    forms: frozenset[Form]
    places: frozenset[Place]
    needs: frozenset[Need]
    supervision_hours_per_year: float

    def __post_init__(self) -> None:
        for name in ("people", "supervision_hours_per_year"):
            if not getattr(self, name) >= 0:  # so that NaN is refused too
                raise NegativeNumber(field=name)

"""The words of a finding: what fell short, how much it matters, and the three ways out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class FindingKind(StrEnum):
    """What fell short."""

    DESIGN_MISSING = "design-missing"
    NOT_OPERATED = "not-operated"
    EVIDENCE_MISSING = "evidence-missing"
    DISAGREEMENT = "disagreement"
    UNDECLARED_HOP = "undeclared-hop"


class Severity(StrEnum):
    """How much it matters; declared from the gravest."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Remedy(StrEnum):
    """The three ways to close a finding (reference 004, 2-4-2)."""

    AMEND_SPECIFICATION = "amend-specification"
    ADDITIONAL_MEASURE = "additional-measure"
    CHANGE_WORK = "change-work"


GRAVITY: Final[Mapping[Severity, int]] = {Severity.LOW: 1, Severity.MEDIUM: 2, Severity.HIGH: 3}


def gravest(severities: Iterable[Severity]) -> Severity:
    """Return the gravest of at least one."""
    return max(severities, key=GRAVITY.__getitem__)


@dataclass(frozen=True, slots=True)
class Shortfall:
    """One thing that fell short, before it is a finding.

    check_id, slug   the check and requirement it is about; empty where there is none
    seen             what was seen
    """

    kind: FindingKind
    severity: Severity
    remedies: Sequence[Remedy]
    check_id: str = ""
    slug: str = ""
    seen: str = ""

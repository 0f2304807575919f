"""Whether something was found before, and what that means for its gravity (docs/rules/repetition.md)."""

from collections.abc import Iterable
from dataclasses import dataclass

from yakusoku.domain.findings.kinds import Severity

STEP_UP = {Severity.LOW: Severity.MEDIUM, Severity.MEDIUM: Severity.HIGH, Severity.HIGH: Severity.HIGH}


@dataclass(frozen=True, slots=True)
class Trace:
    """What repetition looks at in a finding.

    source       what found it, as "inspection:7": one look never repeats itself
    holder       at which company; the same text means the same company
    check, slug  the check and the requirement it is about; empty where there is none
    """

    source: str
    holder: str
    kind: str
    check: str = ""
    slug: str = ""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A finding that was raised before, by its number."""

    pk: int
    trace: Trace


def repeated_by(found: Trace, earlier: Iterable[Earlier]) -> Earlier | None:
    """Return the latest earlier finding that `found` repeats; None: it is new.

    earlier   of the same engagement and of those it follows, in the order in which they were raised
    """
    return max((e for e in earlier if repeats(found, e.trace)), key=lambda e: e.pk, default=None)


def repeats(found: Trace, before: Trace) -> bool:
    """Return whether the same thing fell short again: same company, and same check or same kind and slug."""
    if found.source == before.source or found.holder != before.holder:
        return False
    if found.check:
        return found.check == before.check
    return not before.check and (found.kind, found.slug) == (before.kind, before.slug)


def gravity_of(severity: Severity, *, repeated: bool) -> Severity:
    """Return the severity, one step graver when it is a repetition; 重大 stays."""
    return STEP_UP[severity] if repeated else severity

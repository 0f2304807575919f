"""A read check sheet as other programs read it: the fixed shape of `intake --json`."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from yakusoku.domain.inspections.answers import AskedCheck, GivenAnswer
from yakusoku.domain.inspections.evaluation import Finding
from yakusoku.domain.inspections.intake import SheetProblem
from yakusoku.domain.inspections.sheet import SheetIdentity


def intake_report(
    identity: SheetIdentity,
    checks: Sequence[AskedCheck],
    answers: Mapping[str, GivenAnswer],
    findings: Iterable[Finding],
    problems: Iterable[SheetProblem],
) -> dict[str, Any]:
    """Return what was read, in the order of the sheet; answers in the words of the sheet."""
    return {
        "engagement": identity.title,
        "version": identity.version,
        "answers": [
            {
                "check": check.id,
                "aspect": check.aspect.value,
                "answer": answers[check.id].answer.label,
                "comment": answers[check.id].comment,
            }
            for check in checks
            if check.id in answers
        ],
        "findings": [finding_report(finding) for finding in findings],
        "problems": [{"cell": p.cell, "message": p.message} for p in problems],
    }


def finding_report(finding: Finding) -> dict[str, Any]:
    """Return one finding as JSON values."""
    return {
        "slug": finding.check.slug,
        "check": finding.check.id,
        "aspect": finding.check.aspect.value,
        "kind": finding.kind.value,
        "severity": finding.severity.value,
        "remedies": [remedy.value for remedy in finding.remedies],
    }

"""From answers and observations to findings (docs/rules/evaluation.md)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from yakusoku.domain.catalogue.model import Aspect
from yakusoku.domain.findings.kinds import FindingKind, Remedy, Severity
from yakusoku.domain.inspections.answers import Answer, AskedCheck, GivenAnswer, Observation, Verification


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that fell short, at one check."""

    check: AskedCheck
    kind: FindingKind
    severity: Severity
    remedies: tuple[Remedy, ...]


REMEDIES: Mapping[FindingKind, tuple[Remedy, ...]] = {
    FindingKind.DESIGN_MISSING: (Remedy.ADDITIONAL_MEASURE, Remedy.CHANGE_WORK),
    FindingKind.NOT_OPERATED: (Remedy.ADDITIONAL_MEASURE, Remedy.CHANGE_WORK),
    FindingKind.EVIDENCE_MISSING: (Remedy.ADDITIONAL_MEASURE,),
    FindingKind.DISAGREEMENT: (Remedy.ADDITIONAL_MEASURE, Remedy.CHANGE_WORK),
}


def evaluate(
    checks: Iterable[AskedCheck],
    answers: Mapping[str, GivenAnswer],
    observations: Mapping[str, Observation] | None = None,
) -> tuple[Finding, ...]:
    """Return the findings in the order of the checks; at most one of design, operation or evidence each.

    answers, observations   by check id; a check without an answer yields no finding: it is unanswered
    A measure that does not exist is reported once, at its arrangement: that it is not carried out follows.
    """
    asked = tuple(checks)
    arrangements = {c.pair: answers.get(c.id) for c in asked if c.aspect is Aspect.ARRANGEMENT}
    findings = []
    for check in asked:
        given = answers.get(check.id)
        if given is None:
            continue
        kind = _shortfall(check, given, arrangements.get(check.pair))
        if kind:
            findings.append(_finding(check, kind, given))
        observed = (observations or {}).get(check.id)
        if observed and observed.verification is Verification.DIFFERENT:
            findings.append(_finding(check, FindingKind.DISAGREEMENT, given))
    return tuple(findings)


def unanswered(checks: Iterable[AskedCheck], answers: Mapping[str, GivenAnswer]) -> tuple[AskedCheck, ...]:
    """Return the checks without an answer, in order."""
    return tuple(check for check in checks if check.id not in answers)


def _shortfall(check: AskedCheck, given: GivenAnswer, arrangement: GivenAnswer | None) -> FindingKind | None:
    if given.answer in {Answer.NO, Answer.PARTIAL}:
        if check.aspect is Aspect.ARRANGEMENT:
            return FindingKind.DESIGN_MISSING
        reported_there = arrangement is not None and arrangement.answer is Answer.NO
        return None if reported_there else FindingKind.NOT_OPERATED
    if given.answer is Answer.YES and check.evidence_required and not given.evidence:
        return FindingKind.EVIDENCE_MISSING
    return None


def _finding(check: AskedCheck, kind: FindingKind, given: GivenAnswer) -> Finding:
    remedies = REMEDIES[kind]
    if check.can_be_eased and kind is not FindingKind.EVIDENCE_MISSING:
        remedies = (Remedy.AMEND_SPECIFICATION, *remedies)
    return Finding(check, kind, _severity(check, kind, given), remedies)


def _severity(check: AskedCheck, kind: FindingKind, given: GivenAnswer) -> Severity:
    """Return the gravity: by the risk of the requirement, one step milder when partly done or unproven."""
    scale = (Severity.LOW, Severity.MEDIUM, Severity.HIGH)
    step = 2 if check.risk_level >= 4 else 1 if check.risk_level >= 2 else 0
    mild = kind is FindingKind.EVIDENCE_MISSING or (
        kind is not FindingKind.DISAGREEMENT and given.answer is Answer.PARTIAL
    )
    return scale[max(0, step - mild)]

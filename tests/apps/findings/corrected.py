"""Findings on their way to being put right, made through the services, for the tests of this app."""

from datetime import date, timedelta

from tests.apps import promised
from tests.cast import NOW, Cast
from tests.stages import staged
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.findings import replying, services
from yakusoku.apps.findings.models import CorrectiveInstruction, Finding
from yakusoku.apps.findings.services import Demand
from yakusoku.apps.inspections import services as inspections
from yakusoku.domain.findings.kinds import FindingKind, Remedy, Severity
from yakusoku.domain.inspections.answers import Answer

DUE = date(2099, 7, 20)
LATER = NOW + timedelta(days=3)
CHECK = "removal-2o"


@staged
def found(cast: Cast, **others: Answer) -> Finding:
    """Return the finding of an inspection that is concluded: records are kept only in part."""
    inspection = promised.verified(cast, **(others or {"removal_2o": Answer.PARTIAL}))
    inspections.conclude(inspection, by=cast.owner, at=NOW)
    return Finding.objects.order_by("pk")[0]


def another(
    cast: Cast,
    work: Engagement,
    source: str = "hop:3",
    kind: FindingKind = FindingKind.UNDECLARED_HOP,
    severity: Severity = Severity.HIGH,
    **fields: object,
) -> Finding:
    """Return a finding that no inspection made."""
    told = {"remedies": list(Remedy), "by": cast.owner, "at": NOW, **fields}
    return services.raise_finding(work, source=source, kind=kind, severity=severity, **told)


def instructed(
    cast: Cast,
    finding: Finding | None = None,
    remedy: Remedy = Remedy.ADDITIONAL_MEASURE,
    due: date = DUE,
) -> CorrectiveInstruction:
    """Return an instruction that waits for the contractor."""
    finding = finding or found(cast)
    demands = {finding.pk: Demand(remedy, "持ち出すたびに記録してください。")}
    return services.instruct(finding.engagement, demands, due, by=cast.owner, at=NOW)


def measures(instruction: CorrectiveInstruction, text: str = "記録簿を新しくした") -> dict[int, str]:
    """Return the same measure for every finding that is not put right yet."""
    return {item.pk: text for item in replying.open_items(instruction)}


def replied(cast: Cast, instruction: CorrectiveInstruction | None = None) -> CorrectiveInstruction:
    """Return an instruction whose reply waits for the client."""
    instruction = instruction or instructed(cast)
    told = measures(instruction)
    replying.reply_to(instruction, "記録のしかたを知らなかった", told, by=cast.contractor, at=LATER)
    return instruction

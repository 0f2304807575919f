"""Raising findings, instructing to put them right, and taking an instruction back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate

from yakusoku.adapters.letters import letter_docx, letter_pdf
from yakusoku.apps.accounts.models import Organization, User
from yakusoku.apps.audit.services import record
from yakusoku.apps.chain.models import Hop
from yakusoku.apps.engagements.life import hold
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.engagements.services import share
from yakusoku.apps.files.services import keep_made
from yakusoku.apps.findings import duties
from yakusoku.apps.findings.letters import DOCX, PDF, letter_of
from yakusoku.apps.findings.models import (
    Asked,
    CorrectiveInstruction,
    Finding,
    InstructedFinding,
    InstructionPaper,
    Standing,
    State,
)
from yakusoku.apps.findings.moves import move_findings, move_instruction, need
from yakusoku.apps.findings.preparing import measures_taken
from yakusoku.apps.findings.queries import answerable, earlier_findings, followed_by, holder_of, hops_in
from yakusoku.domain.audit.chain import JSON
from yakusoku.domain.findings.deadlines import check_deadline
from yakusoku.domain.findings.kinds import FindingKind, Remedy, Severity, Shortfall
from yakusoku.domain.findings.repetition import Earlier, Trace, gravity_of, repeated_by
from yakusoku.domain.findings.states import FindingMove, InstructionMove
from yakusoku.domain.refusal import Refusal


class NothingChosen(Refusal):
    """An instruction covers at least one finding."""

    code: ClassVar[str] = "correction.nothing-chosen"


class SeveralCompanies(Refusal):
    """An instruction goes to one company."""

    code: ClassVar[str] = "correction.several-companies"


class RecipientMissing(Refusal):
    """Nobody can be instructed: the engagement names no registered contractor."""

    code: ClassVar[str] = "correction.recipient-missing"


class RemedyUnfit(Refusal):
    """The remedy is none of those that fit the finding."""

    code: ClassVar[str] = "correction.remedy-unfit"


class DemandMissing(Refusal):
    """For each finding it is said what is to be done."""

    code: ClassVar[str] = "correction.demand-missing"


class ReasonMissing(Refusal):
    """Who takes something back or lets it be says why."""

    code: ClassVar[str] = "correction.reason-missing"


@dataclass(frozen=True, slots=True)
class Demand:
    """What an instruction says about one finding: the way, and what is to be done."""

    remedy: Remedy
    text: str


@transaction.atomic
def raise_finding(
    engagement: Engagement,
    *,
    source: str,
    kind: FindingKind,
    severity: Severity,
    remedies: Iterable[Remedy],
    hop: Hop | None = None,
    check_id: str = "",
    slug: str = "",
    seen: str = "",
    by: User | None,
    at: datetime,
) -> Finding:
    """Write down one thing that fell short; the department has to instruct. `by` None: the installation.

    The severity rises by a step when the same was found before (docs/rules/repetition.md).
    """
    shortfall = Shortfall(kind, severity, tuple(remedies), check_id, slug, seen)
    return raise_findings(engagement, [shortfall], source=source, hop=hop, by=by, at=at)[0]


@transaction.atomic
def raise_findings(
    engagement: Engagement,
    shortfalls: Iterable[Shortfall],
    *,
    source: str,
    hop: Hop | None = None,
    by: User | None,
    at: datetime,
) -> list[Finding]:
    """Write down all that one look found, as `raise_finding` does."""
    hold(engagement.pk)
    engagements = followed_by(engagement)
    hops = hops_in(engagements)
    earlier = earlier_findings(engagements, hops)
    holder = holder_of(engagement.contractor_id, answerable(hop, hops))
    found = [_raise(engagement, each, earlier, source, holder, hop, by, at) for each in shortfalls]
    if found:
        duties.to_instruct(engagement, at=at)
    for finding in found:
        facts: dict[str, JSON] = {
            "engagement": engagement.pk,
            "source": source,
            "kind": finding.kind,
            "severity": finding.severity,
            "repeats": finding.repeats_id,
        }
        record("finding.raised", finding, by=by, at=at, organization=engagement.organization_id, facts=facts)
    return found


def _raise(
    engagement: Engagement,
    shortfall: Shortfall,
    earlier: Iterable[Earlier],
    source: str,
    holder: str,
    hop: Hop | None,
    by: User | None,
    at: datetime,
) -> Finding:
    trace = Trace(source, holder, shortfall.kind.value, shortfall.check_id, shortfall.slug)
    before = repeated_by(trace, earlier)
    return Finding.objects.create(
        organization_id=engagement.organization_id,
        engagement=engagement,
        hop=hop,
        source=source,
        check_id=shortfall.check_id,
        slug=shortfall.slug,
        kind=shortfall.kind.value,
        severity=gravity_of(shortfall.severity, repeated=before is not None).value,
        remedies=[remedy.value for remedy in shortfall.remedies],
        seen=shortfall.seen.strip(),
        repeats_id=before.pk if before else None,
        raised_by=by,
        raised_at=at,
    )


@transaction.atomic
def dismiss(finding: Finding, reason: str, *, by: User, at: datetime) -> None:
    """Close a finding that nobody has to put right, with a reason. Raises ReasonMissing, MoveImpossible."""
    if not reason.strip():
        raise ReasonMissing()
    hold(finding.engagement_id)
    told = {"closed_at": at, "dismissed_because": reason.strip()}
    move_findings([finding.pk], State.OPEN, FindingMove.DISMISS, **told)
    finding.refresh_from_db()
    duties.to_instruct(finding.engagement, at=at)
    organization = finding.engagement.organization_id
    record("finding.dismissed", finding, by=by, at=at, organization=organization, reason=reason.strip())


@transaction.atomic
def instruct(
    engagement: Engagement,
    demands: Mapping[int, Demand],
    due_on: date,
    *,
    note: str = "",
    by: User,
    at: datetime,
) -> CorrectiveInstruction:
    """Tell a company what to put right by when; return the instruction with its letters.

    demands  by number of the finding
    raises   NothingChosen, SeveralCompanies, RecipientMissing, RemedyUnfit, DemandMissing, DeadlinePast,
             MoveImpossible when one of the findings is no longer open
    """
    # Numbers are given one after the other.
    present = (
        Engagement.objects.select_for_update(no_key=True, of=("self",)).with_parties().get(pk=engagement.pk)
    )
    findings = list(Finding.objects.filter(engagement=present, pk__in=demands).select_related("hop"))
    _check(findings, demands)
    check_deadline(due_on, localdate(at))
    move_findings(demands, State.OPEN, FindingMove.INSTRUCT)
    instruction = _write(present, findings, demands, due_on, note, by, at)
    _keep_papers(instruction, by, at)
    share(present, at=at)
    duties.to_reply(instruction, at=at)
    duties.to_instruct(present, at=at)
    measures_taken(present, at=at)
    numbers: dict[str, JSON] = {
        "number": instruction.number,
        "findings": [*sorted(demands)],
        "due": due_on.isoformat(),
    }
    record(
        "correction.issued", instruction, by=by, at=at, organization=present.organization_id, facts=numbers
    )
    return instruction


@transaction.atomic
def withdraw(instruction: CorrectiveInstruction, reason: str, *, by: User, at: datetime) -> None:
    """Take an instruction back; what is not yet put right is open again.

    raises   ReasonMissing, MoveImpossible once a reply came
    """
    if not reason.strip():
        raise ReasonMissing()
    need(instruction, InstructionMove.WITHDRAW)
    told = {"withdrawn_because": reason.strip(), "closed_at": at}
    move_instruction(instruction, Standing.ISSUED, InstructionMove.WITHDRAW, **told)
    waiting = Finding.objects.filter(instructed__instruction=instruction, state=State.INSTRUCTED)
    move_findings(list(waiting.values_list("pk", flat=True)), State.INSTRUCTED, FindingMove.WITHDRAW)
    instruction.extensions.filter(state=Asked.WAITING).update(state=Asked.LAPSED)
    duties.done(instruction, at=at)
    duties.to_instruct(instruction.engagement, at=at)
    organization = instruction.engagement.organization_id
    record(
        "correction.withdrawn", instruction, by=by, at=at, organization=organization, reason=reason.strip()
    )


def _write(
    engagement: Engagement,
    findings: Sequence[Finding],
    demands: Mapping[int, Demand],
    due_on: date,
    note: str,
    by: User,
    at: datetime,
) -> CorrectiveInstruction:
    latest = engagement.instructions.aggregate(last=Max("number"))["last"] or 0
    instruction = CorrectiveInstruction.objects.create(
        engagement=engagement,
        hop=findings[0].hop,
        recipient=_recipient(engagement, findings[0].hop),
        number=latest + 1,
        note=note.strip(),
        due_on=due_on,
        issued_by=by,
        issued_at=at,
    )
    InstructedFinding.objects.bulk_create(
        InstructedFinding(
            instruction=instruction,
            finding=finding,
            remedy=demands[finding.pk].remedy.value,
            demand=demands[finding.pk].text.strip(),
        )
        for finding in findings
    )
    return instruction


def _check(findings: Sequence[Finding], demands: Mapping[int, Demand]) -> None:
    if not findings or len(findings) != len(demands):
        raise NothingChosen()
    if len({finding.hop_id for finding in findings}) > 1:
        raise SeveralCompanies()
    for finding in findings:
        demand = demands[finding.pk]
        if demand.remedy.value not in remedies_of(finding):
            raise RemedyUnfit()
        if not demand.text.strip():
            raise DemandMissing()


def remedies_of(finding: Finding) -> Sequence[str]:
    """Return the remedies that fit a finding; all three when none was named."""
    return finding.remedies or [remedy.value for remedy in Remedy]


def _recipient(engagement: Engagement, hop: Hop | None) -> Organization:
    place = answerable(hop, hops_in([engagement.pk]))
    recipient = (place.organization if place else None) or engagement.contractor
    if recipient is None:
        raise RecipientMissing()
    return recipient


def _keep_papers(instruction: CorrectiveInstruction, by: User, at: datetime) -> None:
    letter, organization = letter_of(instruction), instruction.engagement.organization
    for name, made in ((DOCX, letter_docx(letter)), (PDF, letter_pdf(letter))):
        stored = keep_made(f"{instruction.reference}-{name}", made, organization=organization, by=by, at=at)
        InstructionPaper.objects.create(instruction=instruction, name=name, stored=stored)

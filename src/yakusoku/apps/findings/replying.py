"""The contractor's side of an instruction: the draft of a reply, its evidence, and more time."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import ClassVar

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.timezone import localdate

from yakusoku.apps.accounts.models import User
from yakusoku.apps.audit.services import record
from yakusoku.apps.files.services import keep
from yakusoku.apps.findings import duties
from yakusoku.apps.findings.models import (
    Asked,
    CorrectionEvidence,
    CorrectiveInstruction,
    Extension,
    InstructedFinding,
    MeasureDone,
    Reply,
    Standing,
    State,
)
from yakusoku.apps.findings.moves import move_findings, move_instruction, need
from yakusoku.apps.findings.services import ReasonMissing
from yakusoku.domain.audit.chain import JSON
from yakusoku.domain.findings.deadlines import check_extension
from yakusoku.domain.findings.states import FindingMove, InstructionMove
from yakusoku.domain.refusal import Refusal
from yakusoku.web.edits import require_unchanged

MOST_FILES = 20


class MeasuresMissing(Refusal):
    """A reply says for every finding what was done."""

    code: ClassVar[str] = "correction.measures-missing"


class TooManyFiles(Refusal):
    """A reply holds as many files as it may."""

    code: ClassVar[str] = "correction.too-many-files"


class ExtensionWaits(Refusal):
    """Another request for more time is not answered yet."""

    code: ClassVar[str] = "correction.extension-waits"


class ExtensionAnswered(Refusal):
    """The request for more time was answered or is no longer needed."""

    code: ClassVar[str] = "correction.extension-answered"


@transaction.atomic
def keep_reply(
    instruction: CorrectiveInstruction,
    text: str,
    measures: Mapping[int, str],
    *,
    seen: str | None = None,
    by: User,
    at: datetime,
) -> Reply:
    """Keep what was written so far. A draft is no act: it leaves no audit line.

    measures   what was done, by number of the item; others are left as they are
    seen       the mark of the draft that the page showed; what a colleague wrote since stays
    raises     MoveImpossible, ChangedMeanwhile
    """
    present = need(instruction, InstructionMove.REPLY)
    reply = _draft(present, by, at)
    # One's own page saves while one is still typing: only what another person wrote is looked at.
    if reply.written_by_id != by.pk:
        require_unchanged(seen, mark_of_draft(reply))
    reply.text, reply.written_by, reply.written_at = text.strip(), by, at
    reply.save(update_fields=["text", "written_by", "written_at"])
    for item in open_items(present):
        if item.pk in measures:
            MeasureDone.objects.update_or_create(
                reply=reply, item=item, defaults={"text": measures[item.pk].strip()}
            )
    return reply


@transaction.atomic
def show_evidence(
    instruction: CorrectiveInstruction, upload: "UploadedFile[bytes]", *, by: User, at: datetime
) -> CorrectionEvidence:
    """Add a file to the reply. Raises MoveImpossible, TooManyFiles and refusals of uploads."""
    reply = _draft(need(instruction, InstructionMove.REPLY), by, at)
    if reply.evidence.count() >= MOST_FILES:
        raise TooManyFiles(most=MOST_FILES)
    stored = keep(upload, organization=instruction.recipient, by=by, at=at)
    file = CorrectionEvidence.objects.create(reply=reply, stored=stored)
    _log("correction.evidence-shown", instruction, by, at, {"sha256": stored.sha256})
    return file


@transaction.atomic
def remove_evidence(
    instruction: CorrectiveInstruction, file: CorrectionEvidence, *, by: User, at: datetime
) -> None:
    """Take a file away from a reply that is not yet in; the trail keeps its digest."""
    need(instruction, InstructionMove.REPLY)
    facts = {"sha256": file.stored.sha256}
    file.delete()
    _log("correction.evidence-removed", instruction, by, at, facts)


@transaction.atomic
def reply_to(
    instruction: CorrectiveInstruction,
    text: str,
    measures: Mapping[int, str],
    *,
    seen: str | None = None,
    by: User,
    at: datetime,
) -> Reply:
    """Hand the reply in; `seen` as in keeping it. Raises MoveImpossible, MeasuresMissing, ChangedMeanwhile."""
    reply = keep_reply(instruction, text, measures, seen=seen, by=by, at=at)
    items = open_items(instruction)
    told = set(reply.measures.exclude(text="").values_list("item", flat=True))
    missing = [item for item in items if item.pk not in told]
    if missing:
        raise MeasuresMissing(count=len(missing))
    reply.submitted_by, reply.submitted_at = by, at
    reply.save(update_fields=["submitted_by", "submitted_at"])
    late = instruction.late or localdate(at) > instruction.due_on
    move_instruction(instruction, Standing.ISSUED, InstructionMove.REPLY, replied_at=at, late=late)
    move_findings([item.finding_id for item in items], State.INSTRUCTED, FindingMove.REPLY)
    for extension in instruction.extensions.filter(state=Asked.WAITING):
        duties.extension_answered(extension, at=at)
    instruction.extensions.filter(state=Asked.WAITING).update(state=Asked.LAPSED)
    duties.to_verify(instruction, at=at)
    _log("correction.replied", instruction, by, at, {"round": reply.round})
    return reply


@transaction.atomic
def ask_extension(
    instruction: CorrectiveInstruction, until: date, reason: str, *, by: User, at: datetime
) -> Extension:
    """Ask for a later deadline. Raises MoveImpossible, NotLater, DeadlinePast, ReasonMissing, ExtensionWaits."""
    present = need(instruction, InstructionMove.EXTEND)
    if not reason.strip():
        raise ReasonMissing()
    check_extension(until, present.due_on, localdate(at))
    if present.extensions.filter(state=Asked.WAITING).exists():
        raise ExtensionWaits()
    extension = Extension.objects.create(
        instruction=instruction,
        until=until,
        due_before=present.due_on,
        reason=reason.strip(),
        asked_by=by,
        asked_at=at,
    )
    duties.to_answer_extension(extension, at=at)
    facts = {"until": until.isoformat()}
    _log("correction.extension-asked", instruction, by, at, facts, reason.strip())
    return extension


@transaction.atomic
def answer_extension(
    extension: Extension, *, granted: bool, answer: str = "", by: User, at: datetime
) -> None:
    """Grant more time, or refuse it with a reason. Raises ReasonMissing, MoveImpossible, ExtensionAnswered."""
    instruction = extension.instruction
    present = need(instruction, InstructionMove.EXTEND)
    if not (granted or answer.strip()):
        raise ReasonMissing()
    after = Asked.GRANTED if granted else Asked.REFUSED
    rows = Extension.objects.filter(pk=extension.pk, state=Asked.WAITING)
    if not rows.update(state=after, answer=answer.strip(), answered_by=by, answered_at=at):
        raise ExtensionAnswered()
    if granted:
        until = max(extension.until, present.due_on)
        move_instruction(instruction, Standing.ISSUED, InstructionMove.EXTEND, due_on=until)
        duties.to_reply(instruction, at=at)
    duties.extension_answered(extension, at=at)
    facts: dict[str, JSON] = {"granted": granted, "until": extension.until.isoformat()}
    _log("correction.extension-answered", instruction, by, at, facts, answer.strip())


def mark_of_draft(reply: Reply | None) -> str:
    """Return the mark of a draft: who wrote it last, and when; empty: there is none yet."""
    return f"{reply.written_by_id}-{reply.written_at.isoformat()}" if reply else ""


def open_items(instruction: CorrectiveInstruction) -> list[InstructedFinding]:
    """Return the items that are not yet put right, in order."""
    items = InstructedFinding.objects.filter(instruction=instruction).select_related("finding")
    return list(items.exclude(finding__state=State.CLOSED))


def _draft(instruction: CorrectiveInstruction, by: User, at: datetime) -> Reply:
    told = {"written_by": by, "written_at": at}
    reply, _ = Reply.objects.get_or_create(instruction=instruction, round=instruction.round, defaults=told)
    return reply


def _log(
    code: str,
    instruction: CorrectiveInstruction,
    by: User,
    at: datetime,
    facts: Mapping[str, JSON],
    reason: str = "",
) -> None:
    """Both sides act on an instruction; the trail is the client's."""
    organization = instruction.engagement.organization_id
    record(code, instruction, by=by, at=at, organization=organization, reason=reason, facts=facts)

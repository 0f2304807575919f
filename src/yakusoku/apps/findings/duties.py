"""What is due about findings and instructions."""

from datetime import date, datetime

from django.urls import reverse
from django.utils.timezone import localdate

from yakusoku.adapters.holidays import is_national_holiday
from yakusoku.apps.duties.services import owe, settle, settle_all
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.findings.models import CorrectiveInstruction, Extension, Finding, State
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.findings.deadlines import DEFAULT_DEADLINES, working_days_after

INSTRUCT, REPLY, VERIFY = "finding.instruct", "correction.reply", "correction.verify"
ANSWER_EXTENSION, PREPARE = "correction.extension", "correction.prepare"


def to_instruct(engagement: Engagement, *, at: datetime) -> None:
    """The department has to say what is to be done about the findings nobody was told to put right."""
    waiting = Finding.objects.filter(engagement=engagement, state=State.OPEN).order_by("raised_at")
    oldest = waiting.first()
    if oldest is None:
        settle(INSTRUCT, engagement, at=at)
        return
    owe(
        INSTRUCT,
        engagement,
        organization=engagement.organization,
        department=engagement.department,
        act=Act.INSTRUCT_CORRECTION,
        engagement=engagement.pk,
        about=engagement.title,
        href=reverse("engagement-findings", args=[engagement.pk]),
        due_on=_working_days(oldest.raised_at, DEFAULT_DEADLINES.instruct_working_days),
        left=waiting.count(),
        at=at,
    )


def to_reply(instruction: CorrectiveInstruction, *, at: datetime) -> None:
    """The company has to put right what was found, and to say so."""
    settle(VERIFY, instruction, at=at)
    owe(
        REPLY,
        instruction,
        organization=instruction.recipient,
        act=Act.REPLY_CORRECTION,
        engagement=instruction.engagement_id,
        about=instruction.engagement.title,
        href=instruction.get_absolute_url(),
        due_on=instruction.due_on,
        at=at,
    )


def to_verify(instruction: CorrectiveInstruction, *, at: datetime) -> None:
    """The department has to look whether it was put right."""
    settle(REPLY, instruction, at=at)
    _owe_client(
        VERIFY, instruction, instruction, _working_days(at, DEFAULT_DEADLINES.verify_working_days), at
    )


def to_prepare(instruction: CorrectiveInstruction, left: int, *, at: datetime) -> None:
    """The department has to amend the specification, describe the work anew or add a check; 0: no more."""
    if left:
        _owe_client(PREPARE, instruction, instruction, instruction.due_on, at, left)
    else:
        settle(PREPARE, instruction, at=at)


def to_answer_extension(extension: Extension, *, at: datetime) -> None:
    """The department has to say whether there is more time."""
    due = _working_days(at, DEFAULT_DEADLINES.verify_working_days)
    _owe_client(ANSWER_EXTENSION, extension, extension.instruction, due, at)


def extension_answered(extension: Extension, *, at: datetime) -> None:
    """The request for more time is answered."""
    settle(ANSWER_EXTENSION, extension, at=at)


def done(instruction: CorrectiveInstruction, *, at: datetime) -> None:
    """Nobody has to do anything about an instruction any more."""
    settle_all(instruction, at=at)
    for extension in instruction.extensions.all():
        settle_all(extension, at=at)


def _owe_client(
    kind: str,
    subject: CorrectiveInstruction | Extension,
    instruction: CorrectiveInstruction,
    due_on: date,
    at: datetime,
    left: int = 0,
) -> None:
    engagement = instruction.engagement
    owe(
        kind,
        subject,
        organization=engagement.organization,
        department=engagement.department,
        act=Act.INSTRUCT_CORRECTION,
        engagement=engagement.pk,
        about=engagement.title,
        href=instruction.get_absolute_url(),
        due_on=due_on,
        left=left,
        at=at,
    )


def _working_days(at: datetime, count: int) -> date:
    return working_days_after(localdate(at), count, is_national_holiday)

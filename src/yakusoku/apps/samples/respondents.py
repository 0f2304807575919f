"""What becomes of respondents: withdrawn, asked again after all, given a new code when a letter was lost."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import ClassVar

from django.db import transaction

from yakusoku.apps.accounts.models import User
from yakusoku.apps.audit.services import record
from yakusoku.apps.samples.models import Respondent, Sending, Withdrawal
from yakusoku.apps.samples.services import new_codes
from yakusoku.domain.audit.chain import JSON
from yakusoku.domain.refusal import Refusal


class AlreadyWithdrawn(Refusal):
    """The respondent is no longer asked."""

    code: ClassVar[str] = "sample.already-withdrawn"


class NotWithdrawn(Refusal):
    """The respondent is asked as it is."""

    code: ClassVar[str] = "sample.not-withdrawn"


class NoteMissing(Refusal):
    """A withdrawal for another reason says for which."""

    code: ClassVar[str] = "sample.note-missing"


class CodeReasonMissing(Refusal):
    """A new code is given for a reason."""

    code: ClassVar[str] = "sample.code-reason-missing"


class SentLater(Refusal):
    """A letter cannot have come back before it was sent."""

    code: ClassVar[str] = "sample.sent-later"


@transaction.atomic
def withdraw(respondent: Respondent, why: Withdrawal, note: str, *, by: User, at: datetime) -> Respondent:
    """Ask a respondent no longer, because it is none to ask; its code no longer opens the form.

    raises   NoteMissing, AlreadyWithdrawn
    """
    if why == Withdrawal.OTHER and not note.strip():
        raise NoteMissing()
    rows = Respondent.objects.filter(pk=respondent.pk, withdrawn_at__isnull=True)
    if not rows.update(withdrawn_at=at, withdrawn_as=why, withdrawn_note=note.strip()):
        raise AlreadyWithdrawn()
    facts: dict[str, JSON] = {"number": respondent.number, "why": why.value}
    _record("respondent.withdrawn", respondent, note.strip(), facts, by=by, at=at)
    respondent.refresh_from_db()
    return respondent


@transaction.atomic
def ask_again(respondent: Respondent, *, by: User, at: datetime) -> Respondent:
    """Ask a respondent that was withdrawn by mistake. Raises NotWithdrawn."""
    rows = Respondent.objects.filter(pk=respondent.pk, withdrawn_at__isnull=False)
    if not rows.update(withdrawn_at=None, withdrawn_as="", withdrawn_note=""):
        raise NotWithdrawn()
    _record("respondent.asked-again", respondent, "", {"number": respondent.number}, by=by, at=at)
    respondent.refresh_from_db()
    return respondent


@transaction.atomic
def change_code(respondent: Respondent, reason: str, *, by: User, at: datetime) -> Respondent:
    """Give a respondent a new code; the one before no longer opens the form. Raises CodeReasonMissing."""
    if not reason.strip():
        raise CodeReasonMissing()
    row = Respondent.objects.select_for_update().get(pk=respondent.pk)
    row.code = new_codes(1)[0]
    row.save(update_fields=["code"])
    _record("respondent.code-changed", row, reason.strip(), {"number": row.number}, by=by, at=at)
    respondent.refresh_from_db()
    return respondent


@transaction.atomic
def mark_undelivered(sending: Sending, day: date | None, note: str, *, by: User, at: datetime) -> Sending:
    """Record that a letter or mail came back, or (None) that it did not after all. Raises SentLater."""
    if day is not None and day < sending.dispatch.sent_on:
        raise SentLater(day=sending.dispatch.sent_on)
    Sending.objects.filter(pk=sending.pk).update(
        undelivered_on=day, undelivered_note=note.strip() if day else ""
    )
    facts = {"number": sending.respondent.number, "dispatch": sending.dispatch.number}
    code = "respondent.undelivered" if day else "respondent.delivered"
    respondent = sending.respondent
    respondent.survey = sending.dispatch.survey
    _record(code, respondent, note.strip() if day else "", facts, by=by, at=at)
    sending.refresh_from_db()
    return sending


def _record(
    code: str, respondent: Respondent, reason: str, facts: Mapping[str, JSON], *, by: User, at: datetime
) -> None:
    house = respondent.survey.organization_id
    record(code, respondent, by=by, at=at, organization=house, reason=reason, facts=facts)

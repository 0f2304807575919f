"""Reply forms that come back as Word files: kept, read beside the draft, and taken only after a look."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from yakusoku.adapters.reply_form import rows_of_tables
from yakusoku.apps.accounts.models import User
from yakusoku.apps.audit.services import record
from yakusoku.apps.files.services import content_of, keep
from yakusoku.apps.findings.models import CorrectiveInstruction, InstructedFinding, PendingReply
from yakusoku.apps.findings.moves import need
from yakusoku.apps.findings.replying import keep_reply, open_items, reply_to
from yakusoku.domain.findings.reply_form import FormRead, check_form, read_form
from yakusoku.domain.findings.states import InstructionMove
from yakusoku.domain.refusal import PreviewChanged
from yakusoku.web.edits import mark_of, require_unchanged


@dataclass(frozen=True, slots=True)
class Row:
    """One finding in the preview. `number`: as in the letter; `before`: the draft; `after`: what taking leaves."""

    number: int
    item: InstructedFinding
    before: str
    after: str

    @property
    def changed(self) -> bool:
        """Return whether taking the form changes it."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Preview:
    """What taking a form would change. `ignored`: numbers in the form that wait for no reply any more."""

    cause_before: str
    cause: str
    rows: tuple[Row, ...]
    ignored: tuple[int, ...]

    @property
    def mark(self) -> str:
        """Return a mark of what taking the form would change."""
        rows = [(row.item.pk, row.before, row.after) for row in self.rows]
        return mark_of(self.cause_before, self.cause, rows)

    @property
    def measures(self) -> Mapping[int, str]:
        """Return what is to be kept, by number of the item."""
        return {row.item.pk: row.after for row in self.rows if row.after}

    @property
    def missing(self) -> int:
        """Return for how many findings nothing is told: then it is a draft, not yet a reply."""
        return sum(1 for row in self.rows if not row.after)


@transaction.atomic
def receive(
    instruction: CorrectiveInstruction, upload: "UploadedFile[bytes]", *, by: User, at: datetime
) -> PendingReply:
    """Keep a filled-in form to look at before it is taken; it replaces one that waits.

    raises   MoveImpossible once nothing is to be replied to, refusals of uploads and of
             domain/findings/reply_form.py
    """
    present = need(instruction, InstructionMove.REPLY)
    stored = keep(upload, organization=instruction.recipient, by=by, at=at)
    _read(present, content_of(stored))
    pending, _ = PendingReply.objects.update_or_create(
        instruction=present, defaults={"stored": stored, "read_by": by, "read_at": at}
    )
    _log("correction.form-read", instruction, by, at, stored.sha256)
    return pending


def preview(instruction: CorrectiveInstruction, pending: PendingReply) -> Preview:
    """Return what taking the waiting form would change now. Raises as `receive`."""
    form = _read(instruction, content_of(pending.stored))
    draft = instruction.replies.filter(round=instruction.round).first()
    known = {measure.item_id: measure.text for measure in draft.measures.all()} if draft else {}
    still_open = {item.pk for item in open_items(instruction)}
    rows, told = [], set(form.measures)
    for number, item in enumerate(_items(instruction), start=1):
        if item.pk in still_open:
            before = known.get(item.pk, "")
            rows.append(Row(number, item, before, form.measures.get(number, before)))
            told.discard(number)
    before = draft.text if draft else ""
    return Preview(before, form.cause or before, tuple(rows), tuple(sorted(told)))


@transaction.atomic
def take(
    instruction: CorrectiveInstruction,
    pending: PendingReply,
    *,
    hand_in: bool,
    looked: str | None = None,
    by: User,
    at: datetime,
) -> None:
    """Take the waiting form into the draft, or hand it in as the reply.

    looked   the mark of the preview; None: nobody looked at one
    raises   MoveImpossible, PreviewChanged, MeasuresMissing, and what reading raises; then it still waits
    """
    present = need(instruction, InstructionMove.REPLY)
    found = preview(present, pending)
    require_unchanged(looked, found.mark, PreviewChanged)
    digest = pending.stored.sha256
    pending.delete()
    write = reply_to if hand_in else keep_reply
    write(present, found.cause, found.measures, by=by, at=at)
    _log("correction.form-taken", instruction, by, at, digest)
    instruction.refresh_from_db()


@transaction.atomic
def drop(pending: PendingReply) -> None:
    """Forget the waiting form; the file stays in the store."""
    pending.delete()


def _read(instruction: CorrectiveInstruction, content: bytes) -> FormRead:
    form = read_form(rows_of_tables(content))
    check_form(form, instruction.reference, [item.demand for item in _items(instruction)])
    return form


def _items(instruction: CorrectiveInstruction) -> list[InstructedFinding]:
    """Return every item in the order of the letter, whatever became of it."""
    return list(instruction.items.select_related("finding"))


def _log(code: str, instruction: CorrectiveInstruction, by: User, at: datetime, digest: str) -> None:
    organization = instruction.engagement.organization_id
    record(code, instruction, by=by, at=at, organization=organization, facts={"sha256": digest})

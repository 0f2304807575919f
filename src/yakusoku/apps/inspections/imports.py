"""Returned check sheets: kept, read beside the published version, and taken only after a look."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext

from yakusoku.adapters.check_sheet_reading import ReadSheet, read_check_sheet
from yakusoku.adapters.yaml_files import Problem, UnreadableFile
from yakusoku.apps.accounts.models import User
from yakusoku.apps.files.services import content_of, keep
from yakusoku.apps.inspections.duties import respondent_of
from yakusoku.apps.inspections.models import Inspection, PendingImport, State
from yakusoku.apps.inspections.queries import answers_given, checks_of, sent_as
from yakusoku.apps.inspections.rounds import SheetRenewed, hold_round, need
from yakusoku.apps.inspections.services import ContractorMissing, take_answers
from yakusoku.domain.inspections.answers import Answer, AskedCheck, GivenAnswer
from yakusoku.domain.inspections.intake import AnswerChange, Intake, changes, take_in
from yakusoku.domain.refusal import PreviewChanged, Refusal
from yakusoku.web.edits import mark_of, require_unchanged


class ImportGone(Refusal):
    """The sheet was taken, dropped or replaced since it was looked at."""

    code: ClassVar[str] = "import.gone"


@dataclass(frozen=True, slots=True)
class Unfit:
    """An answer to a question that is not asked so any more. `now` None: it is not asked at all."""

    check: AskedCheck
    now: AskedCheck | None
    given: GivenAnswer


@dataclass(frozen=True, slots=True)
class Preview:
    """What taking a returned sheet would change, and what is wrong with the sheet.

    earlier   number of the version that the sheet was handed out for, if it was renewed since; else 0
    unfit     answers of such a sheet that stay behind, because their question changed or went
    unasked   how many questions of today such a sheet does not ask
    """

    intake: Intake
    changes: tuple[AnswerChange, ...]
    earlier: int = 0
    unfit: tuple[Unfit, ...] = ()
    unasked: int = 0

    @property
    def mark(self) -> str:
        """Return a mark of what taking the sheet would change."""
        return mark_of([(change.before, change.after) for change in self.changes])

    @property
    def usable(self) -> tuple[GivenAnswer, ...]:
        """Return the answers that can be taken; 該当なし without a reason stays behind."""
        return tuple(
            change.after
            for change in self.changes
            if change.after.answer is not Answer.NOT_APPLICABLE or change.after.comment
        )


@transaction.atomic
def receive(
    inspection: Inspection, upload: "UploadedFile[bytes]", *, by: User, at: datetime
) -> PendingImport:
    """Keep a returned sheet to look at before it is taken; it replaces one that waits.

    raises   refusals of uploads, and UnreadableFile when it is not the sheet of this inspection
    """
    respondent = respondent_of(inspection)
    if respondent is None:
        raise ContractorMissing()
    hold_round(inspection)
    stored = keep(upload, organization=respondent, by=by, at=at)
    read_for(inspection, content_of(stored), stored.name)
    pending, _ = PendingImport.objects.update_or_create(
        inspection=inspection, defaults={"stored": stored, "read_by": by, "read_at": at}
    )
    return pending


def read_for(inspection: Inspection, raw: bytes, name: str) -> ReadSheet:
    """Return the sheet if it was sent for this inspection, now or before a renewal. Raises UnreadableFile."""
    sheet = read_check_sheet(raw, name)
    expected = sent_as(inspection)
    handed_out = inspection.renewals.filter(sheet_digest=sheet.identity.digest)
    if sheet.identity != expected and not handed_out.exists():
        message = gettext(
            "この点検の表ではありません（受け取った表: %(got)s 第%(got_version)s版、"
            "この点検: %(sent)s 第%(sent_version)s版）。この点検の表に書き直してください。"
        ) % {
            "got": sheet.identity.title,
            "got_version": sheet.identity.version,
            "sent": expected.title,
            "sent_version": expected.version,
        }
        raise UnreadableFile([Problem(name, "", message)])
    return sheet


def preview(inspection: Inspection, pending: PendingImport) -> Preview:
    """Return what taking the waiting sheet would change now."""
    return look_into(inspection, content_of(pending.stored), pending.stored.name)


def look_into(inspection: Inspection, raw: bytes, name: str) -> Preview:
    """Return what taking a sheet would change now. Raises UnreadableFile.

    A sheet of before a renewal is held against the questions it asked; of its answers, those fit whose
    question is asked in the same words today.
    """
    sheet = read_for(inspection, raw, name)
    intake = take_in(sheet.table, sheet.checks)
    checks = checks_of(inspection)
    now = {check.id: check for check in checks}
    same = {check.id for check in sheet.checks if check.id in now and now[check.id].wording == check.wording}
    fitting = {id: given for id, given in intake.answers.items() if id in same}
    unfit = [
        Unfit(check, now.get(check.id), intake.answers[check.id])
        for check in sheet.checks
        if check.id in intake.answers and check.id not in same
    ]
    renewed = sheet.identity != sent_as(inspection)
    return Preview(
        intake,
        changes(checks, answers_given(inspection), fitting),
        earlier=sheet.identity.version if renewed else 0,
        unfit=tuple(unfit),
        unasked=len(now.keys() - same),
    )


def require_seen(inspection: Inspection, version: str) -> None:
    """Raise SheetRenewed unless the preview that was looked at is of today's version; empty: not told."""
    if version and version != str(inspection.version.number):
        raise SheetRenewed()


@transaction.atomic
def take(
    inspection: Inspection,
    pending: PendingImport,
    *,
    seen: str = "",
    looked: str | None = None,
    by: User,
    at: datetime,
) -> int:
    """Take the waiting sheet; return how many answers were set.

    seen     number of the version for which the preview was shown; empty: it is not known
    looked   the mark of the preview; None: nobody looked at one
    raises   ImportGone, SheetRenewed, PreviewChanged, and what answering raises
    """
    need(inspection, State.OPEN)
    require_seen(inspection, seen)
    # Another sheet may have taken its place, or somebody was quicker.
    if not PendingImport.objects.filter(pk=pending.pk, stored=pending.stored).delete()[0]:
        raise ImportGone()
    found = preview(inspection, pending)
    require_unchanged(looked, found.mark, PreviewChanged)
    attached = {(file.check_id, file.stored.name) for file in inspection.evidence.select_related("stored")}
    given = [without_attached(answer, attached) for answer in found.usable]
    return take_answers(inspection, given, by=by, at=at)


def without_attached(given: GivenAnswer, attached: set[tuple[str, str]]) -> GivenAnswer:
    """Return the answer without the names of files that hang on the question anyway.

    The sheet that was sent names them, so that the client sees them on paper too.
    """
    named = tuple(name for name in given.evidence if (given.check, name) not in attached)
    return replace(given, evidence=named)


@transaction.atomic
def drop(pending: PendingImport) -> None:
    """Forget the waiting sheet; the file stays in the store."""
    pending.delete()
